import { type Caller, type Method, UNKNOWN } from '../records/caller.js'
import { parseFrame, readStack, type StackFrame } from './stackFrame.js'
import { isRedirected, programFrames } from './redirection.js'
import { canCut, stackText } from './stack.js'

/** Further out than this nobody looks; Python's own stack ends there. */
const MAX_STACKLEVEL = 1000

/** How many frames the text of `stack_info` has. */
const MAX_STACK_INFO = 50

/** How many frames more are taken when some turn out to be the engine's own. */
const SPARE_FRAMES = 100

/**
 * Finds who called the public logging method `method`. Never throws.
 *
 * Only frames of programs count: `[1].forEach(f)` does not stand between `f` and its caller, as C functions do not in Python.
 *
 * @param stacklevel 1 for the code that called it, 2 for that code's caller and so on; past the outermost frame it is the
 *   outermost
 */
export function findCaller(method: Method, stacklevel: number): Caller {
  const level = levelOf(stacklevel)
  const near = canCut() && !isRedirected() ? readStack(stackText(level, method))[level - 1] : undefined
  // Not so near when frames of the engine's own stand between.
  const { pathname, lineno, funcName } = near ?? climb(method, level, 1).caller ?? UNKNOWN
  return { pathname, lineno, funcName }
}

function levelOf(stacklevel: number): number {
  return stacklevel > 1 ? Math.min(Math.trunc(stacklevel), MAX_STACKLEVEL) : 1
}

/**
 * Gives the call stack outside `method` as the text of `stack_info`: at most 50 frames, as the engine writes them. Never
 * throws.
 *
 * Differs from Python: the innermost frame comes first, as every tool that reads JavaScript's stacks expects it.
 */
export function callStack(method: Method, stacklevel: number): string {
  const { frames, at } = climb(method, levelOf(stacklevel), MAX_STACK_INFO)
  const shown = at < 0 ? [] : frames.slice(at, at + MAX_STACK_INFO)
  return ['Stack (most recent call first):', ...shown].join('\n')
}

interface Climb {
  /** The frames outside the method. */
  readonly frames: readonly string[]
  /** Where among them the climb ended; -1 when there is none to stand on. */
  at: number
  caller: StackFrame | undefined
}

/** Goes out from `method` to the frame of that level, with `count` frames from there on in sight. */
function climb(method: Method, level: number, count: number): Climb {
  const limit = level + count - 1
  const frames = programFrames(method, limit)
  const end = climbFrames(frames, level)
  // Some were the engine's own, which it may count without showing them.
  if (end.left > 0) return climbFrames(programFrames(method, limit + SPARE_FRAMES), level)
  return end
}

function climbFrames(frames: readonly string[], level: number): Climb & { left: number } {
  const end: Climb & { left: number } = { frames, at: -1, caller: undefined, left: level }
  for (let i = 0; i < frames.length && end.left > 0; i++) {
    const caller = parseFrame(frames[i]!)
    if (caller === undefined) continue
    end.at = i
    end.caller = caller
    end.left--
  }
  return end
}
