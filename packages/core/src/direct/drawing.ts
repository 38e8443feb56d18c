import { Formatter } from '../formatting/formatter.js'
import type { Secrets, UnrecordedCall } from '../records/unrecordedCall.js'
import type { Keywords } from '../records/keywords.js'
import { levelName, levels } from '../records/levels.js'
import { formatException } from '../text/traceback.js'
import { FieldsRead } from './fieldsRead.js'
import type { Line } from './line.js'

type Fields = Readonly<Record<string, unknown>>

/** The data that a call's lines have in common, beside its message. There is one object, used again and again. */
export class Draft implements UnrecordedCall {
  name = ''
  level = 0
  levelname = ''
  extra: Fields | null = null
  /** The attributes that filters add to the record of the handler whose line is drawn. */
  added: Fields | null = null
  /** The secrets that filters have found in the fields that this handler's line shows. */
  secrets: Secrets | undefined = undefined
  /** The call's mapping. */
  readonly mapping: FieldsRead = new FieldsRead()
  /** The error whose text follows the message. */
  error: Error | undefined = undefined
  private errorText: string | undefined = undefined
  private at = Number.NaN
  private version = -1

  /** The time of the call: `Date.now()`, the same for all its lines. */
  get ms(): number {
    return Number.isNaN(this.at) ? (this.at = Date.now()) : this.at
  }

  /** The error's text, the same for all lines. An engine may call the application for a stack: read it before a line is begun. */
  get exceptionText(): string {
    return (this.errorText ??= formatException(this.error))
  }

  /** Begins a call: takes its name, level and keywords, and forgets those of the last one. */
  begin(name: string, level: number, { extra, exc_info }: Keywords): void {
    this.name = name
    if (level !== this.level || levels.version !== this.version) {
      this.level = level
      this.levelname = levelName(level)
      this.version = levels.version
    }
    this.extra = (extra as Fields | undefined) || null
    this.added = null
    this.secrets = undefined
    this.error = (exc_info as Error | undefined) || undefined
    this.errorText = undefined
    this.at = Number.NaN
  }
}

// In a pure call, so that bundlers drop the class where it is not used.
const ORIGINAL = /* @__PURE__ */ exceptionMethods(/* @__PURE__ */ (() => Formatter.prototype)())

/** Returns the methods that make an error's text; one of them is protected. */
function exceptionMethods(formatter: Formatter): { formatException: unknown; keepException: unknown } {
  return formatter as never
}

/** Returns whether the library's own methods make an error's text. */
export function formatsExceptions(formatter: Formatter): boolean {
  const { formatException, keepException } = exceptionMethods(formatter)
  return formatException === ORIGINAL.formatException && keepException === ORIGINAL.keepException
}

/** The drawer of the lines of one formatter. */
export interface Drawer {
  /** Draws the line that `format` would give for the call's record; returns false if it needs one. */
  draw(line: Line, draft: Draft, msg: string, args: readonly unknown[]): boolean
}

type Format = Formatter['format']

/** Makes the drawer of a formatter; returns undefined for a formatter that needs records. */
export type MakeDrawer = (formatter: Formatter) => Drawer | undefined

// By the method that would format the record: a formatter with another `format` gets records.
const makers = new Map<Format, MakeDrawer>()

/** Registers a drawer for the formatters whose `format` is this very function: they draw lines without records. */
export function registerDrawer(format: Format, make: MakeDrawer): void {
  makers.set(format, make)
}

interface Attached {
  readonly format: Format
  readonly drawer: Drawer | undefined
}

const ATTACHED: unique symbol = Symbol('drawer')

/** Draws a call's line; returns false if it needs a record. */
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
