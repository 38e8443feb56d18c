import { passesAsIs } from '../records/filter.js'
import type { LogRecord } from '../records/record.js'
import { checkList, checkOptionNames, ofType } from '../runtime/options.js'
import { report } from '../runtime/report.js'
import { isError } from '../text/kinds.js'
import { barredRecord, redactedRecord, type Starts } from './redactedRecord.js'
import { Redaction, type Rules } from './redaction.js'
import { PathMachine } from './redactionPath.js'
import { cleaner } from './redactionPattern.js'

/** The optional parameters of `Redactor`. */
export interface RedactorOptions {
  /**
   * Where secrets stand: keys with dots between them, `*` for any key, `[*]` for any item of a list, a Set or a Map, `**` for
   * any way down; `["any key"]` for a key with dots. Capitals and small letters are the same. Default none.
   */
  paths?: readonly string[] | undefined
  /** How secrets look, wherever they stand; in a configuration file the expressions' sources. Default none. */
  patterns?: readonly (RegExp | string)[] | undefined
  /** What stands in the place of a secret. Default `'[redacted]'`. */
  censor?: string | undefined
}

/**
 * Takes secrets out of records: a filter for loggers and handlers.
 *
 * A path begins at the fields: those of the call's mapping, of `extra`, of adapters and of the context; at an object among the
 * arguments; and at an error, which is `err`, `error` and `exc_info` too. It leads through objects, lists, Maps, Sets, errors
 * with their causes, and what `toJSON` gives. Patterns are looked for in every text: of the fields, their keys, the merged
 * message, errors and stacks.
 *
 * The objects of the application are never changed: a record with a secret is replaced by a copy. So a Redactor on one handler
 * hides nothing from the others. It looks through 50,000 values of a record, 30 deep; what is beyond is left out.
 *
 * @throws TypeError, RangeError for a path or a pattern that is wrong
 * @example
 * handler.addFilter(new Redactor({ paths: ['**.password', 'req.headers.authorization', 'users[*].token'] }))
 */
export class Redactor {
  private readonly rules: Rules
  private readonly starts: Starts

  constructor(options: RedactorOptions = {}) {
    if (new.target === Redactor) checkOptionNames('Redactor', options, 'paths patterns censor')
    const { paths, patterns, censor = '[redacted]' } = options
    ofType('censor', censor, 'string')
    const given = listOf('paths', paths)
    this.starts = {
      fields: new PathMachine(given).start,
      error: new PathMachine(given.flatMap((path) => [path, ...withoutName(path)])).start,
    }
    // A getter that throws there has a record made.
    passesAsIs.set(Redactor.prototype.filter, Redactor.prototype.findsNothing)
    this.rules = { clean: cleaner(listOf('patterns', patterns), () => censor), censor: () => censor }
  }

  /** Lets every record through, in the place of one with a secret its copy. */
  filter(record: LogRecord): LogRecord | true {
    try {
      return redactedRecord(record, this.rules, this.starts) ?? true
    } catch (error) {
      report(this, error)
      return barredRecord(record)
    }
  }

  /** @internal Returns whether nothing of a call is to be redacted: its message and arguments, or its fields. */
  findsNothing(msg: string, args: readonly unknown[], extra: object | null): boolean {
    const { clean } = this.rules
    // With patterns the message is looked at as it is merged, which only a record does.
    if (clean !== undefined && (clean(msg) !== msg || !areFields(msg, args))) return false
    for (const arg of args) if (!(isPlain(arg) ? this.hasNothing(arg) : isSimple(arg))) return false
    return extra === null || (isPlain(extra) && this.hasNothing(extra))
  }

  private hasNothing(fields: object): boolean {
    const { clean } = this.rules
    let redaction: Redaction | undefined
    for (const key in fields) {
      const value = (fields as Record<string, unknown>)[key]
      const state = this.starts.fields.at(key)
      // Most values: no path goes on below them.
      const isLeft = clean === undefined && !state.isHit && (state.isDead || typeof value !== 'object')
      if (!isLeft) {
        redaction ??= new Redaction(this.rules)
        if (!Object.is(redaction.value(value, state), value)) return false
      }
      if (clean !== undefined && clean(key) !== key) return false
    }
    return true
  }

  /** Returns a value as it may be shown: itself, or a copy without secrets. */
  redact(value: unknown): unknown {
    return new Redaction(this.rules).value(value, isError(value) ? this.starts.error : this.starts.fields)
  }
}

/** Returns whether the text is the message as it stands: with no arguments, or with fields that it has no place for. */
function areFields(msg: string, args: readonly unknown[]): boolean {
  return args.length === 0 || (args.length === 1 && isPlain(args[0]) && !msg.includes('%'))
}

/** Returns whether a value has nothing below it. */
function isSimple(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function listOf(name: string, given: unknown): readonly unknown[] {
  return given === undefined || given === null ? [] : checkList(name, given, 'a list')
}

/** Returns a path that begins at an error's name as it goes on within the error. */
function withoutName(path: unknown): string[] {
  const [, rest] = /^(?:err|error|exc_info)\.?([^.].*)$/is.exec(String(path)) ?? []
  return rest === undefined ? [] : [rest]
}
