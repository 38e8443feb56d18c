import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endPatience } from '../files/patience.js'
import { Connection, type ConnectionOptions } from './connection.js'
import { Datagrams } from './datagrams.js'
import { HostAddress } from './hostAddress.js'

/** What is sent at the end of the process, and how many chunks the peer takes. */
let sent: { target: unknown; chunks: string[]; ms: number }[]
let taken: number
vi.mock('./lastSend.js', () => ({
  lastSend(target: unknown, chunks: readonly Uint8Array[], ms: number) {
    sent.push({ target, chunks: chunks.map(String), ms })
    return Math.min(taken, chunks.length)
  },
}))

let nowMs: number

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  taken = Infinity
  nowMs = 10_000
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  endPatience(undefined)
})

const TARGET = { kind: 'tcp', options: { port: 9 } } as const

/** A connection that is on its way for ever, with these chunks waiting. */
function waiting(chunks: readonly string[], options: Partial<ConnectionOptions> = {}): Connection {
  const to = new Connection({ open: () => new Socket(), target: () => TARGET, ...options })
  for (const chunk of chunks) to.send(Buffer.from(chunk))
  return to
}

test('what waits is sent behind the preamble, within five seconds', () => {
  const to = waiting(['a', 'b'], { preamble: () => Buffer.from('hello') })
  to.deliverAtExit()
  expect(sent).toEqual([{ target: TARGET, chunks: ['hello', 'a', 'b'], ms: 5000 }])
  expect(to.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
  // Nothing is left.
  to.deliverAtExit()
  expect(sent).toHaveLength(1)
})

test('the peer is told what was dropped, once it has taken a record', () => {
  const options = { maxQueueBytes: 2, lostChunk: (count: number) => Buffer.from(`${count} lost`) }
  const to = waiting(['a', 'b', 'c'], options)
  taken = 1
  to.deliverAtExit()
  expect(to.stats()).toEqual({ queued: 2, inFlight: 0, dropped: 1 })
  nowMs += 1000
  taken = 2
  to.deliverAtExit()
  expect(sent.map(({ chunks }) => chunks)).toEqual([
    ['1 lost', 'b', 'c'],
    ['1 lost', 'b', 'c'],
  ])
  expect(to.stats()).toEqual({ queued: 1, inFlight: 0, dropped: 0 })
})

test('where the peer takes nothing, what was dropped is still to be told, and to nobody yet', () => {
  const told: number[] = []
  const options = { maxQueueBytes: 2, lostChunk: (count: number) => Buffer.from(`${count} lost`) }
  const to = waiting(['a', 'b', 'c'], { ...options, onLost: (count) => void told.push(count) })
  for (taken of [0, 1]) {
    to.deliverAtExit()
    expect([told, to.stats()]).toEqual([[], { queued: 2, inFlight: 0, dropped: 1 }])
    nowMs += 1000
  }
  taken = 3
  to.deliverAtExit()
  expect([told, to.stats()]).toEqual([[1], { queued: 0, inFlight: 0, dropped: 0 }])
})

test('what the peer did not take is kept, and tried again after a second, not before', () => {
  const to = waiting(['a', 'b', 'c'])
  taken = 1
  to.deliverAtExit()
  expect(to.stats().queued).toBe(2)
  nowMs += 999
  to.deliverAtExit()
  expect(sent).toHaveLength(1)
  nowMs += 1
  to.deliverAtExit()
  expect(sent[1]!.chunks).toEqual(['b', 'c'])
})

test('nothing is sent without a target, nor where there is no time left', () => {
  for (const options of [{ target: () => undefined }, { target: undefined }]) {
    const to = waiting(['a'], options)
    to.deliverAtExit()
    expect(to.stats().queued).toBe(1)
  }
  const to = waiting(['a'])
  endPatience(0)
  to.deliverAtExit()
  expect(to.stats().queued).toBe(1)
  expect(sent).toEqual([])
  endPatience(1)
  to.deliverAtExit()
  expect(sent).toEqual([{ target: TARGET, chunks: ['a'], ms: 1 }])
})

test('why what waits was not sent is told at the end, unless it was told before', async () => {
  const down: unknown[] = []
  const open = (): never => {
    throw new Error('no such host')
  }
  const to = waiting(['a'], { open, onDown: (error) => down.push(error) })
  to.deliverAtExit()
  // What has just failed fails again.
  expect([down, sent]).toEqual([[new Error('no such host')], []])
  const other: unknown[] = []
  const told = waiting(['a'], { open, onDown: (error) => other.push(error) })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(other).toHaveLength(1)
  told.deliverAtExit()
  expect(other).toHaveLength(1)
})

function datagrams(host: HostAddress, hostName: string): Datagrams {
  return new Datagrams({
    host,
    hostName,
    port: 9,
    open: () => {
      throw new Error('never')
    },
    retry: { retryStart: 1, retryFactor: 2, retryMax: 4 },
    maxQueueBytes: 100,
    lostChunk: () => Buffer.from('lost'),
    onError: () => undefined,
  })
}

test('datagrams that wait for the name of a host are sent at the end, by its name', () => {
  const host = new HostAddress('logs.test', [4, 6])
  vi.spyOn(host, 'find').mockReturnValue(new Promise(() => undefined))
  const to = datagrams(host, 'logs.test')
  to.deliverAtExit()
  expect(sent).toEqual([])
  to.send(Buffer.from('a'))
  to.send(Buffer.from('b'))
  endPatience(0)
  to.deliverAtExit()
  expect(sent).toEqual([])
  endPatience(undefined)
  taken = 1
  to.deliverAtExit()
  const options = { host: 'logs.test', port: 9, family: 4 }
  expect(sent).toEqual([{ target: { kind: 'udp', options }, chunks: ['a', 'b'], ms: 1000 }])
  expect(to.stats().queued).toBe(1)
  // What has failed is not waited for again.
  to.deliverAtExit()
  expect(sent).toHaveLength(1)
})

test('all of them may be with the kernel: then more may follow', () => {
  const host = new HostAddress('logs.test', [0])
  vi.spyOn(host, 'find').mockReturnValue(new Promise(() => undefined))
  const to = datagrams(host, 'logs.test')
  for (const text of ['a', 'b']) {
    to.send(Buffer.from(text))
    to.deliverAtExit()
  }
  expect(sent.map(({ chunks }) => chunks)).toEqual([['a'], ['b']])
  expect(to.retryTime).toBeNull()
})
