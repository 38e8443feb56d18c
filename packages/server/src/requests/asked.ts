import { checkLevel, catchRejection, isError, report, withHint } from '@treeline/core/internal'
import type { Outcome, RequestOptions } from './requestOptions.js'

/** Returns whether the application wants no line of a request. */
export function isSkipped({ skip }: RequestOptions, outcome: Outcome): boolean {
  return skip ? ask(skip, outcome, 'skip', Boolean) === true : false
}

/** Returns the level that the application gives a line; undefined for no valid level. */
export function askedLevel({ level }: RequestOptions, outcome: Outcome): number | undefined {
  return level ? ask(level, outcome, 'level', (answer) => checkLevel(answer, 'level')) : undefined
}

/** Returns the fields that the application adds to a line. */
export function askedFields({ fields }: RequestOptions, outcome: Outcome): object | undefined {
  return fields ? ask(fields, outcome, 'fields', copied) : undefined
}

/** Calls a function of the application. Returns undefined where it throws or its result is wrong, and reports that. */
function ask<Answer>(
  option: (outcome: Outcome) => unknown,
  outcome: Outcome,
  name: string,
  take: (answer: unknown) => Answer,
): Answer | undefined {
  let answer: unknown
  try {
    answer = option(outcome)
  } catch (error) {
    report(option, error)
    return undefined
  }
  try {
    // Nothing waits for a promise here, and each promise is truthy.
    if (catchRejection(answer)) throw new TypeError(`${name}: expected a function that is not async`)
    return take(answer)
  } catch (error) {
    report(option, isError(error) ? withHint(error, `the line is written without ${name}`) : error)
    return undefined
  }
}

/**
 * Returns a copy of the fields that the application gave.
 *
 * @throws TypeError for anything but an object
 */
function copied(fields: unknown): object | undefined {
  if (fields === undefined || fields === null) return undefined
  if (typeof fields !== 'object' || Array.isArray(fields))
    throw new TypeError(`fields: expected an object, not ${typeof fields === 'object' ? 'a list' : typeof fields}`)
  return fields instanceof Map ? (Object.fromEntries(fields) as object) : { ...fields }
}
