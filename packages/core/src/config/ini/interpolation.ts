import {
  InterpolationDepthError,
  InterpolationMissingOptionError,
  InterpolationSyntaxError,
  MAX_INTERPOLATION_DEPTH,
} from './configParserError.js'
import { repr } from '../../text/repr.js'

// The most work. Ten levels of values that each name the next a thousand times would be 10^30 characters.
const MAX_WORK = 1 << 20
const WORK_OF_A_REPLACEMENT = 100

/** The place of a value, and the options that it may name. */
export interface InterpolationScope {
  readonly section: string
  readonly option: string
  /** Returns the value of an option as it was written. */
  lookUp(option: string): string | undefined
  /** Returns the option's key for its name in any case. */
  optionxform(name: string): string
}

/**
 * Replaces `%(option)s` by the values of other options, and `%%` by `%`: Python's BasicInterpolation.
 *
 * Differs from Python: a value that would be longer than 1 Mi characters, or takes more than 10 000 replacements, is refused.
 *
 * @throws InterpolationSyntaxError, InterpolationMissingOptionError, InterpolationDepthError
 */
export function interpolate(value: string, scope: InterpolationScope): string {
  return new Interpolation(scope).text(value)
}

class Interpolation {
  private readonly pieces: string[] = []
  private work = 0
  private replaces = false
  private readonly scope: InterpolationScope

  constructor(scope: InterpolationScope) {
    this.scope = scope
  }

  text(value: string): string {
    this.append(value, 1)
    return this.pieces.join('')
  }

  private append(value: string, depth: number): void {
    if (depth > MAX_INTERPOLATION_DEPTH) this.tooDeep(value)
    let at = 0
    while (at < value.length) {
      const percent = value.indexOf('%', at)
      const end = percent < 0 ? value.length : percent
      this.add(value.slice(at, end), value)
      at = percent < 0 ? end : this.replace(value, percent, depth)
    }
  }

  /**
   * Replaces what a `%` begins.
   *
   * @returns the position behind it
   * @throws InterpolationSyntaxError, InterpolationMissingOptionError, InterpolationDepthError
   */
  private replace(value: string, percent: number, depth: number): number {
    const next = value[percent + 1]
    if (next === '%') {
      this.add('%', value)
      return percent + 2
    }
    if (next !== '(') this.wrong(`'%' must be followed by '%' or '(', found: ${repr(value.slice(percent))}`)
    const close = value.indexOf(')', percent)
    if (close < percent + 3 || value[close + 1] !== 's')
      this.wrong(`bad interpolation variable reference ${repr(value.slice(percent))}`)
    const { option, section } = this.scope
    const reference = this.scope.optionxform(value.slice(percent + 2, close))
    const found = this.scope.lookUp(reference)
    if (found === undefined) throw new InterpolationMissingOptionError(option, section, this.rawValue(value), reference)
    this.replaces = true
    this.spend(close - percent + WORK_OF_A_REPLACEMENT, value)
    if (found.includes('%')) this.append(found, depth + 1)
    else this.add(found, value)
    return close + 2
  }

  private add(text: string, value: string): void {
    this.pieces.push(text)
    this.spend(text.length, value)
  }

  private spend(work: number, value: string): void {
    this.work += work
    // A long text without any replacement is only as long as in the file.
    if (this.work > MAX_WORK && this.replaces) this.tooDeep(value)
  }

  private rawValue(value: string): string {
    const { scope } = this
    return scope.lookUp(scope.optionxform(scope.option)) ?? value
  }

  private tooDeep(value: string): never {
    throw new InterpolationDepthError(this.scope.option, this.scope.section, this.rawValue(value))
  }

  private wrong(message: string): never {
    throw new InterpolationSyntaxError(this.scope.option, this.scope.section, message)
  }
}

/**
 * Checks the syntax of a value that is set.
 *
 * @throws RangeError (Python's ValueError) for a `%` that begins neither `%(name)s` nor `%%`
 */
export function checkSyntax(value: string): void {
  const text = value.replaceAll('%%', '')
  let removed = 0
  let close = -1
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', close + 2)) {
    close = text[at + 1] === '(' ? text.indexOf(')', at) : -1
    if (close < at + 3 || text[close + 1] !== 's')
      throw new RangeError(`invalid interpolation syntax in ${repr(value)} at position ${at - removed}`)
    removed += close + 2 - at
  }
}
