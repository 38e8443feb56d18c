import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inTurn, prefer } from './turns.node.js'

/** What turns use of a connection's socket. */
class FakeSocket extends EventEmitter {
  private isStill = false

  pause(): this {
    this.isStill = true
    return this
  }

  resume(): this {
    this.isStill = false
    this.emit('resume')
    return this
  }

  isPaused(): boolean {
    return this.isStill
  }
}

let nowMs: number
let begun: string[]

beforeEach(async () => {
  // A turn of the event loop that nothing has begun in yet.
  await turn()
  nowMs = 1000
  begun = []
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
})
afterEach(() => vi.restoreAllMocks())

const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))
const made = (): Socket => new FakeSocket() as unknown as Socket

/** Begins work of this name, which is over at once. */
function work(name: string, socket: Socket = made()): void {
  inTurn(socket, () => {
    begun.push(name)
    return Promise.resolve()
  })
}

test('within ten milliseconds of a turn all are let in at once', () => {
  work('a')
  nowMs += 10
  work('b')
  expect(begun).toEqual(['a', 'b'])
})

test('later ones wait for the next turns, one in each, in their order', async () => {
  work('a')
  nowMs += 10.5
  for (const name of ['b', 'c', 'd']) work(name)
  expect(begun).toEqual(['a'])
  await turn()
  expect(begun).toEqual(['a', 'b'])
  // A new turn has time, and those that wait come first.
  work('e')
  expect(begun).toEqual(['a', 'b'])
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
  await turn()
  await turn()
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e'])
  work('f')
  expect(begun.at(-1)).toBe('f')
})

test('a connection that was answered before is let in before new ones', async () => {
  const known = made()
  prefer(known)
  work('a')
  nowMs += 11
  work('new')
  work('known', known)
  expect(begun).toEqual(['a', 'known'])
  await turn()
  expect(begun).toEqual(['a', 'known', 'new'])
})

test('requests of one connection are worked on one by one, and nothing more is read meanwhile', async () => {
  const socket = made()
  const ends: (() => void)[] = []
  const slow = (name: string): void =>
    inTurn(socket, () => {
      begun.push(name)
      return new Promise((resolve) => ends.push(resolve))
    })
  slow('a')
  expect(socket.isPaused()).toBe(false)
  slow('b')
  slow('c')
  expect([begun, socket.isPaused()]).toEqual([['a'], true])
  // As Node does at the end of a request.
  socket.resume()
  expect(socket.isPaused()).toBe(true)
  for (const names of [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ]) {
    ends.shift()!()
    await turn()
    await turn()
    expect(begun).toEqual(names)
  }
  ends.shift()!()
  await turn()
  expect([socket.isPaused(), socket.listenerCount('resume')]).toEqual([false, 0])
  slow('d')
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})
