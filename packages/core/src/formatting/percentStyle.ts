import type { LogRecord } from '../records/record.js'
import { percent, type PercentFormat } from '../text/percent.js'
import { attribute, Style, type StyleOptions } from './style.js'

// A zero is a flag, never a width's first digit: with both, a row of zeros would be tried in all its parts.
const PERCENT_FIELD = /%\([\p{L}\p{N}_]+\)[#0+ -]*(\*|(?!0)\p{Nd}+)?(\.(\*|\p{Nd}+))?[diouxefgcrsa%]/iu

/** The `%` style: `%(levelname)-8s %(message)s`. */
export class PercentStyle extends Style {
  static readonly default_format: string = '%(message)s'
  /** @internal */
  static readonly basic_format: string = '%(levelname)s:%(name)s:%(message)s'

  /** @internal */
  readonly parsed: PercentFormat

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || PercentStyle.default_format, options.defaults)
    this.parsed = percent(this._fmt)
  }

  /** Returns whether the format string names `asctime`. */
  usesTime(): boolean {
    return this._fmt.includes('%(asctime)')
  }

  /**
   * Checks the format string.
   *
   * @throws RangeError with Python's text for a format string without a field
   */
  validate(): void {
    if (!PERCENT_FIELD.test(this._fmt)) throw new RangeError(`Invalid format '${this._fmt}' for '%' style`)
  }

  protected merge(record: LogRecord): string {
    const { parsed, defaults } = this
    // A conversion without a key shows all attributes.
    const mapping = parsed.positional > 0 ? { ...defaults, ...record } : record
    return parsed.formatNamed((name) => attribute(record, name, defaults), mapping)
  }
}
