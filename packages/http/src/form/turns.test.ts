import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeTurns, type Turns } from './turns.js'

interface Item {
  readonly name: string
}

let begun: string[]
let told: number[]
let answers: (boolean | 'fails')[]
let heldMs: number

beforeEach(() => {
  vi.useFakeTimers()
  begun = []
  told = []
  answers = []
  heldMs = 0
})
afterEach(() => vi.useRealTimers())

/** Makes turns of work that takes 10 ms, and is answered as `answers` says: true beyond its end. */
function turns(most: number): Turns<Item> {
  const work = async ({ name }: Item): Promise<boolean> => {
    begun.push(name)
    await new Promise((resolve) => setTimeout(resolve, 10))
    const answer = answers.shift() ?? true
    if (answer === 'fails') throw new Error('no')
    return answer
  }
  return makeTurns(
    most,
    work,
    (dropped) => void told.push(dropped),
    () => heldMs,
  )
}

const add = (to: Turns<Item>, ...names: string[]): void => names.forEach((name) => to.add({ name }))
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

test('one is worked on after the other', async () => {
  const one = turns(10)
  add(one, 'a', 'b', 'c')
  expect(one.left()).toBe(3)
  await pass(5)
  expect(begun).toEqual(['a'])
  await pass(10)
  expect([begun, one.left()]).toEqual([['a', 'b'], 2])
  await pass(20)
  expect([begun, one.left(), told]).toEqual([['a', 'b', 'c'], 0, []])
})

test('where more wait than may, the oldest are dropped, which is told once nothing waits', async () => {
  const one = turns(2)
  add(one, 'a')
  await pass(0)
  add(one, 'b', 'c', 'd', 'e')
  await pass(10)
  expect(told).toEqual([])
  await pass(100)
  expect([begun, told]).toEqual([['a', 'd', 'e'], [2]])
})

test('one that fails does not stop the next', async () => {
  answers = ['fails', 'fails']
  const one = turns(10)
  add(one, 'a', 'b', 'c')
  await pass(30)
  expect([begun, one.left()]).toEqual([['a', 'b', 'c'], 0])
})

test('after one without an answer the next waits five seconds, counted from its end', async () => {
  answers = [false, true]
  const one = turns(10)
  add(one, 'a', 'b', 'c')
  await pass(10)
  await pass(4999)
  expect(begun).toEqual(['a'])
  await pass(1)
  expect(begun).toEqual(['a', 'b'])
  await pass(10)
  expect(begun).toEqual(['a', 'b', 'c'])
})

test('the next waits as long as it is told to', async () => {
  heldMs = 300
  const one = turns(10)
  add(one, 'a')
  await pass(299)
  expect(begun).toEqual([])
  await pass(1)
  expect(begun).toEqual(['a'])
})

test('one more does not end the wait, but begins where there is nothing to wait for any more', async () => {
  heldMs = 300
  const one = turns(10)
  add(one, 'a')
  await pass(100)
  add(one, 'b')
  await pass(0)
  expect(begun).toEqual([])
  heldMs = 0
  add(one, 'c')
  await pass(0)
  expect(begun).toEqual(['a'])
})

test.each<[string, (one: Turns<Item>) => unknown]>([
  ['a flush', (one) => one.flush()],
  ['one more', (one) => add(one, 'c')],
])('where the clock was set back after one without an answer, %s ends the wait', async (_, act) => {
  answers = [false]
  const one = turns(10)
  add(one, 'a', 'b')
  await pass(10)
  vi.setSystemTime(Date.now() - 3_600_000)
  void act(one)
  await pass(0)
  expect(begun).toEqual(['a', 'b'])
})

test('a flush ends with what was taken before it', async () => {
  const one = turns(10)
  let isOver = false
  add(one, 'a', 'b')
  await pass(0)
  void one.flush().then(() => (isOver = true))
  add(one, 'c')
  await pass(19)
  expect(isOver).toBe(false)
  await pass(1)
  expect([isOver, one.left()]).toEqual([true, 1])
})

test('a flush ends the wait, unless there was no answer just now', async () => {
  answers = [false, false, true]
  const one = turns(10)
  add(one, 'a', 'b', 'c')
  await pass(10 + 999)
  await one.flush()
  expect(begun).toEqual(['a'])
  await pass(1)
  void one.flush()
  await pass(0)
  expect(begun).toEqual(['a', 'b'])
})

test('what is cleared is not worked on', async () => {
  const one = turns(10)
  add(one, 'a', 'b', 'c')
  await pass(0)
  expect([one.clear(), one.left()]).toEqual([2, 1])
  await pass(100)
  expect([begun, one.left()]).toEqual([['a'], 0])
})

test('where all that waits is cleared, nothing begins at the end of the wait', async () => {
  heldMs = 300
  const one = turns(10)
  add(one, 'a', 'b')
  expect(one.clear()).toBe(2)
  await pass(300)
  expect([begun, one.left()]).toEqual([[], 0])
})
