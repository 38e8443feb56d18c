import { Part } from '../realm/part.js'
import { shared } from '../realm/realm.js'
import { report } from '../runtime/report.js'
import type { Method } from './caller.js'
import { type Keywords, takeKeywords } from './keywords.js'
import type { LogArgs, LogRecord, MakeRecordOptions } from './record.js'

/** What a call needs of the logger it goes to. */
export interface Target {
  readonly name: string
  readonly gate: number
  isEnabledFor(level: number): boolean
  handle(record: LogRecord): void
  /** Whether records are made as the library makes them. */
  makesOwnRecords(): boolean
  /** Whether the caller is looked for as the library does it. */
  findsOwnCaller(): boolean
  findCaller(stack_info: boolean, stacklevel: number): [string, number, string, string | null]
  makeRecord(
    name: string,
    level: number,
    fn: string,
    lno: number,
    msg: unknown,
    args: LogArgs,
    exc_info: unknown,
    options: MakeRecordOptions,
  ): LogRecord
}

/** One logging call: what was said, and by which method. There is one object for each nesting depth, used again and again. */
export class Call {
  logger!: Target
  level = 0
  /** The public method that was called: the stack outside it is the user's. */
  method!: Method
  msg: unknown
  args: unknown[] = []
  keywords: Keywords | undefined
  private at = Number.NaN

  /** When the call was made: `Date.now()`, the same for all its lines. */
  get ms(): number {
    return Number.isNaN(this.at) ? (this.at = Date.now()) : this.at
  }

  /** @internal Forgets the time. */
  restart(): void {
    this.at = Number.NaN
  }
}

/** @internal How many logging calls are on the stack: a handler that logs to itself must end somewhere. */
export const nesting: { depth: number; limit: number } = /* @__PURE__ */ shared('calls', () => ({
  depth: 0,
  limit: 25,
}))

const calls: Call[] = []

/**
 * Begins a call, with the keywords taken off its arguments. Returns undefined where calls are nested too deep, which is reported.
 *
 * @param source whom a report is about
 */
export function beginCall(
  source: object,
  level: number,
  method: Method,
  msg: unknown,
  args: unknown[],
): Call | undefined {
  // First: a getter of the keywords may log.
  const keywords = args.length === 0 ? undefined : takeKeywords(msg, args)
  if (nesting.depth >= nesting.limit) {
    report(source, new RangeError('a handler or filter logs to the logger that calls it'))
    return undefined
  }
  const call = (calls[nesting.depth++] ??= new Call())
  call.level = level
  call.method = method
  call.msg = msg
  call.args = args
  call.keywords = keywords
  call.restart()
  return call
}

/** Ends a call. Lets go of what was logged. */
export function endCall(call: Call): void {
  nesting.depth--
  call.msg = call.keywords = undefined
  call.args = NO_ARGS
}

const NO_ARGS: unknown[] = []

/** Writes a call without making its record. Returns false where it takes one; nothing has been written then. */
export const direct: Part<(call: Call) => boolean> = /* @__PURE__ */ new Part<(call: Call) => boolean>(() => false)
