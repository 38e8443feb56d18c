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
  /** Returns whether the callers of the last calls were all read: then the next one is best found at its call's start. */
  isHabit(): boolean
  /** Is called when a record's caller is read. */
  callerRead(): void
  /** Is called when a call has ended. Returns whether its caller was read. */
  callEnded(): boolean
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
  isHabit: () => false,
  callerRead() {},
  callEnded: () => false,
}

/** Without it records have `(unknown file)` and line 0. */
export const callers: Part<CallerFinder> = /* @__PURE__ */ new Part(none)
