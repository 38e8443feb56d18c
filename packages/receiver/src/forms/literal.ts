/**
 * A value in Python's repr. Nothing is evaluated: strings and numbers are read, other values are only checked for their form.
 */
export interface Literal {
  readonly repr: string
  /** The value of a string, integer or float; undefined for any other. */
  readonly value: string | number | bigint | undefined
}

/** The arguments of a Python record: a tuple, or a dict with strings as keys. */
export type LiteralArgs = readonly Literal[] | ReadonlyMap<string, Literal>

const MAX_LENGTH = 65_536
const MAX_DEPTH = 20
const MAX_DIGITS = 500

// A comma, a colon or a bracket must follow a value; otherwise nothing is read.
const STRING = /b?(?:'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")/sy
const NUMBER = /-?(?:inf|nan|\d+(?:\.\d+)?(?:e[+-]?\d+)?)/y
const WORD = /(?:None|True|False|Ellipsis|set\(\))/y
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * Reads Python's `repr` of a tuple or dict of plain values.
 *
 * @returns undefined for any other text: an object's repr, a value nested more than 20 deep, more than 65536 characters, a number
 *   of more than 500 digits
 */
export function readLiteralArgs(text: string): LiteralArgs | undefined {
  if (text.length > MAX_LENGTH || !/^[({]/.test(text)) return undefined
  try {
    const reader = new Reader(text)
    const args = text.startsWith('(') ? reader.items() : reader.dict()
    return reader.atEnd ? args : undefined
  } catch {
    return undefined
  }
}

class Reader {
  private at = 0
  private depth = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get atEnd(): boolean {
    return this.at === this.text.length
  }

  /** Reads a tuple, list or set at its opening bracket. */
  items(): Literal[] {
    const items: Literal[] = []
    this.bracket(() => items.push(this.literal()))
    return items
  }

  /** Reads a dict whose keys are strings. */
  dict(): Map<string, Literal> {
    const dict = new Map<string, Literal>()
    this.bracket(() => {
      const { value: key } = this.literal()
      if (typeof key !== 'string' || !this.skip(': ')) throw new SyntaxError('expected a string as key')
      dict.set(key, this.literal())
    })
    return dict
  }

  private literal(): Literal {
    const start = this.at
    const value = this.value()
    return { repr: this.text.slice(start, this.at), value }
  }

  private value(): Literal['value'] {
    const string = this.match(STRING)
    if (string !== undefined) return string.startsWith('b') ? undefined : unescape(string.slice(1, -1))
    const number = this.match(NUMBER)
    if (number !== undefined) return parseNumber(number)
    if (this.match(WORD) === undefined) this.container()
    return undefined
  }

  private container(): void {
    this.bracket(() => {
      this.literal()
      if (this.skip(': ')) this.literal()
    })
  }

  /**
   * Reads the items between two brackets.
   *
   * @throws SyntaxError for anything else
   */
  private bracket(item: () => void): void {
    const closing = CLOSING[this.text.charAt(this.at)]
    if (closing === undefined || ++this.depth > MAX_DEPTH) throw new SyntaxError('expected a value')
    this.at++
    while (!this.skip(closing)) {
      item()
      if (!this.skip(', ') && !this.skip(',') && this.text[this.at] !== closing)
        throw new SyntaxError('expected a comma')
    }
    this.depth--
  }

  private skip(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false
    this.at += token.length
    return true
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    this.at += found?.length ?? 0
    return found
  }
}

function unescape(text: string): string {
  return text.replace(ESCAPE, (_, x?: string, u?: string, U?: string, other?: string) => {
    const code = x ?? u ?? U
    return code === undefined ? (ESCAPES[other!] ?? other!) : String.fromCodePoint(parseInt(code, 16))
  })
}

/**
 * Returns the number of a text.
 *
 * @throws SyntaxError for a text that is too long
 */
function parseNumber(text: string): number | bigint {
  if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity
  if (text === 'nan') return NaN
  // Reading and printing n digits takes n² steps.
  if (text.length > MAX_DIGITS) throw new SyntaxError('number too long')
  const number = Number(text)
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number
}
