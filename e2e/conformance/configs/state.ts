// The state of our logging as plain data: state.py gives the same of CPython's.
import { basename } from 'node:path'
import {
  BufferingHandler,
  Filter,
  type Filterer,
  Formatter,
  gmtime,
  type Handler,
  localtime,
  type Logger,
  makeLogRecord,
  MemoryHandler,
  StreamHandler,
} from '../../../packages/core/src/index.js'
import { platform } from '../../../packages/core/src/handlers/platform.js'
import { isPlaceHolder, manager } from '../../../packages/core/src/tree/manager.js'
import { realmState, resetLogging } from '../../../packages/core/src/testing/index.js'
import { forgetLoggers } from '../../../packages/core/src/testing/realmState.js'
import { FileHandler, stderr, stdout } from '../../../packages/node/src/index.js'
import { RotatingFileHandler } from '../../../packages/node/src/handlers.js'

/** An error of a chain: its class and the first line of its message, which is Python's. */
export interface DumpedError {
  readonly type: string
  readonly message: string
}

/** What is compared; its content is `dump_state()`'s in state.py. */
export interface DumpedState {
  readonly root: DumpedLogger
  readonly loggers: readonly (readonly [name: string, logger: DumpedLogger])[]
  readonly handlers: readonly string[]
}

type Dumped = Readonly<Record<string, unknown>>

export interface DumpedLogger {
  readonly class: string
  readonly level: number
  readonly disabled: boolean
  readonly propagate: boolean
  readonly handlers: readonly Dumped[]
  readonly filters: readonly Dumped[]
}

const RECORD = {
  name: 'app.db',
  levelno: 30,
  levelname: 'WARNING',
  msg: 'query %s took %05d ms',
  args: ['q1', 42],
  pathname: '/srv/app/db.py',
  filename: 'db.py',
  module: 'db',
  lineno: 7,
  funcName: 'query',
  created: 1700000000.25,
  msecs: 250,
  relativeCreated: 12,
  thread: 1,
  threadName: 'MainThread',
  process: 2,
  processName: 'MainProcess',
  taskName: null,
  exc_info: null,
  exc_text: null,
  stack_info: null,
}

/** What Python calls our classes of errors. */
const PYTHON_ERRORS: Readonly<Record<string, string>> = { RangeError: 'ValueError' }

function typeOf(error: Error): string {
  return PYTHON_ERRORS[error.name] ?? error.name
}

/** Returns an error and its causes, the outermost first, each with the first line of its message. */
export function dumpError(error: unknown): DumpedError[] {
  const chain: DumpedError[] = []
  for (let at = error; at instanceof Error && chain.length < 10; at = at.cause) {
    chain.push({ type: typeOf(at), message: at.message.split('\n')[0]! })
  }
  return chain
}

function dumpText(handler: Handler): string {
  // A fixture must not depend on where it was made.
  Formatter.converter = gmtime
  try {
    return handler.format(makeLogRecord(RECORD))
  } catch (error) {
    return `${typeOf(error as Error)}: ${(error as Error).message}`
  } finally {
    Formatter.converter = localtime
  }
}

function dumpFilters(filterer: Filterer): Dumped[] {
  return filterer.filters.map((filter) => {
    if (filter instanceof Filter) return { class: filter.constructor.name, name: filter.name }
    return { class: typeof filter === 'function' ? 'function' : filter.constructor.name }
  })
}

function dumpStream(stream: unknown): string {
  if (stream === null || stream === undefined) return 'none'
  return stream === stdout ? 'stdout' : stream === stderr || stream === platform().stderr ? 'stderr' : 'other'
}

interface Listener {
  readonly constructor: { readonly name: string }
  readonly handlers: readonly Handler[]
  readonly respect_handler_level: boolean
  readonly queue: unknown
}

function dumpHandler(handler: Handler): Dumped {
  const dumped: Record<string, unknown> = {
    class: handler.constructor.name,
    name: handler.name,
    level: handler.level,
    formatter: handler.formatter === null ? null : handler.formatter.constructor.name,
    text: dumpText(handler),
    filters: dumpFilters(handler),
  }
  if (handler instanceof FileHandler) {
    dumped['filename'] = basename(handler.baseFilename)
    dumped['mode'] = handler.mode
  } else if (handler instanceof StreamHandler) {
    dumped['stream'] = dumpStream(handler.stream)
  }
  if (handler instanceof StreamHandler) dumped['terminator'] = handler.terminator
  if (handler instanceof RotatingFileHandler) {
    dumped['maxBytes'] = handler.maxBytes
    dumped['backupCount'] = handler.backupCount
  }
  if (handler instanceof BufferingHandler) dumped['capacity'] = handler.capacity
  if (handler instanceof MemoryHandler) {
    dumped['flushLevel'] = handler.flushLevel
    dumped['flushOnClose'] = Boolean(handler.flushOnClose)
    dumped['target'] = handler.target === null ? null : dumpHandler(handler.target)
  }
  if ('queue' in handler) {
    const { listener } = handler as { listener?: Listener | null }
    dumped['listener'] = listener
      ? {
          class: listener.constructor.name,
          handlers: listener.handlers.map(({ name }) => name),
          respect_handler_level: Boolean(listener.respect_handler_level),
          same_queue: listener.queue === handler.queue,
        }
      : null
  }
  return dumped
}

function dumpLogger(logger: Logger): DumpedLogger {
  return {
    class: logger.constructor.name,
    level: logger.level,
    disabled: Boolean(logger.disabled),
    propagate: Boolean(logger.propagate),
    handlers: logger.handlers.map(dumpHandler),
    filters: dumpFilters(logger),
  }
}

/** Returns the root logger, the loggers by name in order, and the names that handlers are known by. */
export function dumpState(): DumpedState {
  const loggers: [string, DumpedLogger][] = []
  for (const [name, node] of manager().loggerDict) if (!isPlaceHolder(node)) loggers.push([name, dumpLogger(node)])
  return {
    root: dumpLogger(manager().root),
    loggers: loggers.sort(([a], [b]) => (a < b ? -1 : 1)),
    handlers: [...realmState.handlers.byName.keys()].sort(),
  }
}

/** Puts our logging back to how it is after import. */
export function resetState(): void {
  resetLogging()
  forgetLoggers()
  manager().root.propagate = true
}
