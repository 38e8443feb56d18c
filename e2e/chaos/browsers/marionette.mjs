import { once } from 'node:events'
import { connect } from 'node:net'

/** Firefox's own form of WebDriver: commands and answers, each as `<length>:<JSON>`, over a socket. */
export class Marionette {
  #next = 0
  #rest = Buffer.alloc(0)
  /** @type {Map<number, { command: string, resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #asked = new Map()
  #socket

  /** @param {number} port */
  static async connect(port) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new Marionette(socket)
  }

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket
    socket.on('data', (data) => this.#hear(data))
    socket.on('error', () => {})
    socket.on('close', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('the browser is gone'))
      this.#asked.clear()
    })
  }

  /** @param {Buffer} data */
  #hear(data) {
    this.#rest = Buffer.concat([this.#rest, data])
    for (let colon = this.#rest.indexOf(':'); colon > 0; colon = this.#rest.indexOf(':')) {
      const end = colon + 1 + Number(this.#rest.toString('latin1', 0, colon))
      if (this.#rest.length < end) return
      const message = JSON.parse(this.#rest.toString('utf8', colon + 1, end))
      this.#rest = this.#rest.subarray(end)
      // What is no list is the greeting.
      if (Array.isArray(message)) this.#answer(message)
    }
  }

  /** @param {any[]} message */
  #answer([, id, error, result]) {
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    if (error) asked?.reject(new Error(`${asked.command}: ${error.message}`))
    else asked?.resolve(result?.value === undefined ? result : result.value)
  }

  /**
   * @param {string} command
   * @param {object} [params]
   * @returns {Promise<any>}
   */
  send(command, params = {}) {
    const id = ++this.#next
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { command, resolve, reject })
      const text = JSON.stringify([0, id, command, params])
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
  }
}
