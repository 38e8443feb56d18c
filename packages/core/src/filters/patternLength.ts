// The least length of a match of an expression: a shorter text need not be searched.

/** The least number of times that an atom is there. */
const QUANTIFIER = /([*?])|\+|\{(\d+)(?:,\d*)?\}/y

/** An escape, and more of it than some engines' modes take, as each atom counts one. */
const ESCAPE = /\\(?:x[\da-f]{0,2}|u(?:\{[^}]*\}|[\da-f]{0,4})|[pP]\{[^}]*\}|k<[^>]*>|c[a-z]?|\d+|.)/isuy

/** The escapes that may match nothing: borders of words, and references to a group. */
const EMPTY = /^\\(?:[bB]|k<.*|\d+)$/s

/** The beginning of a group; the first part is there for one that looks around. */
const GROUP = /\((?:\?(?:(<?[=!])|<[^>]*>|[^:]*:))?/y

const CLASS = /\[(?:[^\]\\]|\\.)*\]/sy

/**
 * Returns the least number of UTF-16 units that an expression matches, or less.
 *
 * @param expression one without an error
 */
export function leastLength({ source, flags }: RegExp): number {
  // Classes of sets may find the empty text.
  return flags.includes('v') ? 0 : new Reader(source).alternatives()
}

/** A reader of an expression's source. */
class Reader {
  private readonly source: string
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  /** Reads up to the end of a group, and over it, or of the source. Returns the least length. */
  alternatives(): number {
    let least = Infinity
    let length = 0
    while (this.at < this.source.length) {
      const next = this.source[this.at]
      if (next === ')' || next === '|') {
        least = Math.min(least, length)
        length = 0
        this.at++
        if (next === ')') return least
      } else length += this.atom() * this.times()
    }
    return Math.min(least, length)
  }

  private atom(): number {
    switch (this.source[this.at]) {
      case '(': {
        const isAround = this.take(GROUP)[1] !== undefined
        const length = this.alternatives()
        return isAround ? 0 : length
      }
      case '[':
        this.take(CLASS)
        return 1
      case '\\':
        return EMPTY.test(this.take(ESCAPE)[0]) ? 0 : 1
      case '^':
      case '$':
        this.at++
        return 0
      default:
        // A pair of surrogates is one atom where the expression reads them so.
        this.at += this.source.codePointAt(this.at)! > 0xffff ? 2 : 1
        return 1
    }
  }

  private times(): number {
    const [found, few, count] = this.take(QUANTIFIER)
    if (found === '') return 1
    if (this.source[this.at] === '?') this.at++
    return few !== undefined ? 0 : Number(count ?? 1)
  }

  /** Skips what an expression matches here; nothing if it does not match. */
  private take(expression: RegExp): readonly [string, ...string[]] {
    expression.lastIndex = this.at
    const found: readonly [string, ...string[]] = (expression.exec(this.source) as [string, ...string[]] | null) ?? ['']
    this.at += found[0].length
    return found
  }
}
