import { shared } from '../realm/realm.js'
import type { Method } from '../records/caller.js'
import { commonEnd, currentFrames, nativeCapture, stackFrames } from './stack.js'

interface Redirection {
  /** The public method through which the call came. */
  readonly method: Method
  /** What runs in its place. */
  readonly work: Method
  /** The stack outside `work`, where the engine cannot cut it there later. */
  readonly outside: readonly string[] | undefined
}

/** @internal The realm's: the method may be one of another copy of this package than the one that looks for its caller. */
const redirections: { current: Redirection | undefined } = /* @__PURE__ */ shared('redirections', () => ({
  current: undefined,
}))

/**
 * Runs what a public logging method calls in its place and the application wrote: a logger's own `findCaller`, an adapter's own
 * `log`. Our frames between that one and the code that logged count for no callers meanwhile, as in Python.
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

/** Returns whether frames of ours may stand among those outside the public method. */
export function isRedirected(): boolean {
  return redirections.current !== undefined
}

/** As `stackFrames`, without our frames of a redirection. */
export function programFrames(method: Method, limit: number): string[] {
  const redirection = redirections.current
  if (redirection === undefined) return stackFrames(method, limit)
  const { outside, work } = redirection
  const inner = stackFrames(method, Infinity)
  if (inner.length === 0) return inner
  // Ours are `work` and, where it could not be cut away, `redirected`: at another place in it than when the stack was taken.
  const ours = outside === undefined ? stackFrames(work, Infinity).length + 1 : commonEnd(inner, outside) + 2
  return [...inner.slice(0, -ours), ...stackFrames(redirection.method, limit)]
}
