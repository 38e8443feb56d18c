import { repr } from '../../text/repr.js'
import { type CallArguments, callNames, callOf } from './pythonCalls.js'
import { PythonContainers } from './pythonContainers.js'
import { invert, isNumber, narrow, OperandError, operate } from './pythonOperators.js'
import { readString } from './pythonString.js'
import type { PythonValue } from './pythonValue.js'

/** Returns the value of a dotted name such as `handlers.SYSLOG_UDP_PORT`, or undefined. */
export type NameLookUp = (name: string) => unknown

const MAX_LENGTH = 65_536
const MAX_DEPTH = 200
/** Python's own limit for the digits of an int. */
const MAX_DIGITS = 4300

// A backslash at a line's end needs another line behind it.
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

/** The operators of each level, those that bind loosest first. A longer one stands before its beginning. */
const LEVELS: readonly RegExp[] = [/\|/y, /\^/y, /&/y, /<<|>>/y, /[+-]/y, /\/\/|\*(?!\*)|[/%]/y]
const SIGN = /[+~-]/y
const POWER = /\*\*/y
const F_STRING = /(?:[ft]|r[ft]|[ft]r)['"]/iy
const KEYWORD = /([A-Za-z_]\w*)[ \t\f\n]*=(?!=)/y
const KEYWORDS = new Set(['lambda', 'not', 'and', 'or', 'if', 'else', 'for', 'in', 'is', 'await', 'yield'])
const ENVIRONMENT = /^os\.(?:environb?|getenv)(?:\.|$)/

/**
 * Reads a Python literal: strings with all their prefixes and escapes, bytes, numbers, `None`, `True`, `False`, tuples, lists,
 * dicts and sets, and names that `lookUp` knows; Python's operators between numbers, `+ * %` of texts, `+ *` of sequences; and
 * `dict list set frozenset tuple int os.path.join` of such values. Nothing else is called, and no code runs.
 *
 * Integers beyond 2^53 become bigints, bytes a Uint8Array. A literal is nested 200 deep at most and 65 536 characters long;
 * results of operators are no longer either.
 *
 * Differs from Python's `ast.literal_eval`: no complex numbers, no characters by name (`\N{…}`).
 *
 * @param lookUp returns the value of a name; default knows none
 * @throws SyntaxError that says where and what was expected; RangeError for an unknown name or a text that is too long; TypeError
 *   for a key that cannot be one
 */
export function pythonLiteral(text: string, lookUp: NameLookUp = () => undefined): PythonValue {
  if (text.length > MAX_LENGTH) throw new RangeError(`more than ${MAX_LENGTH} characters are not read as a literal`)
  return new LiteralReader(text.replace(/\r\n?/g, '\n'), lookUp).whole()
}

class LiteralReader {
  private at = 0
  private depth = 0
  private readonly containers = new PythonContainers()
  private readonly text: string
  private readonly lookUp: NameLookUp

  constructor(text: string, lookUp: NameLookUp) {
    this.text = text
    this.lookUp = lookUp
  }

  /** Reads the whole text. A tuple needs no brackets here. */
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

  private expression(level = 0): PythonValue {
    const operators = LEVELS[level]
    if (operators === undefined) return this.signed()
    let value = this.expression(level + 1)
    for (let operator = this.operator(operators); operator !== ''; operator = this.operator(operators))
      value = this.calculate(operator, value, this.expression(level + 1))
    return value
  }

  private operator(operators: RegExp): string {
    const operator = this.match(operators)
    if (operator !== '') this.blank()
    return operator
  }

  /** Reads an operand with its signs. A loop in place of a call for each sign: there may be thousands. */
  private signed(): PythonValue {
    const signs: string[] = []
    for (let sign = this.operator(SIGN); sign !== ''; sign = this.operator(SIGN)) signs.push(sign)
    let value = this.power()
    for (const sign of signs.reverse()) {
      if (!isNumber(value)) return this.fail('a number after the sign')
      if (sign === '~') value = this.checked(() => invert(value))
      else if (sign === '-') value = -value
    }
    return value
  }

  /** Reads a power, which binds to the right, and tighter than a sign on its left. */
  private power(): PythonValue {
    const value = this.operand()
    if (this.operator(POWER) === '') return value
    if (++this.depth > MAX_DEPTH) this.fail(`operators nested no more than ${MAX_DEPTH} deep`)
    const exponent = this.signed()
    this.depth--
    return this.calculate('**', value, exponent)
  }

  private operand(): PythonValue {
    const char = this.text[this.at] ?? ''
    if (char !== '' && '([{'.includes(char)) return this.bracket(char)
    F_STRING.lastIndex = this.at
    if (F_STRING.test(this.text)) this.fail("a literal: no f-string, but the text itself, or '%s' % value")
    return this.strings() ?? (/[\d.]/.test(char) ? this.number() : this.name())
  }

  private calculate(operator: string, left: PythonValue, right: PythonValue): PythonValue {
    return this.checked(() => operate(operator, left, right, this.containers))
  }

  private checked(work: () => PythonValue): PythonValue {
    try {
      return work()
    } catch (error) {
      if (error instanceof OperandError) this.fail(error.message)
      throw error
    }
  }

  // --- brackets ----------------------------------------------------------------------------------------------------

  private bracket(open: string): PythonValue {
    if (++this.depth > MAX_DEPTH) this.fail(`brackets nested no more than ${MAX_DEPTH} deep`)
    this.take(open)
    return open === '(' ? this.parenthesized() : open === '[' ? this.items(']') : this.dictOrSet()
  }

  private parenthesized(): PythonValue {
    if (this.close(')')) return this.containers.tuple([])
    const first = this.expression()
    return this.close(')') ? first : this.containers.tuple(this.itemsAfter(first, ')'))
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
    if (!this.take(':')) return this.containers.set(this.itemsAfter(first, '}'))
    const entries: [PythonValue, PythonValue][] = [[first, this.expression()]]
    this.comma('}')
    while (!this.close('}')) {
      const key = this.expression()
      if (!this.take(':')) this.fail("':'")
      entries.push([key, this.expression()])
      this.comma('}')
    }
    return this.containers.dict(entries)
  }

  // --- tokens ------------------------------------------------------------------------------------------------------

  /** Reads one string, or several side by side; returns undefined for none. */
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
    if (KEYWORDS.has(name)) this.failAt(start, 'a literal')
    if (ENVIRONMENT.test(name))
      this.failAt(start, 'a literal: the environment is not read here, pass `defaults` and write %(name)s')
    const call = callOf(name)
    if (call !== undefined && this.text[this.at] === '(') return call(this.callArguments(), this.containers)
    if (/[(['"]/.test(this.text[this.at] ?? ''))
      this.failAt(start, `a literal: nothing is called or looked up here but ${callNames()}`)
    const value = this.lookUp(name)
    if (value === undefined) throw new RangeError(`name ${repr(name)} is not defined`)
    return value as PythonValue
  }

  private callArguments(): CallArguments {
    if (++this.depth > MAX_DEPTH) this.fail(`brackets nested no more than ${MAX_DEPTH} deep`)
    this.take('(')
    const args: PythonValue[] = []
    const keywords: [string, PythonValue][] = []
    while (!this.close(')')) {
      const [, keyword] = this.exec(KEYWORD) ?? []
      if (keyword === undefined && keywords.length > 0) this.fail('a keyword')
      if (keyword === undefined) args.push(this.expression())
      else {
        if (CONSTANTS.has(keyword) || KEYWORDS.has(keyword) || keywords.some(([name]) => name === keyword))
          this.fail('a keyword once')
        this.blank()
        keywords.push([keyword, this.expression()])
      }
      this.comma(')')
    }
    return { args, keywords }
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
    return this.exec(pattern)?.[0] ?? ''
  }

  private exec(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found !== null) this.at += found[0].length
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
