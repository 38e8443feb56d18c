import type { Caller, Method } from '../callers/findCaller.js'

export type { Method }

/** What looks for callers: caller.ts and redirection.ts, where they are registered. */
export interface CallerFinder {
  findCaller(method: Method, stacklevel: number): Caller
  callStack(method: Method, stacklevel: number): string
  redirected<T>(method: Method, work: () => T): T
}

/** The caller of a record that nothing is known of. */
export const UNKNOWN: Caller = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

// Variables, not functions that call what is registered: a frame more would stand on the stacks that are looked through.
export let findCaller: CallerFinder['findCaller'] = () => UNKNOWN
export let callStack: CallerFinder['callStack'] = () => ''
export let redirected: CallerFinder['redirected'] = (_method, work) => work()

/** Whether callers are found at all. */
export let findsCallers = false

/** @param finds false for a finder that only says that it finds nothing */
export function setCallerFinder(finder: CallerFinder, finds = true): void {
  ;({ findCaller, callStack, redirected } = finder)
  findsCallers = finds
}
