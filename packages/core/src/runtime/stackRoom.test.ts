import { expect, test } from 'vitest'
import { cold, needRoom, needRoomForReport } from './stackRoom.js'

/** Returns how deep a function can still be called when `ask` begins to refuse, seen from the end of the stack. */
function refusedFrames(ask: () => void): number {
  let refused = 0
  const down = (): void => {
    let isRefused = false
    try {
      ask()
    } catch (error) {
      isRefused = true
      if (!(error instanceof RangeError)) throw error
    }
    if (isRefused) refused++
    down()
  }
  try {
    down()
  } catch {
    // The end.
  }
  return refused
}

test('far from the end nothing is thrown', () => {
  expect(needRoom).not.toThrow()
  expect(needRoomForReport).not.toThrow()
})

test('a report asks for more room than a call', () => {
  const call = refusedFrames(() => needRoom())
  expect(call).toBeGreaterThan(20)
  expect(refusedFrames(needRoomForReport)).toBeGreaterThan(call * 2)
})

test('the first calls are counted', () => {
  const before = cold.calls
  needRoom()
  expect(cold.calls).toBe(before - 1)
})
