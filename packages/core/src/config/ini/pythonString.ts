import { repr } from '../../text/repr.js'

/** A string or bytes literal, and its end. */
export interface ReadString {
  /** The characters of a string; the bytes of a bytes literal. */
  readonly value: string | number[]
  readonly end: number
}

const OPENING = /(?<prefix>[rbu]|br|rb)?(?<quote>'''|"""|'|")/iy
const ESCAPE = /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([0-7]{1,3})|([\s\S]))/g
const BYTES_ESCAPE = /\\(?:x([\dA-Fa-f]{2})|(?!)()|(?!)()|([0-7]{1,3})|([\s\S]))/g
const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/**
 * Reads Python's string literal at a place in a text: with prefix, in single or triple quotes, its escapes replaced.
 *
 * @returns undefined for no literal
 * @throws SyntaxError for a literal without an end or with a wrong escape
 */
export function readString(text: string, at: number): ReadString | undefined {
  OPENING.lastIndex = at
  const opening = OPENING.exec(text)
  if (opening === null) return undefined
  const { prefix = '', quote = '' } = opening.groups as { prefix?: string; quote?: string }
  const start = at + opening[0].length
  const close = endOf(text, start, quote)
  const body = text.slice(start, close)
  const kind = prefix.toLowerCase()
  const raw = kind.includes('r')
  const value = kind.includes('b') ? bytesOf(body, raw) : raw ? body : unescaped(body, ESCAPE)
  return { value, end: close + quote.length }
}

function endOf(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith(quote, at)) return at
    else if (text[at] === '\n' && quote.length === 1) break
  }
  throw new SyntaxError(`unterminated string literal at character ${start}: ${repr(text.slice(start, start + 20))}`)
}

function unescaped(body: string, escapes: RegExp): string {
  return body.replace(escapes, (...match: (string | undefined)[]) => {
    const [all, x, u, U, octal, other] = match
    const hex = x ?? u ?? U
    if (hex !== undefined || octal !== undefined) return character(parseInt(hex ?? octal!, hex === undefined ? 8 : 16))
    if (other === 'x' || (escapes === ESCAPE && /[uUN]/.test(other!)))
      throw new SyntaxError(`wrong escape ${repr(all)}${other === 'N' ? ': characters have no names here' : ''}`)
    // Other characters behind a backslash stay as they are.
    return ESCAPES[other!] ?? all!
  })
}

function character(code: number): string {
  if (code > 0x10ffff) throw new SyntaxError(`no character has the number 0x${code.toString(16)}`)
  return String.fromCodePoint(code)
}

function bytesOf(body: string, raw: boolean): number[] {
  // oxlint-disable-next-line no-control-regex
  if (/[^\0-\x7f]/.test(body)) throw new SyntaxError('bytes can only contain ASCII literal characters')
  const text = raw ? body : unescaped(body, BYTES_ESCAPE)
  return Array.from(text, (char) => char.charCodeAt(0) & 0xff)
}
