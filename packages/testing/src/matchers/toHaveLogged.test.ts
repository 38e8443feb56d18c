import { runInNewContext } from 'node:vm'
import { addLevelName, getLogger, settings } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { captureLogs } from '../captures/captureLogs.js'
import { type LogMatchers, logMatchers } from './toHaveLogged.js'

declare module 'vitest' {
  interface Matchers<T> extends LogMatchers<void> {}
}

expect.extend({ ...logMatchers })

afterEach(resetLogging)

const log = getLogger('shop')

test('level, message and fields', () => {
  using logs = captureLogs()
  log.info('started')
  log.warning('disk %s is full', '/var', { extra: { tenant: 'acme', free: [1, 2] } })
  log.error('failed', { id: 7 }, new TypeError('x'))
  expect(logs).toHaveLogged()
  expect(logs).toHaveLogged('WARNING')
  expect(logs).toHaveLogged(30)
  expect(logs).toHaveLogged('warning', 'is full')
  expect(logs).toHaveLogged('WARNING', /^disk .* full$/, { tenant: 'acme' })
  expect(logs).toHaveLogged(null, null, { free: [1, 2] })
  expect(logs).toHaveLogged('ERROR', undefined, {
    id: expect.any(Number),
    name: 'shop',
    exc_info: expect.any(TypeError),
  })
  expect(logs.records).toHaveLogged('INFO', 'started')
  expect(logs).not.toHaveLogged('CRITICAL')
  expect(logs).not.toHaveLogged('INFO', /disk/)
  expect(logs).not.toHaveLogged('WARNING', /disk/, { tenant: 'other' })
  expect(logs).not.toHaveLogged('WARNING', /disk/, { free: [1] })
  expect(logs).not.toHaveLogged('WARNING', /disk/, { none: undefined, tenant: 'other' })
})

test('a global expression matches each time', () => {
  using logs = captureLogs()
  log.info('aa')
  const global = /a/g
  for (let i = 0; i < 3; i++) expect(logs).toHaveLogged('INFO', global)
})

test('the failure says what was wanted, and what there was', () => {
  using logs = captureLogs()
  expect(() => expect(logs).toHaveLogged('WARNING', /disk/, { tenant: 'acme' })).toThrow(
    "expected WARNING /disk/ { tenant: 'acme' } to be logged; there was nothing",
  )
  log.warning('disk full', { tenant: 'other' })
  expect(() => expect(logs).toHaveLogged('WARNING', 'disk', { tenant: 'acme' })).toThrow(
    /^expected WARNING 'disk' \{ tenant: 'acme' \} to be logged; there was:\n {2}WARNING {2}shop: disk full tenant='other' \(.*toHaveLogged\.test\.ts:\d+\)$/,
  )
  expect(() => expect(logs).not.toHaveLogged()).toThrow(/^expected nothing to be logged; there was:/)
})

test('an error of another realm is shown too', () => {
  using logs = captureLogs()
  log.error('failed', { exc_info: runInNewContext("new TypeError('broken')") as Error })
  expect(() => expect(logs).not.toHaveLogged()).toThrow(/ERROR {4}shop: failed .*\n {2}TypeError: broken$/)
})

test('what is wrong is refused', () => {
  expect(() => expect('text').toHaveLogged()).toThrow(
    "toHaveLogged: expected what captureLogs gives, or a list of records, not 'text'",
  )
  expect(() => expect(null).toHaveLogged()).toThrow('toHaveLogged: expected what captureLogs gives')
  using logs = captureLogs()
  expect(() => expect(logs).toHaveLogged('LOUD')).toThrow("level: Unknown level: 'LOUD'")
})

test("levels of one's own, and messages that do not merge", () => {
  addLevelName(25, 'NOTICE')
  const before = settings.raiseExceptions
  settings.raiseExceptions = false
  using logs = captureLogs()
  log.log(25, 'of one %s' as string)
  log.log(25, '%d items' as string, 'x')
  settings.raiseExceptions = before
  expect(logs).toHaveLogged('NOTICE', 'of one')
  expect(logs).toHaveLogged(25, "%d items ('x',)")
})
