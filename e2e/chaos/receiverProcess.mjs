import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonLines } from '../tools/jsonLines.mjs'

const OURS = fileURLToPath(new URL('../receiver/server.mjs', import.meta.url))
const OF_PEERS = fileURLToPath(new URL('peerServer.mjs', import.meta.url))

/** The receiver: a process that is killed and started again, with its files in a folder. */
export class ReceiverProcess {
  port = 0
  #folder
  #remembers
  #program
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child

  /**
   * @param {string} folder
   * @param {boolean} remembers whether it knows after a start what it had before
   * @param {import('./senders.mjs').SenderName} sender what sends it records
   */
  constructor(folder, remembers, sender) {
    this.#program = sender === 'treeline' ? OURS : OF_PEERS
    this.#folder = folder
    this.#remembers = remembers
  }

  async start() {
    if (this.#child) return
    const plan = { port: 0, folder: this.#folder, remembers: this.#remembers }
    this.#child = fork(this.#program, [JSON.stringify(plan)], { execArgv: [] })
    const [port] = await once(this.#child, 'message')
    this.port = port
  }

  get isRunning() {
    return this.#child !== undefined
  }

  async kill() {
    const child = this.#child
    this.#child = undefined
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** Returns the records of pages in its log: by the page's number and its own, and by the source and number that were sent. */
  records() {
    const { records } = jsonLines(join(this.#folder, 'page.log'))
    // The others are the receiver's own, about what pages lost.
    const sent = records.filter(({ seq }) => seq !== undefined)
    return sent.map(({ src, seq, message }) => {
      const [doc, n] = message.split(':', 2)
      return { key: `${src}:${seq}`, id: `${doc}:${n}` }
    })
  }
}
