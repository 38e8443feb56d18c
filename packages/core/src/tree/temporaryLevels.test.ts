import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { context } from '../context/context.js'
import { captureStderr } from '../testing/captureStderr.js'
import { ListHandler } from '../testing/listHandler.js'
import { resetLogging } from '../testing/realmState.js'
import { LoggerAdapter } from './adapter.js'
import { ASK } from './gate.js'
import type { Logger } from './logger.js'
import { getLogger, manager } from './manager.js'
import { overrideLevel } from './temporaryLevels.js'

let log: Logger
let list: ListHandler
let ends: (() => void)[]

beforeEach(() => {
  vi.useFakeTimers()
  log = getLogger('app')
  log.setLevel('WARNING')
  list = new ListHandler()
  log.addHandler(list)
  ends = []
})
afterEach(() => {
  for (const end of ends) end()
  expect(manager().temporary).toBe(undefined)
  resetLogging()
  vi.useRealTimers()
})

const override = ((...args: Parameters<typeof overrideLevel>) => {
  const end = overrideLevel(...args)
  ends.push(end)
  return end
}) as typeof overrideLevel

const said = (): string[] => list.records.splice(0).map((record) => record.getMessage())

test('a level for a time, and for the loggers below', () => {
  override('app', 'DEBUG', { forSeconds: 900 })
  const db = getLogger('app.db')
  expect([log.gate, db.gate, log.level, db.getEffectiveLevel()]).toEqual([10, 10, 30, 10])
  log.debug('a')
  db.debug('b')
  expect(said()).toEqual(['a', 'b'])
  vi.advanceTimersByTime(899_999)
  log.debug('c')
  vi.advanceTimersByTime(1)
  log.debug('d')
  expect(said()).toEqual(['c'])
  expect([log.gate, db.gate]).toEqual([30, 30])
})

test('in some contexts only', () => {
  const end = override('app', 'DEBUG', { when: (fields) => fields['user'] === 7 })
  const db = getLogger('app.db')
  const adapter = new LoggerAdapter(db, { a: 1 })
  const say = (user: number): void =>
    context.run({ user }, () => {
      log.debug('debug %d', user)
      db.log(15, '15 %d', user)
      adapter.info('info %d', user)
      log.error('error %d', user)
      expect(log.isEnabledFor('DEBUG')).toBe(user === 7 && manager().temporary !== undefined)
    })
  say(6)
  say(7)
  log.debug('outside')
  log.exception('outside', new Error('x'))
  expect(said()).toEqual(['error 6', 'debug 7', '15 7', 'info 7', 'error 7', 'outside'])
  expect([log.gate, db.gate, manager().root.gate]).toEqual([ASK, ASK, 30])
  end()
  end()
  expect([log.gate, db.gate]).toEqual([30, 30])
  say(7)
  expect(said()).toEqual(['error 7'])
})

test('a logger below with a level of its own keeps it', () => {
  getLogger('app.db').setLevel('ERROR')
  override('app', 'DEBUG', { when: () => true })
  getLogger('app.db').warning('x')
  getLogger('app.db').error('y')
  expect(said()).toEqual(['y'])
})

test('one that is made later, and the root', () => {
  override('root', 'DEBUG')
  override('later.made', 'INFO')
  expect(getLogger('other').isEnabledFor('DEBUG')).toBe(true)
  expect([getLogger('later.made').getEffectiveLevel(), getLogger('later.made').gate]).toEqual([20, 20])
})

test.each([
  ['before', () => [getLogger('svc.db'), overrideLevel('svc', 'DEBUG')] as const],
  [
    'afterwards',
    () => {
      const end = overrideLevel('svc', 'DEBUG')
      return [getLogger('svc.db'), end] as const
    },
  ],
  [
    'before, in some contexts',
    () => [getLogger('svc.db'), overrideLevel('svc', 'DEBUG', { when: () => true })] as const,
  ],
])('a logger that nobody has asked for: those below it have the level, made %s', (_when, make) => {
  const [below, end] = make()
  ends.push(end)
  expect(below.isEnabledFor(10)).toBe(true)
  end()
  expect(below.isEnabledFor(10)).toBe(false)
})

test('the last one counts that holds, and each ends alone', () => {
  const first = override('app', 'DEBUG')
  const second = override('app', 'ERROR', { when: (fields) => fields['quiet'] })
  context.run({ quiet: true }, () => log.warning('quiet'))
  log.debug('a')
  first()
  log.debug('b')
  context.run({ quiet: true }, () => log.warning('quiet'))
  second()
  context.run({ quiet: true }, () => log.warning('c'))
  expect(said()).toEqual(['a', 'c'])
})

test('what has ended ends nothing else when it is ended again', () => {
  const first = override('app', 'DEBUG')
  override('app', 'DEBUG')
  first()
  first()
  log.debug('still heard')
  expect(said()).toEqual(['still heard'])
})

test('a disabled logger stays disabled, and disable() counts', () => {
  override('app', 'DEBUG', { when: () => true })
  log.disabled = true
  log.critical('x')
  log.disabled = false
  manager().disable = 20
  log.info('y')
  log.warning('z')
  expect(said()).toEqual(['z'])
})

test('a condition that throws does not hold, and is reported', () => {
  override('app', 'DEBUG', {
    when: () => {
      throw new Error('no')
    },
  })
  expect(captureStderr(() => log.debug('x'))).toContain('Error: no')
  log.warning('y')
  expect(said()).toEqual(['y'])
})

test.each([
  ['app', 'LOUD', {}, "Unknown level: 'LOUD'"],
  ['app', 'DEBUG', { forSeconds: 0 }, 'forSeconds: expected a number above 0, not 0'],
  ['app', 'DEBUG', { when: 7 }, 'when: expected a function, not 7'],
  ['app', 'DEBUG', { for: 7 }, "overrideLevel: unknown option 'for'; there are: when forSeconds"],
  [7, 'DEBUG', {}, 'name: expected a string, not 7'],
])('%j, %j, %j is refused', (name, level, options, message) => {
  expect(() => overrideLevel(name as never, level as never, options as never)).toThrow(message)
})
