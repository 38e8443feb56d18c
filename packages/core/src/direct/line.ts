import { type Stream, writeText } from '../runtime/runtime.js'

/** A text that many lines have. */
export class CachedText {
  readonly text: string
  /** The text in UTF-8, which lines of bytes leave here for the next ones. */
  bytes: Uint8Array | undefined = undefined
  /** How often it was asked for before that. */
  uses = 0

  constructor(text: string) {
    this.text = text
  }
}

/**
 * The line of a call, made piece by piece: text for a stream, bytes for a file. A handler has one for all calls: it is written,
 * or given up, before the next call's is begun.
 */
export interface Line {
  /** The line's length in UTF-16 units, or in bytes, which are no fewer. */
  readonly length: number
  /** Whether the line has taken every piece: room may be short. */
  readonly isWhole: boolean
  begin(): void
  text(text: string): void
  /** Adds a text as a JSON string holds it. */
  escaped(text: string, escape: (text: string) => string): void
  /** @param value a safe integer */
  integer(value: number): void
  cached(cached: CachedText): void
  /** Returns another line of the same kind, always the same one: for what is made before it is known that the line takes it. */
  spare(): Line
  /** Adds all of the spare line. */
  join(spare: Line): void
  /** Returns the line so far. */
  toString(): string
}

/** A line for whatever takes text. */
export class TextLine implements Line {
  readonly isWhole = true
  private value = ''
  private spareLine: TextLine | undefined

  get length(): number {
    return this.value.length
  }

  begin(): void {
    this.value = ''
  }

  text(text: string): void {
    this.value += text
  }

  escaped(text: string, escape: (text: string) => string): void {
    this.value += escape(text)
  }

  integer(value: number): void {
    this.value += value
  }

  cached({ text }: CachedText): void {
    this.value += text
  }

  spare(): TextLine {
    return (this.spareLine ??= new TextLine())
  }

  join(spare: Line): void {
    this.value += String(spare)
  }

  toString(): string {
    return this.value
  }
}

/** Marks a stream that makes lines of its own: any object may be a stream, and have methods of these names. */
export const LINES: unique symbol = Symbol.for('treeline.lines') as never

/** A stream that takes lines which it has made itself. */
export interface LineStream extends Stream {
  readonly makes: typeof LINES
  /** Returns the line to make; undefined where text is wanted. */
  openLine(): Line | undefined
  /** Writes the line, with all that `write` does; false for one that is not this stream's, or no longer wanted. */
  writeLine(line: Line): boolean
}

function isLineStream(stream: Stream | null): stream is LineStream {
  return (stream as Partial<LineStream> | null)?.makes === LINES
}

/** Returns the line that a stream makes; undefined where it wants text. */
export function lineOf(stream: Stream | null): Line | undefined {
  return isLineStream(stream) ? stream.openLine() : undefined
}

/** Writes a line to a stream: its own as it is, any other as text. Returns what the stream's `write` does. */
export function writeToStream(stream: Stream, line: Line): unknown {
  return isLineStream(stream) && stream.writeLine(line) ? undefined : writeText(stream, String(line))
}

/** Returns whether a text begins or ends with half a surrogate pair, which with the next piece may be a whole one. */
export function isTorn(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  return (first & 0xfc00) === 0xdc00 || (last & 0xfc00) === 0xd800
}
