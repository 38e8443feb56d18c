import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger, settings } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, expectTypeOf, test } from 'vitest'
import type { LogCapture } from '../captures/logCapture.js'
import { assertLogs, assertNoLogs } from './assertLogs.js'

// How they compare with Python's: e2e/conformance/assert_logs.
afterEach(resetLogging)

const app = getLogger('app')

test('gives the records and lines, at once or by a promise', async () => {
  const logs = assertLogs('app', 'INFO', () => app.info('now'))
  expectTypeOf(logs).toEqualTypeOf<LogCapture>()
  expect(logs.output).toEqual(['INFO:app:now'])
  const later = assertLogs('app', 'INFO', async () => {
    await sleep(1)
    app.info('later')
  })
  expectTypeOf(later).toEqualTypeOf<Promise<LogCapture>>()
  expect((await later).messages).toEqual(['later'])
})

test('level and logger may be left out', () => {
  expect(assertLogs(() => app.info('x')).output).toEqual(['INFO:app:x'])
  expect(assertLogs(app, () => app.info('x')).output).toEqual(['INFO:app:x'])
  expect(() => assertLogs(null, null, () => app.debug('x'))).toThrow(
    'no logs of level INFO or higher triggered on root',
  )
})

test('an async function that logs nothing, or what is unexpected, rejects', async () => {
  await expect(assertLogs('app', 'ERROR', async () => app.info('x'))).rejects.toMatchObject({
    name: 'AssertionError',
    code: 'ERR_ASSERTION',
    message: 'no logs of level ERROR or higher triggered on app',
  })
  await expect(assertNoLogs('app', 'INFO', async () => app.info('x'))).rejects.toThrow(
    "Unexpected logs found: ['INFO:app:x']",
  )
  await expect(assertNoLogs('app', 'ERROR', async () => app.info('x'))).resolves.toBeUndefined()
})

test('the function is given what was logged so far', () => {
  assertLogs('app', 'INFO', (logs) => {
    app.info('x')
    expect(logs.messages).toEqual(['x'])
  })
})

test('a message that does not merge fails either at the end', () => {
  const before = settings.raiseExceptions
  settings.raiseExceptions = false
  const wrong = (): void => app.info('%d items' as string, 'x')
  expect(() => assertLogs('app', 'INFO', wrong)).toThrow('%d format: a real number is required, not str')
  expect(() => assertNoLogs('app', 'INFO', wrong)).toThrow('%d format: a real number is required, not str')
  settings.raiseExceptions = before
})

test('a thousand at once see each its own', async () => {
  const all = Array.from({ length: 1000 }, (_, i) =>
    i % 2 === 0
      ? assertLogs('app', 'INFO', () => sleep(i % 5).then(() => app.info('%d', i)))
      : assertNoLogs('app', 'INFO', () => sleep(i % 5)),
  )
  const found = await Promise.all(all)
  expect(found.map((logs) => logs?.messages)).toEqual(found.map((_, i) => (i % 2 === 0 ? [String(i)] : undefined)))
})

test('refuses what is no function', () => {
  expect(() => assertLogs('app' as never)).toThrow('expected a function that is to log, as the last argument')
})
