import { checkLevel } from '../records/levels.js'
import { calledFrom, type Method } from '../records/caller.js'
import { report, withHint } from '../runtime/report.js'

/** The gate of a logger whose `isEnabledFor` or `findCaller` has to be called: every level passes at first. */
export const ASK: number = -(2 ** 30)

/** The gate of a disabled logger, the greatest small integer of every engine: no level of a method reaches it. */
export const CLOSED: number = 2 ** 30 - 1

/**
 * Returns the number of the level that a call of `log` was given. Reports an unknown level and returns undefined.
 *
 * @param method the `log` that was called
 * @param source returns whom the report is about
 */
export function levelOfCall(level: unknown, method: Method, source: () => object): number | undefined {
  try {
    return checkLevel(level)
  } catch (error) {
    const hint = "the level comes first, the message behind it: log.log('INFO', 'text')"
    report(source(), withHint(error as Error, hint), undefined, () => calledFrom(method))
    return undefined
  }
}

/**
 * Returns whether a call of `log` goes on, at any level: `isEnabledFor` decides where a gate cannot. An object that is no logger
 * has no gate, and passes.
 */
export function passes(target: { gate: number; isEnabledFor(level: number): boolean }, level: number): boolean {
  if (level > ASK && level < CLOSED) return !(target?.gate > level)
  try {
    return target.isEnabledFor(level)
  } catch (error) {
    report(target, error)
    return false
  }
}
