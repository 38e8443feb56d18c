import { type Part, sharedPart } from '../realm/part.js'
import { missing } from '../runtime/missing.js'

/** A public logging method: the stack outside it is the user's. */
export type Method = (...args: never[]) => unknown

/** A logging call's position in the user's code. */
export interface Caller {
  readonly pathname: string
  readonly lineno: number
  readonly funcName: string
}

/** A record's position in the user's code; any of it may be null. */
export interface Place {
  readonly pathname: string | null
  readonly lineno: number
  readonly funcName: string | null
}

/** The finder of callers: the room `callers`, where an entry has registered it. */
export interface CallerFinder {
  /** Finds the code that called `method`, or one of that code's callers if `stacklevel` is above 1. */
  findCaller(method: Method, stacklevel: number): Caller
  /** Returns the text of `stack_info`. */
  callStack(method: Method, stacklevel: number): string
  /** Runs the application's replacement of one of our methods: meanwhile its frames do not count. */
  redirected<T>(method: Method, work: () => T): T
  /**
   * Returns whether a call's caller will probably be read, judged by the calls before: finding it is cheapest at the call's
   * start.
   */
  isAwaited(): boolean
  /** Gives a record its caller, or the method through which it is logged. Returns whether its place still has to be found. */
  openRecord(record: object, method: Method, caller?: Caller): boolean
  /** Ends a record's call: a place that was not read is unknown from here on. */
  closeRecord(record: object, isOpen: boolean): void
  /** Returns where a record's call stands; undefined if that is unknown. */
  placeOf(record: object): Place | undefined
}

/** The caller of a record about which nothing is known. */
export const UNKNOWN: Caller = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

/** The registered finder. Without it records have `(unknown file)` and line 0. */
export const callers: Part<CallerFinder | undefined> = /* @__PURE__ */ sharedPart<CallerFinder | undefined>(
  'callers',
  undefined,
)

/** Reports once that there is no finder. */
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

/** Runs the application's replacement of one of our methods. */
export function redirected<T>(method: Method, work: () => T): T {
  return callers.current ? callers.current.redirected(method, work) : work()
}
