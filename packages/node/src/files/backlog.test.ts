import { expect, test } from 'vitest'
import { Backlog, type BacklogOptions } from './backlog.js'

/** Keeps what it is given: the file is asked for nothing before it drains. */
function backlog(standard: boolean, changes: Partial<BacklogOptions> = {}): Backlog {
  const never = new Proxy({}, { get: (_, key) => expect.fail(`${String(key)} is not wanted`) }) as never
  return new Backlog(never, {
    codec: never,
    driver: never,
    standard,
    lostLine: () => 'lost',
    onBlocked: () => undefined,
    ...changes,
  })
}

test.each([
  [false, 1 << 20],
  [true, 1 << 24],
])('the newest characters are kept, a standard stream (%s) has more', (standard, bound) => {
  const kept = backlog(standard)
  const text = 'x'.repeat(1 << 16)
  const fitting = bound / text.length
  for (let i = 0; i < fitting; i++) kept.add(text, 1)
  expect([kept.lost, kept.records]).toEqual([0, fitting])
  kept.add(text, 1)
  kept.add(text, 1)
  // Those that were lost are counted until a line tells of them.
  expect([kept.lost, kept.records]).toEqual([2, fitting + 2])
})

test('a text that is longer than all is kept, and alone', () => {
  const kept = backlog(false)
  kept.add('short', 1)
  kept.add('x'.repeat(2 << 20), 1)
  expect([kept.lost, kept.records]).toEqual([1, 2])
})

test('short texts share a block, and are dropped with it', () => {
  const kept = backlog(false)
  const text = 'x'.repeat(128)
  for (let i = 0; i < (1 << 20) / text.length; i++) kept.add(text, 1)
  expect(kept.lost).toBe(0)
  kept.add(text, 1)
  expect(kept.lost).toBe(16_384 / text.length)
})

test.each([
  [undefined, 2],
  [(): string => '\n', 1],
])(
  'of a block that was begun, only records count that are not whole, where their end is known: %o',
  (terminator, records) => {
    // Any end that there is becomes the same byte, so that it is found.
    const codec = { encode: (text: string) => Buffer.from(text === '' ? '' : '\n') } as never
    const kept = backlog(false, { codec, terminator })
    kept.begin(Buffer.from('a\nb\n'), 2, 3)
    expect(kept.records).toBe(records)
  },
)
