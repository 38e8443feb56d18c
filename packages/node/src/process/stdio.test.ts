import type { Stream } from '@treeline/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

vi.mock('../files/nonBlocking.js', async (original) => ({
  ...(await original<object>()),
  nonBlocking: (fd: number) => fd,
}))

/** What the readers of the descriptors have taken, and those that take nothing. */
let taken: Record<number, string>
let stuck: number[]
/** What the system says of those. */
let code: string
let streams: { stdout: Stream; stderr: Stream; endStandardStreams: () => void }

beforeEach(async () => {
  taken = { 1: '', 2: '' }
  stuck = []
  code = 'EAGAIN'
  // A process has each stream once.
  vi.resetModules()
  const { fileDriver } = await import('../files/fileDriver.js')
  vi.spyOn(fileDriver, 'writeSync').mockImplementation((fd, bytes, offset, length) => {
    if (stuck.includes(fd)) throw Object.assign(new Error(`${code}: refused`), { code })
    taken[fd] += Buffer.from(bytes).toString('utf8', offset, offset + length)
    return length
  })
  const { endPatience } = await import('../files/patience.js')
  endPatience(0)
  streams = await import('./stdio.js')
})
afterEach(() => void vi.restoreAllMocks())

function write(stream: Stream, text: string): void {
  try {
    stream.write(text)
  } catch {
    // A reader that takes nothing is told of.
  }
}

test('each stream has its descriptor', () => {
  write(streams.stdout, 'out\n')
  write(streams.stderr, 'error\n')
  streams.endStandardStreams()
  expect(taken).toEqual({ 1: 'out\n', 2: 'error\n' })
})

test('at the end what waits is written, where its reader takes it by then', () => {
  stuck = [1, 2]
  write(streams.stdout, 'out\n')
  write(streams.stderr, 'error\n')
  expect(taken).toEqual({ 1: '', 2: '' })
  stuck = []
  streams.endStandardStreams()
  expect(taken).toEqual({ 1: 'out\n', 2: 'error\n' })
})

test('at the end standard error says how many records nobody took', () => {
  stuck = [1]
  write(streams.stdout, 'one\n')
  write(streams.stdout, 'two\n')
  streams.endStandardStreams()
  expect(taken).toEqual({
    1: '',
    2: '<stdout>: the process ended before 2 records were written: the reader takes nothing\n',
  })
})

test('and why, where the disk behind it is full', () => {
  stuck = [1]
  code = 'ENOSPC'
  write(streams.stdout, 'one\n')
  streams.endStandardStreams()
  expect(taken[2]).toBe('<stdout>: the process ended before 1 records were written: ENOSPC: refused\n')
})

test('where nobody takes that either, nothing is thrown', () => {
  stuck = [1, 2]
  write(streams.stdout, 'one\n')
  expect(() => streams.endStandardStreams()).not.toThrow()
  expect(taken).toEqual({ 1: '', 2: '' })
})
