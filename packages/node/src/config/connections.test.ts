import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Connections } from './connections.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Has connections be added, and returns their sockets with the errors that they were destroyed with. */
function added(to: Connections, count: number): { sockets: Socket[]; errors: Error[] } {
  const errors: Error[] = []
  const sockets = Array.from({ length: count }, () => new Socket().on('error', (error) => errors.push(error)))
  for (const socket of sockets) to.add(socket)
  return { sockets, errors }
}

const turn = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)
const destroyed = (sockets: readonly Socket[]): number[] =>
  sockets.flatMap((socket, index) => (socket.destroyed ? [index] : []))

test('one that says nothing for two seconds is closed, and one that begins has no such limit', async () => {
  const { sockets, errors } = added(new Connections(), 2)
  sockets[1]!.emit('data', Buffer.of(0))
  await vi.advanceTimersByTimeAsync(1999)
  expect(destroyed(sockets)).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(destroyed(sockets)).toEqual([0])
  await vi.advanceTimersByTimeAsync(60_000)
  expect([destroyed(sockets), errors]).toEqual([[0], []])
})

test('256 may be silent: the oldest makes room without a word', async () => {
  const to = new Connections()
  const { sockets, errors } = added(to, 256)
  expect(destroyed(sockets)).toEqual([])
  added(to, 2)
  await turn()
  expect([destroyed(sockets), errors]).toEqual([[0, 1], []])
})

test('16 may have begun: the oldest makes room, and it is said why', async () => {
  const to = new Connections()
  const { sockets, errors } = added(to, 17)
  for (const socket of sockets.slice(0, 16)) socket.emit('data', Buffer.of(0))
  // More of the same message counts no more.
  sockets[0]!.emit('data', Buffer.of(0))
  expect(destroyed(sockets)).toEqual([])
  sockets[16]!.emit('data', Buffer.of(0))
  await turn()
  expect(destroyed(sockets)).toEqual([0])
  expect(errors).toEqual([new Error('a configuration gave way to newer ones: it took too long')])
})

test('those that have left or begun take no room from the silent', () => {
  const to = new Connections()
  const { sockets } = added(to, 256)
  sockets[5]!.emit('close')
  sockets[6]!.emit('data', Buffer.of(0))
  const others = added(to, 2).sockets
  expect(destroyed([...sockets, ...others])).toEqual([])
  added(to, 1)
  expect(destroyed(sockets)).toEqual([0])
})

test('those that have left take no room from who has begun, and leave no timer', () => {
  const to = new Connections()
  const { sockets } = added(to, 17)
  for (const socket of sockets.slice(0, 16)) socket.emit('data', Buffer.of(0))
  sockets[3]!.emit('close')
  sockets[16]!.emit('data', Buffer.of(0))
  expect(destroyed(sockets)).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
  const [left] = added(to, 1).sockets
  expect(vi.getTimerCount()).toBe(1)
  left!.emit('close')
  expect(vi.getTimerCount()).toBe(0)
})
