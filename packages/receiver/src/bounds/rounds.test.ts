import { expect, test, vi } from 'vitest'
import { Rounds } from './rounds.js'

function counted(name: string, pieces: number, done: string[]): () => boolean {
  let left = pieces
  return () => {
    done.push(name)
    return --left > 0
  }
}

test('each client has its turn, and within it each of its works', () => {
  const pauses: (() => void)[] = []
  const done: string[] = []
  const rounds = new Rounds((goOn) => pauses.push(goOn))
  // Longer than a turn, so that what comes behind it waits.
  rounds.add('slow', () => {
    const end = performance.now() + 10
    while (performance.now() < end);
    return done.push('slow') < 2
  })
  expect(pauses).toHaveLength(1)
  rounds.add('a', counted('a1', 3, done))
  rounds.add('a', counted('a2', 3, done))
  rounds.add('b', counted('b', 2, done))
  expect(done).toEqual(['slow'])
  while (pauses.length > 0) pauses.shift()!()
  expect(done).toEqual(['slow', 'slow', 'a1', 'b', 'a2', 'b', 'a1', 'a2', 'a1', 'a2'])
})

test('work that is added while none is at hand is done at once', () => {
  const done: string[] = []
  const rounds = new Rounds(() => expect.unreachable())
  rounds.add('a', counted('a', 2, done))
  rounds.add('a', counted('b', 1, done))
  expect(done).toEqual(['a', 'a', 'b'])
})

test('a turn lasts five milliseconds', () => {
  let nowMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const pauses: number[] = []
  const rounds = new Rounds((goOn) => {
    pauses.push(nowMs)
    goOn()
  })
  rounds.add('a', () => ++nowMs < 12)
  expect(pauses).toEqual([5, 10])
  vi.restoreAllMocks()
})
