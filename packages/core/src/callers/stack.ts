import { shared } from '../realm/realm.js'
import { nesting } from '../records/call.js'
import type { Method } from '../records/caller.js'
import { type Cut, parseFrame, splitFrames } from './stackFrame.js'

type Capture = (holder: object, method?: Method) => void

/** The properties that engines let programs set on the constructor `Error`; none of them is reliable. */
interface ErrorStatics {
  stackTraceLimit?: unknown
  prepareStackTrace?: unknown
  captureStackTrace?: unknown
}

const sourceOf = Function.prototype.toString

/**
 * Returns the frames of the call stack outside `method`, the innermost first; at most `limit` of them if the engine can cut, else
 * all; none when `method` is not on the stack. Never throws, whatever the application made of `Error`.
 *
 * The stack is cut at the method itself, not at a file or a function's name: applications bundle this library into their own file
 * and rename its functions.
 */
export function stackFrames(method: Method, limit: number): string[] {
  if (nativeCapture()) return currentFrames(limit, method)
  // First, because that calls the method.
  const location = locationOf(method)
  return currentFrames(Infinity, undefined, (frames) => cutAt(frames, location, method.name))
}

let lastSeen: unknown
let lastNative: Capture | undefined

/** Returns the engine's own function that cuts stacks at a function; a polyfill or the application's wrapper may not cut. */
export function nativeCapture(): Capture | undefined {
  const { captureStackTrace } = Error as ErrorStatics
  if (captureStackTrace !== lastSeen) {
    lastSeen = captureStackTrace
    const isNative =
      typeof captureStackTrace === 'function' && /\[native code\]\s*\}$/.test(sourceOf.call(captureStackTrace))
    lastNative = isNative ? (captureStackTrace as Capture) : undefined
  }
  return lastNative
}

/** Returns the frames of the present stack, ours too, or those outside `method`. */
export function currentFrames(limit: number = Infinity, method?: Method, cut?: Cut): string[] {
  const frames = splitFrames(stackText(limit, method), cut)
  // The application's own `prepareStackTrace` makes the text (from source maps, perhaps) unless it fails.
  const { prepareStackTrace } = Error as ErrorStatics
  if (frames.length > 0 || prepareStackTrace === undefined) return frames
  assign('prepareStackTrace', undefined)
  try {
    return splitFrames(stackText(limit, method), cut)
  } finally {
    assign('prepareStackTrace', prepareStackTrace)
  }
}

/**
 * Returns the text of the stack, outside `method` if the engine can cut it there; '' if the application makes something else of
 * it. At most `limit` frames. Never throws.
 *
 * Hot path. V8 walks over every frame between here and the method, and takes apart what its compiler had put together: a call
 * more on the way is half a microsecond a line (bench, caller). Hence all in one function.
 */
export function stackText(limit: number, method?: Method): string {
  const capture = method && nativeCapture()
  const { stackTraceLimit } = Error as ErrorStatics
  assign('stackTraceLimit', limit)
  try {
    const holder: { stack?: unknown } = capture === undefined ? new Error() : {}
    capture?.(holder, method)
    return typeof holder.stack === 'string' ? holder.stack : ''
  } catch {
    return ''
  } finally {
    assign('stackTraceLimit', stackTraceLimit)
  }
}

/** Sets or deletes a property of `Error`, if it can: it may be frozen. */
function assign(key: keyof ErrorStatics, value: unknown): void {
  // Not `Error[key] = value`: in JavaScriptCore that no longer restores the limit once the line is warm, and the application's
  // stacks would stay as short as ours.
  if (value === undefined) Reflect.deleteProperty(Error, key)
  else Reflect.set(Error, key, value)
}

/** Returns how many frames belong to a method and to the functions that it called; all when the method is not among them. */
function cutAt(frames: readonly string[], location: string | undefined, name: string): number {
  const isMethod = (text: string): boolean => {
    const frame = parseFrame(text)
    // A method that is not one of the logging methods is recognised by its name. The frame inside may have the same.
    return location === undefined ? name !== '' && frame?.funcName === name : frame?.location === location
  }
  const first = frames.findIndex(isMethod)
  if (first < 0) return frames.length
  const count = frames.slice(first).findIndex((frame) => !isMethod(frame))
  return count < 0 ? frames.length : first + count
}

const locations = new WeakMap<Method, string | undefined>()

/**
 * Finds a method's own source position, for engines without captureStackTrace. Calls the method once with a probe that lets
 * nothing pass: when the method reads the probe's gate, its frame is the one just inside of ours.
 */
function locationOf(method: Method): string | undefined {
  if (locations.has(method)) return locations.get(method)
  // Known before it is found: a method that is no logging method but looks for its caller comes here again.
  locations.set(method, undefined)
  let location: string | undefined
  // The tree's own state: the module's functions take the root from the manager.
  const tree = shared<{ manager: unknown }>('tree', () => ({ manager: undefined }))
  const { manager } = tree
  let outside: string[] = []
  const probe = {
    // The root has a handler already: no basicConfig.
    handlers: [undefined],
    get root(): unknown {
      return probe
    },
    get gate(): number {
      location = innerNeighbour(currentFrames(), outside)
      return -(2 ** 30)
    },
    isEnabledFor: () => false,
  }
  // Room for one call more, however deep this one is.
  nesting.limit++
  tree.manager = probe
  try {
    outside = currentFrames()
    // The message is no text: for a text the direct way would read the gate again.
    ;(method as unknown as (level: number, msg: unknown) => void).call(probe, 0, null)
  } catch {
    // Not a logging method.
  } finally {
    nesting.limit--
    tree.manager = manager
  }
  locations.set(method, location)
  return location
}

/** Returns how many outer frames two stacks share. */
export function commonEnd(a: readonly string[], b: readonly string[]): number {
  let same = 0
  // `at` gives undefined past the end of the shorter stack.
  while (same < a.length && a.at(-1 - same) === b.at(-1 - same)) same++
  return same
}

/** Returns the frame, of the deeper stack, just inside the innermost call that both stacks share. */
function innerNeighbour(frames: readonly string[], outside: readonly string[]): string | undefined {
  const same = commonEnd(frames, outside)
  // The next frame is the call that contains both, at another line of it.
  const neighbour = frames.at(-2 - same)
  return same > 0 && neighbour !== undefined ? parseFrame(neighbour)?.location : undefined
}
