import type { LogRecord } from '../records/record.js'
import { attribute, Style, type StyleOptions } from './style.js'
import { template, validateTemplate } from '../text/stringTemplate.js'

/** The `$` style: `$levelname ${message}`. */
export class StringTemplateStyle extends Style {
  static readonly default_format: string = '${message}'
  /** @internal */
  static readonly basic_format: string = '${levelname}:${name}:${message}'
  private parsed: ReturnType<typeof template> | undefined

  constructor(fmt?: string | null, options: StyleOptions = {}) {
    super(fmt || StringTemplateStyle.default_format, options.defaults)
  }

  /** Returns whether the format string names `asctime`. */
  usesTime(): boolean {
    return this._fmt.includes('$asctime') || this._fmt.includes('${asctime}')
  }

  /**
   * Checks the format string.
   *
   * @throws RangeError with Python's text for a format string that is wrong
   */
  validate(): void {
    validateTemplate(this._fmt)
  }

  protected merge(record: LogRecord): string {
    return (this.parsed ??= template(this._fmt)).substitute((name) => attribute(record, name, this.defaults))
  }
}
