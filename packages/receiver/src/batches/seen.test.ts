import { expect, test } from 'vitest'
import { digest } from './digest.js'
import { Lru } from '../bounds/lru.js'
import { Seen } from './seen.js'

test('what was added is known, whatever the order, and nothing else is', () => {
  const seen = new Seen(1000)
  // A fixed shuffle of 0..499.
  const numbers = Array.from({ length: 500 }, (_, i) => (i * 211) % 500)
  for (const n of numbers.slice(0, 250)) {
    expect(seen.has(n)).toBe(false)
    seen.add(n)
    seen.add(n)
    expect(seen.has(n)).toBe(true)
  }
  expect(seen.size).toBe(250)
  for (const n of numbers.slice(250)) expect(seen.has(n)).toBe(false)
})

test('a source without end is held in bounded memory: the last half is known for certain', () => {
  const seen = new Seen(20)
  for (let n = 1; n <= 200; n++) {
    seen.add(n)
    expect(seen.size).toBeLessThanOrEqual(20)
    for (let m = Math.max(1, n - 9); m <= n; m++) expect(seen.has(m)).toBe(true)
    expect(seen.has(n - 20)).toBe(false)
  }
})

test('a digest tells every change of a byte, of an order and of a length', () => {
  const bytes = new TextEncoder().encode('{"seq":1,"msg":"the same again"}')
  const digests = new Set([digest(bytes)])
  expect(digests.has(digest(bytes.slice()))).toBe(true)
  let variants = 1
  const add = (variant: Uint8Array): void => {
    variants++
    expect(Number.isSafeInteger(digest(variant))).toBe(true)
    digests.add(digest(variant))
  }
  for (let i = 0; i < bytes.length; i++) {
    for (let bit = 0; bit < 8; bit++) add(bytes.with(i, bytes[i]! ^ (1 << bit)))
    add(bytes.subarray(0, i))
  }
  add(bytes.toReversed())
  for (let n = 1; n <= 1000; n++) add(new Uint8Array(n))
  expect(digests.size).toBe(variants)
})

test('the bits of a digest are spread', () => {
  const encoder = new TextEncoder()
  const buckets = new Map<number, number>()
  for (let n = 0; n < 16_000; n++) {
    const value = digest(encoder.encode(`{"seq":${n},"msg":"m"}`))
    for (const bucket of [value % 16, 16 + (Math.floor(value / 2 ** 49) % 16)])
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  }
  expect(buckets.size).toBe(32)
  for (const n of buckets.values()) expect(Math.abs(n - 1000)).toBeLessThan(250)
})

test('the least recently used goes first', () => {
  const lru = new Lru<number>(2)
  lru.open('a', () => 1)
  lru.open('b', () => 2)
  lru.open('a', () => 0)
  lru.open('c', () => 3)
  expect(lru.size).toBe(2)
  expect(lru.open('a', () => 9)).toBe(1)
  expect(lru.open('b', () => 9)).toBe(9)
})
