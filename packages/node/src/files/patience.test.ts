import { afterEach, expect, test } from 'vitest'
import { endPatience, lastWait, mayWait, tookSome, waited } from './patience.js'

afterEach(() => endPatience(undefined))

test('a call waits for 400 ms, one that is stuck not at all', () => {
  expect([0, 399, 400, 401].map((ms) => mayWait(ms, false))).toEqual([true, true, false, false])
  expect([0, 399].map((ms) => mayWait(ms, true))).toEqual([false, false])
  expect(lastWait(70)).toBe(70)
})

test('nothing of it is counted while the process goes on', () => {
  waited(1000)
  tookSome()
  expect(mayWait(0, false)).toBe(true)
  expect(lastWait(70)).toBe(70)
})

test('at the end all have one allowance, whatever was before', () => {
  endPatience(100)
  expect([mayWait(9999, true), mayWait(0, false)]).toEqual([true, true])
  expect([lastWait(70), lastWait(100), lastWait(130)]).toEqual([70, 100, 100])
  waited(99)
  expect([mayWait(0, false), lastWait(70)]).toEqual([true, 1])
  waited(1)
  expect([mayWait(0, false), lastWait(70)]).toEqual([false, 0])
  tookSome()
  expect([mayWait(0, false), lastWait(70)]).toEqual([true, 70])
})

test('none is given at once where there is none', () => {
  endPatience(0)
  expect(mayWait(0, false)).toBe(false)
  tookSome()
  expect(mayWait(0, false)).toBe(false)
})
