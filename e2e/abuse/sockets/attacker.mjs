import { connect } from 'node:net'

/** What attacks on a socket receiver are made with. */
export class Attacker {
  /** @type {import('node:net').Socket[]} */
  sockets = []

  /** @param {number} port */
  constructor(port) {
    this.port = port
  }

  /** Resolves with a connection, whatever becomes of it. @returns {Promise<import('node:net').Socket>} */
  async connect() {
    const socket = connect(this.port, '127.0.0.1')
    this.sockets.push(socket)
    await new Promise((resolve) => socket.once('connect', resolve).once('error', resolve))
    socket.on('error', () => {}).resume()
    return socket
  }

  /** @param {number} count */
  async connectAll(count) {
    const sockets = []
    // Not more at once than a backlog holds.
    for (let at = 0; at < count; at += 50) {
      sockets.push(...(await Promise.all(Array.from({ length: Math.min(50, count - at) }, () => this.connect()))))
    }
    return sockets
  }

  /**
   * Resolves when the system has taken the bytes, or the connection is closed.
   *
   * @param {import('node:net').Socket} socket
   * @param {Uint8Array} bytes
   */
  async write(socket, bytes) {
    if (socket.destroyed || socket.writableEnded) return
    await new Promise((resolve) => {
      socket.once('close', resolve)
      socket.write(bytes, () => resolve(socket.off('close', resolve)))
    })
  }

  /** Writes as fast as it is taken. @param {number} connections @param {number} times @param {(index: number) => Uint8Array} make */
  async flood(connections, times, make) {
    const sockets = await this.connectAll(connections)
    await Promise.all(
      sockets.map(async (socket, lane) => {
        for (let index = 0; index < times && !socket.destroyed; index++)
          await this.write(socket, make(lane * times + index))
      }),
    )
  }

  /** @param {number} ms */
  wait(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  end() {
    for (const socket of this.sockets) socket.destroy()
  }
}

/** A frame of these bytes. @param {Uint8Array | string} body @param {number} [length] @returns {Buffer} */
export function frame(body, length) {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
  const head = Buffer.alloc(4)
  head.writeUInt32BE(length ?? bytes.length)
  return Buffer.concat([head, bytes])
}

/** A text as protocol 1 has it. @param {string} value @returns {Buffer} */
export function text(value) {
  const bytes = Buffer.from(value)
  const head = Buffer.from('X\0\0\0\0', 'latin1')
  head.writeUInt32LE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

/** A record of the attacker's. @param {string} name @param {Record<string, Buffer>} [more] pickles by attribute @returns {Buffer} */
export function record(name, more = {}) {
  const attributes = { name: text(name), levelno: Buffer.from('K\x14'), msg: text('attack'), ...more }
  const parts = Object.entries(attributes).flatMap(([key, value]) => [text(key), value])
  return frame(Buffer.concat([Buffer.from('}('), ...parts, Buffer.from('u.')]))
}
