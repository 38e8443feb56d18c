import { braces, validateBraces } from '../text/strFormat.js'
import type { LogRecord } from '../records/record.js'
import { attribute, Style, type StyleOptions } from './style.js'

/** The `{` style: `{levelname:<8} {message}`. */
export class StrFormatStyle extends Style {
  static readonly default_format: string = '{message}'
  /** @internal */
  static readonly basic_format: string = '{levelname}:{name}:{message}'
  private parsed: ReturnType<typeof braces> | undefined

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || StrFormatStyle.default_format, options.defaults)
  }

  /** Returns whether the format string names `asctime`. */
  usesTime(): boolean {
    return this._fmt.includes('{asctime')
  }

  /**
   * Checks the format string.
   *
   * @throws RangeError with Python's text for a format string that is wrong
   */
  validate(): void {
    validateBraces(this._fmt)
  }

  protected merge(record: LogRecord): string {
    return (this.parsed ??= braces(this._fmt)).format((name) => attribute(record, name, this.defaults))
  }
}
