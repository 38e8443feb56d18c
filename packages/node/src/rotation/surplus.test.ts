import { expect, test } from 'vitest'
import { surplus } from './retention.js'

const NOW_MS = 1_000_000
/** Oldest first: their ages in seconds, and ten bytes each. */
const FILES = [30, 20, 10].map((age) => ({ path: `${age}`, ino: age, size: 10, mtimeMs: NOW_MS - age * 1000 }))

test.each([
  [{ maxAgeSeconds: 30 }, 0, []],
  [{ maxAgeSeconds: 29 }, 0, ['30']],
  [{ maxAgeSeconds: 9 }, 0, ['30', '20', '10']],
  [{ maxTotalBytes: 30 }, 0, []],
  [{ maxTotalBytes: 29 }, 0, ['30']],
  [{ maxTotalBytes: 30 }, 1, ['30']],
  [{ maxTotalBytes: 20 }, 11, ['30', '20', '10']],
  [{ maxTotalBytes: 20 }, 10, ['30', '20']],
  // What is too old makes room for the rest.
  [{ maxAgeSeconds: 25, maxTotalBytes: 20 }, 0, ['30']],
])('of 30 bytes, with %j and %d bytes in the present file, go %j', (limits, current, gone) => {
  const all = { maxAgeSeconds: Infinity, maxTotalBytes: Infinity, ...limits }
  expect(surplus(FILES, all, current, NOW_MS).map(({ path }) => path)).toEqual(gone)
})
