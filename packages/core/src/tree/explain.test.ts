import { afterEach, expect, test } from 'vitest'
import { context } from '../context/context.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { Redactor } from '../filters/redactor.js'
import { Filter } from '../records/filter.js'
import { settings } from '../runtime/settings.js'
import { StringStream } from '../testing/captureStderr.js'
import { ListHandler } from '../testing/listHandler.js'
import { resetLogging } from '../testing/realmState.js'
import { explain, printExplain } from './explain.js'
import { disable, getLogger, manager } from './manager.js'
import { overrideLevel } from './temporaryLevels.js'

afterEach(resetLogging)

function print(name: string, level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' = 'DEBUG'): string[] {
  const stream = new StringStream()
  printExplain(name, level, stream)
  return stream.text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim())
}

const handler = (name: string, level: number): StreamHandler => {
  const made = new StreamHandler(Object.assign(new StringStream(), { name }))
  made.setLevel(level as 10)
  return made
}

test('the level in effect is below, and whose it is', () => {
  getLogger().addHandler(handler('out', 0))
  getLogger('app').setLevel('INFO')
  getLogger('app.db')
  expect(print('app.db')).toEqual([
    'DEBUG of "app.db" is dropped',
    '"app.db" drops it: its level is INFO, that of "app"',
    'It goes no further than "app.db"',
  ])
  expect(print('app.db.pool.x', 'INFO')).toEqual([
    'INFO of "app.db.pool.x" passes',
    '"app.db.pool.x" passes it: its level is INFO, that of "app"',
    '<StreamHandler out (NOTSET)> of "root" takes it',
    'It goes no further than "root"',
  ])
  expect(manager().loggerDict.has('app.db.pool.x')).toBe(false)
})

test('handlers with their levels and filters, and the end of propagation', () => {
  const [low, high] = [handler('low', 10), handler('high', 40)]
  low.addFilter(new Filter('app.web'))
  high.addFilter(() => true)
  const app = getLogger('app')
  app.setLevel('DEBUG')
  app.addHandler(low)
  app.addHandler(high)
  app.propagate = false
  getLogger().addHandler(handler('root', 0))
  expect(print('app.db')).toEqual([
    'DEBUG of "app.db" is dropped',
    '"app.db" passes it: its level is DEBUG, that of "app"',
    '<StreamHandler low (DEBUG)> of "app" drops it: its Filter lets only "app.web" through',
    '<StreamHandler high (ERROR)> of "app" drops it: its level is ERROR',
    'It goes no further than "app"',
  ])
  expect(explain('app.db', 'ERROR')).toMatchObject({ verdict: 'may be dropped', endsAt: 'app' })
  expect(explain('app.web', 'ERROR')).toMatchObject({ verdict: 'passes', levelno: 40 })
})

test('filters of the logger', () => {
  const app = getLogger('app')
  getLogger().addHandler(new ListHandler())
  app.addFilter(function everySecond() {
    return true
  })
  expect(print('app', 'ERROR').slice(0, 2)).toEqual([
    'ERROR of "app" may be dropped',
    '"app" may drop it: its level is WARNING, that of "root"; it asks Function "everySecond"',
  ])
  expect(explain('app.db', 'ERROR').verdict).toBe('passes')
  app.filters = [new Filter('other')]
  expect(explain('app', 'ERROR').steps).toHaveLength(1)
})

test('disabled loggers, and disable()', () => {
  getLogger().addHandler(new ListHandler())
  getLogger('app').disabled = true
  expect(print('app', 'ERROR')[1]).toBe('"app" drops it: the logger is disabled')
  expect(explain('app.db', 'ERROR').verdict).toBe('passes')
  disable('ERROR')
  expect(print('app.db', 'ERROR')[1]).toBe('"app.db" drops it: disable(ERROR) is in force')
  disable(0)
})

test('no handler', () => {
  expect(print('', 'WARNING')).toEqual([
    'WARNING of "root" passes',
    '"root" passes it: its level is WARNING, its own',
    '"root" passes it: there is no handler; the one of last resort writes from WARNING on',
    'It goes no further than "root"',
  ])
  settings.lastResort = null
  expect(explain('app', 'ERROR').verdict).toBe('is dropped')
  settings.lastResort = undefined
})

test('levels that are set at run time', () => {
  getLogger().addHandler(new ListHandler())
  const end = overrideLevel('app', 'DEBUG', { when: (fields) => fields['user'] === 7 })
  expect(print('app.db').slice(0, 2)).toEqual([
    'DEBUG of "app.db" may be dropped',
    '"app.db" may drop it: its level is WARNING, that of "app", by overrideLevel() in some contexts another',
  ])
  context.run({ user: 7 }, () => expect(explain('app').verdict).toBe('passes'))
  end()
  const endAll = overrideLevel('root', 'INFO')
  expect(explain('app', 'INFO').verdict).toBe('passes')
  endAll()
})

test('a logger whose level is NOTSET for a time has the one above', () => {
  getLogger().addHandler(new ListHandler())
  getLogger('app').setLevel('DEBUG')
  const end = overrideLevel('app', 'NOTSET')
  expect(print('app')[1]).toBe('"app" drops it: its level is WARNING, that of "root"')
  end()
  expect(print('app')[1]).toBe('"app" passes it: its level is DEBUG, its own')
})

test('it tells the truth', () => {
  const list = new ListHandler()
  list.setLevel('INFO')
  getLogger('a').addHandler(list)
  getLogger('a.b').setLevel('DEBUG')
  getLogger('a.b').addFilter(new Filter('a.b.c'))
  getLogger('a.off').disabled = true
  getLogger('a.cut').propagate = false
  for (const name of ['a', 'a.b', 'a.b.c', 'a.off', 'a.off.d', 'a.cut']) {
    for (const [levelno, level] of [
      [10, 'DEBUG'],
      [20, 'INFO'],
      [30, 'WARNING'],
      [40, 'ERROR'],
    ] as const) {
      list.records.length = 0
      getLogger(name).log(levelno, 'm')
      const { steps } = explain(name, level)
      const isTaken = steps.some(({ verdict, handler: to }) => verdict === 'passes' && to?.class === 'ListHandler')
      expect([name, level, isTaken]).toEqual([name, level, list.records.length > 0])
    }
  }
})

test('what is no level or no name is refused', () => {
  expect(() => explain('app', 'LOUD' as never)).toThrow("Unknown level: 'LOUD'")
  expect(() => explain(7 as never)).toThrow('name: expected a string, not 7')
})

test('filters that let all pass are not told of, all others are', () => {
  class ContextFilter {
    filter = (): boolean => true
  }
  class MyRedactor extends Redactor {}
  const app = getLogger('app')
  getLogger().addHandler(new ListHandler())
  for (const filter of [new ContextFilter(), new Redactor({ paths: ['a'] }), new Filter('app')]) app.addFilter(filter)
  expect(explain('app', 'ERROR').steps[0]).toMatchObject({
    verdict: 'passes',
    reason: 'its level is WARNING, that of "root"',
  })
  app.addFilter(new MyRedactor())
  app.addFilter(() => true)
  expect(explain('app', 'ERROR')).toMatchObject({
    verdict: 'may be dropped',
    steps: [{ reason: 'its level is WARNING, that of "root"; it asks MyRedactor, Function' }, {}],
  })
  app.addFilter(new Filter('other'))
  expect(explain('app', 'ERROR').steps[0]).toMatchObject({
    verdict: 'is dropped',
    reason: 'its level is WARNING, that of "root"; its Filter lets only "other" through',
  })
})

test('an own isEnabledFor, and levels just at a bound', () => {
  const list = new ListHandler()
  list.setLevel('ERROR')
  getLogger().addHandler(list)
  const app = getLogger('app')
  app.setLevel('ERROR')
  expect([explain('app', 40).verdict, explain('app', 39).verdict]).toEqual(['passes', 'is dropped'])
  app.isEnabledFor = () => false
  expect(explain('app', 40).steps).toMatchObject([{ verdict: 'is dropped', reason: 'its isEnabledFor() says no' }])
  disable(40)
  expect(explain('app', 40).steps[0]!.reason).toBe('disable(ERROR) is in force')
  disable(39)
  expect(explain('app', 40).steps[0]!.reason).toBe('its isEnabledFor() says no')
})

test('the default is DEBUG, and a level without a name has its number', () => {
  expect(explain('app')).toMatchObject({ name: 'app', levelno: 10, levelname: 'DEBUG', endsAt: 'app' })
  expect(explain('', 15)).toMatchObject({ name: 'root', levelno: 15, levelname: 'Level 15' })
  expect(explain('.x', 'ERROR')).toMatchObject({ name: '.x', endsAt: 'root' })
})

test('a handler of last resort of the application’s has its own level', () => {
  settings.lastResort = new ListHandler()
  settings.lastResort.level = 45
  try {
    expect([explain('app', 45).verdict, explain('app', 44).verdict]).toEqual(['passes', 'is dropped'])
  } finally {
    settings.lastResort = undefined
  }
  expect([explain('app', 30).verdict, explain('app', 29).verdict]).toEqual(['passes', 'is dropped'])
  settings.lastResort = null
  expect(explain('app', 'ERROR').steps[1]).toMatchObject({ logger: 'root', reason: 'there is no handler' })
  settings.lastResort = undefined
})

test('one handler that writes is enough; where all may drop, the record may be', () => {
  const [sure, unsure] = [new ListHandler(), new ListHandler()]
  unsure.addFilter(() => true)
  getLogger().addHandler(unsure)
  expect(explain('app', 'ERROR').verdict).toBe('may be dropped')
  getLogger().addHandler(sure)
  expect(explain('app', 'ERROR').verdict).toBe('passes')
  sure.setLevel('CRITICAL')
  expect(print('app', 'ERROR')).toEqual([
    'ERROR of "app" may be dropped',
    '"app" passes it: its level is WARNING, that of "root"',
    '<ListHandler (NOTSET)> of "root" may drop it: it asks Function',
    '<ListHandler (CRITICAL)> of "root" drops it: its level is CRITICAL',
    'It goes no further than "root"',
  ])
})
