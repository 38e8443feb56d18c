// Counterparts of LoggerAdapterTest.
import * as logging from 'treeline'
import { beforeEach, expect, test } from 'vitest'
import { RecordingHandler, useCleanLogging } from './setup.js'

useCleanLogging()

let logger: logging.Logger
let recording: RecordingHandler
let adapter: logging.LoggerAdapter

beforeEach(() => {
  logger = logging.getLogger()
  recording = new RecordingHandler()
  logger.addHandler(recording)
  adapter = new logging.LoggerAdapter(logger, null)
})

/** Puts a word before each message. */
class PrefixAdapter extends logging.LoggerAdapter {
  prefix = 'inner'

  override process(msg: unknown, kwargs: logging.Keywords): [unknown, logging.Keywords] {
    return [`${this.prefix} ${String(msg)}`, kwargs]
  }
}

/** A message in braces that is merged when somebody wants the text. */
class BraceMessage {
  constructor(
    private readonly format: string,
    private readonly args: readonly unknown[],
  ) {}

  toString(): string {
    const { args } = this
    let next = 0
    return this.format.replaceAll('{}', () => String(args[next++]))
  }
}

/** Logs messages in braces, by overriding `log` as Python's cookbook does: every method goes through it. */
class StyleAdapter extends logging.LoggerAdapter {
  override log(level: number, msg: unknown, ...args: unknown[]): void {
    if (!this.isEnabledFor(level)) return
    const [text, kwargs] = this.process(msg, {})
    this.logger.log(level, new BraceMessage(String(text), args), { ...kwargs, stacklevel: 2 })
  }
}

test('LoggerAdapterTest.test_exception', () => {
  const error = new RangeError('division by zero')
  adapter.exception('failed: %r', recording, error)
  expect(recording.records).toHaveLength(1)
  expect(recording.last).toMatchObject({ levelno: logging.ERROR, msg: 'failed: %r' })
  expect(recording.last.args).toEqual([recording])
  expect(recording.last.exc_info).toBe(error)
})

test('LoggerAdapterTest.test_exception_excinfo', () => {
  const error = new RangeError('division by zero')
  adapter.exception('failed', { exc_info: error })
  expect(recording.records).toHaveLength(1)
  expect(recording.last.exc_info).toBe(error)
})

test('LoggerAdapterTest.test_critical', function criticalTest() {
  adapter.critical('on fire: %r', recording)
  expect(recording.records).toHaveLength(1)
  expect(recording.last).toMatchObject({ levelno: logging.CRITICAL, msg: 'on fire: %r', funcName: 'criticalTest' })
  expect(recording.last.args).toEqual([recording])
})

test('LoggerAdapterTest.test_is_enabled_for', () => {
  expect(adapter.isEnabledFor(logging.WARNING)).toBe(true)
  logger.manager.disable = 33
  expect(adapter.isEnabledFor(32)).toBe(false)
})

test('LoggerAdapterTest.test_has_handlers', () => {
  expect(adapter.hasHandlers()).toBe(true)
  for (const handler of [...logger.handlers]) logger.removeHandler(handler)
  expect(logger.hasHandlers()).toBe(false)
  expect(adapter.hasHandlers()).toBe(false)
})

test('LoggerAdapterTest.test_nested', function nestedTest() {
  const inner = new PrefixAdapter(logger, null)
  const outer = new PrefixAdapter(inner, null)
  outer.prefix = 'outer'
  expect(String(outer)).toBe(String(inner))
  expect(String(outer)).toBe('<PrefixAdapter root (WARNING)>')

  outer.log(logging.CRITICAL, 'nested', recording)

  expect(recording.records).toHaveLength(1)
  expect(recording.last).toMatchObject({ levelno: logging.CRITICAL, msg: 'inner outer nested', funcName: 'nestedTest' })
  expect(recording.last.args).toEqual([recording])

  const { manager } = outer
  expect(inner.manager).toBe(manager)
  expect(logger.manager).toBe(manager)
  const other = new logging.Manager(new logging.RootLogger(logging.WARNING))
  try {
    outer.manager = other
    expect([outer.manager, inner.manager, logger.manager]).toEqual([other, other, other])
  } finally {
    outer.manager = manager
  }
  expect([outer.manager, inner.manager, logger.manager]).toEqual([manager, manager, manager])
})

test('LoggerAdapterTest.test_styled_adapter', function styledTest() {
  const styled = new StyleAdapter(logger)
  styled.warning('Good {}, {}', 'morning', 'town')
  expect(String(recording.last.msg)).toBe('Good morning, town')
  expect(recording.last.funcName).toBe('styledTest')
  styled.log(logging.WARNING, 'Good {}', 'night')
  expect(String(recording.last.msg)).toBe('Good night')
  expect(recording.last.funcName).toBe('styledTest')
})

test('LoggerAdapterTest.test_nested_styled_adapter', function nestedStyledTest() {
  const prefixed = new PrefixAdapter(logger)
  prefixed.prefix = '{}'
  const styled = new StyleAdapter(prefixed)
  styled.warning('Good {}, {}', 'morning', 'town')
  // The prefix comes after the merge, so its braces stay.
  expect(String(recording.last.msg)).toBe('{} Good morning, town')
  expect(recording.last.funcName).toBe('nestedStyledTest')
  styled.log(logging.WARNING, 'Good {}', 'night')
  expect(String(recording.last.msg)).toBe('{} Good night')
  expect(recording.last.funcName).toBe('nestedStyledTest')
})

test('LoggerAdapterTest.test_find_caller_with_stacklevel', function outermost() {
  let stacklevel = 1
  const innermost = (): void => adapter.warning('here', { stacklevel })
  const inner = (): void => innermost()
  const outer = (): void => inner()
  const lines: number[] = []
  for (const name of ['innermost', 'inner', 'outer', 'outermost']) {
    outer()
    expect(recording.last.funcName).toBe(name)
    lines.push(recording.last.lineno)
    stacklevel++
  }
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
  expect(new Set(lines).size).toBe(4)
})

test('LoggerAdapterTest.test_extra_in_records', () => {
  new logging.LoggerAdapter(logger, { tenant: 'a' }).critical('with context')
  expect(recording.records).toHaveLength(1)
  expect(recording.last['tenant']).toBe('a')
})

test('LoggerAdapterTest.test_extra_not_merged_by_default', () => {
  adapter.critical('without context', { extra: { tenant: 'b' } })
  expect(recording.records).toHaveLength(1)
  expect(recording.last).not.toHaveProperty('tenant')
})

test('LoggerAdapterTest.test_extra_merged', () => {
  const merging = new logging.LoggerAdapter(logger, { tenant: 'a' }, { merge_extra: true })
  merging.critical('with both', { extra: { user: 'u' } })
  expect(recording.records).toHaveLength(1)
  expect(recording.last).toMatchObject({ tenant: 'a', user: 'u' })
})

test('LoggerAdapterTest.test_extra_merged_log_call_has_precedence', () => {
  const merging = new logging.LoggerAdapter(logger, { tenant: 'a' }, { merge_extra: true })
  merging.critical('with the own', { extra: { tenant: 'b' } })
  expect(recording.records).toHaveLength(1)
  expect(recording.last['tenant']).toBe('b')
})

test('LoggerAdapterTest.test_extra_merged_without_extra', () => {
  const merging = new logging.LoggerAdapter(logger, null, { merge_extra: true })
  merging.critical('with the own', { extra: { tenant: 'b' } })
  expect(recording.last['tenant']).toBe('b')
  merging.critical('with none')
  expect(recording.records).toHaveLength(2)
  expect(recording.last).not.toHaveProperty('tenant')
})
