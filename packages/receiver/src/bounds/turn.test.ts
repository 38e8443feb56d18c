import { afterEach, expect, test, vi } from 'vitest'
import { Turn } from './turn.js'

afterEach(() => vi.restoreAllMocks())

test('a turn is over after five milliseconds, and the next one begins anew', async () => {
  let nowMs = 100
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const turn = new Turn()
  expect(turn.isOver).toBe(false)
  nowMs += 4.9
  expect(turn.isOver).toBe(false)
  nowMs += 0.1
  expect(turn.isOver).toBe(true)
  let others = 0
  setTimeout(() => others++, 0)
  await turn.next()
  expect([others, turn.isOver]).toEqual([1, false])
})
