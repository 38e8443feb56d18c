import { Part } from '../realm/part.js'
import { missing } from '../runtime/missing.js'

/** A public logging method: the stack outside it is the user's. */
export type Method = (...args: never[]) => unknown

/** Where a logging call stands in the user's code. */
export interface Caller {
  readonly pathname: string
  readonly lineno: number
  readonly funcName: string
}

/** What looks for callers: the room `callers`, where an entry has registered it. */
export interface CallerFinder {
  /** Whether callers are found at all. */
  readonly finds: boolean
  /** Finds who called `method`, or that caller's callers where `stacklevel` is above 1. */
  findCaller(method: Method, stacklevel: number): Caller
  /** Returns the text of `stack_info`. */
  callStack(method: Method, stacklevel: number): string
  /** Runs what the application wrote in place of a method of ours, whose frames do not count meanwhile. */
  redirected<T>(method: Method, work: () => T): T
  /** Returns the caller of a call that begins where callers are asked for in a row, else the method: it is found when asked for. */
  callerAtStart(method: Method, stacklevel: number): Method | Caller
  /** Hears that a call has ended. */
  callEnded(): void
}

/** The caller of a record that nothing is known of. */
export const UNKNOWN: Caller = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

/** Finds no caller, and says so once. */
const none: CallerFinder = {
  finds: false,
  findCaller: () => {
    missing('callers', 'registerCallers')
    return UNKNOWN
  },
  callStack: () => {
    missing('callers', 'registerCallers')
    return 'Stack (most recent call first):'
  },
  redirected: (_method, work) => work(),
  callerAtStart: (method) => method,
  callEnded() {},
}

/** Without it records have `(unknown file)` and line 0. */
export const callers: Part<CallerFinder> = /* @__PURE__ */ new Part(none)
