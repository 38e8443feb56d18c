import { shared } from '../realm/realm.js'
import type { Method } from '../records/caller.js'
import { commonEnd, currentFrames, nativeCapture, stackFrames } from './stack.js'

interface Redirection {
  /** The public method through which the call came. */
  readonly method: Method
  /** The application's function that runs in its place. */
  readonly work: Method
  /** The stack outside `work`, if the engine cannot cut it there later. */
  readonly outside: readonly string[] | undefined
}

/**
 * @internal The realm's redirection: the method may belong to another copy of this package than the one that finds its caller.
 */
const redirections: { current: Redirection | undefined } = /* @__PURE__ */ shared('redirections', () => ({
  current: undefined,
}))

/**
 * Runs the application's replacement of a public logging method: a logger's own `findCaller`, an adapter's own `log`. Meanwhile
 * our frames between it and the code that logged do not count as callers, as in Python.
 */
export function redirected<T>(method: Method, work: () => T): T {
  const before = redirections.current
  redirections.current = { method, work, outside: nativeCapture() ? undefined : currentFrames() }
  try {
    return work()
  } finally {
    redirections.current = before
  }
}

/** Returns whether frames of ours may be among those outside the public method. */
export function isRedirected(): boolean {
  return redirections.current !== undefined
}

/** Returns the frames as `stackFrames`, without our frames of a redirection. */
export function programFrames(method: Method, limit: number): string[] {
  const redirection = redirections.current
  if (redirection === undefined) return stackFrames(method, limit)
  const { outside, work } = redirection
  const inner = stackFrames(method, Infinity)
  if (inner.length === 0) return inner
  // Frames to drop: `work`, and on engines that cannot cut also `redirected`, whose line differs between the two stacks.
  const ours = outside === undefined ? stackFrames(work, Infinity).length + 1 : commonEnd(inner, outside) + 2
  return [...inner.slice(0, -ours), ...stackFrames(redirection.method, limit)]
}
