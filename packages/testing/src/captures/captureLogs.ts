import { getLogger, type Level, type Logger } from '@treeline/core'
import { checkLevel, checkNamedOptions } from '@treeline/core/internal'
import { Capture } from './capture.js'
import type { LogCapture } from './logCapture.js'

/** The optional parameters of `captureLogs`. */
export interface CaptureOptions {
  /** The logger, or its name. Records of the loggers below it are captured too. Default the root. */
  logger?: Logger | string | null | undefined
  /** The level below which records are not captured; a number or a name. Default NOTSET: all. */
  level?: Level | undefined
}

/**
 * Captures what is logged, until the capture is closed: by `using`, or by `close()`.
 *
 * Where the runtime has `AsyncLocalStorage`, captures at the same time each get their own records: those of the rest of the calling
 * function and of what it calls and waits for; with `work`, exactly those of `work`. Records from elsewhere, such as from a server
 * that was started before, go to the open capture where there is only one.
 *
 * @param options the logger and the level
 * @param work the function to capture; the capture is its argument. Default the rest of the calling function
 * @returns the capture; with `work`, its result
 * @throws TypeError, RangeError for a wrong logger or level; what `work` throws
 * @example
 * using logs = captureLogs({ logger: 'app.db' })
 * connect()
 * expect(logs.messages).toEqual(['connected to orders'])
 */
export function captureLogs(options?: CaptureOptions): LogCapture
export function captureLogs<T>(options: CaptureOptions, work: (logs: LogCapture) => T): T
export function captureLogs<T>(options: CaptureOptions = {}, work?: (logs: LogCapture) => T): LogCapture | T {
  checkNamedOptions(captureLogs, options, 'logger level')
  const capture = new Capture(loggerOf(options.logger), checkLevel(options.level ?? 0, 'level'))
  return work === undefined ? capture.open() : capture.during(() => work(capture))
}

/**
 * Returns a logger, given by itself or by its name.
 *
 * @throws TypeError for anything else
 */
export function loggerOf(logger: Logger | string | null | undefined): Logger {
  if (typeof logger === 'object' && logger !== null) {
    if (typeof logger.callHandlers !== 'function') throw new TypeError('logger: expected a logger or its name')
    return logger
  }
  return getLogger(logger)
}
