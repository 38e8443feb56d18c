import type { Formatter } from '../formatting/formatter.js'
import { levelName, levels } from '../records/levels.js'
import type { Line } from './line.js'

/** What a call's lines have in common, beside its message. There is one object, used again and again. */
export class Draft {
  name = ''
  level = 0
  levelname = ''
  extra: Readonly<Record<string, unknown>> | null = null
  private at = Number.NaN
  private version = -1

  /** When the call was made: `Date.now()`, the same for all its lines. */
  get ms(): number {
    return Number.isNaN(this.at) ? (this.at = Date.now()) : this.at
  }

  begin(name: string, level: number, extra: Readonly<Record<string, unknown>> | null): void {
    this.name = name
    if (level !== this.level || levels.version !== this.version) {
      this.level = level
      this.levelname = levelName(level)
      this.version = levels.version
    }
    this.extra = extra
    this.at = Number.NaN
  }
}

/** What draws the lines of one formatter. */
export interface Drawer {
  /** Draws the line that `format` would give for the call's record; returns false where it takes one. */
  draw(line: Line, draft: Draft, msg: string, args: readonly unknown[]): boolean
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
export function drawLine(
  formatter: Formatter & { [ATTACHED]?: Attached },
  line: Line,
  draft: Draft,
  msg: string,
  args: readonly unknown[],
): boolean {
  const { format } = formatter
  let attached = formatter[ATTACHED]
  if (attached === undefined || attached.format !== format) {
    attached = { format, drawer: makers.get(format)?.(formatter) }
    Object.defineProperty(formatter, ATTACHED, { value: attached, configurable: true })
  }
  return attached.drawer !== undefined && attached.drawer.draw(line, draft, msg, args)
}
