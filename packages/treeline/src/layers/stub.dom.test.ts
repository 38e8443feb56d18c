import * as core from '@treeline/core'
import { captureStderr, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { replayStub } from './replayStub.js'

type Logging = typeof core & { queue?: unknown[] }

const NOW = 1_800_000_000_000

const page = globalThis as { logging?: Logging }
let list: ListHandler

/** Loads the stub afresh, as the head of a page does. */
async function stub(): Promise<Logging> {
  vi.resetModules()
  await import('./stub.js')
  return page.logging!
}

/** Puts treeline in the stub's place, as its script does, and lets the page load. */
function arrive(): void {
  replayStub()
  page.logging = { ...core }
  vi.runAllTimers()
}

const said = (): string[] => list.records.map((record) => `${record.name} ${record.levelname} ${record.getMessage()}`)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  page.logging = undefined as never
  list = new ListHandler()
  core.getLogger().addHandler(list)
  core.getLogger().setLevel('DEBUG')
})

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('calls of before treeline are made again, in order, with their times', async () => {
  const logging = await stub()
  const log = logging.getLogger('app.db')
  log.info('%d rows', 3, { extra: { table: 'users' } })
  vi.setSystemTime(NOW + 250)
  logging.warning('slow')
  logging.getLogger().error('root')
  log.debug(() => 'made when it is logged')
  vi.setSystemTime(NOW + 9000)
  arrive()
  expect(said()).toEqual([
    'app.db INFO 3 rows',
    'root WARNING slow',
    'root ERROR root',
    'app.db DEBUG made when it is logged',
  ])
  expect(list.records.map(({ created }) => created)).toEqual([0, 0.25, 0.25, 0.25].map((s) => NOW / 1000 + s))
  expect(list.records[0]!['table']).toBe('users')
  expect(core.getLogger('app.db').filters).toEqual([])
})

test('every logging method is there', async () => {
  const logging = await stub()
  const failure = new RangeError('no')
  for (const target of [logging, logging.getLogger('app')]) {
    for (const method of ['debug', 'info', 'warning', 'warn', 'error', 'critical', 'fatal'] as const)
      target[method]('x')
    target.exception('failed', failure)
    target.log(25, 'between')
  }
  arrive()
  const levels = ['DEBUG', 'INFO', 'WARNING', 'WARNING', 'ERROR', 'CRITICAL', 'CRITICAL', 'ERROR', 'Level 25']
  expect(list.records.map(({ name, levelname }) => `${name} ${levelname}`)).toEqual(
    ['root', 'app'].flatMap((name) => levels.map((level) => `${name} ${level}`)),
  )
  expect(list.records[7]!.exc_info).toBe(failure)
})

test('loggers and functions that the page took from the stub go on working, at the time of the call', async () => {
  const { getLogger, info } = await stub()
  const log = getLogger('app')
  log.info('early')
  arrive()
  vi.setSystemTime(NOW + 5000)
  log.info('late')
  info('late too')
  expect(said()).toEqual(['app INFO early', 'app INFO late', 'root INFO late too'])
  expect(list.records[1]!.created).toBe(NOW / 1000 + 5)
})

test('basicConfig comes before what was logged, and one that is refused stops nothing', async () => {
  core.getLogger().removeHandler(list)
  const { basicConfig, ...logging } = await stub()
  logging.debug('below')
  logging.info('heard')
  basicConfig({ handlers: [list], level: 'INFO' })
  basicConfig({ level: 'LOUD' as never })
  const report = captureStderr(arrive)
  expect(said()).toEqual(['root INFO heard'])
  expect(report).toContain("Unknown level: 'LOUD'")
  basicConfig({ level: 'DEBUG', force: true, handlers: [list] })
  logging.debug('heard from now on')
  expect(said()).toEqual(['root INFO heard', 'root DEBUG heard from now on'])
})

test('a basicConfig that was queued is in force once treeline is there, before the page has loaded', async () => {
  core.getLogger().removeHandler(list)
  const { basicConfig, ...logging } = await stub()
  basicConfig({ handlers: [list], level: 'INFO' })
  logging.info('early')
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('interactive')
  replayStub()
  page.logging = { ...core }
  await Promise.resolve()
  core.info('meanwhile')
  expect(said()).toEqual(['root INFO meanwhile'])
  dispatchEvent(new Event('load'))
  expect(said()).toEqual(['root INFO meanwhile', 'root INFO early'])
})

test('errors that nobody caught are logged with their times, until treeline is there', async () => {
  await stub()
  const failure = new TypeError('no such node')
  const fire = (type: string, fields: object): void => void dispatchEvent(Object.assign(new Event(type), fields))
  fire('error', { message: 'Uncaught TypeError: no such node', error: failure })
  fire('error', { message: 'Script error.', error: null })
  vi.setSystemTime(NOW + 100)
  fire('unhandledrejection', { reason: failure })
  fire('unhandledrejection', { reason: 'no Error: 100%' })
  arrive()
  fire('error', { message: 'late', error: failure })
  expect(said()).toEqual([
    'window ERROR Uncaught TypeError: no such node',
    'window ERROR Script error.',
    'window ERROR Uncaught (in promise)',
    'window ERROR Uncaught (in promise)',
  ])
  expect(list.records.map(({ exc_info }) => exc_info)).toEqual([failure, null, failure, 'no Error: 100%'])
  expect(list.records[2]!.created).toBe(NOW / 1000 + 0.1)
})

test('where a script has taken the stub away, errors are not queued, and nothing fails', async () => {
  const logging = await stub()
  page.logging = undefined as never
  dispatchEvent(Object.assign(new Event('error'), { message: 'late' }))
  expect(logging.queue).toEqual([])
})

test('1000 calls are kept, and the others counted', async () => {
  const logging = await stub()
  const log = logging.getLogger('app')
  for (let i = 0; i < 1234; i++) log.info('%d', i)
  expect(logging.queue).toHaveLength(1001)
  arrive()
  expect(said().slice(998)).toEqual(['app INFO 998', 'app INFO 999', 'treeline WARNING 234 more early calls were lost'])
  log.info('heard again')
  expect(said().at(-1)).toBe('app INFO heard again')
})

test('what a handler logs meanwhile has its own time, and is not lost', async () => {
  const logging = await stub()
  const log = logging.getLogger('app')
  log.info('early')
  vi.setSystemTime(NOW + 1000)
  list.addFilter((record: core.LogRecord) => {
    if (record.getMessage() === 'early') {
      core.getLogger('app').info('within')
      log.info('within, by the stub')
    }
    return true
  })
  arrive()
  const created = Object.fromEntries(list.records.map((record) => [record.getMessage(), record.created]))
  expect(created).toEqual({
    within: NOW / 1000 + 1,
    'within, by the stub': NOW / 1000 + 1,
    early: NOW / 1000,
  })
})

test('while the page loads, calls wait', async () => {
  const logging = await stub()
  logging.getLogger('app').info('early')
  vi.spyOn(document, 'readyState', 'get').mockReturnValue('interactive')
  arrive()
  expect(said()).toEqual([])
  dispatchEvent(new Event('load'))
  expect(said()).toEqual(['app INFO early'])
})

test('a stub that comes after treeline changes nothing', async () => {
  const logging = (page.logging = { ...core })
  expect(await stub()).toBe(logging)
})

test('a stub takes the place of an element of that name', async () => {
  page.logging = document.createElement('div') as never
  const logging = await stub()
  logging.getLogger('app').info('early')
  arrive()
  expect(said()).toEqual(['app INFO early'])
})

test('where treeline does not take its place, the stub keeps its calls', async () => {
  const logging = await stub()
  logging.basicConfig({ level: 'DEBUG' })
  logging.getLogger('app').info('early')
  replayStub()
  await Promise.resolve()
  vi.runAllTimers()
  expect(logging.queue).toHaveLength(2)
  expect(said()).toEqual([])
})

test('without a stub nothing happens', () => {
  replayStub()
  expect(vi.getTimerCount()).toBe(0)
})
