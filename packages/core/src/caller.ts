/** Where a logging call stands in the user's code. */
export interface Caller {
  readonly pathname: string
  readonly lineno: number
  readonly funcName: string
}

/** A public logging method: the stack outside it is the user's. */
export type Method = (...args: never[]) => unknown

interface StackLimited {
  stackTraceLimit?: number
  captureStackTrace?(holder: object, method: Method): void
}

const UNKNOWN: Caller = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

// Frames as the engines write them: V8 "    at f (file:1:2)" and "    at file:1:2", the others "f@file:1:2".
const V8_FRAME = /^\s+at (?:async )?(?:(.*?) \()?(.+?):(\d+):\d+\)?$/
const GECKO_FRAME = /^(?:(.*?)@)?(.+?):(\d+)(?::\d+)?$/

/**
 * Gives the lines of the call stack outside `method`, the innermost first, at most `limit` of them.
 *
 * The stack is cut at the public method itself, not at a file name: applications bundle this library into their own file.
 * Where the engine cannot cut, the method is looked for by its name.
 */
export function stackLines(method: Method, limit: number): string[] {
  const errors = Error as StackLimited
  const before = errors.stackTraceLimit
  const holder: { stack?: unknown } = errors.captureStackTrace === undefined ? new Error() : {}
  try {
    errors.stackTraceLimit = errors.captureStackTrace === undefined ? limit + 50 : limit
    errors.captureStackTrace?.(holder, method)
    const lines = String(holder.stack).split('\n').filter(isFrame)
    return errors.captureStackTrace === undefined ? lines.slice(cutAt(lines, method.name)) : lines
  } finally {
    if (before === undefined) delete errors.stackTraceLimit
    else errors.stackTraceLimit = before
  }
}

function isFrame(line: string): boolean {
  return V8_FRAME.test(line) || line.includes('@') || /^\s+at /.test(line)
}

function cutAt(lines: string[], name: string): number {
  const at = lines.findIndex((line) => line.startsWith(`${name}@`) || line.includes(`.${name}@`))
  return at < 0 ? lines.length : at + 1
}

/**
 * Finds who called the public logging method `method`.
 *
 * @param stacklevel 1 for the code that called it, 2 for that code's caller and so on; past the outermost frame it is the
 *   outermost
 */
export function findCaller(method: Method, stacklevel: number): Caller {
  const wanted = stacklevel > 1 ? Math.min(Math.trunc(stacklevel), 200) : 1
  const lines = stackLines(method, wanted)
  const line = lines[Math.min(wanted, lines.length) - 1]
  return line === undefined ? UNKNOWN : parseFrame(line)
}

function parseFrame(line: string): Caller {
  const match = V8_FRAME.exec(line) ?? GECKO_FRAME.exec(line)
  if (match === null) return UNKNOWN
  return {
    pathname: toPath(match[2]!),
    lineno: Number(match[3]),
    // Code outside every function is Python's '<module>'; V8 calls it nothing, or Object.<anonymous> in CommonJS.
    funcName: !match[1] || match[1].endsWith('Object.<anonymous>') ? '<module>' : match[1].replace(/^new /, ''),
  }
}

function toPath(url: string): string {
  if (!url.startsWith('file://')) return url
  const path = url.slice(/^file:\/\/\/[A-Za-z]:/.test(url) ? 8 : 7)
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Gives the call stack outside `method` as the text of `stack_info`. */
export function callStack(method: Method, stacklevel: number): string {
  const lines = stackLines(method, 50).slice(Math.max(stacklevel, 1) - 1)
  // JavaScript lists the innermost frame first, and every tool that reads stacks expects it so.
  return ['Stack (most recent call first):', ...lines].join('\n')
}
