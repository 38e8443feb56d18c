// Runs tests of a copy of the tree, in a process that is kept and, if a test hangs, ended.
import { fork } from 'node:child_process'
import { on, once } from 'node:events'
import { join } from 'node:path'

/**
 * @typedef {{ project: string, path: string }} TestFile
 * @typedef {{ file: TestFile, ok: boolean, ms: number }} Verdict
 * @typedef {'passed' | 'failed' | 'hung'} Result
 */

/** A file of tests that takes so much longer than it did without a mutant goes in circles; the machine may be busy. */
const PATIENCE_MS = 45_000
const PATIENCE_FACTOR = 5

/** @param {TestFile} file */
export const keyOf = ({ project, path }) => `${project} ${path}`

export class TestRunner {
  #copy
  #bail
  #env
  #patienceMs
  /** @type {{ child: import('node:child_process').ChildProcess, messages: AsyncIterator<any[]> } | undefined} */
  #vitest
  /** @type {readonly TestFile[]} */
  #known = []
  #usual
  /** @type {Set<string>} */
  #changed = new Set()

  /**
   * @param {string} copy
   * @param {object} [options]
   * @param {number} [options.bail] the number of failures that end a run, 0 for none; default 1
   * @param {Record<string, string>} [options.env] what the tests find in their environment as well
   * @param {ReadonlyMap<string, number>} [options.usual] how many milliseconds a file takes without a mutant, by its key
   * @param {number} [options.patienceMs] what is added to five times that, before a file is held to go in circles
   */
  constructor(copy, { bail = 1, env = {}, usual = new Map(), patienceMs = PATIENCE_MS } = {}) {
    this.#copy = copy
    this.#patienceMs = patienceMs
    this.#usual = usual
    this.#bail = bail
    // Tests that end early leave files behind.
    this.#env = { ...process.env, ...env, TMPDIR: join(copy, 'tmp') }
  }

  /**
   * Says that a source is not what it was.
   *
   * @param {string} name relative to the copy
   */
  change(name) {
    this.#changed.add(name)
  }

  /** Returns all files of unit tests. */
  async files() {
    await this.#start()
    return this.#known
  }

  /**
   * Runs files of tests, in this order.
   *
   * @param {readonly TestFile[]} files
   * @returns {Promise<{ result: Result, verdicts: readonly Verdict[] }>}
   */
  async run(files) {
    if (files.length === 0) return { result: 'passed', verdicts: [] }
    const { child, messages } = await this.#start()
    const left = new Map(files.map((file) => [keyOf(file), file]))
    /** @type {Verdict[]} */
    const verdicts = []
    child.send({ changed: [...this.#changed], files })
    this.#changed.clear()
    for (;;) {
      const message = await next(messages, this.#patience([...left.keys()]))
      if (message === undefined) {
        await this.stop()
        return { result: 'hung', verdicts }
      }
      if (message.unhandled === undefined) {
        verdicts.push(message)
        left.delete(keyOf(message.file))
        continue
      }
      const isFailed = message.unhandled > 0 || verdicts.some(({ ok }) => !ok)
      if (!isFailed && left.size > 0) throw new Error(`did not run: ${[...left.keys()].join(', ')}`)
      return { result: isFailed ? 'failed' : 'passed', verdicts }
    }
  }

  /** Ends the process, with all that it has started. */
  async stop() {
    if (this.#vitest === undefined) return
    const { child } = this.#vitest
    this.#vitest = undefined
    const ended = once(child, 'exit')
    process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL')
    await ended
  }

  async #start() {
    if (this.#vitest !== undefined) return this.#vitest
    const child = fork(join(import.meta.dirname, 'vitestProcess.mjs'), [String(this.#bail)], {
      cwd: this.#copy,
      env: this.#env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    })
    const vitest = { child, messages: on(child, 'message', { close: ['exit'] }) }
    this.#vitest = vitest
    this.#changed.clear()
    this.#known = (await next(vitest.messages, PATIENCE_MS)).files
    return vitest
  }

  /** @param {readonly string[]} keys */
  #patience(keys) {
    const longest = Math.max(0, ...keys.map((key) => this.#usual.get(key) ?? 600_000))
    return this.#patienceMs + PATIENCE_FACTOR * longest
  }
}

/**
 * Returns what the process says next, or nothing after this time.
 *
 * @param {AsyncIterator<any[]>} messages
 * @param {number} limitMs
 * @returns {Promise<any>}
 */
async function next(messages, limitMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  const message = await Promise.race([messages.next(), late])
  clearTimeout(timer)
  if (message === undefined) return undefined
  if (message.done) throw new Error('the process that runs the tests has ended')
  return message.value[0]
}
