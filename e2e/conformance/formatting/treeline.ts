import { braces } from '../../../packages/core/src/text/strFormat.js'
import { Formatter } from '../../../packages/core/src/formatting/formatter.js'
import { KeyError } from '../../../packages/core/src/text/keyError.js'
import { percent } from '../../../packages/core/src/text/percent.js'
import { makeLogRecord } from '../../../packages/core/src/records/record.js'
import { ascii, repr } from '../../../packages/core/src/text/repr.js'
import { gmtime } from '../../../packages/core/src/text/structTime.js'
import { template } from '../../../packages/core/src/text/stringTemplate.js'

/** A text, or the class and text of an error. */
export type Answer = string | readonly string[]

/** The name in Python of what this library throws for each of Python's errors. */
const CLASSES: Readonly<Record<string, string>> = {
  ValueError: 'RangeError',
  OverflowError: 'RangeError',
  IndexError: 'RangeError',
  KeyError: 'KeyError',
  TypeError: 'TypeError',
  AttributeError: 'TypeError',
}

/** CPython's answer as ours has to be: the error's class is JavaScript's. */
export function expected(theirs: Answer): Answer {
  if (typeof theirs === 'string') return theirs
  const [name, message] = theirs as [string, string]
  return name in CLASSES ? [CLASSES[name]!, message] : theirs
}

interface Tagged {
  readonly number?: string
  readonly int?: string
  readonly undefined?: true
  readonly object?: readonly [string, unknown][]
  readonly tuple?: readonly unknown[]
}

/** A value as the generator's JSON carries it. */
export function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(decode)
  const { number, int, object, tuple } = value as Tagged
  if (number !== undefined) return Number(number)
  if (int !== undefined) return int.startsWith('-') ? -BigInt(int.slice(1)) : BigInt(int)
  if (object) return Object.fromEntries(object.map(([key, item]) => [key, decode(item)]))
  return tuple ? tuple.map(decode) : undefined
}

function answer(call: () => string): Answer {
  try {
    return call()
  } catch (error) {
    return [(error as Error).name, (error as Error).message]
  }
}

function lookUp(names: unknown): (name: string) => unknown {
  return (name) => {
    if (!Object.hasOwn(names as object, name)) throw new KeyError(name)
    return (names as Record<string, unknown>)[name]
  }
}

interface FormatterCase {
  readonly fmt: string | null
  readonly datefmt: string | null
  readonly style: string
  readonly validate: boolean
  readonly defaults: unknown
  readonly ofClass: number | null
  readonly own: number | null
  readonly time: string | null
  readonly msec: string | null
}

function format(options: FormatterCase, attributes: Record<string, unknown>): string {
  const { fmt, datefmt, style, validate, ofClass, own, time, msec } = options
  const shifted = (hours: number) => (seconds: number) => gmtime(seconds + hours * 3600)
  class Ours extends Formatter {}
  if (ofClass !== null) Ours.converter = shifted(ofClass)
  const defaults = decode(options.defaults) as Record<string, unknown> | null
  const formatter = new Ours(fmt, { datefmt, style, validate, defaults })
  // fields-are-shown: Python has none to compare.
  formatter.showsFields = false
  if (time !== null) formatter.default_time_format = time
  if (msec !== null) formatter.default_msec_format = msec === 'none' ? null : msec
  if (own !== null) formatter.converter = shifted(own)
  const decoded = Object.entries(attributes).map(([name, value]) => [name, decode(value)])
  return formatter.format(makeLogRecord(Object.fromEntries(decoded) as Record<string, unknown>))
}

/** What this library makes of a case of each kind. */
export const treeline: Readonly<Record<string, (one: never) => Answer>> = {
  percent: ([text, args]: [string, unknown]) => answer(() => percent(text).format(decode(args))),
  braces: ([text, args, names]: [string, unknown[], unknown]) =>
    answer(() => braces(text).format(lookUp(decode(names)), args.map(decode))),
  template: ([text, names]: [string, unknown]) => answer(() => template(text).substitute(lookUp(decode(names)))),
  repr: ([text]: [string]) => [repr(text), ascii(text)],
  validate: ([style, text]: [string, string]) => answer(() => (new Formatter(text, { style }), '')),
  formatter: ([options, record]: [FormatterCase, Record<string, unknown>]) => answer(() => format(options, record)),
}
