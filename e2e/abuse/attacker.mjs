import { connect } from 'node:net'

const STATUS_LENGTH = 'HTTP/1.1 204 '.length - 1
/** How often a request is sent anew when the server has closed its connection meanwhile. */
const ATTEMPTS = 3

/** A connection of the attacker's. It notes the status of each answer, and how it ended. */
export class Connection {
  /** @type {string[]} */
  statuses = []
  isClosed = false
  unread = ''
  /** @type {(() => void)[]} */
  waiting = []

  /** @param {number} port */
  constructor(port) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setNoDelay()
    this.connected = new Promise((resolve) => this.socket.once('connect', resolve).once('error', resolve))
    this.socket.on('data', (chunk) => this.read(String(chunk)))
    this.socket.on('end', () => this.socket.end())
    this.socket.on('error', () => {})
    this.socket.on('close', () => this.note(() => (this.isClosed = true)))
  }

  /** @param {string} text */
  read(text) {
    this.unread += text
    const found = [...this.unread.matchAll(/HTTP\/1\.1 ([2-5]\d\d) /g)]
    const last = found.at(-1)
    // A status line may come in two pieces.
    this.unread = this.unread.slice(last === undefined ? 0 : last.index + last[0].length).slice(-STATUS_LENGTH)
    this.note(() => this.statuses.push(...found.map((match) => match[1] ?? '')))
  }

  /** @param {() => void} change */
  note(change) {
    change()
    for (const resolve of this.waiting.splice(0)) resolve()
  }

  /** Whether the server still takes bytes. */
  get isOpen() {
    return !this.socket.destroyed && !this.socket.writableEnded
  }

  /**
   * Resolves when the system has taken the bytes, or the connection is closed.
   *
   * @param {string | Uint8Array} data
   * @returns {Promise<void>}
   */
  async write(data) {
    if (!this.isOpen) return
    await new Promise((resolve) => this.socket.write(data, resolve))
  }

  /** Resolves when so many answers have come, or the connection is closed. @param {number} count */
  async answers(count) {
    while (this.statuses.length < count && !this.isClosed)
      await new Promise((resolve) => this.waiting.push(() => resolve(undefined)))
  }
}

/**
 * @typedef {object} Head
 * @property {string} [method]
 * @property {string} [type]
 * @property {number | string} [length] Content-Length; a body that is sent along sets it
 * @property {string} [headers] more lines
 * @property {string} [address]
 */

/** What attacks are made with. */
export class Attacker {
  /** @type {Connection[]} */
  connections = []
  /** The most connections at once. */
  most = 0

  /**
   * @param {number} port
   * @param {number} seed
   * @param {string} address
   * @param {() => Promise<{ src: string, last: number, body: string }>} page what the attacker knows of the page
   */
  constructor(port, seed, address, page) {
    this.port = port
    this.state = seed
    this.address = address
    this.page = page
  }

  /** A number in [0, 1); the seed repeats them. */
  random() {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return this.state / 2 ** 32
  }

  connect() {
    const connection = new Connection(this.port)
    this.connections.push(connection)
    return connection
  }

  /** Opens many connections. @param {number} count */
  async connectAll(count) {
    const opened = Array.from({ length: count }, () => this.connect())
    await Promise.all(opened.map(({ connected }) => connected))
    return opened
  }

  /** The lines before a body. @param {Head} [head] */
  head({ method = 'POST', type = 'text/plain', length, headers = '', address = this.address } = {}) {
    const size = length === undefined ? '' : `Content-Length: ${length}\r\n`
    return `${method} /records HTTP/1.1\r\nHost: app\r\nX-Forwarded-For: ${address}\r\nContent-Type: ${type}\r\n${size}${headers}\r\n`
  }

  /** A whole request. @param {string | Uint8Array} body @param {Head} [head] */
  request(body, head = {}) {
    const bytes = Buffer.from(body)
    return Buffer.concat([Buffer.from(this.head({ length: bytes.length, ...head })), bytes])
  }

  /**
   * Sends requests one behind the other, on a connection that is opened anew where it was closed.
   *
   * @param {number} count
   * @param {(index: number) => Uint8Array | string} make
   */
  async sequence(count, make) {
    let connection = this.connect()
    for (let index = 0, attempt = 1; index < count; index++, attempt = 1) {
      const request = make(index)
      for (let isAnswered = false; !isAnswered && attempt <= ATTEMPTS; attempt++) {
        if (!connection.isOpen) connection = this.connect()
        const answered = connection.statuses.length
        await connection.write(request)
        await connection.answers(answered + 1)
        isAnswered = connection.statuses.length > answered
      }
    }
  }

  /** Sequences side by side. @param {number} lanes @param {number} count @param {(index: number) => Uint8Array | string} make */
  async sequences(lanes, count, make) {
    const each = Array.from({ length: lanes }, (_, lane) => this.sequence(count, (index) => make(lane * count + index)))
    await Promise.all(each)
  }

  /** @param {number} ms */
  wait(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  /** Closes all. Returns how often each end was met: a status, `closed` without an answer, `open`. @returns {Record<string, number>} */
  outcomes() {
    /** @type {Record<string, number>} */
    const counts = {}
    for (const { statuses, isClosed, socket } of this.connections) {
      const ends = statuses.length > 0 ? statuses : [isClosed ? 'closed' : 'open']
      for (const end of ends) counts[end] = (counts[end] ?? 0) + 1
      socket.destroy()
    }
    return counts
  }
}

/**
 * A batch.
 *
 * @param {string} src
 * @param {readonly (object | string)[]} lines
 * @param {object} [header]
 */
export function batch(src, lines, header = {}) {
  const first = { treeline: 1, src, batch: `${src}:1-1`, first: 1, last: 1, count: lines.length, ...header }
  return [first, ...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
}

/**
 * A record of the attacker's.
 *
 * @param {number | string} seq
 * @param {object} [more]
 */
export function record(seq, more = {}) {
  return { seq, name: 'attack', levelno: 20, levelname: 'INFO', msg: `attack ${seq}`, created: 1.7e9, ...more }
}

/** Records with numbers one behind the other. @param {number} first @param {number} count @param {object} [more] */
export function records(first, count, more = {}) {
  return Array.from({ length: count }, (_, index) => record(first + index, more))
}
