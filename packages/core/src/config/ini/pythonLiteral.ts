import { readString } from './pythonString.js'
import { repr } from '../../text/repr.js'

/** What a Python literal becomes: a dict an object when its keys are strings, else a Map; a tuple or list an array. */
export type PythonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | PythonValue[]
  | Set<PythonValue>
  | Map<PythonValue, PythonValue>
  | { [key: string]: PythonValue }

/** Returns what a dotted name such as `handlers.SYSLOG_UDP_PORT` stands for, or undefined. */
export type NameLookUp = (name: string) => unknown

const MAX_LENGTH = 65_536
const MAX_DEPTH = 200
/** Python's own limit for the digits of an int. */
const MAX_DIGITS = 4300

// A line that goes on must have one to go on in.
const BLANK = /(?:[ \t\f]|\\\n(?=[^])|#[^\n]*)*/y
const BLANK_LINES = /(?:[ \t\f\n]|\\\n(?=[^])|#[^\n]*)*/y
const NUMBER =
  /0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|(?:\d(?:_?\d)*)?\.?(?:\d(?:_?\d)*)?(?:e[+-]?\d(?:_?\d)*)?/iy
const NAME = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['None', null],
  ['True', true],
  ['False', false],
])

/**
 * Reads a Python literal: strings with all their prefixes and escapes, bytes, numbers with `+ - * |` between them, `None`,
 * `True`, `False`, tuples, lists, dicts and sets, and names that `lookUp` knows. Nothing is called and nothing evaluated.
 *
 * Integers beyond 2^53 become bigints, bytes a Uint8Array. Nested 200 deep at most, 65 536 characters long.
 *
 * Differs from Python's `ast.literal_eval`: no complex numbers, no characters by name (`\N{…}`).
 *
 * @param lookUp gives the value of a name; default: there are no names
 * @throws SyntaxError that says where and what was expected; RangeError for a name that is not known or a text that is too
 *   long; TypeError for a key that cannot be one
 */
export function pythonLiteral(text: string, lookUp: NameLookUp = () => undefined): PythonValue {
  if (text.length > MAX_LENGTH) throw new RangeError(`more than ${MAX_LENGTH} characters are not read as a literal`)
  return new LiteralReader(text.replace(/\r\n?/g, '\n'), lookUp).whole()
}

class LiteralReader {
  private at = 0
  private depth = 0
  /** Tuples, which may be keys where lists may not. */
  private readonly tuples = new Set<PythonValue>()
  private readonly text: string
  private readonly lookUp: NameLookUp

  constructor(text: string, lookUp: NameLookUp) {
    this.text = text
    this.lookUp = lookUp
  }

  /** A tuple needs no brackets here. */
  whole(): PythonValue {
    this.match(BLANK_LINES)
    const first = this.expression()
    if (this.text[this.at] !== ',') return this.end(first)
    const items = [first]
    while (this.take(',') && !this.isAtEnd()) items.push(this.expression())
    return this.end(items)
  }

  private end(value: PythonValue): PythonValue {
    if (!this.isAtEnd()) this.fail('an operator or the end')
    return value
  }

  private isAtEnd(): boolean {
    BLANK_LINES.lastIndex = this.at
    return this.at + (BLANK_LINES.exec(this.text)?.[0].length ?? 0) === this.text.length
  }

  // --- expressions -------------------------------------------------------------------------------------------------

  private expression(): PythonValue {
    let value = this.sum()
    while (this.take('|')) value = this.calculate('|', value, this.sum())
    return value
  }

  private sum(): PythonValue {
    let value = this.product()
    for (let sign = this.sign(); sign !== ''; sign = this.sign()) value = this.calculate(sign, value, this.product())
    return value
  }

  private product(): PythonValue {
    let value = this.signed()
    while (this.text[this.at + 1] !== '*' && this.take('*')) value = this.calculate('*', value, this.signed())
    return value
  }

  private signed(): PythonValue {
    let negative = false
    let signs = 0
    for (let sign = this.sign(); sign !== ''; sign = this.sign(), signs++) negative = negative !== (sign === '-')
    const value = this.operand()
    if (signs === 0) return value
    if (typeof value === 'number' || typeof value === 'bigint') return negative ? -value : value
    return this.fail('a number after the sign')
  }

  private sign(): string {
    return this.take('+') ? '+' : this.take('-') ? '-' : ''
  }

  private operand(): PythonValue {
    const char = this.text[this.at] ?? ''
    if (char !== '' && '([{'.includes(char)) return this.bracket(char)
    return this.strings() ?? (/[\d.]/.test(char) ? this.number() : this.name())
  }

  /** Numbers only: what other operands would give is no literal any more. */
  private calculate(operator: string, left: PythonValue, right: PythonValue): PythonValue {
    if (!isNumber(left) || !isNumber(right)) this.fail(`numbers around ${repr(operator)}`)
    if (isInteger(left) && isInteger(right)) return narrow(integer(operator, BigInt(left), BigInt(right)))
    const [a, b] = [Number(left), Number(right)]
    if (operator === '|') return this.fail("integers around '|'")
    return operator === '+' ? a + b : operator === '-' ? a - b : a * b
  }

  // --- brackets ----------------------------------------------------------------------------------------------------

  private bracket(open: string): PythonValue {
    if (++this.depth > MAX_DEPTH) this.fail(`brackets nested no more than ${MAX_DEPTH} deep`)
    this.take(open)
    return open === '(' ? this.parenthesized() : open === '[' ? this.items(']') : this.dictOrSet()
  }

  private parenthesized(): PythonValue {
    if (this.close(')')) return this.tuple([])
    const first = this.expression()
    return this.close(')') ? first : this.tuple(this.itemsAfter(first, ')'))
  }

  private tuple(items: PythonValue[]): PythonValue[] {
    this.tuples.add(items)
    return items
  }

  private items(close: string, items: PythonValue[] = []): PythonValue[] {
    while (!this.close(close)) {
      items.push(this.expression())
      this.comma(close)
    }
    return items
  }

  private itemsAfter(first: PythonValue, close: string): PythonValue[] {
    this.comma(close)
    return this.items(close, [first])
  }

  private dictOrSet(): PythonValue {
    if (this.close('}')) return {}
    const first = this.expression()
    if (!this.take(':')) return this.setOf(this.itemsAfter(first, '}'))
    const entries: [PythonValue, PythonValue][] = [[first, this.expression()]]
    this.comma('}')
    while (!this.close('}')) {
      const key = this.expression()
      if (!this.take(':')) this.fail("':'")
      entries.push([key, this.expression()])
      this.comma('}')
    }
    return this.dictOf(entries)
  }

  private dictOf(entries: readonly [PythonValue, PythonValue][]): PythonValue {
    const byHash = new Map<string, [PythonValue, PythonValue]>()
    for (const [key, value] of entries) {
      const hash = this.hash(key)
      byHash.set(hash, [byHash.get(hash)?.[0] ?? key, value])
    }
    const unique = [...byHash.values()]
    if (unique.every(([key]) => typeof key === 'string')) return Object.fromEntries(unique as [string, PythonValue][])
    return new Map(unique)
  }

  private setOf(items: readonly PythonValue[]): PythonValue {
    const byHash = new Map<string, PythonValue>()
    for (const item of items) {
      const hash = this.hash(item)
      if (!byHash.has(hash)) byHash.set(hash, item)
    }
    return new Set(byHash.values())
  }

  /** A text that is the same for keys that Python holds equal. */
  private hash(key: PythonValue): string {
    if (typeof key === 'string') return JSON.stringify(key)
    if (typeof key === 'boolean') return String(Number(key))
    if (key === null || isNumber(key)) return String(key)
    if (this.tuples.has(key)) return `(${(key as PythonValue[]).map((item) => this.hash(item)).join()})`
    if (key instanceof Uint8Array) return `b${key.join()}`
    throw new TypeError(`unhashable type: '${Array.isArray(key) ? 'list' : key instanceof Set ? 'set' : 'dict'}'`)
  }

  // --- tokens ------------------------------------------------------------------------------------------------------

  /** One string, or several side by side; undefined where there is none. */
  private strings(): string | Uint8Array | undefined {
    const strings: string[] = []
    const bytes: number[][] = []
    for (let next = readString(this.text, this.at); next !== undefined; next = readString(this.text, this.at)) {
      this.at = next.end
      if (typeof next.value === 'string') strings.push(next.value)
      else bytes.push(next.value)
      if (strings.length > 0 && bytes.length > 0) this.fail('strings or bytes, not both side by side')
      this.blank()
    }
    if (bytes.length > 0) return Uint8Array.from(bytes.flat())
    return strings.length > 0 ? strings.join('') : undefined
  }

  private number(): number | bigint {
    const start = this.at
    const text = this.match(NUMBER)
    if (/^\.?(e|$)/i.test(text) || /[\w.]/.test(this.text[this.at] ?? '')) this.failAt(start, 'a number')
    const digits = text.replaceAll('_', '')
    this.blank()
    if (/^0[xob]/i.test(digits)) return narrow(BigInt(digits.toLowerCase()))
    if (/[.e]/i.test(digits)) return Number(digits)
    if (/^0+[1-9]/.test(digits)) this.failAt(start, "no leading zeros ('0o' before an octal number)")
    if (digits.length > MAX_DIGITS) this.failAt(start, `a number of no more than ${MAX_DIGITS} digits`)
    return narrow(BigInt(digits))
  }

  private name(): PythonValue {
    const start = this.at
    const name = this.match(NAME)
    if (name === '') this.fail('a literal')
    this.blank()
    const constant = CONSTANTS.get(name)
    if (constant !== undefined) return constant
    if (name === 'set' && /\(\s*\)/y.test(this.text.slice(this.at, this.at + 16))) {
      this.depth++
      this.take('(')
      this.close(')')
      return new Set()
    }
    if (/[(['"]/.test(this.text[this.at] ?? '')) this.failAt(start, 'a literal: nothing is called or looked up here')
    const value = this.lookUp(name)
    if (value === undefined) throw new RangeError(`name ${repr(name)} is not defined`)
    return value as PythonValue
  }

  private comma(close: string): void {
    if (!this.take(',') && this.text[this.at] !== close) this.fail(`',' or ${repr(close)}`)
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false
    this.at++
    this.blank()
    return true
  }

  private close(bracket: string): boolean {
    if (this.text[this.at] !== bracket) return false
    // First: behind the last bracket a line ends the literal.
    this.depth--
    return this.take(bracket)
  }

  private blank(): void {
    this.match(this.depth > 0 ? BLANK_LINES : BLANK)
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  private fail(expected: string): never {
    return this.failAt(this.at, expected)
  }

  private failAt(at: number, expected: string): never {
    const found = at < this.text.length ? repr(this.text.slice(at, at + 20)) : 'the end'
    throw new SyntaxError(`expected ${expected}, found ${found} at character ${at + 1}`)
  }
}

function isNumber(value: PythonValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value)
}

function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function integer(operator: string, a: bigint, b: bigint): bigint {
  return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a | b
}
