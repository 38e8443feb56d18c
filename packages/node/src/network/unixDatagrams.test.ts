import * as os from 'node:os'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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

test('at an exit a reader that takes nothing is asked again until it does', () => {
  answers.send = [1]
  const transport = datagrams()
  transport.send(Buffer.from('111'))
  expect(sent).toEqual([])
  answers.send = [1, 1]
  endPatience(5000)
  transport.deliverAtExit()
  expect([sent, transport.stats()]).toEqual([['111'], { queued: 0, inFlight: 0, dropped: 0 }])
})

test('at an exit what has nobody to read it waits no longer', () => {
  answers.connect = -ECONNREFUSED
  const transport = datagrams()
  transport.send(Buffer.from('111'))
  endPatience(5000)
  transport.deliverAtExit()
  expect([sent, transport.stats()]).toEqual([[], { queued: 1, inFlight: 0, dropped: 0 }])
})

test('at an exit without any time left it is tried once', () => {
  answers.send = [1, 1]
  const transport = datagrams()
  transport.send(Buffer.from('111'))
  endPatience(0)
  transport.deliverAtExit()
  expect([sent, answers.send]).toEqual([[], []])
})
