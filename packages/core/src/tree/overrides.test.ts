import { afterEach, describe, expect, test } from 'vitest'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from './adapter.js'
import { Logger } from './logger.js'
import { getLogger, manager, setLoggerClass } from './manager.js'
import { keepLevel } from './overrides.js'
import { printTree, tree } from './printTree.js'

afterEach(() => {
  for (const name of [...(manager().overrides?.keys() ?? [])]) keepLevel(name, undefined)
  resetLogging()
})

/** Returns the levels of Python that a logger lets through, asked and in truth. */
function passing(logger: Logger): number[] {
  const list = new ListHandler()
  logger.addHandler(list)
  for (const level of [10, 20, 30, 40, 50]) logger.log(level, 'x')
  logger.debug('x')
  logger.removeHandler(list)
  const asked = [10, 20, 30, 40, 50].filter((level) => logger.isEnabledFor(level))
  expect(list.records.map(({ levelno }) => levelno)).toEqual([...asked, ...(asked.includes(10) ? [10] : [])])
  return asked
}

test('a level in place of a logger’s own is in effect, for those below too, until it is gone', () => {
  const [db, pool] = [getLogger('app.db'), getLogger('app.db.pool')]
  db.setLevel('ERROR')
  keepLevel('app.db', 20)
  expect([passing(db), passing(pool)]).toEqual([
    [20, 30, 40, 50],
    [20, 30, 40, 50],
  ])
  expect([db.level, db.getEffectiveLevel(), pool.getEffectiveLevel()]).toEqual([40, 20, 20])
  keepLevel('app.db', undefined)
  expect([passing(db), passing(pool)]).toEqual([
    [40, 50],
    [40, 50],
  ])
})

test('what the code sets meanwhile is in effect afterwards', () => {
  const log = getLogger('app')
  keepLevel('app', 10)
  log.setLevel('CRITICAL')
  expect([passing(log), log.level]).toEqual([[10, 20, 30, 40, 50], 50])
  keepLevel('app', undefined)
  expect(passing(log)).toEqual([50])
})

test('NOTSET has the parent’s level be in effect', () => {
  getLogger('app').setLevel('INFO')
  getLogger('app.db').setLevel('ERROR')
  keepLevel('app.db', 0)
  expect(passing(getLogger('app.db'))).toEqual([20, 30, 40, 50])
})

test('loggers that are made later have it, those of an own class and those in between too', () => {
  keepLevel('later.on', 10)
  keepLevel('between', 40)
  expect(manager().loggerDict.has('later.on')).toBe(false)
  expect(passing(getLogger('later.on.below'))).toEqual([10, 20, 30, 40, 50])
  expect(passing(getLogger('later.on'))).toEqual([10, 20, 30, 40, 50])
  class Own extends Logger {}
  setLoggerClass(Own)
  expect(passing(getLogger('between.child'))).toEqual([40, 50])
  expect(getLogger('between')).toBeInstanceOf(Own)
  expect(passing(getLogger('between'))).toEqual([40, 50])
})

test('the root, a disabled logger, disable() and an adapter', () => {
  keepLevel('root', 10)
  expect([passing(getLogger()), passing(getLogger('any'))]).toEqual([
    [10, 20, 30, 40, 50],
    [10, 20, 30, 40, 50],
  ])
  expect(new LoggerAdapter(getLogger('any')).isEnabledFor(10)).toBe(true)
  manager().disable = 20
  expect(passing(getLogger('any'))).toEqual([30, 40, 50])
  getLogger('any').disabled = true
  expect(passing(getLogger('any'))).toEqual([])
})

describe('the view of the tree', () => {
  test('has both levels', () => {
    getLogger('app').setLevel('ERROR')
    keepLevel('app', 10)
    const app = tree().children.find(({ name }) => name === 'app')!
    expect([app.levelname, app.effectiveLevelname]).toEqual(['ERROR', 'DEBUG'])
    const lines: string[] = []
    printTree({ write: (text) => lines.push(text) })
    expect(lines.join('')).toContain('o<--"app"\n   |   Level ERROR: DEBUG in effect')
  })
})

test('names of the object’s prototype are names like any other', () => {
  expect(
    captureStderr(() => {
      for (const name of ['__proto__', 'constructor', '']) keepLevel(name, 10)
    }),
  ).toBe('')
  expect(getLogger('toString').getEffectiveLevel()).toBe(30)
  expect(passing(getLogger('__proto__'))).toEqual([10, 20, 30, 40, 50])
})
