import { afterEach, beforeEach, expect, test } from 'vitest'
import { captureStderr } from '../testing/captureStderr.js'
import { callers, calledFrom, callStack, redirected } from './caller.js'
import { calledAt, makeLogRecord } from './record.js'

const { current } = callers
beforeEach(() => {
  callers.current = undefined
})
afterEach(() => {
  callers.current = current
})

const method = (): void => {}

test('without what finds callers nobody knows where a call stands', () => {
  expect(calledFrom(method)).toBe('')
  const said = captureStderr(() => expect(callStack(method, 1)).toBe('Stack (most recent call first):'))
  expect(said).toContain('Error: callers: not in this build')
  expect(redirected(method, () => 5)).toBe(5)
  expect(calledAt(makeLogRecord({ msg: 'x' }))).toBe('')
})

test.each([
  [{ pathname: '/srv/app.js', lineno: 7 }, '/srv/app.js:7'],
  [{ pathname: '/srv/app.js', lineno: 0 }, ''],
])('%j is %j', (found, text) => {
  callers.current = { findCaller: () => ({ ...found, funcName: 'f' }) } as never
  expect(calledFrom(method)).toBe(text)
})
