import { UsageError } from '../command.js'
import { parseLevel } from './levels.js'
import type { JSONObject, LogLine } from './logLine.js'
import { parseTime } from './times.js'

/** The criteria that a user gives. */
export interface CriteriaOptions {
  readonly level?: string | undefined
  readonly name?: readonly string[] | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly grep?: string | undefined
  readonly where?: readonly string[] | undefined
}

/** Returns whether a line passes a criterion. */
type Test = (object: JSONObject, line: LogLine) => boolean

/** Decides which lines are wanted. */
export class Criteria {
  /** Whether a criterion applies to records only. */
  readonly asksRecords: boolean
  private readonly tests: readonly Test[]
  private readonly text: ((text: string) => boolean) | undefined

  /**
   * Reads the criteria.
   *
   * @throws UsageError for what cannot be understood
   */
  constructor({ level, name = [], since, until, grep, where = [] }: CriteriaOptions, nowMs: number) {
    const tests: Test[] = []
    if (level !== undefined) {
      const least = parsed(parseLevel(level), `there is no level '${level}'`)
      tests.push((_, line) => line.levelno >= least)
    }
    if (name.length > 0)
      tests.push((_, line) => name.some((one) => line.name === one || line.name.startsWith(`${one}.`)))
    if (since !== undefined) {
      const from = parsed(parseTime(since, nowMs), `--since: '${since}' is no time`)
      tests.push((_, { time }) => time !== undefined && time >= from)
    }
    if (until !== undefined) {
      const to = parsed(parseTime(until, nowMs), `--until: '${until}' is no time`)
      tests.push((_, { time }) => time !== undefined && time <= to)
    }
    tests.push(...where.map(fieldTest))
    this.tests = tests
    this.asksRecords = tests.length > 0
    this.text = grep === undefined ? undefined : textTest(grep)
  }

  /** Returns whether a line of text is wanted. */
  wantsText(text: string): boolean {
    return !this.asksRecords && (this.text === undefined || this.text(text))
  }

  /** Returns whether a record is wanted. */
  wants(raw: string, object: JSONObject, line: LogLine): boolean {
    const { text } = this
    if (text !== undefined && !text(raw) && !text(line.message) && !text(line.error)) return false
    return this.tests.every((test) => test(object, line))
  }
}

/**
 * Returns a value that was read from an argument.
 *
 * @throws UsageError where it is undefined
 */
function parsed(value: number | undefined, message: string): number {
  if (value === undefined) throw new UsageError(message)
  return value
}

/**
 * Returns the test of a text: `/fail(ed)?/i` is a regular expression, anything else the text itself.
 *
 * @throws UsageError for a wrong expression
 */
function textTest(text: string): (text: string) => boolean {
  const expression = expressionOf(text)
  return expression === undefined ? (line) => line.includes(text) : (line) => expression.test(line)
}

function expressionOf(text: string): RegExp | undefined {
  const found = /^\/(.+)\/([imsu]*)$/.exec(text)
  if (found === null) return undefined
  try {
    return new RegExp(found[1]!, found[2])
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/**
 * Returns the test of a field: `status>=500`, `user.id=7`, `path~/users/`, or `err` for a line with that field.
 *
 * @throws UsageError for what cannot be understood
 */
function fieldTest(text: string): Test {
  const found = /^([^=!<>~]+)(?:(=|!=|>=|<=|>|<|~)(.*))?$/s.exec(text)
  if (found === null) throw new UsageError(`--where: '${text}' is neither a field nor a comparison such as status>=500`)
  const [, path = '', operator, wanted = ''] = found
  if (operator === undefined) return (object) => fieldOf(object, path) !== undefined
  if (/[<>]/.test(operator) && wanted.trim() === '')
    throw new UsageError(`--where: '${text}' has nothing to compare with; as in status>=500`)
  if (operator === '~') {
    const contains = textTest(wanted)
    return (object) => contains(shown(fieldOf(object, path)))
  }
  return (object) => compares(operator, fieldOf(object, path), wanted)
}

function fieldOf(object: JSONObject, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path]
  let value: unknown = object
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as JSONObject)[key]
  }
  return value
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}

function compares(operator: string, value: unknown, wanted: string): boolean {
  if (value === undefined) return operator === '!='
  const order = orderOf(value, wanted)
  if (operator === '=') return order === 0
  if (operator === '!=') return order !== 0
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  return operator === '>=' ? order >= 0 : order <= 0
}

/** Compares a value with the wanted one: as numbers where both are, else as texts. */
function orderOf(value: unknown, wanted: string): number {
  const text = shown(value)
  const [a, b] = [Number(text), Number(wanted)]
  if (text.trim() !== '' && wanted.trim() !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b
  return text < wanted ? -1 : Number(text > wanted)
}
