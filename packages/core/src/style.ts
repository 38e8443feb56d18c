import { braces, validateBraces } from './braces.js'
import { KeyError } from './keyError.js'
import { type Conversion, formatConversion, parsePercent } from './percent.js'
import { isStandardAttribute, type LogRecord } from './record.js'
import { repr, str } from './repr.js'
import { template, validateTemplate } from './template.js'

/** Values for attributes that a record does not have. */
export type Defaults = Readonly<Record<string, unknown>>

/** The optional parameters of the three styles. */
export interface StyleOptions {
  defaults?: Defaults | null | undefined
}

type Reader = (record: LogRecord) => string

/**
 * Finds an attribute as Python finds it in `{**defaults, **record.__dict__}`.
 *
 * @throws KeyError for one that is in neither
 */
function attribute(record: LogRecord, name: string, defaults: Defaults | undefined): unknown {
  const value = isStandardAttribute(name) || Object.hasOwn(record, name) ? record[name] : undefined
  if (value !== undefined) return value
  if (defaults !== undefined && Object.hasOwn(defaults, name)) return defaults[name]
  throw new KeyError(name)
}

/** What the three styles share: the format string and the record's attributes it names. */
abstract class Style {
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

const PERCENT_FIELD = /%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]/i

/** The `%` style: `%(levelname)-8s %(message)s`. */
export class PercentStyle extends Style {
  static readonly default_format: string = '%(message)s'
  private readonly literals: string[] = ['']
  private readonly readers: Reader[] = []

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || PercentStyle.default_format, options.defaults)
    this.compile()
  }

  usesTime(): boolean {
    return this._fmt.includes('%(asctime)')
  }

  validate(): void {
    if (!PERCENT_FIELD.test(this._fmt)) throw new RangeError(`Invalid format ${repr(this._fmt)} for '%' style`)
  }

  // Hot path: the format string was taken apart once; a record costs one call and two concatenations a field.
  protected merge(record: LogRecord): string {
    const { literals, readers } = this
    let text = literals[0]!
    for (let i = 0; i < readers.length; i++) text += readers[i]!(record) + literals[i + 1]!
    return text
  }

  private compile(): void {
    for (const piece of parsePercent(this._fmt)) {
      if (typeof piece === 'string') {
        this.literals[this.literals.length - 1] += piece
      } else {
        this.readers.push(this.reader(piece))
        this.literals.push('')
      }
    }
  }

  private reader(piece: Conversion): Reader {
    const { defaults } = this
    const { key, width, precision, error } = piece
    // A record is one mapping: there is no tuple that a '*' or a conversion without a key could take from.
    if (error === '' && (key === undefined || width < 0 || precision < -1)) return tooFewArguments
    if (key === undefined) return () => formatConversion(piece, undefined)
    if (piece.plain) return plainReader(key, defaults)
    return (record) => formatConversion(piece, attribute(record, key, defaults))
  }
}

function tooFewArguments(): never {
  throw new TypeError('not enough arguments for format string')
}

/** `%(name)s`: for what nearly every format has, the property itself. */
function plainReader(key: string, defaults: Defaults | undefined): Reader {
  if (key === 'message') return (record) => record.message as string
  if (key === 'asctime') return (record) => record.asctime as string
  if (key === 'levelname') return (record) => record.levelname
  if (key === 'name') return (record) => record.name as string
  return (record) => str(attribute(record, key, defaults))
}

/** The `{` style: `{levelname:<8} {message}`. */
export class StrFormatStyle extends Style {
  static readonly default_format: string = '{message}'
  private parsed: ReturnType<typeof braces> | undefined

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || StrFormatStyle.default_format, options.defaults)
  }

  usesTime(): boolean {
    return this._fmt.includes('{asctime')
  }

  validate(): void {
    validateBraces(this._fmt)
  }

  protected merge(record: LogRecord): string {
    return (this.parsed ??= braces(this._fmt)).format((name) => attribute(record, name, this.defaults))
  }
}

/** The `$` style: `$levelname ${message}`. */
export class StringTemplateStyle extends Style {
  static readonly default_format: string = '${message}'
  private parsed: ReturnType<typeof template> | undefined

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || StringTemplateStyle.default_format, options.defaults)
  }

  usesTime(): boolean {
    return this._fmt.includes('$asctime') || this._fmt.includes('${asctime}')
  }

  validate(): void {
    validateTemplate(this._fmt)
  }

  protected merge(record: LogRecord): string {
    return (this.parsed ??= template(this._fmt)).substitute((name) => attribute(record, name, this.defaults))
  }
}

type StyleClass = typeof PercentStyle | typeof StrFormatStyle | typeof StringTemplateStyle

/** The style characters, each with its class and the format that `basicConfig` uses when told none. */
const STYLES: Readonly<Record<string, readonly [StyleClass, string]>> = {
  '%': [PercentStyle, '%(levelname)s:%(name)s:%(message)s'],
  '{': [StrFormatStyle, '{levelname}:{name}:{message}'],
  $: [StringTemplateStyle, '${levelname}:${name}:${message}'],
}

/**
 * Gives a style's class and default format.
 *
 * @throws RangeError for a style that is none
 */
export function styleOf(style: string): readonly [StyleClass, string] {
  const found = Object.hasOwn(STYLES, style) ? STYLES[style] : undefined
  if (found === undefined) throw new RangeError('Style must be one of: %,{,$')
  return found
}
