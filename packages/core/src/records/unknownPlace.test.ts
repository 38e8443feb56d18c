// In a file of its own: that something is not in a build is said once.
import { afterEach, expect, test } from 'vitest'
import { captureStderr } from '../testing/captureStderr.js'
import { callers } from './caller.js'
import { LogRecord } from './record.js'

const { current } = callers
afterEach(() => {
  callers.current = current
})

const record = (): LogRecord => new LogRecord('app', 20, undefined, 0, 'x', null, null)

test('a place that nobody can find is told once, and its file is unknown', () => {
  callers.current = undefined
  const said = captureStderr(() => {
    expect([record().filename, record().module]).toEqual(['(unknown file)', '(unknown file)'])
  })
  expect(said.match(/callers: not in this build/g)).toHaveLength(1)
})
