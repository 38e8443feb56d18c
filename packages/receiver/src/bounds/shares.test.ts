import { expect, test } from 'vitest'
import { Shares } from './shares.js'

test('the heaviest client gives up its least recent item', () => {
  const shares = new Shares<string>()
  shares.set('a', 'a1', 5)
  shares.set('a', 'a2', 5)
  shares.set('b', 'b1', 8)
  expect([shares.weight, shares.size, shares.weightOf('a'), shares.weightOf('none')]).toEqual([18, 3, 10, 0])
  expect([shares.heaviest(), shares.oldest('a'), shares.oldest('none')]).toEqual(['a', 'a1', undefined])
  shares.set('a', 'a1', 1)
  expect([shares.heaviest(), shares.oldest('a'), shares.weight, shares.size]).toEqual(['b', 'a2', 14, 3])
  expect(shares.oldest('a', (item) => item !== 'a2')).toBe('a1')
  expect(shares.oldest('a', () => false)).toBeUndefined()
})

test('what is taken out leaves nothing behind', () => {
  const shares = new Shares<string>()
  expect(shares.heaviest()).toBeUndefined()
  shares.delete('a', 'a1')
  shares.set('a', 'a1', 5)
  shares.delete('b', 'a1')
  shares.delete('a', 'a1')
  shares.delete('a', 'a1')
  expect([shares.weight, shares.size, shares.heaviest()]).toEqual([0, 0, undefined])
  expect((shares as unknown as { shares: Map<string, unknown> }).shares.size).toBe(0)
})

test('an item without weight is an item', () => {
  const shares = new Shares<string>()
  shares.set('a', 'a1', 0)
  expect([shares.size, shares.heaviest(), shares.oldest('a')]).toEqual([1, 'a', 'a1'])
})
