import { Part } from '../realm/part.js'
import { shared } from '../realm/realm.js'
import { report } from '../runtime/report.js'
import type { Caller, Method } from './caller.js'
import type { Keywords } from './keywords.js'
import type { LogArgs, LogRecord, MakeRecordOptions } from './record.js'

/** The part of a logger that a call needs. */
export interface Target {
  readonly name: string
  readonly gate: number
  isEnabledFor(level: number): boolean
  handle(record: LogRecord): void
  /** Returns whether the library's own `makeRecord` and factory make the records. */
  makesOwnRecords(): boolean
  /** Returns whether the library's own `findCaller` finds the caller. */
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
export interface Call {
  logger: Target
  level: number
  /** The public method that was called: the stack outside it is the user's. */
  method: Method
  msg: unknown
  args: readonly unknown[]
  keywords: Keywords | undefined
  /** The position of the call, if that was found at once. */
  caller: Caller | undefined
}

/**
 * The number of logging calls on the stack, and of those that began deep in the outermost one. A handler that logs to itself must
 * end somewhere; two such handlers double the calls at each depth.
 */
export const nesting: { depth: number; limit: number; deep: number } = /* @__PURE__ */ shared('calls', () => ({
  depth: 0,
  limit: 25,
  deep: 0,
}))

/** The most calls within one call that are more than two deep: what a handler logs of each record that it flushes is one. */
const MAX_DEEP = 1000

const calls: Call[] = []

/**
 * Begins a call. Returns undefined where calls are nested too deep, and reports it.
 *
 * The maker of the record counts the call in `nesting.depth`, beside a `try` whose `finally` takes it out again: near the end of
 * the stack, a function call may fail. The `try` has the object in a variable of its own: where modules are transformed, as by
 * vitest, each look at an import calls a getter.
 *
 * @param source whom a report is about
 */
export function beginCall(
  source: object,
  level: number,
  method: Method,
  msg: unknown,
  args: readonly unknown[],
): Call | undefined {
  const { depth } = nesting
  if (depth < 2) nesting.deep = 0
  if (depth >= nesting.limit || (depth > 2 && nesting.deep++ >= MAX_DEEP)) {
    report(source, new RangeError('a handler or filter logs to the logger that calls it'))
    return undefined
  }
  const call = (calls[depth] ??= {} as Call)
  call.level = level
  call.method = method
  call.msg = msg
  call.args = args
  return call
}

/** Ends a call: drops its references to what was logged. */
export function endCall(call: Call): void {
  call.msg = call.keywords = call.caller = undefined
  call.args = NO_ARGS
}

const NO_ARGS: readonly unknown[] = []

/** The work left to do with the record of a call: for each handler that could not write its line. */
export type Rest = readonly ((record: LogRecord) => void)[]

/**
 * Writes a call without making its record. Returns the work that still needs a record, none as a rule. Returns undefined if the
 * record has to take the record way: then nothing has been written.
 */
export type WriteDirect = (
  logger: Target,
  level: number,
  msg: unknown,
  args: readonly unknown[],
  keywords: Keywords | undefined,
) => Rest | undefined

/** The direct way, where an entry has registered it. */
export const direct: Part<WriteDirect> = /* @__PURE__ */ new Part<WriteDirect>(() => undefined)
