/**
 * @typedef {object} Message
 * @property {number} [id]
 * @property {string} [sessionId]
 * @property {string} [method]
 * @property {Record<string, any>} [params]
 * @property {any} [result]
 * @property {{ message: string }} [error]
 */

/** The DevTools protocol over the pipes of a browser that was started with `--remote-debugging-pipe`. */
export class Pipe {
  #next = 0
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void, session: string | undefined }>} */
  #asked = new Map()
  /** @type {Set<(message: Message) => void>} */
  #listeners = new Set()
  /** @type {import('node:stream').Writable} */
  #out

  /**
   * @param {import('node:stream').Writable} out
   * @param {import('node:stream').Readable} into
   */
  constructor(out, into) {
    this.#out = out
    let rest = ''
    into.setEncoding('utf8')
    into.on('data', (/** @type {string} */ text) => {
      const parts = (rest + text).split('\0')
      rest = parts.pop() ?? ''
      for (const part of parts) this.#hear(JSON.parse(part))
    })
    into.on('close', () => this.#fail(() => true, 'the browser is gone'))
    for (const stream of [out, into]) stream.on('error', () => {})
  }

  /** @param {Message} message */
  #hear(message) {
    const { id, result, error, method, params } = message
    if (id !== undefined) {
      const asked = this.#asked.get(id)
      this.#asked.delete(id)
      if (error) asked?.reject(new Error(error.message))
      else asked?.resolve(result)
    }
    // A page that is gone answers nothing any more.
    if (method === 'Target.detachedFromTarget')
      this.#fail((session) => session === params?.sessionId, 'the page is gone')
    if (method === 'Inspector.targetCrashed') this.#fail((session) => session === message.sessionId, 'the page crashed')
    for (const listener of this.#listeners) listener(message)
  }

  /**
   * @param {(session: string | undefined) => boolean} concerns
   * @param {string} why
   */
  #fail(concerns, why) {
    for (const [id, { session, reject }] of this.#asked) {
      if (concerns(session) && this.#asked.delete(id)) reject(new Error(why))
    }
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @param {string} [session]
   * @returns {Promise<any>}
   */
  send(method, params = {}, session) {
    const id = ++this.#next
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject, session })
      this.#out.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`)
    })
  }

  /**
   * Waits for an event.
   *
   * @param {(message: Message) => boolean} isIt
   * @returns {Promise<void>}
   */
  event(isIt) {
    return new Promise((resolve) => {
      const listener = (/** @type {Message} */ message) => {
        if (!isIt(message)) return
        this.#listeners.delete(listener)
        resolve()
      }
      this.#listeners.add(listener)
    })
  }
}
