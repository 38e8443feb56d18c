// Counterparts of ModuleLevelMiscTest, WarningsTest and MiscTestCase.
import { setImmediate } from 'node:timers/promises'
import * as logging from 'treeline'
import { captureStderr, realmState, StringStream } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { runInPyodide } from '../pyodide.js'
import { RecordingHandler, useRoot } from './setup.js'

const root = useRoot()

afterEach(() => logging.captureWarnings(false))

test('ModuleLevelMiscTest.test_disable', () => {
  const { manager } = root.logger
  expect(manager.disable).toBe(0)
  logging.disable(83)
  expect(manager.disable).toBe(83)
  expect(() => logging.disable('no such level')).toThrow(new RangeError("Unknown level: 'no such level'"))
  class NoLevel {}
  expect(() => logging.disable(new NoLevel() as never)).toThrow(TypeError)
  expect(manager.disable).toBe(83)
  logging.disable('WARN')
  expect(manager.disable).toBe(logging.WARNING)
  logging.disable()
  expect(manager.disable).toBe(logging.CRITICAL)
})

/** Logs through a function of the module while the root has a handler, which makes basicConfig superfluous. */
function logs(level: number, call: (msg: string, arg: unknown) => void): void {
  const recording = new RecordingHandler()
  root.logger.handlers = [recording]
  const said = captureStderr(() => call('from the module: %r', recording))
  expect(recording.records).toHaveLength(1)
  expect(recording.last.levelno).toBe(level)
  expect(recording.last.getMessage()).toBe(`from the module: ${logging.repr(recording)}`)
  expect(root.logger.handlers).toEqual([recording])
  expect(said).toBe('')
}

test('ModuleLevelMiscTest.test_log', () => {
  logs(logging.ERROR, (msg, arg) => logging.log(logging.ERROR, msg, arg))
})

test('ModuleLevelMiscTest.test_debug', () => {
  logs(logging.DEBUG, logging.debug)
})

test('ModuleLevelMiscTest.test_info', () => {
  logs(logging.INFO, logging.info)
})

test('ModuleLevelMiscTest.test_warning', () => {
  logs(logging.WARNING, logging.warning)
})

test('ModuleLevelMiscTest.test_error', () => {
  logs(logging.ERROR, logging.error)
})

test('ModuleLevelMiscTest.test_critical', () => {
  logs(logging.CRITICAL, logging.critical)
})

test('ModuleLevelMiscTest.test_set_logger_class', () => {
  expect(() => logging.setLoggerClass(Object as never)).toThrow(
    new TypeError('logger not derived from logging.Logger: Object'),
  )
  class Mine extends logging.Logger {}
  logging.setLoggerClass(Mine)
  expect(logging.getLoggerClass()).toBe(Mine)
  expect(logging.getLogger('mine')).toBeInstanceOf(Mine)
  logging.setLoggerClass(logging.Logger)
  expect(logging.getLoggerClass()).toBe(logging.Logger)
})

test('ModuleLevelMiscTest.test_subclass_logger_cache', () => {
  const made: string[] = []
  class Noting extends logging.getLoggerClass() {
    constructor(name: string) {
      super(name)
      made.push(name)
    }
  }
  logging.setLoggerClass(Noting)
  const logger = logging.getLogger('noted')
  expect(logging.getLogger('noted')).toBe(logger)
  expect(made).toEqual(['noted'])
  const stream = new StringStream()
  logger.addHandler(new logging.StreamHandler(stream))

  logger.setLevel(logging.DEBUG)
  logger.debug('first')
  expect(stream.text).toBe('first\n')
  logger.setLevel(logging.INFO)
  logger.debug('second')
  expect(stream.text).toBe('first\n')
})

test('ModuleLevelMiscTest.test_recursion_error', () => {
  let calls = 0
  const forever = (): void => {
    calls++
    logging.error('deeper')
    forever()
  }
  logging.settings.raiseExceptions = false
  // The stack ends in the application's code or in the library's; the application is told either way, and once. As a rule by
  // a RangeError; V8 at times says there that undefined is not a function.
  expect(forever).toThrow(/call stack|not a function/)
  expect(root.lines.length).toBeGreaterThan(10)
  expect(root.lines.length).toBeLessThanOrEqual(calls)
  expect(realmState.nesting.depth).toBe(0)
  logging.error('after all')
  expect(root.lines.at(-1)).toBe('root -> ERROR: after all')
})

test('ModuleLevelMiscTest.test_get_level_names_mapping', () => {
  const mapping = logging.getLevelNamesMapping()
  expect(Object.entries(mapping)).toEqual([
    ['CRITICAL', 50],
    ['FATAL', 50],
    ['ERROR', 40],
    ['WARN', 30],
    ['WARNING', 30],
    ['INFO', 20],
    ['DEBUG', 10],
    ['NOTSET', 0],
  ])
  const again = logging.getLevelNamesMapping()
  expect(again).not.toBe(mapping)
  mapping['INFO'] = 7
  expect(again['INFO']).toBe(20)
  expect(logging.getLevelName('INFO')).toBe(20)
})

/** Lets the runtime warn, which it does after the present job. */
async function warn(text: string): Promise<void> {
  process.emitWarning(text, { type: 'DeprecationWarning', code: 'TREELINE' })
  await setImmediate()
}

test('WarningsTest.test_warnings', async () => {
  const logger = logging.getLogger('py.warnings')
  const stream = new StringStream()
  const handler = new logging.StreamHandler(stream)
  logger.addHandler(handler)
  const uncaptured: string[] = []
  const listener = (warning: Error): void => void uncaptured.push(warning.message)
  process.on('warning', listener)
  try {
    logging.captureWarnings(true)
    await warn('pears are out of season')
    expect(stream.text).toMatch(/DeprecationWarning: pears are out of season.*\n$/)
    expect(root.lines[0]).toContain('py.warnings -> WARNING: DeprecationWarning: pears are out of season')
    // Who listens to the runtime's warnings still hears them.
    expect(uncaptured).toEqual(['pears are out of season'])
  } finally {
    process.removeListener('warning', listener)
  }
})

test('WarningsTest.test_warnings_no_handlers', async () => {
  const logger = logging.getLogger('py.warnings')
  expect(logger.handlers).toEqual([])
  logging.captureWarnings(true)
  expect(logger.handlers).toEqual([])
  await warn('pears are out of season')
  expect(logger.handlers).toHaveLength(1)
  expect(logger.handlers[0]).toBeInstanceOf(logging.NullHandler)
})

test('MiscTestCase.test__all__', async () => {
  const exported = await runInPyodide<string[]>('import logging\ndef main(_): return logging.__all__', null)
  expect(exported).toHaveLength(45)
  // What Python's users assign on the module is on one object here.
  const onSettings = ['lastResort', 'raiseExceptions']
  const missing = exported.filter((name) => !Object.hasOwn(logging, name))
  expect(missing.toSorted()).toEqual(onSettings)
  for (const name of onSettings) expect(logging.settings).toHaveProperty(name)
})
