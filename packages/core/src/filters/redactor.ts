import { registerCallFilter } from '../records/filter.js'
import type { Secrets, UnrecordedCall } from '../records/unrecordedCall.js'
import type { LogRecord } from '../records/record.js'
import { checkList, checkOptionNames, ofType } from '../runtime/checks.js'
import { report } from '../runtime/report.js'
import { barredRecord, redactedRecord } from './redactedRecord.js'
import { Redaction, type Rules } from './redaction.js'
import { PathMachine, type PathState } from './redactionPath.js'
import { compilePatterns } from './redactionPattern.js'
import { RedactionSearch } from './redactionSearch.js'

/** The optional parameters of `Redactor`. */
export interface RedactorOptions {
  /**
   * The paths of secrets: keys with dots between them, `*` for any key, `[*]` for any item of a list, a Set or a Map, `**` for any
   * number of keys; `["any key"]` for a key with dots. Case does not count. Default none.
   */
  paths?: readonly string[] | undefined
  /** Expressions that match secrets, at any position; in a configuration file the expressions' sources. Default none. */
  patterns?: readonly (RegExp | string)[] | undefined
  /** The replacement of a secret. Default `'[redacted]'`. */
  censor?: string | undefined
}

/**
 * A filter for loggers and handlers that removes secrets from records.
 *
 * A path begins at the fields: those of the call's mapping, of `extra`, of adapters and of the context; at an object among the
 * arguments; and at each error that is a field or an argument, with its causes and the errors in it: there it may also begin with
 * `err`, `error` or `exc_info`. It leads through objects, lists, Maps, Sets, errors, and what `toJSON` gives. Patterns are searched
 * in every text: of the fields, their keys, the merged message, errors and stacks.
 *
 * The objects of the application are never changed: a copy replaces a record with a secret. So a Redactor on one handler hides
 * nothing from the others. It searches 50,000 values of a record, 30 deep; the rest is left out.
 *
 * @throws TypeError, RangeError for a path or a pattern that is wrong
 * @example
 * handler.addFilter(new Redactor({ paths: ['**.password', 'req.headers.authorization', 'users[*].token'] }))
 */
export class Redactor {
  private readonly rules: Rules
  /** The state where paths begin. */
  private readonly start: PathState
  private readonly search: RedactionSearch
  /** Searches for matches of patterns that no path names; undefined without patterns. */
  private readonly patternSearch: RedactionSearch | undefined
  /** The secrets that the paths name. */
  private readonly secrets: Secrets

  constructor(options: RedactorOptions = {}) {
    if (new.target === Redactor) checkOptionNames('Redactor', options, 'paths patterns censor')
    const { paths, patterns, censor = '[redacted]' } = options
    ofType('censor', censor, 'string')
    this.start = new PathMachine(listOf('paths', paths)).start
    // A getter that throws there leads to a record.
    registerCallFilter(Redactor.prototype.filter, Redactor.prototype.filterCall)
    const { clean, finds } = compilePatterns(listOf('patterns', patterns), () => censor) ?? {}
    this.rules = { clean, finds, censor: () => censor }
    this.search = new RedactionSearch(this.rules, this.start)
    if (clean !== undefined) this.patternSearch = new RedactionSearch(this.rules, new PathMachine([]).start)
    const pathSearch = new RedactionSearch({ ...this.rules, clean: undefined, finds: undefined }, this.start)
    this.secrets = { start: this.start, censor, areIn: (fields) => pathSearch.findsInFields(fields) }
  }

  /** Returns a copy in place of a record with a secret, and true for any other record. Never throws. */
  filter(record: LogRecord): LogRecord | true {
    try {
      return redactedRecord(record, this.rules, this.start) ?? true
    } catch (error) {
      report(this, error)
      return barredRecord(record)
    }
  }

  /** @internal Filters a call. Secrets that paths name are left to the code that shows the fields. */
  filterCall(msg: string, args: readonly unknown[], call: UnrecordedCall): boolean {
    // An error's text has more in it than its fields.
    if (call.error !== undefined) return false
    if (call.secrets !== undefined) return !this.search.findsInCall(msg, args, call)
    if (this.patternSearch?.findsInCall(msg, args, call)) return false
    call.secrets = this.secrets
    return true
  }

  /** Returns a value as it may be shown: itself, or a copy without secrets. */
  redact(value: unknown): unknown {
    return new Redaction(this.rules).value(value, this.start)
  }
}

function listOf(name: string, given: unknown): readonly unknown[] {
  return given === undefined || given === null ? [] : checkList(name, given, 'a list')
}
