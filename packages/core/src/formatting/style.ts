import { KeyError } from '../text/keyError.js'
import { Opening, type Origin } from './linePrefix.js'
import type { Line } from './line.js'
import {
  addMessage,
  callMapping,
  type Conversion,
  formatConversion,
  parsePercent,
  percent,
  type PercentFormat,
} from '../text/percent.js'
import { type Args, isStandardAttribute, type LogRecord } from '../records/record.js'
import { str } from '../text/repr.js'

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

/** What stands before the message in nearly every format, and is the same for many records; the time once at most. */
const OPENERS: readonly string[] = ['asctime', 'levelname', 'name']

interface Field extends Conversion {
  readonly key: string
}

/** The `%` style: `%(levelname)-8s %(message)s`. */
export class PercentStyle extends Style {
  static readonly default_format: string = '%(message)s'
  private readonly literals: string[] = ['']
  private readonly keys: string[] = []
  private readonly readers: Reader[] = []
  /** What formats whole records where a field alone does not: a format with a '*', without a key, or wrong. */
  private whole: PercentFormat | undefined
  /** The first fields, as far as they are nothing but the time, the level's name and the logger's. */
  private readonly openers: Field[] = []
  private readonly opening: Opening
  /** @internal Whether a line is the opening, the message and a literal: what is kept, but for the message. */
  isKept = false

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || PercentStyle.default_format, options.defaults)
    this.compile()
    const timed = this.openers.some(({ key }) => key === 'asctime')
    this.opening = new Opening((origin) => this.pieces(origin), timed)
  }

  usesTime(): boolean {
    return this._fmt.includes('%(asctime)')
  }

  validate(): void {
    if (!PERCENT_FIELD.test(this._fmt)) throw new RangeError(`Invalid format '${this._fmt}' for '%' style`)
  }

  // Hot path: the format string was taken apart once; a record costs one call and two concatenations a field behind the opening.
  protected merge(record: LogRecord): string {
    const { literals, readers, whole, openers } = this
    if (whole !== undefined) return whole.format(this.named(record))
    const isOpened = openers.length > 1 && hasTexts(record)
    let text = isOpened ? this.openingOf(record) : literals[0]!
    for (let i = isOpened ? openers.length : 0; i < readers.length; i++) {
      text += readers[i]!(record) + literals[i + 1]!
    }
    return text
  }

  private openingOf({ name, levelno, levelname, asctime }: LogRecord): string {
    return this.opening.of(name, levelno, levelname, asctime ?? '').text
  }

  /** @internal Hot path: see `Formatter.formatCall`. What is kept, and the message, are the whole line. */
  formatCall(
    line: Line,
    name: string,
    levelno: number,
    levelname: string,
    asctime: string,
    msg: string,
    args: Args,
  ): boolean {
    if (!this.isKept || this.format !== own.format || this.merge !== own.merge) return false
    const mapping = callMapping(args)
    line.begin()
    line.kept(this.opening.of(name, levelno, levelname, asctime))
    if (!addMessage(line, msg, args, mapping)) return false
    const behind = this.literals.at(-1)!
    if (behind !== '') line.text(behind)
    return true
  }

  /** Gives the opening without the time: what stands before it, and behind. */
  private pieces(origin: Origin): [before: string, behind: string] {
    let before = ''
    let text = this.literals[0]!
    for (let i = 0; i < this.openers.length; i++) {
      const field = this.openers[i]!
      if (field.key === 'asctime') {
        before = text
        text = ''
      } else {
        const value = origin[field.key as 'name' | 'levelname']
        text += field.plain ? value : formatConversion(field, value)
      }
      text += this.literals[i + 1]!
    }
    return [before, text]
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
        const field = { ...piece, key }
        if (this.openers.length === this.readers.length && this.opens(field)) this.openers.push(field)
        this.isKept = piece.plain && key === 'message' && this.openers.length === this.readers.length
        this.readers.push(reader(piece, key, this.defaults))
      }
      this.literals.push('')
    }
    if (this.whole !== undefined) this.isKept = false
  }

  private opens({ key, plain }: Field): boolean {
    if (key === 'asctime') return plain && this.openers.every((field) => field.key !== key)
    return OPENERS.includes(key)
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

const own = /* @__PURE__ */ (() => {
  const { format, merge } = PercentStyle.prototype as unknown as { format: unknown; merge: unknown }
  return { format, merge }
})()

/** Whether the record has texts where Python has them: a factory or a filter may have put anything there. */
function hasTexts({ name, levelname, asctime }: LogRecord): boolean {
  return (
    typeof name === 'string' && typeof levelname === 'string' && (asctime === undefined || typeof asctime === 'string')
  )
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
    'Style must be one of: %,{,$' +
      (styles.size > 1 ? '' : " (here '%': registerStyle of treeline/slim adds one, treeline.full.min.js has all)"),
  )
}
