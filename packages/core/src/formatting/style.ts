import { fieldsText } from './fields.js'
import { type LogRecord, isStandardAttribute } from '../records/record.js'
import { ofType } from '../runtime/options.js'
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
 * Finds an attribute as Python finds it in `{**defaults, **record.__dict__}`; a default is also for what is undefined.
 *
 * Differs from Python: `fields` is the call's mapping as text, where there is no attribute of that name.
 *
 * @throws KeyError for one that is in neither
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

/** What the three styles share: the format string and the record's attributes it names. */
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

  /** @throws RangeError with Python's text for a format string that is wrong */
  abstract validate(): void

  /** Formats without turning a missing attribute into Python's ValueError. */
  protected abstract merge(record: LogRecord): string

  /** @throws RangeError `Formatting field not found in record: 'nope'` */
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
  /** The format that `basicConfig` uses when it is given none. */
  readonly basic_format: string
}
