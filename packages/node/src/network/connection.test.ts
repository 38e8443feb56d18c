import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { Connection, type ConnectionOptions } from './connection.js'

const FAST = { retryStart: 0.02, retryFactor: 1, retryMax: 0.02 }

let ends: (() => unknown)[] = []

afterEach(async () => {
  vi.useRealTimers()
  for (const end of ends.reverse()) await end()
  ends = []
})

class Peer {
  readonly server: net.Server
  readonly sockets = new Set<net.Socket>()
  private text = ''
  connections = 0
  port = 0

  constructor(private readonly onSocket: (socket: net.Socket) => void = () => undefined) {
    this.server = net.createServer({ allowHalfOpen: true }, (socket) => {
      this.connections++
      this.sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket))
      socket.on('end', () => socket.end())
      socket.on('data', (data) => {
        this.text += data.toString('latin1')
        this.server.emit('text')
      })
      this.onSocket(socket)
    })
  }

  async listen(where: number | string = this.port): Promise<this> {
    if (typeof where === 'string') this.server.listen(where)
    else this.server.listen(where, '127.0.0.1')
    await once(this.server, 'listening')
    if (typeof where === 'number') this.port = (this.server.address() as net.AddressInfo).port
    return this
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve))
  }

  async until(holds: (text: string) => boolean): Promise<string> {
    while (!holds(this.text)) await once(this.server, 'text')
    return this.text
  }
}

async function peer(onSocket?: (socket: net.Socket) => void): Promise<Peer> {
  const made = await new Peer(onSocket).listen()
  ends.push(() => made.close())
  return made
}

function connection(port: () => number, options: Partial<ConnectionOptions> = {}): Connection {
  const made = new Connection({ open: () => net.connect(port(), '127.0.0.1'), retry: FAST, ...options })
  ends.push(() => made.sock?.destroy())
  return made
}

function endOf({ sock }: Connection): Promise<unknown> {
  return new Promise((resolve) => sock!.once('close', resolve))
}

const line = (index: number): string => `line ${index}\n`
const lines = (count: number): string => Array.from({ length: count }, (_, index) => line(index)).join('')

function sendLines(to: Connection, from: number, until: number): void {
  for (let i = from; i < until; i++) to.send(Buffer.from(line(i)))
}

test('what comes before the connection is there is sent in order, once, behind the preamble', async () => {
  const there = await peer()
  const to = connection(() => there.port, { preamble: () => Buffer.from('hello\n') })
  sendLines(to, 0, 5000)
  await to.flush()
  sendLines(to, 5000, 6000)
  expect(await there.until((text) => text.endsWith(line(5999)))).toBe(`hello\n${lines(6000)}`)
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('a chunk is with the kernel when send returns', async () => {
  const there = await peer()
  const to = connection(() => there.port)
  to.send(Buffer.from('a\n'))
  await to.flush()
  to.send(Buffer.from('b\n'))
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('a unix stream socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-connection-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'socket')
  const there = await new Peer().listen(path)
  ends.push(() => there.close())
  const to = connection(() => 0, { open: () => net.connect(path) })
  sendLines(to, 0, 10)
  expect(await there.until((text) => text.endsWith(line(9)))).toBe(lines(10))
})

test('what comes while the peer is down is sent when it is there again', async () => {
  const first = await peer()
  const to = connection(() => first.port)
  sendLines(to, 0, 10)
  await first.until((text) => text.endsWith(line(9)))
  const { port } = first
  const ended = endOf(to)
  await first.close()
  await ended
  sendLines(to, 10, 2000)
  const second = await new Peer().listen(port)
  ends.push(() => second.close())
  sendLines(to, 2000, 2010)
  expect(lines(10) + (await second.until((text) => text.endsWith(line(2009))))).toBe(lines(2010))
})

test('beyond the bound the oldest are dropped, and the peer is told in their place, and so are we', async () => {
  const told: number[] = []
  const there = await peer()
  const { port } = there
  await there.close()
  const to = connection(() => port, {
    maxQueueBytes: 100 * line(10).length,
    lostChunk: (count) => Buffer.from(`${count} lost\n`),
    onLost: (count) => void told.push(count),
  })
  sendLines(to, 10, 40)
  await to.flush()
  sendLines(to, 40, 99)
  sendLines(to, 10, 99)
  expect(to.stats()).toEqual({ queued: 100, inFlight: 0, dropped: 78 })
  const again = await new Peer().listen(port)
  ends.push(() => again.close())
  const text = await again.until((all) => all.endsWith(line(98)))
  expect(text.split('\n').slice(0, 2)).toEqual(['78 lost', 'line 88'])
  expect(text.split('\n')).toHaveLength(102)
  expect([to.stats().dropped, told]).toEqual([0, [78]])
})

test('a peer that reads nothing costs no more memory than the bound, and gets all that is left when it reads', async () => {
  const there = await peer((socket) => socket.pause())
  const chunk = Buffer.alloc(100_000, 'x')
  const to = connection(() => there.port, { maxQueueBytes: 1_000_000, lostChunk: (count) => Buffer.from(`(${count})`) })
  to.send(Buffer.from('begin'))
  await to.flush()
  for (let i = 0; i < 300; i++) to.send(chunk)
  const { queued, inFlight, dropped } = to.stats()
  expect(queued).toBe(10)
  expect(inFlight).toBe(1)
  expect(dropped).toBeGreaterThan(0)
  expect(to.sock!.writableLength).toBeLessThanOrEqual(chunk.length)
  for (const socket of there.sockets) socket.resume()
  await to.flush()
  const text = await there.until((all) => all.length >= 5 + (300 - dropped) * chunk.length + `(${dropped})`.length)
  expect(text.replace(/x+/g, 'x')).toBe(`beginx(${dropped})x`)
})

test('a connection that is reset takes nothing along that the kernel had not taken', async () => {
  const there = await peer((socket) => socket.pause())
  const to = connection(() => there.port, { maxQueueBytes: 1e9 })
  to.send(Buffer.from('begin'))
  await to.flush()
  const filler = Buffer.alloc(1 << 20, 'x')
  while (to.stats().queued < 3) to.send(filler)
  to.send(Buffer.from('end'))
  expect(to.stats().inFlight).toBe(1)
  const ended = endOf(to).then(() => to.stats())
  const again = once(there.server, 'connection')
  const [socket] = there.sockets
  socket!.resetAndDestroy()
  const { queued, inFlight } = await ended
  expect(inFlight).toBe(0)
  expect(queued).toBeGreaterThan(3)
  await again
  for (const each of there.sockets) each.resume()
  const text = await there.until((all) => all.endsWith('end'))
  expect(text.length).toBe((queued - 1) * filler.length + 3)
})

test('a peer that ends its half is left, and what follows goes over a new connection', async () => {
  const there = await peer((socket) => socket.end())
  const to = connection(() => there.port)
  sendLines(to, 0, 5)
  await there.until((text) => text.endsWith(line(4)))
  sendLines(to, 5, 10)
  await there.until((text) => text.endsWith(line(9)))
  expect(there.connections).toBeGreaterThan(1)
})

test('a peer that talks without end is not listened to', async () => {
  const there = await peer((socket) => void socket.write(Buffer.alloc(5_000_000)))
  const to = connection(() => there.port)
  sendLines(to, 0, 5)
  await there.until((text) => text.endsWith(line(4)))
  const [socket] = there.sockets
  if (socket!.writableLength > 0) await once(socket!, 'drain')
  expect(to.sock!.readableLength).toBe(0)
})

test('by default four mebibytes wait', () => {
  const to = connection(() => 0, {
    open: () => {
      throw new Error('no such host')
    },
  })
  const chunk = Buffer.alloc(1 << 16)
  for (let i = 0; i < 64; i++) to.send(chunk)
  expect(to.stats()).toEqual({ queued: 64, inFlight: 0, dropped: 0 })
  to.send(chunk)
  expect(to.stats()).toEqual({ queued: 64, inFlight: 0, dropped: 1 })
  ends.push(() => to.close())
})

test('an outage is told once, at its third attempt', async () => {
  const down: unknown[] = []
  let opened = 0
  let toldAt = 0
  await new Promise<void>((resolve) => {
    const to = connection(() => 0, {
      onDown: (error) => {
        down.push(error)
        toldAt = opened
      },
      open: () => {
        if (++opened === 6) resolve()
        throw new Error('no such host')
      },
    })
    to.send(Buffer.from('x'))
    ends.push(() => to.close())
  })
  expect(down.map(String)).toEqual(['Error: no such host'])
  expect(toldAt).toBe(3)
})

test('a host that has no address is as good as one that is down', async () => {
  const lookup: net.LookupFunction = (_host, _options, callback) =>
    callback(Object.assign(new Error('getaddrinfo ENOTFOUND nowhere'), { code: 'ENOTFOUND' }), '')
  const to = connection(() => 0, { open: () => net.connect({ port: 9, host: 'nowhere', lookup }) })
  sendLines(to, 0, 3)
  await to.flush()
  expect(to.stats()).toEqual({ queued: 3, inFlight: 0, dropped: 0 })
  expect(to.retryTime).toBeGreaterThan(1e9)
  expect(await to.close()).toBe(3)
})

test('close sends what waits, ends the connection, and counts what it gives up', async () => {
  const there = await peer()
  const to = connection(() => there.port)
  sendLines(to, 0, 100)
  expect(await to.close()).toBe(0)
  expect(await there.until((text) => text.endsWith(line(99)))).toBe(lines(100))
  expect(to.sock).toBeNull()
  // As in Python, a closed handler that gets a record opens another socket.
  sendLines(to, 100, 101)
  await there.until((text) => text.endsWith(line(100)))
  expect(there.connections).toBe(2)
  expect(await to.close()).toBe(0)
})

test('reset leaves a connection and sends what waits over another', async () => {
  const there = await peer()
  const to = connection(() => there.port)
  sendLines(to, 0, 2)
  to.reset()
  await there.until((text) => text.endsWith(line(1)))
  to.reset()
  expect(to.sock).toBeNull()
})

test('a socket that is connected already is written to at once', async () => {
  const there = await peer()
  const own = net.connect(there.port, '127.0.0.1')
  await once(own, 'connect')
  const to = connection(() => 0, { open: () => own })
  to.send(Buffer.from('x'))
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
  expect(to.retryTime).toBeNull()
  expect(await there.until((text) => text === 'x')).toBe('x')
})

/** A socket that is not connected, and keeps what is written to it; its tests tell when that is with the peer. */
class FakeSocket extends net.Socket {
  override readonly pending = true as never
  readonly written: string[] = []
  landed: (() => void)[] = []
  isHeld = true

  override write(chunk: never, landed?: never): boolean {
    this.written.push(Buffer.from(chunk).toString())
    if (typeof landed === 'function') this.landed.push(landed)
    return true
  }

  constructor() {
    super()
    Object.defineProperty(this, 'writableLength', { get: () => this.landed.length })
  }

  override ref(): this {
    this.isHeld = true
    return this
  }

  override unref(): this {
    this.isHeld = false
    return this
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a peer that does not answer is left after 5 s, and the outage says so', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const sockets: FakeSocket[] = []
  const down: unknown[] = []
  const to = connection(() => 0, {
    open: () => sockets[sockets.push(new FakeSocket()) - 1]!,
    onDown: (error) => void down.push(error),
    retry: { retryStart: 0, retryFactor: 1, retryMax: 0 },
  })
  to.send(Buffer.from('x'))
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect([sockets.length, down]).toEqual([attempt, []])
    const socket = sockets.at(-1)!
    vi.advanceTimersByTime(4999)
    expect(socket.destroyed).toBe(false)
    vi.advanceTimersByTime(1)
    expect(socket.destroyed).toBe(true)
    await turn()
  }
  expect(down.map(String)).toEqual(['Error: the peer does not answer'])
  expect(to.stats()).toEqual({ queued: 1, inFlight: 0, dropped: 0 })
})

test.each([
  [{}, ['connect']],
  [{ encrypted: true }, ['connect', 'secureConnect']],
])('a socket %j is written to after %j', (own, events) => {
  const socket = Object.assign(new FakeSocket(), own)
  const to = connection(() => 0, { open: () => socket, preamble: () => Buffer.from('hello') })
  to.send(Buffer.from('x'))
  for (const event of events) {
    expect(socket.written).toEqual([])
    socket.emit(event)
  }
  expect(socket.written).toEqual(['hello', 'x'])
})

test('a peer that takes nothing for 5 s keeps neither a flush waiting nor the process alive', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const socket = new FakeSocket()
  const to = connection(() => 0, { open: () => socket })
  to.send(Buffer.from('x'))
  socket.emit('connect')
  let isOver = false
  void to.flush().then(() => (isOver = true))
  vi.advanceTimersByTime(4999)
  await turn()
  expect([isOver, socket.isHeld, to.stats().inFlight]).toEqual([false, true, 1])
  vi.advanceTimersByTime(1)
  await turn()
  expect([isOver, socket.isHeld, to.stats().inFlight]).toEqual([true, false, 1])
  // It takes something: the next one may wait as long.
  socket.landed.shift()!()
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
  to.send(Buffer.from('y'))
  vi.advanceTimersByTime(4999)
  expect(socket.isHeld).toBe(true)
  vi.advanceTimersByTime(1)
  expect(socket.isHeld).toBe(false)
})

test('one socket is opened however often it is asked for, and none while the next attempt is waited for', async () => {
  let opened = 0
  const to = connection(() => 0, {
    retry: { retryStart: 60, retryFactor: 1, retryMax: 60 },
    open: () => {
      opened++
      return new FakeSocket()
    },
  })
  to.reconnect()
  to.reconnect()
  expect(opened).toBe(1)
  const failed = endOf(to)
  to.sock!.destroy(new Error('refused'))
  await failed
  to.send(Buffer.from('x'))
  to.reconnect()
  expect([opened, to.sock]).toEqual([1, null])
  expect(to.retryTime).toBeGreaterThan(Date.now() / 1000)
  // Who flushes does not wait.
  void to.flush()
  expect(opened).toBe(2)
  to.takeAll()
})
