import { type Stream, writeText } from '../runtime/runtime.js'

/** A text that many lines have. */
export class CachedText {
  readonly text: string
  /** The text in UTF-8, which lines of bytes leave here for the next ones. */
  bytes: Uint8Array | undefined = undefined
  /** How often it was used before that. */
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
  /** Begins an empty line. */
  begin(): void
  /** Adds a text. */
  text(text: string): void
  /** Adds a text as a JSON string holds it. */
  escaped(text: string, escape: (text: string) => string): void
  /**
   * Adds a number.
   *
   * @param value a safe integer
   */
  integer(value: number): void
  /** Adds a cached text. */
  cached(cached: CachedText): void
  /**
   * Returns another line of the same kind, always the same one: for pieces that are made before the line is sure to take them.
   */
  spare(): Line
  /** Adds all of the spare line. */
  join(spare: Line): void
  /** Returns the line so far. */
  toString(): string
}

/** A line for an output that takes text. */
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
  /** Returns the line to make; undefined if the stream takes text now. */
  openLine(): Line | undefined
  /** Writes the line, with all that `write` does; returns false for a line that is not this stream's, or no longer valid. */
  writeLine(line: Line): boolean
}

function isLineStream(stream: Stream | null): stream is LineStream {
  return (stream as Partial<LineStream> | null)?.makes === LINES
}

/** Returns the line that a stream makes; undefined if it takes text. */
export function lineOf(stream: Stream | null): Line | undefined {
  return isLineStream(stream) ? stream.openLine() : undefined
}

/** Writes a line to a stream: the stream's own as it is, any other as text. Returns what the stream's `write` returns. */
export function writeToStream(stream: Stream, line: Line): unknown {
  return isLineStream(stream) && stream.writeLine(line) ? undefined : writeText(stream, String(line))
}

/** Returns whether a text begins or ends with half a surrogate pair, which may become a whole one with the next piece. */
export function isTorn(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  return (first & 0xfc00) === 0xdc00 || (last & 0xfc00) === 0xd800
}
