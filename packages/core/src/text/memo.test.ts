import { expect, test } from 'vitest'
import { remember } from './memo.js'

test('a thousand entries are kept; the next one empties the cache first', () => {
  const cache = new Map<string, number>()
  for (let i = 0; i < 1000; i++) expect(remember(cache, `k${i}`, i)).toBe(i)
  expect([cache.size, cache.get('k0'), cache.get('k999')]).toEqual([1000, 0, 999])
  expect(remember(cache, 'next', 7)).toBe(7)
  expect([...cache]).toEqual([['next', 7]])
})

test('an entry with a long key is not kept', () => {
  const cache = new Map<string, number>()
  remember(cache, 'x'.repeat(1000), 1)
  expect([remember(cache, 'x'.repeat(1001), 2), cache.size]).toEqual([2, 1])
})
