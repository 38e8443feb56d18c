import { getLogger, type Level, type Logger } from '@treeline/core'
import { checkLevel, checkNamedOptions } from '@treeline/core/internal'
import { Capture } from './capture.js'
import type { LogCapture } from './logCapture.js'

/** The optional parameters of `captureLogs`. */
export interface CaptureOptions {
  /** The logger, or its name. Records of the loggers below it are captured too. Default the root. */
  logger?: Logger | string | null | undefined
  /** Records below it are not captured; a number or a name. Default NOTSET: all. */
  level?: Level | undefined
}

/**
 * Captures what is logged, until the capture is closed: by `using`, or by `close()`.
 *
 * Captures at the same time see each its own, where the runtime has `AsyncLocalStorage`: what the rest of the function logs, and
 * what that calls and waits for. Given a function, exactly what that does. What is logged from elsewhere, by a server that was
 * started before say, is in the capture that is open, where no other is open beside it.
 *
 * @param options the logger and the level
 * @param work what to capture; the capture is its argument. Default the rest of the calling function
 * @returns the capture; given a function, what that returns
 * @throws TypeError, RangeError for a logger or a level that is none
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

/** @throws TypeError for what is neither a logger nor a name */
export function loggerOf(logger: Logger | string | null | undefined): Logger {
  if (typeof logger === 'object' && logger !== null) {
    if (typeof logger.callHandlers !== 'function') throw new TypeError('logger: expected a logger or its name')
    return logger
  }
  return getLogger(logger)
}
