import { type Caller, type Method, UNKNOWN } from '../records/caller.js'
import { parseFrame, readStack } from './stackFrame.js'
import { isRedirected, programFrames } from './redirection.js'
import { nativeCapture, stackText } from './stack.js'

/** The greatest stacklevel; Python's own stack ends there. */
const MAX_STACKLEVEL = 1000

/** The most frames in the text of `stack_info`. */
const MAX_STACK_INFO = 50

/** How many more frames are taken if some turn out to be the engine's own. */
const SPARE_FRAMES = 100

/**
 * Finds the code that called the public logging method `method`. Never throws.
 *
 * Only frames of programs count: `[1].forEach(f)` adds no frame between `f` and its caller, like C functions in Python.
 *
 * @param stacklevel 1 for the code that called it, 2 for that code's caller and so on; past the outermost frame it is the
 *   outermost
 */
export function findCaller(method: Method, stacklevel: number): Caller {
  const level = levelOf(stacklevel)
  const near = nativeCapture() && !isRedirected() ? readStack(stackText(level, method))[level - 1] : undefined
  // Further out if frames of the engine's own come between.
  const { pathname, lineno, funcName } = near ?? parseFrame(climb(method, level, 1)[0] ?? '') ?? UNKNOWN
  return { pathname, lineno, funcName }
}

function levelOf(stacklevel: number): number {
  return stacklevel > 1 ? Math.min(Math.trunc(stacklevel), MAX_STACKLEVEL) : 1
}

/**
 * Returns the call stack outside `method` as the text of `stack_info`: at most 50 frames, as the engine writes them. Never
 * throws.
 *
 * Differs from Python: the innermost frame comes first, as every tool that reads JavaScript's stacks expects it.
 */
export function callStack(method: Method, stacklevel: number): string {
  const frames = climb(method, levelOf(stacklevel), MAX_STACK_INFO)
  return ['Stack (most recent call first):', ...frames.slice(0, MAX_STACK_INFO)].join('\n')
}

/** Returns the frame of a level outside `method` and the frames outside it, `count` at least if there are. */
function climb(method: Method, level: number, count: number, spare = 0): readonly string[] {
  const frames = programFrames(method, level + count - 1 + spare)
  let left = level
  let at = frames.length
  for (let index = 0; index < frames.length && left > 0; index++) {
    if (parseFrame(frames[index]!)) {
      at = index
      left--
    }
  }
  // Some were the engine's own, which it may count without showing them.
  return left > 0 && spare === 0 ? climb(method, level, count, SPARE_FRAMES) : frames.slice(at)
}
