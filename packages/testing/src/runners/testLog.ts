import { getLogger, Handler, type Level, Logger, type LogRecord, prepare } from '@treeline/core'
import { checkLevel, handlerRegistry, shared } from '@treeline/core/internal'
import { currentScope, Scope } from '../captures/scope.js'
import { AssertionError } from '../assertions/assertionError.js'
import { recordLine } from '../matchers/recordLine.js'

/** The number of a test's last records that are kept. */
const MAX_KEPT = 200

/** The settings that the set-up files of test runners share. */
const settings: { failLevel: number } = shared('testLogs', () => ({ failLevel: Infinity }))

/**
 * Makes each test fail that logs at this level or above, unless a capture takes the record. For a set-up file.
 *
 * @param level a number or a name. Default WARNING; null: none fails
 * @throws TypeError, RangeError for a wrong level
 * @example
 * failOnLogs('ERROR')
 */
export function failOnLogs(level: Level | null = 'WARNING'): void {
  settings.failLevel = level === null ? Infinity : checkLevel(level, 'level')
}

/** The log of one test. */
export class TestLog extends Scope {
  private readonly kept: LogRecord[] = []
  private count = 0
  private unexpected: string | undefined

  /** Begins a test. */
  open(): this {
    watch()
    this.begin()
    return this
  }

  /** Ends a test. */
  close(): void {
    if (this.isOpen) this.end()
  }

  override note(record: LogRecord, isCaptured: boolean): void {
    this.count++
    this.kept.push(prepare(record))
    if (this.kept.length > MAX_KEPT) this.kept.shift()
    if (!isCaptured && record.levelno >= settings.failLevel) this.unexpected ??= recordLine(record)
  }

  /** The log as people read it; '' for nothing. */
  get text(): string {
    if (this.count === 0) return ''
    const more = this.count - this.kept.length
    const lines = this.kept.map((record) => `\n  ${recordLine(record).replaceAll('\n', '\n  ')}`)
    return `logged:${more > 0 ? `\n  … ${more} before` : ''}${lines.join('')}`
  }

  /** Returns the error of a test that must fail for its log; undefined for none. */
  unexpectedError(): AssertionError | undefined {
    return this.unexpected === undefined ? undefined : new AssertionError(`unexpected log: ${this.unexpected}`)
  }

  /**
   * Checks the log.
   *
   * @throws AssertionError where the test must fail for it
   */
  check(): void {
    const error = this.unexpectedError()
    if (error === undefined) return
    addLog(error, this)
    throw error
  }
}

/** Returns whether a test is known to run. */
function isInTest(): boolean {
  for (const scope of currentScope().outwards()) if (isTestLog(scope)) return true
  return false
}

/** Returns whether a scope is a test, of this copy of the package or another. */
function isTestLog(scope: Scope): scope is TestLog {
  return 'check' in scope
}

class TestLogHandler extends Handler {
  override emit(record: LogRecord): void {
    for (const scope of currentScope().outwards()) scope.note(record, false)
  }
}

/**
 * Gets all records that reach the root, by a logger above it: the root's handlers stay the application's, `basicConfig` works as
 * usual, and the handler of last resort writes nothing. Handlers that write to the console are silent within a test.
 */
function watch(): void {
  const root = getLogger()
  if (root.parent === null) {
    const above = new Logger('tests')
    above.handlers = [new TestLogHandler()]
    root.parent = above
    for (const handler of above.handlers) handlerRegistry.open.delete(handler)
  }
  for (const handler of handlerRegistry.open) if (writesToConsole(handler)) handler.addFilter(quiet)
}

const quiet: () => boolean = shared('quiet', () => () => !isInTest())

/** Returns whether a handler, of this copy of the package or another, writes to the console or to a standard stream. */
function writesToConsole(handler: Handler): boolean {
  if (handler.toString().startsWith('<ConsoleHandler ')) return true
  const { stream } = handler as { stream?: { name?: unknown; fd?: unknown } | null }
  return (
    stream?.name === '<stderr>' || stream?.name === '<stdout>' || stream?.name === '<console>' || isStandard(stream)
  )
}

function isStandard(stream: { fd?: unknown } | null | undefined): boolean {
  return stream?.fd === 1 || stream?.fd === 2
}

/** Appends a test's log to an error's message, which runners print by itself or at the head of the stack. */
export function addLog(error: { message: string; stack?: string | undefined }, { text }: TestLog): void {
  if (text === '') return
  const { message, stack = '' } = error
  const end = stack.indexOf(message) + message.length
  // An error may be frozen.
  Reflect.set(error, 'message', `${message}\n\n${text}`)
  if (stack.includes(message)) Reflect.set(error, 'stack', `${stack.slice(0, end)}\n\n${text}${stack.slice(end)}`)
}
