import { type CachedText, isTorn, type Line } from '@treeline/core/internal'

/** Up to this length a loop is quicker than a call of the engine's encoder. */
const SHORT = 64

/** Up to this length a loop is quicker than a copy by the engine. */
const SHORT_BYTES = 16

/** So many uses do not pay for keeping a text's bytes: that costs as much as three copies of it. */
const FEW = 4

/** The most bytes of UTF-8 that one UTF-16 unit becomes. */
const WIDEST = 3

/** The most digits of a small integer, and its sign. */
const INTEGER_BYTES = 11

/**
 * Holds whole lines as bytes of UTF-8, and behind them makes the next.
 *
 * Hot path. A string of pieces is a tree that has to be flattened and encoded, and is garbage then. Pieces written as bytes at
 * once are none of that: a buffered line of JSON takes 283 ns in place of 343 on Node 20, one written at once 1750 in place of
 * 1980 (docs/performance-notes.md, "Lines as bytes").
 */
export class LineBuffer implements Line {
  readonly bytes: Buffer
  /** How many records the whole lines are. */
  records = 0
  isWhole = false
  /** Where the whole lines end. */
  private end = 0
  /** Where the next piece goes. */
  private at = 0

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size)
  }

  get length(): number {
    return this.at - this.end
  }

  /** The bytes of the whole lines. */
  get held(): number {
    return this.end
  }

  begin(): void {
    this.at = this.end
    this.isWhole = true
  }

  text(text: string): void {
    const { bytes } = this
    const { length } = text
    let at = this.at
    if (at + WIDEST * length > bytes.length) this.isWhole = false
    else if (length > SHORT) this.encode(text)
    else {
      for (let i = 0; i < length; i++) {
        const code = text.charCodeAt(i)
        if (code >= 0x80) return this.encode(text)
        bytes[at++] = code
      }
      this.at = at
    }
  }

  escaped(text: string, escape: (text: string) => string): void {
    const { bytes } = this
    const { length } = text
    let at = this.at
    if (at + length > bytes.length) this.isWhole = false
    else if (length > SHORT) this.text(escape(text))
    else {
      for (let i = 0; i < length; i++) {
        const code = text.charCodeAt(i)
        if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0x80) return this.text(escape(text))
        bytes[at++] = code
      }
      this.at = at
    }
  }

  integer(value: number): void {
    const { bytes } = this
    let rest = value | 0
    if (rest !== value || this.at + INTEGER_BYTES > bytes.length) return this.text(String(value))
    let at = this.at
    if (rest < 0) {
      bytes[at++] = 0x2d
      rest = -rest
    }
    this.at = at += digits(rest)
    do {
      // `| 0`, not Math.trunc: on small integers the engine divides without floating point.
      const left = (rest / 10) | 0
      bytes[--at] = 0x30 + rest - left * 10
      rest = left
    } while (rest > 0)
  }

  cached(cached: CachedText): void {
    const from = cached.bytes
    if (from === undefined) return this.encoded(cached)
    const { bytes, at } = this
    const { length } = from
    if (at + length > bytes.length) this.isWhole = false
    else {
      if (length > SHORT_BYTES) bytes.set(from, at)
      else for (let i = 0; i < length; i++) bytes[at + i] = from[i]!
      this.at = at + length
    }
  }

  /** Encodes a kept text that is used again and again: of a thousand loggers in turn each has its opening for three lines. */
  private encoded(cached: CachedText): void {
    const { text } = cached
    if (++cached.uses > FEW && !isTorn(text)) cached.bytes = Buffer.from(text)
    this.text(text)
  }

  toString(): string {
    return this.bytes.toString('utf8', this.end, this.at)
  }

  /** Puts the line in the making to the whole ones. */
  close(): void {
    this.end = this.at
    this.records++
    this.isWhole = false
  }

  /** Adds text that is whole lines already; false where there is no room. A line in the making is given up. */
  add(text: string, records: number): boolean {
    this.isWhole = false
    if (this.end + WIDEST * text.length > this.bytes.length) return false
    this.end += this.bytes.write(text, this.end)
    this.records += records
    return true
  }

  /** Forgets everything: the bytes are free, for other things as well. Gives how many the whole lines were. */
  clear(): number {
    const { end } = this
    this.end = 0
    this.records = 0
    this.isWhole = false
    return end
  }

  /** Halves of a surrogate pair in two pieces make one character, but only in a string. */
  private encode(text: string): void {
    if (isTorn(text)) this.isWhole = false
    else this.at += this.bytes.write(text, this.at)
  }
}

/** How many digits a small integer of 0 or more has. Comparing takes half the time of dividing. */
function digits(value: number): number {
  if (value < 10) return 1
  if (value < 100) return 2
  if (value < 1000) return 3
  if (value < 10_000) return 4
  if (value < 100_000) return 5
  if (value < 1_000_000) return 6
  return value < 10_000_000 ? 7 : value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10
}
