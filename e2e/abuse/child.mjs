import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A program beside this one, which answers questions. */
export class Child {
  /** @type {string} */
  stderr = ''

  /**
   * @param {string} file
   * @param {unknown} argument
   */
  constructor(file, argument) {
    const path = join(import.meta.dirname, file)
    this.process = fork(path, [JSON.stringify(argument)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
    this.process.stderr?.on('data', (chunk) => (this.stderr = (this.stderr + String(chunk)).slice(-2000)))
    this.name = file
  }

  /** Resolves with the next answer. @returns {Promise<any>} */
  async answer() {
    const over = new AbortController()
    const { signal } = over
    const ended = once(this.process, 'exit', { signal }).then(([code, by]) => {
      throw new Error(`${this.name} ended with ${code ?? by}: ${this.stderr}`)
    })
    try {
      const [answer] = await Promise.race([once(this.process, 'message', { signal }), ended])
      return answer
    } finally {
      ended.catch(() => {})
      over.abort()
    }
  }

  /** @param {string} question @returns {Promise<any>} */
  async ask(question) {
    const answer = this.answer()
    this.process.send(question, () => {})
    return answer
  }

  /** Ends it, and resolves when it has gone. */
  async end() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const gone = once(this.process, 'exit')
    this.process.kill('SIGKILL')
    await gone
  }
}
