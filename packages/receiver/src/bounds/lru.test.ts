import { expect, test } from 'vitest'
import { Lru } from './lru.js'

test('the entry that was opened least recently makes room, and is made anew', () => {
  const made: string[] = []
  const lru = new Lru<string | undefined>(2)
  const open = (key: string): string | undefined =>
    lru.open(key, () => {
      made.push(key)
      return key === 'empty' ? undefined : `value of ${key}`
    })
  expect([open('a'), open('b'), open('a')]).toEqual(['value of a', 'value of b', 'value of a'])
  expect([made, lru.size]).toEqual([['a', 'b'], 2])
  open('c')
  expect(lru.size).toBe(2)
  open('a')
  open('b')
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})

test('an entry may be undefined', () => {
  let count = 0
  const lru = new Lru<undefined>(1)
  for (let round = 0; round < 2; round++) lru.open('a', () => void count++ as undefined)
  expect(count).toBe(1)
})
