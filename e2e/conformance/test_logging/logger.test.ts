// Counterparts of LoggerTest.
import * as logging from 'treeline'
import { captureStderr } from '@treeline/core/testing'
import { beforeEach, expect, test } from 'vitest'
import { RecordingHandler, useRoot } from './setup.js'

const root = useRoot()

let logger: logging.Logger
let recording: RecordingHandler

beforeEach(() => {
  // Outside of the tree.
  logger = new logging.Logger('alone')
  recording = new RecordingHandler()
  logger.addHandler(recording)
})

test('LoggerTest.test_set_invalid_level', () => {
  expect(() => logger.setLevel(null as never)).toThrow(new TypeError('Level not an integer or a valid string: null'))
  expect(() => logger.setLevel([0, 0] as never)).toThrow(
    new TypeError('Level not an integer or a valid string: [ 0, 0 ]'),
  )
  expect(() => logger.setLevel('LOUD' as string)).toThrow(new RangeError("Unknown level: 'LOUD'"))
  expect(logger.level).toBe(logging.NOTSET)
})

test('LoggerTest.test_exception', () => {
  const error = new RangeError('division by zero')
  logger.exception('failed: %r', recording, error)
  expect(recording.records).toHaveLength(1)
  expect(recording.last).toMatchObject({ levelno: logging.ERROR, msg: 'failed: %r' })
  expect(recording.last.args).toEqual([recording])
  expect(recording.last.exc_info).toBe(error)
})

test('LoggerTest.test_log_invalid_level_with_raise', () => {
  logging.settings.raiseExceptions = true
  const said = captureStderr(() => logger.log('10' as never, 'no level'))
  expect(said).toContain("RangeError: Unknown level: '10'")
  expect(recording.records).toEqual([])
})

test('LoggerTest.test_log_invalid_level_no_raise', () => {
  logging.settings.raiseExceptions = false
  expect(captureStderr(() => logger.log('10' as never, 'no level'))).toBe('')
  expect(recording.records).toEqual([])
})

test('LoggerTest.test_find_caller_with_stack_info', function asking() {
  const [pathname, lineno, funcName, stack] = logger.findCaller(true)
  expect(pathname).toMatch(/logger\.test\.ts$/)
  expect(lineno).toBeGreaterThan(1)
  expect(funcName).toBe('asking')
  expect(stack).toMatch(/^Stack \(most recent call first\):\n.*asking.*logger\.test\.ts/)
  expect(logger.findCaller()[3]).toBeNull()
})

test('LoggerTest.test_find_caller_with_stacklevel', function outermost() {
  let stacklevel = 1
  let trigger: (message: string, keywords: logging.Keywords) => void = logger.warning.bind(logger)
  const innermost = (): void => trigger('here', { stacklevel })
  const inner = (): void => innermost()
  const outer = (): void => inner()
  const lines: number[] = []
  const names: (string | null)[] = []
  const log = (): void => {
    outer()
    names.push(recording.last.funcName)
    lines.push(recording.last.lineno)
  }
  for (; stacklevel <= 3; stacklevel++) log()
  expect(names).toEqual(['innermost', 'inner', 'outer'])
  // Each on a line of its own, in the order of the source.
  expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b))

  // The module's function is no frame of the caller's either.
  stacklevel = 3
  root.logger.addHandler(recording)
  trigger = logging.warning
  outer()
  expect(recording.last).toMatchObject({ name: 'root', funcName: 'outer' })
  root.logger.removeHandler(recording)

  trigger = logger.warning.bind(logger)
  stacklevel = 5
  log()
  expect(names.at(-1)).toBe('outermost')
  expect(lines.at(-1)).toBeGreaterThan(lines.at(-2)!)
})

const ATTRIBUTES = [
  ...['name', 'msg', 'args', 'levelname', 'levelno', 'pathname', 'filename', 'module', 'exc_info', 'exc_text'],
  ...['stack_info', 'lineno', 'funcName', 'created', 'msecs', 'relativeCreated', 'thread', 'threadName'],
  ...['processName', 'process', 'taskName', 'message', 'asctime'],
]

test('LoggerTest.test_make_record_with_extra_overwrite', () => {
  for (const key of ATTRIBUTES) {
    let record: logging.LogRecord | undefined
    const said = captureStderr(() => {
      const extra = { [key]: 'some value', added: true }
      record = logger.makeRecord('a record', 13, '/srv/a.js', 1, 'text', [], null, { extra })
    })
    expect(said).toContain(`Attempt to overwrite '${key}' in LogRecord`)
    expect(record![key]).not.toBe('some value')
    expect(record!['added']).toBe(true)
  }
})

test('LoggerTest.test_make_record_with_extra_no_overwrite', () => {
  const extra = { valid: 'some value' }
  const record = logger.makeRecord('a record', 13, '/srv/a.js', 1, 'text', [], null, { extra })
  expect(Object.keys(record)).toContain('valid')
  expect(record['valid']).toBe('some value')
})

test('LoggerTest.test_has_handlers', () => {
  expect(logger.hasHandlers()).toBe(true)
  for (const handler of [...logger.handlers]) logger.removeHandler(handler)
  expect(logger.hasHandlers()).toBe(false)
})

test('LoggerTest.test_has_handlers_no_propagate', () => {
  const child = logging.getLogger('alone.child')
  expect(child.hasHandlers()).toBe(true)
  child.propagate = false
  expect(child.hasHandlers()).toBe(false)
})

test('LoggerTest.test_is_enabled_for', () => {
  expect(logger.isEnabledFor(22)).toBe(true)
  logger.manager.disable = 23
  expect(logger.isEnabledFor(22)).toBe(false)
})

test('LoggerTest.test_is_enabled_for_disabled_logger', () => {
  logger.disabled = true
  logger.manager.disable = 21
  expect(logger.isEnabledFor(22)).toBe(false)
  logger.disabled = false
  expect(logger.isEnabledFor(22)).toBe(true)
})

test('LoggerTest.test_root_logger_aliases', () => {
  const top = logging.getLogger()
  expect(logging.getLogger(null)).toBe(top)
  expect(logging.getLogger('')).toBe(top)
  expect(logging.getLogger('root')).toBe(top)
  expect(top.manager.root).toBe(top)
  expect(logging.getLogger('shop').root).toBe(top)
  expect(logging.getLogger('shop.cart').root).toBe(top)
  expect(logging.getLogger('shop').parent).toBe(top)

  expect(logging.getLogger('\0')).not.toBe(top)
  expect(logging.getLogger('shop.cart').parent).not.toBe(top)
})

test('LoggerTest.test_invalid_names', () => {
  const message = 'A logger name must be a string'
  expect(() => logging.getLogger(parseInt as never)).toThrow(new TypeError(message))
  expect(() => logging.getLogger(Buffer.from('shop') as never)).toThrow(new TypeError(message))
})

/** Which of DEBUG, ERROR and CRITICAL each logger lets through, asked and by a record that arrives. */
function enabled(loggers: readonly logging.Logger[]): string[][] {
  return loggers.map((one) =>
    ['DEBUG', 'ERROR', 'CRITICAL'].filter((name) => {
      const level = logging.getLevelName(name) as number
      const before = root.lines.length
      one.log(level, 'passed')
      const passed = root.lines.length > before
      expect(one.isEnabledFor(level)).toBe(passed)
      return passed
    }),
  )
}

test('LoggerTest.test_caching', () => {
  const parent = logging.getLogger('shop')
  const child = logging.getLogger('shop.cart')
  const all = [root.logger, parent, child]
  const levels = (): number[] => all.map((one) => one.getEffectiveLevel())
  // What a logger lets through is kept with it, so each change of a level anywhere above has to reach it.
  root.logger.setLevel(logging.ERROR)
  expect(levels()).toEqual([40, 40, 40])
  for (let i = 0; i < 2; i++) {
    expect(enabled(all)).toEqual([
      ['ERROR', 'CRITICAL'],
      ['ERROR', 'CRITICAL'],
      ['ERROR', 'CRITICAL'],
    ])
  }

  parent.setLevel(logging.CRITICAL)
  expect(levels()).toEqual([40, 50, 50])
  expect(enabled(all)).toEqual([['ERROR', 'CRITICAL'], ['CRITICAL'], ['CRITICAL']])

  child.setLevel(logging.DEBUG)
  expect(enabled(all)).toEqual([['ERROR', 'CRITICAL'], ['CRITICAL'], ['DEBUG', 'ERROR', 'CRITICAL']])
  child.setLevel(logging.NOTSET)
  expect(levels()).toEqual([40, 50, 50])
  expect(enabled(all)).toEqual([['ERROR', 'CRITICAL'], ['CRITICAL'], ['CRITICAL']])

  logging.disable()
  expect(levels()).toEqual([40, 50, 50])
  expect(enabled(all)).toEqual([[], [], []])
  logging.disable(logging.NOTSET)
  expect(enabled(all)).toEqual([['ERROR', 'CRITICAL'], ['CRITICAL'], ['CRITICAL']])
})
