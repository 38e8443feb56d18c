import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { receiveMessage } from './configMessage.js'
import { Connections } from './connections.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class FakeSocket extends EventEmitter {
  readonly calls: unknown[] = []

  unref(): void {
    this.calls.push('unref')
  }

  end(answer: string, done: () => void): void {
    this.calls.push(['end', answer])
    done()
  }

  destroy(error?: Error): void {
    this.calls.push(error === undefined ? 'destroy' : ['destroy', error.message])
    this.emit('close')
  }
}

interface Received {
  readonly socket: FakeSocket
  readonly taken: string[]
  readonly refused: string[]
}

function receive(take: (text: string) => string = () => 'taken'): Received {
  const socket = new FakeSocket()
  const taken: string[] = []
  const refused: string[] = []
  receiveMessage(
    socket as unknown as Socket,
    { maxBytes: 10, timeoutMs: 50 },
    (bytes) => (taken.push(String(bytes)), take(String(bytes))),
    (error) => (refused.push((error as Error).message), 'refused'),
  )
  return { socket, taken, refused }
}

const ENDED = (answer: string): unknown[] => ['unref', ['end', answer], 'destroy']
const because = (reason: string): string => `a configuration that came over the network was refused: ${reason}`

test.each<[string, string[]]>([
  ['at once', ['\0\0\0\x03abc']],
  ['in pieces', ['\0', '\0\0', '\x03', 'a', 'bc']],
  ['with something behind it', ['\0\0\0\x03abcdef']],
])('a message %s', (_, chunks) => {
  const { socket, taken, refused } = receive()
  for (const chunk of chunks) socket.emit('data', Buffer.from(chunk, 'latin1'))
  expect([taken, refused, socket.calls]).toEqual([['abc'], [], ENDED('taken')])
  socket.emit('data', Buffer.from('more'))
  socket.emit('end')
  expect([taken.length, vi.getTimerCount()]).toEqual([1, 0])
})

test('an empty one, and as many bytes as there may be', () => {
  const empty = receive()
  empty.socket.emit('data', Buffer.of(0, 0, 0, 0))
  expect(empty.taken).toEqual([''])
  const full = receive()
  full.socket.emit('data', Buffer.from('\0\0\0\x0a0123456789', 'latin1'))
  expect(full.taken).toEqual(['0123456789'])
  const more = receive()
  more.socket.emit('data', Buffer.of(0, 0, 0, 11))
  expect([more.refused, more.socket.calls]).toEqual([
    [because('it has 11 bytes, and 10 are allowed')],
    ENDED('refused'),
  ])
})

test.each<[string, number[], string | undefined]>([
  ['nothing', [], undefined],
  ['a part of the length', [0, 0], because('its client left after 0 bytes')],
  ['the length', [0, 0, 0, 5], because('its client left after 0 of 5 bytes')],
  ['a part', [0, 0, 0, 5, 1, 2], because('its client left after 2 of 5 bytes')],
])('a client that leaves after %s', (_, bytes, message) => {
  const { socket, taken, refused } = receive()
  if (bytes.length > 0) socket.emit('data', Buffer.from(bytes))
  socket.emit('end')
  expect(taken).toEqual([])
  expect(refused).toEqual(message === undefined ? [] : [message])
  expect(socket.calls).toEqual(ENDED(message === undefined ? '' : 'refused'))
})

test('one timer is for the whole message', () => {
  const { socket, refused } = receive()
  socket.emit('data', Buffer.of(0, 0, 0, 5, 1))
  vi.advanceTimersByTime(49)
  socket.emit('data', Buffer.of(1))
  expect(refused).toEqual([])
  vi.advanceTimersByTime(1)
  expect(refused).toEqual([because('it took more than 50 ms after 2 of 5 bytes')])
  expect(socket.calls).toEqual(ENDED('refused'))
})

test('what take throws is told to the client', () => {
  const { socket, refused } = receive(() => {
    throw new Error('red')
  })
  socket.emit('data', Buffer.of(0, 0, 0, 0))
  expect([refused, socket.calls]).toEqual([['red'], ENDED('refused')])
})

test.each([
  ['ECONNRESET', []],
  ['EPIPE', ['EPIPE']],
])('a connection that fails by %s', (code, told) => {
  const { socket, refused } = receive()
  socket.emit('error', Object.assign(new Error(code), { code }))
  expect([refused, vi.getTimerCount()]).toEqual([told, 0])
})

test('a connection that sends nothing is closed after two seconds, one that has begun is not', () => {
  const connections = new Connections()
  const [silent, begun] = [new FakeSocket(), new FakeSocket()]
  for (const socket of [silent, begun]) connections.add(socket as unknown as Socket)
  begun.emit('data')
  vi.advanceTimersByTime(1999)
  expect(silent.calls).toEqual([])
  vi.advanceTimersByTime(1)
  expect([silent.calls, begun.calls, vi.getTimerCount()]).toEqual([['destroy'], [], 0])
})

test.each<[string, number, boolean, unknown]>([
  ['silent', 256, false, 'destroy'],
  ['begun', 16, true, ['destroy', 'a configuration gave way to newer ones: it took too long']],
])('of too many that are %s the oldest makes room', (_, most, hasBegun, call) => {
  const connections = new Connections()
  const sockets = Array.from({ length: most + 2 }, () => {
    const socket = new FakeSocket()
    connections.add(socket as unknown as Socket)
    if (hasBegun) socket.emit('data')
    return socket
  })
  expect(sockets.map(({ calls }) => calls[0])).toEqual([call, call, ...Array.from({ length: most }, () => undefined)])
  sockets[2]!.emit('close')
  const another = new FakeSocket()
  connections.add(another as unknown as Socket)
  if (hasBegun) another.emit('data')
  expect(sockets.slice(3).flatMap(({ calls }) => calls)).toEqual([])
})
