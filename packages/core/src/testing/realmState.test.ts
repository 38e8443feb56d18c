import { afterEach, expect, test } from 'vitest'
import { ListHandler } from './listHandler.js'
import { forgetLoggers, resetLogging } from './realmState.js'
import { Logger } from '../tree/logger.js'
import { getLogger, setLoggerClass } from '../tree/manager.js'

afterEach(() => {
  resetLogging()
  forgetLoggers()
})

/** Returns what reaches the root's handler. */
function heard(logger: Logger): string[] {
  const list = new ListHandler()
  getLogger().addHandler(list)
  logger.warning('x')
  return list.texts
}

test('a logger that a module has got stays in the tree, as new', () => {
  const log = getLogger('app.db')
  const app = getLogger('app')
  log.setLevel('CRITICAL')
  log.disabled = true
  log.propagate = false
  log.addHandler(new ListHandler())
  log.addFilter(() => false)
  Object.assign(log, { handle() {}, isEnabledFor: () => false })
  resetLogging()
  expect([log.level, log.disabled, log.propagate, log.handlers, log.filters]).toEqual([0, false, true, [], []])
  expect(heard(log)).toEqual(['x'])
  expect(getLogger('app.db')).toBe(log)
  expect([log.parent, app.parent, app.getChildren()]).toEqual([app, getLogger(), new Set([log])])
  app.setLevel('ERROR')
  expect(log.isEnabledFor(30)).toBe(false)
})

test('loggers that were moved go back to where their names say', () => {
  const [a, ab, abc] = ['a', 'a.b', 'a.b.c'].map((name) => getLogger(name)) as [Logger, Logger, Logger]
  abc.parent = getLogger()
  ab.parent = abc
  a.parent = ab
  resetLogging()
  expect([abc.parent, ab.parent, a.parent]).toEqual([ab, a, getLogger()])
})

test('one of an own class stays below the root, and its name is free', () => {
  class Own extends Logger {}
  setLoggerClass(Own)
  const own = getLogger('own')
  resetLogging()
  expect(heard(own)).toEqual(['x'])
  expect(getLogger('own')).not.toBe(own)
})

test('one that cannot be changed is forgotten, and the rest is reset', () => {
  const broken = Object.defineProperty(getLogger('broken'), 'filters', { get: () => [] })
  const log = getLogger('whole')
  log.setLevel('ERROR')
  resetLogging()
  expect(getLogger('broken')).not.toBe(broken)
  expect(log.level).toBe(0)
})

// What grew with the square of the depth, or faster, would meet the limit of a test that hangs.
test('a deep tree is reset', () => {
  let name = 'deep'
  for (let i = 0; i < 2000; i++) getLogger((name += '.x')).setLevel('ERROR')
  resetLogging()
  expect(getLogger(name).parent).toBe(getLogger(name.slice(0, -2)))
})
