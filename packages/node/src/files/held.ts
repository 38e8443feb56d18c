import type { Line } from '@treeline/core/internal'
import { LineBuffer } from '../direct/lineBuffer.js'

/** The records that a writer holds back: whole lines as bytes, and behind them text. */
export class Held {
  text = ''
  /** The number of records in the text. */
  textRecords = 0
  private lines: LineBuffer | undefined

  /** The bytes of the lines and the characters of the text. */
  get size(): number {
    return this.lines === undefined ? this.text.length : this.text.length + this.lines.held
  }

  /**
   * Returns the most bytes that everything held can become.
   *
   * @param widest the most bytes of one UTF-16 unit
   */
  maxBytes(widest: number): number {
    return (this.lines?.held ?? 0) + this.text.length * widest
  }

  /** Adds the text of one record. */
  add(text: string): void {
    this.text += text
    this.textRecords++
  }

  /**
   * Returns the line to make next; undefined where the text leaves no room for one.
   *
   * @param size the bytes of memory that lines have
   */
  openLine(size: number): Line | undefined {
    const lines = (this.lines ??= new LineBuffer(size))
    return this.text === '' || this.encodeText(lines) ? lines : undefined
  }

  /** Adds the line that was made. Returns false for any other line, and where text came while it was made. */
  addLine(line: Line): boolean {
    const { lines } = this
    if (line !== lines || this.text !== '') return false
    lines.close()
    return true
  }

  /** Turns everything into bytes and returns them. Returns undefined where there is only text, or no room: then everything is text. */
  join(): LineBuffer | undefined {
    const { lines } = this
    if (lines === undefined || lines.records === 0) return undefined
    if (this.text === '' || this.encodeText(lines)) return lines
    const { bytes, records } = lines
    this.text = bytes.toString('utf8', 0, lines.clear()) + this.text
    this.textRecords += records
    return undefined
  }

  /** Forgets the text. */
  clearText(): void {
    this.text = ''
    this.textRecords = 0
  }

  private encodeText(lines: LineBuffer): boolean {
    if (!lines.add(this.text, this.textRecords)) return false
    this.clearText()
    return true
  }
}
