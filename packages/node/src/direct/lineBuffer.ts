import { type CachedText, isTorn, type Line } from '@treeline/core/internal'

/** Up to this length, a loop is faster than the engine's encoder. */
const SHORT = 64

/** Up to this length, a loop is faster than the engine's copy. */
const SHORT_BYTES = 16

/** Up to this many uses, a text's bytes are not cached: making them costs as much as copying the text three times. */
const FEW = 4

/** The most bytes of its spare that a line may take. */
const SPARE_BYTES = 16_384

/** The most UTF-8 bytes of one UTF-16 unit. */
const WIDEST = 3

/** The most bytes of a 32-bit integer, with its sign. */
const INTEGER_BYTES = 11

/**
 * Holds whole lines as UTF-8 bytes, and makes the next line behind them.
 *
 * Hot path. A string made of pieces is a tree that has to be flattened and encoded, and is garbage afterwards. Writing each
 * piece as bytes avoids that: a buffered JSON line takes 283 ns in place of 343 on Node 20, an unbuffered one 1750 in place of
 * 1980 (docs/measured/notes.md, "Lines as bytes").
 */
export class LineBuffer implements Line {
  readonly bytes: Buffer
  /** The number of records in the whole lines. */
  records = 0
  isWhole = false
  /** The end of the whole lines. */
  private end = 0
  /** The place of the next piece. */
  private at = 0
  private spareLine: LineBuffer | undefined

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size)
  }

  get length(): number {
    return this.at - this.end
  }

  /** The number of bytes of the whole lines. */
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
    this.at = at += digitCount(rest)
    do {
      // `| 0`, not Math.trunc: the engine then divides small integers without floating point.
      const left = (rest / 10) | 0
      bytes[--at] = 0x30 + rest - left * 10
      rest = left
    } while (rest > 0)
  }

  cached(cached: CachedText): void {
    const from = cached.bytes
    if (from === undefined) return this.addUncached(cached)
    const { bytes, at } = this
    const { length } = from
    if (at + length > bytes.length) this.isWhole = false
    else {
      if (length > SHORT_BYTES) bytes.set(from, at)
      else for (let i = 0; i < length; i++) bytes[at + i] = from[i]!
      this.at = at + length
    }
  }

  /** Caches the UTF-8 bytes from the fifth use on: with many loggers, most prefixes are used only a few times. */
  private addUncached(cached: CachedText): void {
    const { text } = cached
    if (++cached.uses > FEW && !isTorn(text)) cached.bytes = Buffer.from(text)
    this.text(text)
  }

  spare(): LineBuffer {
    return (this.spareLine ??= new LineBuffer(SPARE_BYTES))
  }

  join(spare: LineBuffer): void {
    const { at } = this
    const { length } = spare
    if (!spare.isWhole || at + length > this.bytes.length) this.isWhole = false
    else {
      this.bytes.set(spare.bytes.subarray(0, length), at)
      this.at = at + length
    }
  }

  toString(): string {
    return this.bytes.toString('utf8', this.end, this.at)
  }

  /** Adds the line that was made to the whole ones. */
  close(): void {
    this.end = this.at
    this.records++
    this.isWhole = false
  }

  /** Adds text of whole lines; returns false where there is no room. Gives up a line that is being made. */
  add(text: string, records: number): boolean {
    this.isWhole = false
    if (this.end + WIDEST * text.length > this.bytes.length) return false
    this.end += this.bytes.write(text, this.end)
    this.records += records
    return true
  }

  /** Forgets everything and returns the number of bytes that the whole lines had. They stay valid until the next line. */
  clear(): number {
    const { end } = this
    this.end = 0
    this.records = 0
    this.isWhole = false
    return end
  }

  /** Gives the line up where a piece begins or ends with half a surrogate pair: two halves are one character only in a string. */
  private encode(text: string): void {
    if (isTorn(text)) this.isWhole = false
    else this.at += this.bytes.write(text, this.at)
  }
}

/** Returns the number of digits of a 32-bit integer, 0 or more. Comparing takes half the time of dividing. */
function digitCount(value: number): number {
  if (value < 10) return 1
  if (value < 100) return 2
  if (value < 1000) return 3
  if (value < 10_000) return 4
  if (value < 100_000) return 5
  if (value < 1_000_000) return 6
  return value < 10_000_000 ? 7 : value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10
}
