import { remember } from '../text/memo.js'

/** One frame of a call stack: a function of somebody's program at a place in its file. */
export interface StackFrame {
  /** As Python's `co_name`: the function's own name, without its class or object. */
  readonly funcName: string
  /** A path where it is a file, else the address as it is; `<string>`, as in Python, for code that was a string. */
  readonly pathname: string
  /** 1 is the first line; 0 where the engine does not say. */
  readonly lineno: number
  /** The place as the engine wrote it, the column included: no two calls in a program have the same. */
  readonly location: string
}

const MODULE = '<module>'
const LAMBDA = '<lambda>'
const STRING = '<string>'

const V8_FRAME = /^[ \t]+at (?:async (?!\())?(.+)$/s

// What a place begins with, to tell it from a function's name with a parenthesis or an @ in it: a scheme or a drive, a
// path, `<anonymous>`, `[native code]`, V8's words; in the other engines also nothing at all.
const PLACE = '(?:[A-Za-z][\\w+.-]*:|[/\\\\<[]|native$|index \\d|eval at |unknown location)'
// Made in pure calls, which bundlers drop from a page that does not look for callers.
const V8_NAMED = /* @__PURE__ */ (() => [new RegExp(String.raw`^(.*?) \((${PLACE}.*)\)$`, 's'), /^(.*?) \((.*)\)$/s])()
const OTHER_NAMED = /* @__PURE__ */ (() => [new RegExp(`^(.*?)@(${PLACE}.*|$)$`, 's'), /^(.*?)@(.*)$/s])()

// `file:line:column`; wasm has a function's number and an offset instead.
const POSITION = /:(\d+)(?::\d+)?$/
const WASM = /:(wasm-function\[\d+\])(?::0x[\da-f]+)?$/

// How Node starts modules, timers and promises: Python has no frames for such, nor for what has no position at all, the
// engine's own functions.
const INTERNAL = /^(?:node:internal\/|self-hosted:)/

/** Tells how many frames to leave out at the inner end. */
export type Cut = (frames: readonly string[]) => number

/** Splits the text of a stack into its frames, without the error's headline and what `cut` leaves out. */
export function splitFrames(stack: string, cut?: Cut): string[] {
  // Not at every line's end: a function's name may have one in it, and older Nodes write a source-mapped place on a line
  // of its own.
  const v8 = stack.split(/\n(?=[ \t]+at )/).filter((text) => V8_FRAME.test(text))
  const frames = v8.length > 0 ? v8 : stack.split('\n').filter((line) => line.includes('@'))
  const outside = cut === undefined ? frames : frames.slice(cut(frames))
  // SpiderMonkey ends the last line, JavaScriptCore does not.
  return v8.length > 0 || stack.endsWith('\n') ? outside : withoutWrappers(outside)
}

/** JavaScriptCore starts an async function in two frames of the same name. They cannot be told from recursion, which is rarer. */
function withoutWrappers(lines: string[]): string[] {
  const frames: string[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const name = line.slice(0, line.indexOf('@') + 1)
    frames.push(line)
    if (name !== '@' && lines[i + 1]?.startsWith(name) && !line.endsWith('@[native code]')) i++
  }
  return frames
}

// A program has few places that log, and the same text means the same frames.
const known = new Map<string, readonly StackFrame[]>()

/** Reads the text of a stack: gives the frames of programs, the innermost first. */
export function readStack(stack: string): readonly StackFrame[] {
  const before = known.get(stack)
  if (before !== undefined) return before
  const frames = splitFrames(stack).flatMap((text) => parseFrame(text) ?? [])
  return remember(known, stack, frames)
}

/**
 * Reads a frame as V8 (`    at f (file:1:2)`), SpiderMonkey and JavaScriptCore (`f@file:1:2`) write it, in whatever file,
 * address, `eval` or wasm module it is; undefined for a frame of the engine's or runtime's own.
 *
 * `funcName` is the function's name alone: `f` for `Object.f`, `Class.f`, `async f`, `get f`, `f [as g]`, `obj/f`; the class
 * for a constructor; `#f` and `[Symbol.iterator]` as they are. It is Python's `<module>` outside every function, and where a
 * function has no name; `<lambda>` where the engine tells that case apart.
 */
export function parseFrame(text: string): StackFrame | undefined {
  const v8 = V8_FRAME.exec(text)?.[1]
  return v8 === undefined ? parseOther(text) : parseV8(v8)
}

function parseV8(text: string): StackFrame | undefined {
  // Where Node up to version 16 knows the source: `f (bundle.js:1:2)` and, below it, `-> source.ts:3:4`.
  const [call, source] = text.split(/\n\s+-> /) as [string, string?]
  const [name, place] = named(V8_NAMED, call) ?? ['', call]
  // `eval at f (file:1:2), <anonymous>:3:4`: code in a string counts its own lines.
  const evaluated = /^eval at .*, (.+)$/s.exec(place)?.[1]
  if (evaluated !== undefined) return frame(name === 'eval' ? MODULE : v8Name(name), evaluated, STRING)
  return frame(v8Name(name), source ?? place)
}

function parseOther(text: string): StackFrame | undefined {
  const found = named(OTHER_NAMED, text)
  if (found === undefined) return undefined
  const [name, place] = found
  // `file line 1 > eval:3:4` in SpiderMonkey; JavaScriptCore says nothing of code in a string.
  const evaluated = / line \d+ > [^:]+(:.*)$/s.exec(place)?.[1]
  return frame(otherName(name), evaluated ?? place, evaluated !== undefined || place === '' ? STRING : undefined)
}

function named(patterns: readonly RegExp[], text: string): [name: string, place: string] | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text)
    if (match !== null) return [match[1]!, match[2]!]
  }
  return undefined
}

/** @param pathname where it is known already */
function frame(funcName: string, location: string, pathname?: string): StackFrame | undefined {
  const position = POSITION.exec(location)
  if (position !== null) {
    if (pathname === undefined && INTERNAL.test(location)) return undefined
    return {
      funcName,
      pathname: pathname ?? toPath(location.slice(0, position.index)),
      lineno: Number(position[1]),
      location,
    }
  }
  if (pathname !== undefined) return { funcName, pathname, lineno: 0, location }
  const wasm = WASM.exec(location)
  if (wasm === null) return undefined
  const name = funcName === MODULE ? wasm[1]! : funcName
  return { funcName: name, pathname: location.slice(0, wasm.index), lineno: 0, location }
}

function v8Name(name: string): string {
  const called = name.includes(' ') ? name.replace(/^new /, '').replace(/ \[as .*\]$/s, '') : name
  // A CommonJS module's code is an anonymous function.
  if (called === '' || called.endsWith('Object.<anonymous>')) return MODULE
  return called.endsWith('<anonymous>') ? LAMBDA : ownName(called)
}

function otherName(name: string): string {
  if (name === '' || /^(?:global|module|eval) code$/.test(name)) return MODULE
  // SpiderMonkey: `async*f`, `setTimeout handler*f` for what came before; `f/g` for g inside f, `f/<` for a nameless one.
  const called = name.slice(name.lastIndexOf('*') + 1).replace(/^.*\/(?=.)/s, '')
  if (called.endsWith('<')) return LAMBDA
  return called === 'starDefault' ? 'default' : ownName(called)
}

/** Takes class, object and accessor off. What a symbol names has dots of its own: `[Symbol.iterator]`. */
function ownName(name: string): string {
  const symbol = name.endsWith(']') ? /(?:^|\.)(\[[^[\]]+\])$/.exec(name)?.[1] : undefined
  const bare = symbol ?? name.slice(name.lastIndexOf('.') + 1)
  return (bare.includes(' ') ? bare.replace(/^[gs]et (?=.)/, '') : bare) || name
}

function toPath(address: string): string {
  // Behind the comma stands the source itself.
  if (address.startsWith('data:')) return address.slice(0, Math.max(address.indexOf(','), 'data:'.length))
  if (!address.startsWith('file://')) return address
  const path = decoded(address.slice('file://'.length))
  // As Node gives a path: C:\app\main.js for file:///C:/app/main.js, \\server\share for file://server/share.
  if (/^\/[A-Za-z]:/.test(path)) return path.slice(1).replaceAll('/', '\\')
  return path.startsWith('/') ? path : `\\\\${path.replaceAll('/', '\\')}`
}

function decoded(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
