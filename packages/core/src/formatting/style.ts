import { fieldsText } from './fields.js'
import { type LogRecord, isStandardAttribute } from '../records/record.js'
import { ofType } from '../runtime/checks.js'
import { withHint } from '../runtime/report.js'
import { KeyError } from '../text/keyError.js'

/** Values for attributes that a record does not have. */
export type Defaults = Readonly<Record<string, unknown>>

/** The optional parameters of the three styles. */
export interface StyleOptions {
  /** Values for attributes that a record does not have. Default none. */
  defaults?: Defaults | null | undefined
}

/**
 * Finds an attribute as Python finds it in `{**defaults, **record.__dict__}`; an undefined attribute gets its default too.
 *
 * Differs from Python: `fields` is the call's mapping as text, if there is no attribute of that name.
 *
 * @throws KeyError for an attribute that is in neither
 */
export function attribute(record: LogRecord, name: string, defaults: Defaults | undefined): unknown {
  const standard = isStandardAttribute(name)
  const own = !standard && Object.hasOwn(record, name)
  const value = standard || own ? record[name] : undefined
  if (value !== undefined) return value
  if (defaults !== undefined && Object.hasOwn(defaults, name)) return defaults[name]
  if (own) return undefined
  if (name === 'fields') return fieldsText(record)
  throw new KeyError(name)
}

/** A format string and the record's attributes that it names: the base of the three styles. */
export abstract class Style {
  protected readonly _fmt: string
  protected readonly defaults: Defaults | undefined

  constructor(fmt: string, defaults: Defaults | null | undefined) {
    if (defaults) ofType('defaults', defaults, 'object')
    this._fmt = fmt
    this.defaults = defaults ?? undefined
  }

  /** Returns whether the format string names `asctime`. */
  abstract usesTime(): boolean

  /**
   * Checks the format string.
   *
   * @throws RangeError with Python's text for a format string that is wrong
   */
  abstract validate(): void

  /**
   * Merges the record's attributes into the format string.
   *
   * @throws KeyError for a missing attribute, which `format` turns into Python's ValueError
   */
  protected abstract merge(record: LogRecord): string

  /**
   * Returns the format string with the record's attributes in it.
   *
   * @throws RangeError `Formatting field not found in record: 'nope'`; as Python's formatting for a value that does not suit the
   *   format
   */
  format(record: LogRecord): string {
    try {
      return this.merge(record)
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      const missing = new RangeError(`Formatting field not found in record: ${error.message}`)
      throw withHint(
        missing,
        `where a record may lack it: new Formatter(format, { defaults: { ${error.message}: '-' } })`,
      )
    }
  }
}

/** A style's class, as `Formatter` and `basicConfig` take it. */
export interface StyleClass {
  new (fmt?: string | null, options?: StyleOptions): Style
  /** The format of `basicConfig` without one. */
  readonly basic_format: string
}
