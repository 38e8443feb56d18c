import * as os from 'node:os'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { endPatience } from '../files/patience.js'
import { UnixDatagrams, type UnixDatagramsOptions } from './unixDatagrams.js'

const { ECONNREFUSED, EMSGSIZE } = os.constants.errno

/** What the package says of each call: the number of the system's error, 1 where the reader takes nothing, 0 for nothing. */
let answers: { connect: number; send: number[] }
let sent: string[]
let closed: number
let told: unknown[]

beforeEach(() => {
  vi.useFakeTimers()
  answers = { connect: 0, send: [] }
  sent = []
  closed = 0
  told = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  endPatience(undefined)
})

const failure = (code: number): Error => Object.assign(new Error('from the package'), { code, syscall: 'send' })

class FakeSocket {
  private fail: (error: unknown) => void = () => undefined

  on(event: string, listener: (error?: unknown) => void): void {
    if (event === 'error') this.fail = listener
  }

  connect(): void {
    if (answers.connect !== 0) this.fail(failure(answers.connect))
  }

  send(bytes: Uint8Array, callback: (error?: Error) => void): void {
    const code = answers.send.shift() ?? 0
    if (code === 0) sent.push(Buffer.from(bytes).toString())
    callback(code === 0 ? undefined : failure(code))
  }

  close(): void {
    closed++
  }
}

function datagrams(options: Partial<UnixDatagramsOptions> = {}): UnixDatagrams {
  return new UnixDatagrams({
    path: '/dev/log',
    open: () => new FakeSocket(),
    retry: { retryStart: 1, retryFactor: 2, retryMax: 4 },
    maxQueueBytes: 6,
    lostChunk: (count) => Buffer.from(`lost ${count}`),
    onError: (error) => void told.push(error),
    ...options,
  })
}

test('a datagram is with the reader when send returns; the socket is closed when it is idle', async () => {
  const transport = datagrams()
  expect(transport.sock).toBeNull()
  transport.send(Buffer.from('a'))
  transport.send(Buffer.from('b'))
  expect(sent).toEqual(['a', 'b'])
  expect(transport.sock).not.toBeNull()
  expect(closed).toBe(0)
  vi.advanceTimersByTime(100)
  expect(closed).toBe(1)
  expect(transport.sock).toBeNull()
  transport.send(Buffer.from('c'))
  expect(sent).toEqual(['a', 'b', 'c'])
  expect(await transport.close()).toBe(0)
  expect(closed).toBe(2)
})

test('where nobody listens they wait, the oldest make room, and the reader is told how many', () => {
  answers.connect = -ECONNREFUSED
  const transport = datagrams()
  for (const text of ['111', '222', '333']) transport.send(Buffer.from(text))
  expect(transport.stats()).toEqual({ queued: 2, inFlight: 0, dropped: 1 })
  expect(told.map(String)).toEqual([expect.stringContaining('ECONNREFUSED')])
  expect(transport.retryTime).not.toBeNull()
  vi.advanceTimersByTime(1000)
  expect(told).toHaveLength(1)
  answers.connect = 0
  vi.advanceTimersByTime(2000)
  expect(sent).toEqual(['lost 1', '222', '333'])
  expect(transport.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('a reader that takes nothing is asked again soon, and it is no failure', () => {
  answers.send = [1, 1]
  const transport = datagrams()
  transport.send(Buffer.from('a'))
  expect(transport.stats().queued).toBe(1)
  vi.advanceTimersByTime(20)
  expect(sent).toEqual(['a'])
  expect(told).toEqual([])
})

test('one that is too large is told, and costs itself alone', () => {
  answers.send = [-EMSGSIZE]
  const transport = datagrams()
  transport.send(Buffer.from('large'))
  transport.send(Buffer.from('b'))
  expect(told.map(String)).toEqual([expect.stringContaining('EMSGSIZE')])
  expect(sent).toEqual(['b'])
})

test('what close gives up is counted, with what was dropped', async () => {
  answers.connect = -ECONNREFUSED
  const transport = datagrams()
  for (const text of ['111', '222', '333']) transport.send(Buffer.from(text))
  await transport.flush()
  expect(await transport.close()).toBe(3)
  expect(vi.getTimerCount()).toBe(0)
})

test('an attempt that failed leaves no socket open', async () => {
  answers.connect = -ECONNREFUSED
  const transport = datagrams()
  transport.send(Buffer.from('a'))
  expect(transport.sock).toBeNull()
  expect(closed).toBe(1)
  await transport.flush()
  expect(closed).toBe(2)
})

test('a socket whose connect throws is closed, and what waits is sent by the next one', () => {
  class Broken extends FakeSocket {
    override connect(): void {
      if (closed === 0) throw new Error('a path of 200 characters')
    }
  }
  const transport = datagrams({ open: () => new Broken() })
  transport.send(Buffer.from('a'))
  expect([told.map(String), transport.stats().queued, closed]).toEqual([['Error: a path of 200 characters'], 1, 1])
  vi.advanceTimersByTime(1000)
  expect(sent).toEqual(['a'])
})

test('a socket that is closed already does no harm', () => {
  class Closed extends FakeSocket {
    override close(): void {
      throw new Error('closed')
    }
  }
  const transport = datagrams({ open: () => new Closed() })
  transport.send(Buffer.from('a'))
  transport.reset()
  expect([sent, transport.sock]).toEqual([['a'], null])
})

test('a send that throws is told, and costs its datagram alone', () => {
  class Throwing extends FakeSocket {
    override send(bytes: Uint8Array, callback: (error?: Error) => void): void {
      if (String(bytes) === 'bad') throw new TypeError('no buffer')
      super.send(bytes, callback)
    }
  }
  const transport = datagrams({ open: () => new Throwing() })
  transport.send(Buffer.from('bad'))
  transport.send(Buffer.from('b'))
  expect([told.map(String), sent]).toEqual([['TypeError: no buffer'], ['b']])
})

test('an error of the system is told with the call and its name', () => {
  answers.send = [-EMSGSIZE]
  datagrams().send(Buffer.from('large'))
  expect(told).toEqual([expect.objectContaining({ message: 'send EMSGSIZE', code: 'EMSGSIZE' })])
})

test('a notice of losses that cannot be sent keeps its count', () => {
  answers.connect = -ECONNREFUSED
  const transport = datagrams()
  for (const text of ['111', '222', '333']) transport.send(Buffer.from(text))
  answers = { connect: 0, send: [1] }
  vi.advanceTimersByTime(1000)
  expect(transport.stats()).toEqual({ queued: 2, inFlight: 0, dropped: 1 })
  vi.advanceTimersByTime(10)
  expect(sent).toEqual(['lost 1', '222', '333'])
})

describe('at the end of the process', () => {
  /** Counts the waits, which take no time. */
  const waits = (): { mock: { calls: unknown[][] } } => vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out')

  test('a reader that is slow is waited for, until it has all', () => {
    const { mock } = waits()
    answers.send = [1]
    const transport = datagrams()
    transport.send(Buffer.from('a'))
    answers.send = [1, 1]
    transport.deliverAtExit()
    expect(sent).toEqual(['a'])
    expect(mock.calls.map(([, , , ms]) => ms)).toEqual([10, 10])
  })

  test('a reader that takes nothing is waited for half a second', () => {
    const { mock } = waits()
    answers.send = Array<number>(100).fill(1)
    const transport = datagrams()
    transport.send(Buffer.from('a'))
    transport.deliverAtExit()
    expect(mock.calls).toHaveLength(50)
    expect(transport.stats().queued).toBe(1)
  })

  test('less where others have waited already', () => {
    const { mock } = waits()
    answers.send = Array<number>(100).fill(1)
    const transport = datagrams()
    transport.send(Buffer.from('a'))
    endPatience(30)
    transport.deliverAtExit()
    expect(mock.calls).toHaveLength(3)
    transport.deliverAtExit()
    expect(mock.calls).toHaveLength(3)
  })

  test('where nobody listens, nobody is waited for', () => {
    const { mock } = waits()
    answers.connect = -ECONNREFUSED
    const transport = datagrams()
    transport.send(Buffer.from('a'))
    transport.deliverAtExit()
    expect(mock.calls).toEqual([])
    expect(transport.stats().queued).toBe(1)
  })
})

test.each([
  // Milliseconds until the next attempt; 0 where there is none.
  ['EAGAIN', 10, 0],
  ['ENOBUFS', 10, 0],
  ['ECONNREFUSED', 1000, 1],
  ['ENOENT', 1000, 1],
  ['ECONNRESET', 1000, 1],
  ['ENOTCONN', 1000, 1],
  ['EPIPE', 1000, 1],
  ['EMSGSIZE', 0, 1],
  ['EACCES', 0, 1],
  ['ENOTSOCK', 0, 1],
] as const)('after %s a datagram is sent again in %d ms, and told of %d times', (name, ms, times) => {
  answers.send = [-os.constants.errno[name]]
  const transport = datagrams()
  transport.send(Buffer.from('a'))
  expect([transport.stats().queued, told.length]).toEqual([ms === 0 ? 0 : 1, times])
  vi.advanceTimersByTime(Math.max(0, ms - 1))
  expect(sent).toEqual([])
  vi.advanceTimersByTime(1)
  expect(sent).toEqual(ms === 0 ? [] : ['a'])
  expect(told).toHaveLength(times)
})
