import { Part } from '../realm/part.js'
import { shared } from '../realm/realm.js'
import { report } from '../runtime/report.js'
import type { Caller, Method } from './caller.js'
import type { Keywords } from './keywords.js'
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
export interface Call {
  logger: Target
  level: number
  /** The public method that was called: the stack outside it is the user's. */
  method: Method
  msg: unknown
  args: readonly unknown[]
  keywords: Keywords | undefined
  /** Where it stands, if that was looked for at once. */
  caller: Caller | undefined
}

/**
 * How many logging calls are on the stack, and how many have begun deep in the outermost of them. A handler that logs
 * to itself must end somewhere; two that do so double the calls at each depth.
 */
export const nesting: { depth: number; limit: number; deep: number } = /* @__PURE__ */ shared('calls', () => ({
  depth: 0,
  limit: 25,
  deep: 0,
}))

/** So many calls may begin within one call that are more than two deep: what a handler logs of each record that it flushes is one. */
const MAX_DEEP = 1000

const calls: Call[] = []

/**
 * Begins a call. Returns undefined where calls are nested too deep, which is reported.
 *
 * The maker of the record counts the call in `nesting.depth`, beside a `try` whose `finally` takes it out again: near the end of
 * the stack, nothing that has to be called is sure to run. The `try` has the object in a variable of its own: where modules are
 * transformed, as by vitest, each look at an import calls a getter.
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

/** Lets go of what was logged. */
export function endCall(call: Call): void {
  call.msg = call.keywords = call.caller = undefined
  call.args = NO_ARGS
}

const NO_ARGS: readonly unknown[] = []

/** What is left to do with the record of a call: for each handler that could not write its line. */
export type Rest = readonly ((record: LogRecord) => void)[]

/**
 * Writes a call without making its record. Returns what is left to do with a record, nothing as a rule; undefined where the
 * record has to go all its way: nothing has been written then.
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
