import { getLevelName, type Level, type Logger, repr } from '@treeline/core'
import { isPromise } from '@treeline/core/internal'
import { loggerOf } from '../captures/captureLogs.js'
import { Capture } from '../captures/capture.js'
import type { LogCapture } from '../captures/logCapture.js'
import { AssertionError } from './assertionError.js'

type LoggerParameter = Logger | string | null | undefined
type LevelParameter = Level | null | undefined

/** The function that must log; it gets the log so far. */
type Work<T> = (logs: LogCapture) => T

/** The result of an assertion: a promise where the function returns one. */
type After<T, Result> = T extends PromiseLike<unknown> ? Promise<Result> : Result

type Given<T> =
  | [work: Work<T>]
  | [logger: LoggerParameter, work: Work<T>]
  | [logger: LoggerParameter, level: LevelParameter, work: Work<T>]

/**
 * Fails unless something is logged at `level` or above, by `logger` or one below it, while `work` runs: Python's
 * `unittest.TestCase.assertLogs`. During `work` the logger has no other handlers, does not propagate, and has that level.
 *
 * Differs from Python: a function in place of the `with` block. A message that does not merge with its arguments fails the assertion
 * when the function has ended, not within the logging call.
 *
 * @param logger the logger, or its name. Default the root
 * @param level a number or a name. Default INFO
 * @param work the function that must log, async or not; always the last argument, the others may be left out
 * @returns the records and the lines; a promise of them where `work` is async
 * @throws AssertionError `no logs of level INFO or higher triggered on app`; what `work` throws; TypeError, RangeError for a
 *   wrong logger or level
 * @example
 * const { output } = assertLogs('app', 'WARNING', () => save('x'))
 * expect(output).toEqual(['WARNING:app.disk:full'])
 */
export function assertLogs<T>(...given: Given<T>): After<T, LogCapture> {
  return assertAfter(given, (capture) => {
    if (capture.records.length > 0) return capture
    const { level, logger } = capture
    throw new AssertionError(`no logs of level ${getLevelName(level)} or higher triggered on ${logger.name}`)
  })
}

/**
 * Fails if anything is logged at `level` or above, by `logger` or one below it, while `work` runs: Python's
 * `unittest.TestCase.assertNoLogs`. The parameters are those of `assertLogs`.
 *
 * @throws AssertionError `Unexpected logs found: ['INFO:app:started']`; what `work` throws; TypeError, RangeError for a wrong logger or
 *   level
 * @example
 * assertNoLogs('app', 'WARNING', () => save('x'))
 */
export function assertNoLogs<T>(...given: Given<T>): After<T, void> {
  return assertAfter(given, ({ output }) => {
    if (output.length > 0) throw new AssertionError(`Unexpected logs found: [${output.map(repr).join(', ')}]`)
  })
}

/**
 * Captures what the function logs, and judges it at the end.
 *
 * @throws what `judge` and the function throw; TypeError, RangeError for a wrong logger or level
 */
function assertAfter<T, Result>(given: Given<T>, judge: (capture: Capture) => Result): After<T, Result> {
  const work = given.at(-1)
  if (typeof work !== 'function') throw new TypeError('expected a function that is to log, as the last argument')
  const [logger, level] = given.slice(0, -1) as [LoggerParameter?, LevelParameter?]
  // As in Python, where 0 means the default.
  const capture = new Capture(loggerOf(logger), level || 'INFO')
  const end = (): Result => {
    if (capture.failure !== undefined) throw capture.failure
    return judge(capture)
  }
  const result = capture.during(() => work(capture))
  return (isPromise(result) ? Promise.resolve(result).then(end) : end()) as After<T, Result>
}
