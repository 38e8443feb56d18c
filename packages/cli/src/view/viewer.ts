import {
  type Background,
  painter,
  type Paint,
  PrettyLines,
  type Styles,
  stylesFor,
  visible,
} from '@treeline/node/pretty'
import type { Criteria } from '../lines/criteria.js'
import type { LogLine } from '../lines/logLine.js'
import { lineOf, parse } from '../lines/readLine.js'
import { Clock } from '../lines/times.js'
import type { Output } from './output.js'

/** The options of showing lines. */
export interface ViewerOptions {
  readonly colors: boolean
  readonly background: Background
  /** Returns the number of columns. */
  readonly columns: () => number
  readonly utc: boolean
  /** Whether wanted lines are written unchanged. */
  readonly raw: boolean
}

/** The most characters that are shown of a line that is not JSON. */
const MAX_TEXT = 10_000

/** Writes wanted lines in the form for people. */
export class Viewer {
  private readonly criteria: Criteria
  private readonly output: Output
  private readonly options: ViewerOptions
  private readonly paint: Paint
  private readonly styles: Styles
  private readonly drawn: PrettyLines
  private readonly clock: Clock

  constructor(criteria: Criteria, output: Output, options: ViewerOptions, nowMs: number) {
    this.criteria = criteria
    this.output = output
    this.options = options
    this.paint = painter(options.colors)
    this.styles = stylesFor(options.background)
    this.drawn = new PrettyLines(this.paint, this.styles)
    this.clock = new Clock(options.utc, nowMs)
  }

  /** Shows the wanted ones of some lines. */
  show(lines: readonly string[]): void {
    const columns = this.options.columns()
    for (const raw of lines) {
      const object = parse(raw)
      if (object === undefined) this.showText(raw)
      else this.showLine(raw, lineOf(object), object, columns)
    }
  }

  private showText(raw: string): void {
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (!this.criteria.wantsText(text)) return
    const more = text.length > MAX_TEXT ? `... ${text.length - MAX_TEXT} more` : ''
    // Tabs are harmless layout here: they only move the text behind them.
    const shown = text.slice(0, MAX_TEXT).split('\t').map(visible).join('\t')
    this.output.line(this.options.raw ? text : shown + more)
  }

  private showLine(raw: string, line: LogLine, object: Readonly<Record<string, unknown>>, columns: number): void {
    if (!this.criteria.wants(raw, object, line)) return
    if (this.options.raw) return this.output.line(raw)
    const { time } = line
    const day = time === undefined ? undefined : this.clock.newDay(time)
    if (day !== undefined) this.output.line(this.paint(this.styles.dim, `--- ${day} ---`))
    this.output.line(this.drawn.draw({ ...line, time: time === undefined ? '' : this.clock.time(time) }, columns))
  }
}
