import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Connection, type ConnectionOptions } from './connection.js'

/** Whether nothing keeps the process alive but writes that wait. */
let isOnlyWriting: boolean
vi.mock('../process/activity.js', () => ({ isOnlyWriting: () => isOnlyWriting }))

let sockets: SilentSocket[]

beforeEach(() => {
  vi.useFakeTimers()
  isOnlyWriting = false
  sockets = []
})
afterEach(() => {
  vi.useRealTimers()
})

/** A socket whose peer answers when the test says so, and takes nothing. */
class SilentSocket extends Socket {
  readonly written: string[] = []
  readonly isKept: boolean[] = []

  constructor() {
    super()
    sockets.push(this)
    Object.defineProperty(this, 'writableLength', { get: () => this.written.length })
  }

  override write(chunk: unknown): boolean {
    this.written.push(String(chunk))
    return false
  }

  override ref(): this {
    this.isKept.push(true)
    return this
  }

  override unref(): this {
    this.isKept.push(false)
    return this
  }
}

function connection(options: Partial<ConnectionOptions> = {}): Connection {
  return new Connection({ open: () => new SilentSocket(), ...options })
}

/** Returns a connection to a peer that has answered, and what tells whether a flush of it has resolved. */
async function connected(): Promise<{ to: Connection; isFlushed: () => boolean }> {
  const to = connection()
  to.send(Buffer.from('a'))
  sockets[0]!.emit('connect')
  let isFlushed = false
  void to.flush().then(() => (isFlushed = true))
  await vi.advanceTimersByTimeAsync(0)
  return { to, isFlushed: () => isFlushed }
}

test('a peer that does not answer within connectMs is a failure, told at the third', async () => {
  const down: unknown[] = []
  const to = connection({ connectMs: 100, onDown: (error) => down.push(error) })
  to.send(Buffer.from('a'))
  await vi.advanceTimersByTimeAsync(99)
  expect([to.sock, sockets[0]!.destroyed]).toEqual([sockets[0], false])
  await vi.advanceTimersByTimeAsync(1)
  expect([to.sock, sockets[0]!.destroyed]).toEqual([null, true])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(down).toEqual([new Error('the peer does not answer')])
})

test('by default it has five seconds', async () => {
  const to = connection()
  to.send(Buffer.from('a'))
  await vi.advanceTimersByTimeAsync(4999)
  expect(to.sock).toBe(sockets[0])
  await vi.advanceTimersByTimeAsync(1)
  expect(to.sock).toBeNull()
})

test('a peer that takes nothing is waited for five seconds; the process goes on, and so does the connection', async () => {
  const { to, isFlushed } = await connected()
  const [socket] = sockets
  await vi.advanceTimersByTimeAsync(4999)
  expect([isFlushed(), socket!.isKept.at(-1)]).toEqual([false, true])
  await vi.advanceTimersByTimeAsync(1)
  expect([isFlushed(), socket!.isKept.at(-1)]).toEqual([true, false])
  expect(to.sock).toBe(socket)
  expect(to.stats()).toEqual({ queued: 0, inFlight: 1, dropped: 0 })
})

test('where only its write keeps the process alive, the connection is given up and no flush waits', async () => {
  isOnlyWriting = true
  const { to, isFlushed } = await connected()
  await vi.advanceTimersByTimeAsync(5000)
  expect([isFlushed(), to.sock, sockets[0]!.destroyed]).toEqual([true, null, true])
  expect(to.stats()).toEqual({ queued: 1, inFlight: 0, dropped: 0 })
  await to.flush()
  expect(sockets).toHaveLength(1)
  // Another record shows that the program goes on.
  to.send(Buffer.from('b'))
  expect(sockets).toHaveLength(2)
  sockets[1]!.emit('connect')
  expect(sockets[1]!.written).toEqual(['ab'])
})

test('the process may become one that only writes later', async () => {
  const { to } = await connected()
  await vi.advanceTimersByTimeAsync(5000)
  isOnlyWriting = true
  await vi.advanceTimersByTimeAsync(4999)
  expect(to.sock).toBe(sockets[0])
  await vi.advanceTimersByTimeAsync(1)
  expect(to.sock).toBeNull()
})

test('TLS is ready after its handshake, TCP once it is connected', () => {
  const to = connection({ open: () => Object.assign(new SilentSocket(), { encrypted: true }) })
  to.send(Buffer.from('a'))
  const [socket] = sockets
  socket!.emit('connect')
  expect([socket!.written, to.stats().queued]).toEqual([[], 1])
  socket!.emit('secureConnect')
  expect([socket!.written, to.stats().queued]).toEqual([['a'], 0])
  const plain = connection()
  plain.send(Buffer.from('b'))
  sockets[1]!.emit('secureConnect')
  expect(sockets[1]!.written).toEqual([])
  sockets[1]!.emit('connect')
  expect(sockets[1]!.written).toEqual(['b'])
})

test('what waits is handed on in pieces of 64 KiB', () => {
  const to = connection()
  for (let i = 0; i < 5; i++) to.send(Buffer.alloc(1 << 15, 'x'))
  sockets[0]!.emit('connect')
  expect(sockets[0]!.written.map(({ length }) => length)).toEqual([1 << 16])
  expect(to.stats()).toEqual({ queued: 3, inFlight: 2, dropped: 0 })
})

test('another transport gets what waits, the oldest first, and the socket is let go', async () => {
  const to = connection()
  to.send(Buffer.from('a'))
  to.send(Buffer.from('b'))
  const flushed = to.flush()
  expect(to.takeAll().map(String)).toEqual(['a', 'b'])
  await flushed
  expect([to.sock, sockets[0]!.destroyed, to.stats().queued]).toEqual([null, true, 0])
})
