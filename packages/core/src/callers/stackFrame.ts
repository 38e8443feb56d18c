import { needRoom } from '../runtime/stackRoom.js'
import { remember } from '../text/memo.js'

/** One frame of a call stack: a function of a program at a place in its file. */
export interface StackFrame {
  /** The function's own name, without its class or object: Python's `co_name`. */
  readonly funcName: string
  /** The path of a file, else the address as it is; `<string>`, as in Python, for code that was a string. */
  readonly pathname: string
  /** The line, from 1 on; 0 if the engine does not say. */
  readonly lineno: number
  /** The place as the engine wrote it, the column included: no two calls in a program have the same. */
  readonly location: string
}

const MODULE = '<module>'
const LAMBDA = '<lambda>'

const V8_FRAME = /^[ \t]+at (?:async (?!\())?(.+)$/s

// A name and a place. The stricter pattern finds where the place begins, after a name that may have a parenthesis or an @ in it:
// at a scheme or a drive, a path, `<anonymous>`, `[native code]`, V8's words; in the other engines the place may also be empty.
const V8_NAMED = [
  /^(.*?) \(((?:[A-Za-z][\w+.-]*:|[/\\<[]|native$|index \d|eval at |unknown location).*)\)$/s,
  /^(.*?) \((.*)\)$/s,
]
const OTHER_NAMED = [
  /^(.*?)@((?:[A-Za-z][\w+.-]*:|[/\\<[]|native$|index \d|eval at |unknown location).*|$)$/s,
  /^(.*?)@(.*)$/s,
]

// `file:line:column`; wasm has a function's number and an offset instead.
const POSITION = /:(?:(\d+)(?::\d+)?|(wasm-function\[\d+\])(?::0x[\da-f]+)?)$/

// How Node starts modules, timers and promises. Python has no frames for such code, nor for code without a position: the engine's
// own functions.
const INTERNAL = /^(?:node:internal\/|self-hosted:)/

/** Returns how many frames to leave out at the inner end. */
export type Cut = (frames: readonly string[]) => number

/** Splits the text of a stack into its frames, without the error's headline and the frames that `cut` leaves out. */
export function splitFrames(stack: string, cut?: Cut): string[] {
  // Not at every line's end: a function's name may have one in it, and older Nodes write a source-mapped place on its own line.
  const v8 = stack.split(/\n(?=[ \t]+at )/).filter((text) => V8_FRAME.test(text))
  const frames = v8.length > 0 ? v8 : stack.split('\n').filter((line) => line.includes('@'))
  const outside = frames.slice(cut?.(frames))
  // SpiderMonkey ends the last line, JavaScriptCore does not.
  return v8.length > 0 || stack.endsWith('\n') ? outside : withoutWrappers(outside)
}

/**
 * Drops the second frame of async functions: JavaScriptCore starts them in two frames of the same name. Recursion looks the same,
 * and is rarer.
 */
function withoutWrappers(lines: readonly string[]): string[] {
  /** The start of the next line if it is a wrapper. */
  let start: string | undefined
  return lines.filter((line) => {
    const isWrapper = start !== undefined && line.startsWith(start)
    start = isWrapper || line.endsWith('@[native code]') ? undefined : /^[^@]+@/.exec(line)?.[0]
    return !isWrapper
  })
}

// A program has few places that log, and the same text means the same frames.
const known = new Map<string, readonly StackFrame[]>()

/**
 * Reads the text of a stack. Returns the frames of programs, the innermost first.
 *
 * @throws RangeError at the end of the stack
 */
export function readStack(stack: string): readonly StackFrame[] {
  const before = known.get(stack)
  if (before !== undefined) return before
  needRoom()
  const frames = splitFrames(stack).flatMap((text) => parseFrame(text) ?? [])
  return remember(known, stack, frames)
}

/**
 * Reads a frame as V8 (`    at f (file:1:2)`), SpiderMonkey and JavaScriptCore (`f@file:1:2`) write it, in any file, address,
 * `eval` or wasm module; returns undefined for a frame of the engine or the runtime.
 *
 * `funcName` is the function's name alone: `f` for `Object.f`, `Class.f`, `async f`, `get f`, `f [as g]`, `obj/f`; the class for
 * a constructor; `#f` and `[Symbol.iterator]` as they are. It is Python's `<module>` outside every function, and for a function
 * without a name; `<lambda>` where the engine distinguishes that case.
 */
export function parseFrame(text: string): StackFrame | undefined {
  const v8 = V8_FRAME.exec(text)?.[1]
  return v8 ? parseV8(v8) : parseOther(text)
}

function parseV8(text: string): StackFrame | undefined {
  // Node up to version 16, if it knows the source: `f (bundle.js:1:2)` and, below it, `-> source.ts:3:4`.
  const [call, source] = text.split(/\n\s+-> /) as [string, string?]
  const [, name = '', place = call] = named(V8_NAMED, call) ?? []
  // `eval at f (file:1:2), <anonymous>:3:4`: code in a string counts its own lines.
  const evaluated = /^eval at .*, (.+)$/s.exec(place)?.[1]
  const funcName = evaluated && name === 'eval' ? MODULE : v8Name(name)
  return frame(funcName, evaluated ?? source ?? place, evaluated !== undefined)
}

function parseOther(text: string): StackFrame | undefined {
  const found = named(OTHER_NAMED, text)
  if (found === null) return undefined
  const [, name, place] = found as unknown as [string, string, string]
  // `file line 1 > eval:3:4` in SpiderMonkey; JavaScriptCore does not mark code in a string.
  const evaluated = / line \d+ > [^:]+(:.*)$/s.exec(place)?.[1]
  return frame(otherName(name), evaluated ?? place, evaluated !== undefined || place === '')
}

function named([strict, loose]: readonly RegExp[], text: string): RegExpExecArray | null {
  return strict!.exec(text) ?? loose!.exec(text)
}

/**
 * Returns a frame; undefined for one of the engine or the runtime.
 *
 * @param isString whether the code was a string
 */
function frame(funcName: string, location: string, isString: boolean): StackFrame | undefined {
  const position = POSITION.exec(location)
  if (!isString && (position === null || INTERNAL.test(location))) return undefined
  const [, lineno = 0, wasm] = position ?? []
  const address = location.slice(0, position?.index)
  return {
    funcName: wasm && funcName === MODULE ? wasm : funcName,
    pathname: isString ? '<string>' : wasm ? address : toPath(address),
    lineno: Number(lineno),
    location,
  }
}

function v8Name(name: string): string {
  const called = name.replace(/^new | \[as .*\]$/gs, '')
  // A CommonJS module's code is an anonymous function.
  if (/(^|Object\.<anonymous>)$/.test(called)) return MODULE
  return called.endsWith('<anonymous>') ? LAMBDA : ownName(called)
}

function otherName(name: string): string {
  if (/^((global|module|eval) code)?$/.test(name)) return MODULE
  // SpiderMonkey: `async*f`, `setTimeout handler*f` for what came before; `f/g` for g inside f, `f/<` for a nameless one.
  const called = name.slice(name.lastIndexOf('*') + 1).replace(/^.*\/(?=.)/s, '')
  if (called.endsWith('<')) return LAMBDA
  return called === 'starDefault' ? 'default' : ownName(called)
}

/** Returns a name without class, object and accessor. The name of a symbol has dots of its own: `[Symbol.iterator]`. */
function ownName(name: string): string {
  return /(?:^|\.)(?:[gs]et (?=.))?(\[[^[\]]+\]|[^.]*)$/.exec(name)![1] || name
}

function toPath(address: string): string {
  // The source itself follows the comma.
  if (address.startsWith('data:')) return address.slice(0, Math.max(address.indexOf(','), 'data:'.length))
  // Code within a page has the page's own address: its query and its fragment may hold secrets.
  if (!address.startsWith('file://')) return address.replace(/^([\w+.-]+:\/\/)(?:[^/?#]*@)?([^?#]*).*/s, '$1$2')
  const path = decoded(address.slice('file://'.length))
  if (/^\/(?![a-z]:)/i.test(path)) return path
  // As Node gives a path: C:\app\main.js for file:///C:/app/main.js, \\server\share for file://server/share.
  return (path.startsWith('/') ? path.slice(1) : `//${path}`).replaceAll('/', '\\')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
