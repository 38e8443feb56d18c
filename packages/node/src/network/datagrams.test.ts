import type { Socket, SocketOptions } from 'node:dgram'
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Datagrams, type DatagramsOptions } from './datagrams.js'
import { HostAddress } from './hostAddress.js'

let sockets: FakeSocket[]
let told: unknown[]
beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  told = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

class FakeSocket extends EventEmitter {
  readonly sent: unknown[][] = []
  readonly options: SocketOptions
  readonly calls: unknown[] = []
  waiting = 0
  failure: Error | undefined

  constructor(options: SocketOptions) {
    super()
    this.options = options
    sockets.push(this)
  }

  address(): never {
    throw new Error('not bound')
  }

  bind(options: object): void {
    this.calls.push(options)
  }

  unref(): void {
    this.calls.push('unref')
  }

  close(): void {
    this.calls.push('close')
  }

  getSendQueueSize(): number {
    return this.waiting
  }

  send(chunk: Uint8Array, port: number, address: string, callback: (error: Error | null) => void): void {
    if (this.failure !== undefined) throw this.failure
    this.sent.push([Buffer.from(chunk).toString(), port, address])
    callback(null)
  }
}

function made(options: Partial<DatagramsOptions> = {}): Datagrams {
  return new Datagrams({
    host: new HostAddress('127.0.0.1', [0]),
    hostName: '127.0.0.1',
    port: 514,
    open: (given) => new FakeSocket(given) as unknown as Socket,
    retry: { retryStart: 1, retryFactor: 2, retryMax: 4 },
    maxQueueBytes: 10,
    lostChunk: (count) => Buffer.from(`lost ${count}`),
    onError: (error) => void told.push(error),
    ...options,
  })
}

test('a datagram is sent at once, by a socket that keeps nobody alive', () => {
  const transport = made()
  expect([transport.sock, transport.retryTime]).toEqual([null, null])
  transport.send(Buffer.from('a'))
  transport.send(Buffer.from('b'))
  expect(sockets).toHaveLength(1)
  expect(sockets[0]!.sent).toEqual([
    ['a', 514, '127.0.0.1'],
    ['b', 514, '127.0.0.1'],
  ])
  expect(sockets[0]!.options).toMatchObject({ type: 'udp4' })
  expect(sockets[0]!.calls).toEqual([{ port: 0, exclusive: true }, 'unref'])
  expect(transport.sock).toBe(sockets[0])
  expect(transport.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('an address of the other family has a socket of its kind', () => {
  made({ host: new HostAddress('::1', [0]) }).send(Buffer.from('a'))
  expect(sockets[0]!.options.type).toBe('udp6')
})

test('reconnect opens a socket where there is none, reset takes it away', () => {
  const transport = made()
  transport.reconnect()
  transport.reconnect()
  expect(sockets).toHaveLength(1)
  transport.reset()
  transport.reset()
  expect([transport.sock, sockets[0]!.calls.at(-1)]).toEqual([null, 'close'])
  transport.reconnect()
  expect(sockets).toHaveLength(2)
})

test('what the kernel has no room for is dropped, and told before the next', () => {
  const transport = made()
  transport.send(Buffer.from('a'))
  sockets[0]!.waiting = 11
  transport.send(Buffer.from('b'))
  expect(transport.stats().dropped).toBe(1)
  sockets[0]!.waiting = 10
  transport.send(Buffer.from('c'))
  expect(sockets[0]!.sent.map(([text]) => text)).toEqual(['a', 'lost 1', 'c'])
  expect(transport.stats().dropped).toBe(0)
})

test('a socket that fails is told of, and replaced', () => {
  const transport = made()
  transport.send(Buffer.from('a'))
  const failure = new Error('closed by the application')
  sockets[0]!.failure = failure
  transport.send(Buffer.from('b'))
  expect([told, transport.sock]).toEqual([[failure], null])
  transport.send(Buffer.from('c'))
  sockets[1]!.emit('error', failure)
  expect([told, transport.sock, sockets[1]!.calls.at(-1)]).toEqual([[failure, failure], null, 'close'])
  // One that was given up before, while there is none and while there is another.
  sockets[0]!.emit('error', failure)
  transport.send(Buffer.from('d'))
  sockets[0]!.emit('error', failure)
  expect([told.length, transport.sock]).toEqual([4, sockets[2]])
})

test('a socket that cannot be opened is told of, and tried again later', async () => {
  let isBroken = true
  const failure = new Error('EMFILE')
  const transport = made({
    open: (given) => {
      if (isBroken) throw failure
      return new FakeSocket(given) as unknown as Socket
    },
  })
  transport.send(Buffer.from('a'))
  transport.send(Buffer.from('b'))
  expect([told, transport.stats().queued]).toEqual([[failure], 2])
  // After one second, two and four.
  await vi.advanceTimersByTimeAsync(1000 + 2000 + 3999)
  expect(told).toEqual([failure])
  isBroken = false
  await vi.advanceTimersByTimeAsync(1)
  expect(sockets[0]!.sent.map(([text]) => text)).toEqual(['a', 'b'])
  expect(transport.retryTime).toBeNull()
  expect(await transport.close()).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('what waits when it is closed is counted', async () => {
  const transport = made({
    open: () => {
      throw new Error('EMFILE')
    },
  })
  for (const text of ['12345', '67890', 'abcde']) transport.send(Buffer.from(text))
  expect(transport.stats()).toEqual({ queued: 2, inFlight: 0, dropped: 1 })
  expect(await transport.close()).toBe(3)
  expect(vi.getTimerCount()).toBe(0)
})

test('an address is looked up again when it has grown old, and holds until then', async () => {
  const host = new HostAddress('logs.test', [4])
  const find = vi.spyOn(host, 'find').mockImplementation(async () => {
    host.known = { address: '192.0.2.1', family: 4 }
  })
  const isStale = vi.spyOn(host, 'isStale', 'get').mockReturnValue(false)
  const transport = made({ host })
  transport.send(Buffer.from('a'))
  // It is being looked up.
  transport.send(Buffer.from('b'))
  await vi.advanceTimersByTimeAsync(0)
  find.mockClear()
  transport.send(Buffer.from('c'))
  expect(find).not.toHaveBeenCalled()
  isStale.mockReturnValue(true)
  find.mockRejectedValue(new Error('ENOTFOUND'))
  transport.send(Buffer.from('d'))
  await vi.advanceTimersByTimeAsync(0)
  expect(find).toHaveBeenCalledTimes(1)
  expect(sockets[0]!.sent.map(([text, , address]) => [text, address])).toEqual(
    ['a', 'b', 'c', 'd'].map((text) => [text, '192.0.2.1']),
  )
  expect(told).toEqual([])
})

test('a host that is not found is told of once, and tried again later', async () => {
  const host = new HostAddress('logs.test', [4])
  const failure = new Error('ENOTFOUND')
  const find = vi.spyOn(host, 'find').mockRejectedValue(failure)
  const transport = made({ host })
  transport.send(Buffer.from('a'))
  await vi.advanceTimersByTimeAsync(0)
  transport.send(Buffer.from('b'))
  expect([told, find.mock.calls.length]).toEqual([[failure], 1])
  await vi.advanceTimersByTimeAsync(1000)
  expect([told, find.mock.calls.length]).toEqual([[failure], 2])
  host.known = { address: '::1', family: 6 }
  find.mockResolvedValue()
  await transport.flush()
  expect([sockets[0]!.options.type, sockets[0]!.sent.length]).toEqual(['udp6', 2])
  expect(vi.getTimerCount()).toBe(0)
})

test('a socket of the application’s that is bound stays as it is', () => {
  class Bound extends FakeSocket {
    override address(): never {
      return { port: 5 } as never
    }
  }
  made({ open: (given) => new Bound(given) as unknown as Socket }).send(Buffer.from('a'))
  expect(sockets[0]!.calls).toEqual(['unref'])
})

test('one that cannot be closed any more is let go all the same', () => {
  const transport = made()
  transport.send(Buffer.from('a'))
  sockets[0]!.close = () => {
    throw new Error('not running')
  }
  expect(() => transport.reset()).not.toThrow()
  expect(transport.sock).toBeNull()
})

test('nothing is looked up: what is given is an address', () => {
  made().send(Buffer.from('a'))
  const found = vi.fn()
  for (const address of ['127.0.0.1', '::1']) sockets[0]!.options.lookup!(address, {}, found)
  expect(found.mock.calls).toEqual([
    [null, '127.0.0.1', 4],
    [null, '::1', 6],
  ])
})

test('what the kernel does not take is told of', () => {
  const failure = new Error('EMSGSIZE')
  const transport = made()
  transport.send(Buffer.from('a'))
  sockets[0]!.send = (_chunk, _port, _address, callback) => callback(failure)
  transport.send(Buffer.from('b'))
  expect([told, transport.sock]).toEqual([[failure], sockets[0]])
})
