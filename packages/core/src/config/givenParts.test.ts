import { afterEach, expect, test } from 'vitest'
import { resetLogging } from '../testing/realmState.js'
import { getLogger } from '../tree/manager.js'
import { registerObject } from './classes.js'
import { dictConfig } from './dictConfig.js'

afterEach(resetLogging)

test('a configuration may be made of Maps, as parsers of YAML may give', () => {
  const loggers = new Map([['app', new Map([['level', 'DEBUG']])]])
  dictConfig(
    new Map<string, unknown>([
      ['version', 1],
      ['loggers', loggers],
    ]) as never,
  )
  expect(getLogger('app').level).toBe(10)
})

test.each([
  ['root', { root: 'ext://stream' }, 'root: expected an object, not '],
  ['a logger', { loggers: { app: 'ext://stream' } }, 'loggers.app: expected an object, not '],
  ['a formatter', { formatters: { f: 'ext://stream' } }, 'formatters.f: expected an object, not '],
  ['a filter', { filters: { f: 'ext://stream' } }, 'filters.f: expected an object, not '],
])('a stream in the place of %s is refused, in few words', (_name, parts, text) => {
  registerObject('stream', { write() {}, inside: Array.from({ length: 100 }, () => 'x'.repeat(100)) })
  let message = ''
  try {
    dictConfig({ version: 1, ...parts } as never)
  } catch (error) {
    message = (error as Error).message
  }
  expect(message).toContain(text)
  expect(message.length).toBeLessThan(800)
})
