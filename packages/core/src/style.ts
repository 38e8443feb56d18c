import { KeyError } from './keyError.js'
import { type Conversion, formatConversion, parsePercent, percent, type PercentFormat } from './percent.js'
import { isStandardAttribute, type LogRecord } from './record.js'
import { str } from './repr.js'

/** Values for attributes that a record does not have. */
export type Defaults = Readonly<Record<string, unknown>>

/** The optional parameters of the three styles. */
export interface StyleOptions {
  defaults?: Defaults | null | undefined
}

type Reader = (record: LogRecord) => string

/**
 * Finds an attribute as Python finds it in `{**defaults, **record.__dict__}`; a default is also for what is undefined.
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
  throw new KeyError(name)
}

/** What the three styles share: the format string and the record's attributes it names. */
export abstract class Style {
  protected readonly _fmt: string
  protected readonly defaults: Defaults | undefined

  constructor(fmt: string, defaults: Defaults | null | undefined) {
    this._fmt = fmt
    this.defaults = defaults ?? undefined
  }

  /** Tells whether the format string names `asctime`. */
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
      if (error instanceof KeyError) throw new RangeError(`Formatting field not found in record: ${error.message}`)
      throw error
    }
  }
}

// A zero is a flag, never a width's first digit: with both, a row of zeros would be tried in all its parts.
const PERCENT_FIELD = /%\([\p{L}\p{N}_]+\)[#0+ -]*(\*|(?!0)\p{Nd}+)?(\.(\*|\p{Nd}+))?[diouxefgcrsa%]/iu

/** What stands before the message in nearly every format, and is the same for many records. */
const OPENERS: readonly string[] = ['asctime', 'levelname', 'name']

/** The `%` style: `%(levelname)-8s %(message)s`. */
export class PercentStyle extends Style {
  static readonly default_format: string = '%(message)s'
  private readonly literals: string[] = ['']
  private readonly keys: string[] = []
  private readonly readers: Reader[] = []
  /** What formats whole records where a field alone does not: a format with a '*', without a key, or wrong. */
  private whole: PercentFormat | undefined
  /** How many of the first readers give nothing but the time, the level's name or the logger's. */
  private openers = 0
  private asctime: string | undefined
  private levelname: string | undefined
  private name: string | null | undefined
  private last: string | undefined

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || PercentStyle.default_format, options.defaults)
    this.compile()
  }

  usesTime(): boolean {
    return this._fmt.includes('%(asctime)')
  }

  validate(): void {
    if (!PERCENT_FIELD.test(this._fmt)) throw new RangeError(`Invalid format '${this._fmt}' for '%' style`)
  }

  // Hot path: the format string was taken apart once; a record costs one call and two concatenations a field behind the opening.
  protected merge(record: LogRecord): string {
    const { literals, readers, whole } = this
    if (whole !== undefined) return whole.format(this.named(record))
    const opening = this.openers > 1 ? this.opening(record) : undefined
    let text = opening ?? literals[0]!
    for (let i = opening === undefined ? 0 : this.openers; i < readers.length; i++) {
      text += readers[i]!(record) + literals[i + 1]!
    }
    return text
  }

  /** What the fields before the message give: kept for the time, level and logger it holds for. Undefined for no texts. */
  private opening(record: LogRecord): string | undefined {
    const { asctime, levelname, name, last } = this
    if (record.asctime === asctime && record.levelname === levelname && record.name === name) return last
    const pieces = [this.literals[0]!]
    for (let i = 0; i < this.openers; i++) {
      const text: unknown = this.readers[i]!(record)
      if (typeof text !== 'string') return undefined
      pieces.push(text, this.literals[i + 1]!)
    }
    this.asctime = record.asctime
    this.levelname = record.levelname
    this.name = record.name
    // Joined, not added: a flat text, that is good for all lines of its millisecond.
    return (this.last = pieces.join(''))
  }

  private compile(): void {
    for (const piece of parsePercent(this._fmt)) {
      if (typeof piece === 'string') {
        this.literals[this.literals.length - 1] += piece
        continue
      }
      const { key, width, precision, error } = piece
      if (key !== undefined) this.keys.push(key)
      if (key === undefined || width < 0 || precision < -1 || error !== '') this.whole ??= percent(this._fmt)
      else {
        if (piece.plain && this.openers === this.readers.length && OPENERS.includes(key)) this.openers++
        this.readers.push(reader(piece, key, this.defaults))
      }
      this.literals.push('')
    }
  }

  /** Gives the attributes that the format string names: the mapping that Python's `%` has. */
  private named(record: LogRecord): object {
    const found: Record<string, unknown> = Object.create(null)
    for (const key of this.keys) {
      try {
        found[key] = attribute(record, key, this.defaults)
      } catch {
        // Missing: an error only when the merge gets there.
      }
    }
    return found
  }
}

function reader(piece: Conversion, key: string, defaults: Defaults | undefined): Reader {
  if (piece.plain) return plainReader(key, defaults)
  return (record) => formatConversion(piece, attribute(record, key, defaults))
}

/** `%(name)s`: for what nearly every format has, the property itself. */
function plainReader(key: string, defaults: Defaults | undefined): Reader {
  if (key === 'message') return (record) => record.message as string
  if (key === 'asctime') return (record) => record.asctime as string
  if (key === 'levelname') return (record) => record.levelname
  if (key === 'name') return (record) => record.name as string
  return (record) => str(attribute(record, key, defaults))
}

/** A style's class, as `Formatter` calls it. */
export type StyleClass = new (fmt?: string | null, options?: StyleOptions) => Style

/** The style characters, each with its class and the format that `basicConfig` uses when told none. */
const styles = new Map<string, readonly [StyleClass, string]>([
  ['%', [PercentStyle, '%(levelname)s:%(name)s:%(message)s']],
])

/**
 * Makes a style known to `Formatter` and `basicConfig` by its character. Only for `treeline/slim`, which knows `%` alone:
 * `registerStyle('{', StrFormatStyle)`.
 *
 * @param basicFormat the format that `basicConfig` uses when told none; default the class's own
 */
export function registerStyle(
  character: string,
  style: StyleClass & { readonly default_format: string },
  basicFormat: string = style.default_format,
): void {
  styles.set(character, [style, basicFormat])
}

/**
 * Gives a style's class and default format.
 *
 * @throws RangeError for a style that is none
 */
export function styleOf(style: string): readonly [StyleClass, string] {
  const found = styles.get(style)
  if (found !== undefined) return found
  throw new RangeError(
    'Style must be one of: %,{,$' + (styles.size > 1 ? '' : " (of which slim has '%': registerStyle)"),
  )
}
