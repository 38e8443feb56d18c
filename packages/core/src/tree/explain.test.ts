import { afterEach, expect, test } from 'vitest'
import { context } from '../context/context.js'
import { StreamHandler } from '../handlers/streamHandler.js'
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
