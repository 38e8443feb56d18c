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

/** Where a record's call stands, as the record is made with it: any of it may be null. */
export interface Place {
  readonly pathname: string | null
  readonly lineno: number
  readonly funcName: string | null
}

/** What looks for callers: the room `callers`, where an entry has registered it. */
export interface CallerFinder {
  /** Finds who called `method`, or that caller's callers where `stacklevel` is above 1. */
  findCaller(method: Method, stacklevel: number): Caller
  /** Returns the text of `stack_info`. */
  callStack(method: Method, stacklevel: number): string
  /** Runs what the application wrote in place of a method of ours, whose frames do not count meanwhile. */
  redirected<T>(method: Method, work: () => T): T
  /** Returns whether a call's caller will be read, to judge by the calls before: it costs least at the call's start. */
  isAwaited(): boolean
  /**
   * Gives a record its caller, or the method through which it is being logged. Returns whether its place is still to be looked
   * for.
   */
  openRecord(record: object, method: Method, caller?: Caller): boolean
  /** Ends a record's call: a place that was not read is unknown from here on. */
  closeRecord(record: object, isOpen: boolean): void
  /** Returns where a record's call stands; undefined when that is unknown. */
  placeOf(record: object): Place | undefined
}

/** The caller of a record that nothing is known of. */
export const UNKNOWN: Caller = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

/** Without it records have `(unknown file)` and line 0. */
export const callers: Part<CallerFinder | undefined> = /* @__PURE__ */ new Part<CallerFinder | undefined>(undefined)

/** Says once that there is no finder. */
export function missCallers(): void {
  missing('callers', 'registerCallers')
}

/** Returns where `method` was called, as `file:line`; '' where that is not known. */
export function calledFrom(method: Method): string {
  const caller = callers.current?.findCaller(method, 1)
  return caller === undefined || caller.lineno === 0 ? '' : `${caller.pathname}:${caller.lineno}`
}

/** Returns the text of `stack_info`. */
export function callStack(method: Method, stacklevel: number): string {
  if (callers.current) return callers.current.callStack(method, stacklevel)
  missCallers()
  return 'Stack (most recent call first):'
}

/** Runs what the application wrote in place of a method of ours. */
export function redirected<T>(method: Method, work: () => T): T {
  return callers.current ? callers.current.redirected(method, work) : work()
}
