import { getLevelName, type Level, type LogRecord, repr } from '@treeline/core'
import { checkLevel, refuse } from '@treeline/core/internal'
import { recordFields } from '@treeline/core/wire'
import { messageOf, recordLine } from './recordLine.js'

/** The context that test runners give to a matcher. */
interface MatcherContext {
  readonly isNot?: boolean | undefined
  equals(actual: unknown, expected: unknown): boolean
}

/** The result of a matcher. */
interface MatcherResult {
  readonly pass: boolean
  message(): string
}

/** The matchers of this package, for the types of vitest's and jest's `expect`. */
export interface LogMatchers<R = unknown> {
  /**
   * Expects that a capture, or a list of records, has one of this level, message and fields.
   *
   * @param level a number or a name; null for any
   * @param message a part of the message, or an expression that matches it; null for any
   * @param fields values in the record's mapping, in `extra` or among its attributes, compared as by `toEqual`
   */
  toHaveLogged(level?: Level | null, message?: string | RegExp | null, fields?: Readonly<Record<string, unknown>>): R
}

/**
 * The matchers, for `expect.extend` of vitest and jest. The entries `@treeline/testing/vitest` and `@treeline/testing/jest` add them.
 */
export const logMatchers: {
  toHaveLogged(this: MatcherContext, received: unknown, ...expected: Expected): MatcherResult
} = {
  toHaveLogged(received, level, message, fields) {
    const records = recordsOf(received)
    const levelno = level === undefined || level === null ? undefined : checkLevel(level, 'level')
    const isIt = (record: LogRecord): boolean =>
      (levelno === undefined || record.levelno === levelno) &&
      isLike(messageOf(record), message) &&
      Object.entries(fields ?? {}).every(([key, value]) => this.equals(valueOf(record, key), value))
    return {
      pass: records.some(isIt),
      message: () => failure(this.isNot === true, wanted(levelno, message, fields), records),
    }
  },
}

type Expected = Parameters<LogMatchers['toHaveLogged']>

/**
 * Returns the records of a capture or a list.
 *
 * @throws TypeError for anything else
 */
function recordsOf(received: unknown): readonly LogRecord[] {
  const records = Array.isArray(received) ? received : (received as { records?: unknown } | null | undefined)?.records
  if (Array.isArray(records)) return records as LogRecord[]
  return refuse('what captureLogs gives, or a list of records', received, 'toHaveLogged')
}

function isLike(message: string, expected: string | RegExp | null | undefined): boolean {
  if (expected === undefined || expected === null) return true
  // `search` begins at the start, also with a global expression that was used before.
  return typeof expected === 'string' ? message.includes(expected) : message.search(expected) >= 0
}

function valueOf(record: LogRecord, key: string): unknown {
  const fields = recordFields(record)
  return fields !== undefined && key in fields ? fields[key] : record[key]
}

function wanted(levelno: number | undefined, message: unknown, fields: object | undefined): string {
  const parts = [
    levelno === undefined ? '' : String(getLevelName(levelno)),
    message === undefined || message === null ? '' : message instanceof RegExp ? String(message) : repr(message),
    fields === undefined ? '' : repr(fields),
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function failure(isNot: boolean, expected: string, records: readonly LogRecord[]): string {
  const lines = records.map((record) => `\n  ${recordLine(record)}`).join('')
  const what = expected === '' ? (isNot ? 'nothing' : 'anything') : isNot ? `no ${expected}` : expected
  return `expected ${what} to be logged; there was${lines === '' ? ' nothing' : `:${lines}`}`
}
