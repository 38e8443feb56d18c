import type { Formatter } from '../formatting/formatter.js'
import type { Call } from '../records/call.js'
import type { Line } from './line.js'

/** What draws the lines of one formatter. */
export interface Drawer {
  /** Draws the line that `format` would give for the call's record; returns false where it takes one. */
  draw(line: Line, call: Call): boolean
}

type Format = Formatter['format']

/** Makes the drawer of a formatter. */
export type MakeDrawer = (formatter: Formatter) => Drawer | undefined

// By the method that would format the record: whoever overrides or patches `format` gets records.
const makers = new Map<Format, MakeDrawer>()

/** Makes the formatters whose `format` is this very function draw lines without records. */
export function registerDrawer(format: Format, make: MakeDrawer): void {
  makers.set(format, make)
}

interface Attached {
  readonly format: Format
  readonly drawer: Drawer | undefined
}

const ATTACHED: unique symbol = Symbol('drawer')

/** Draws a call's line; returns false where it takes a record. */
export function drawLine(formatter: Formatter & { [ATTACHED]?: Attached }, line: Line, call: Call): boolean {
  const { format } = formatter
  let attached = formatter[ATTACHED]
  if (attached === undefined || attached.format !== format) {
    attached = { format, drawer: makers.get(format)?.(formatter) }
    Object.defineProperty(formatter, ATTACHED, { value: attached, configurable: true })
  }
  return attached.drawer !== undefined && attached.drawer.draw(line, call)
}
