import type { Writable } from 'node:stream'
import { isMainThread } from 'node:worker_threads'
import type { Stream } from '@treeline/core'
import { stderr, stdout } from './stdio.js'

type ProcessStream = Writable & { readonly fd?: unknown }
type Write = Writable['_write']

/** Node's state of a write that it has begun. */
interface WriteState {
  writing?: boolean
  onwrite?(): void
}

/** Streams and consoles, and whether what is written to them reaches the process's own streams. */
const known = new WeakMap<object, boolean>()
/** A stream whose writes go through treeline. */
interface Taken {
  readonly stream: ProcessStream
  /**
   * How many writes Node has begun and not ended. Infinity where it had begun some before the stream was taken, until nothing
   * waits.
   */
  writes: number
}

const taken: Taken[] = []

let isOurs = false
let failure: { readonly error: unknown } | undefined

/**
 * Calls `write`, which writes a record to a stream or to the console. What reaches `process.stdout` or `process.stderr` is written
 * by treeline's own `stdout` and `stderr`, at once. Node itself holds text for a pipe back, loses it at `process.exit()`, and ends
 * the process when the reader has gone. Code that has patched `console` or `process.stdout.write` sees the text as before. What
 * the application writes itself goes Node's way.
 *
 * Text that waits in `process.stdout` already (the application's, for a slow reader) stays before the record's, which then goes
 * Node's way too. On Windows and in worker threads all text does.
 *
 * @param target the stream, or the console
 * @throws what `write` or the standard stream throws
 */
export function writeThrough<T>(target: object, write: () => T): T {
  if (!(known.get(target) ?? know(target))) return write()
  const before = isOurs
  // A console does not have it.
  if ((target as { readonly writableLength?: number }).writableLength !== 0) mend()
  isOurs = true
  try {
    return write()
  } finally {
    isOurs = before
    throwFailure()
  }
}

/**
 * Throws the last error of a standard stream, once.
 *
 * @throws that error
 */
function throwFailure(): void {
  if (failure === undefined) return
  const { error } = failure
  failure = undefined
  throw error
}

function know(target: object & { readonly fd?: unknown }): boolean {
  const isConsole = target === (globalThis as { console?: object }).console
  // The getters make the streams, so only the one in question is read.
  const isOut = target.fd === 1 && target === process.stdout
  const isError = target.fd === 2 && target === process.stderr
  const comesHere = isMainThread && process.platform !== 'win32' && (isConsole || isOut || isError)
  if (comesHere && !isError) take(process.stdout, stdout)
  if (comesHere && !isOut) take(process.stderr, stderr)
  known.set(target, comesHere)
  return comesHere
}

/** Replaces the stream's method below `write`, which gets only text that nobody has held back. */
function take(stream: ProcessStream, standard: Stream): void {
  if (taken.some((other) => other.stream === stream)) return
  const own: Taken = { stream, writes: stream.writableLength > 0 ? Infinity : 0 }
  taken.push(own)
  const nodes: Write = stream._write
  stream._write = function (this: Writable, chunk: unknown, encoding, done): void {
    const text = isOurs ? textOf(chunk, encoding) : undefined
    if (text === undefined) return nodes.call(this, chunk, encoding, counted(own, done))
    try {
      standard.write(text)
    } catch (error) {
      // The stream's own state would not survive it.
      failure ??= { error }
    }
    done()
  }
  const { _writev: nodesAll } = stream
  if (!nodesAll) return
  stream._writev = function (this: Writable, chunks, done): void {
    nodesAll.call(this, chunks, counted(own, done))
  }
}

function counted(own: Taken, done: (error?: Error | null) => void): typeof done {
  own.writes++
  return (error) => {
    own.writes--
    done(error)
  }
}

/**
 * Ends the writes that nobody else will end. Where the stack overflows in Node's code, Node's stream counts the write as begun, and
 * holds back everything that comes later.
 */
function mend(): void {
  for (const own of taken) {
    const { stream } = own
    const isEmpty = stream.writableLength === 0
    if (isEmpty && own.writes === Infinity) own.writes = 0
    if (isEmpty || own.writes > 0) continue
    const state = (stream as { _writableState?: WriteState })._writableState
    if (state?.writing === true) state.onwrite?.()
  }
}

/** Returns undefined for what is not text in UTF-8. */
function textOf(chunk: unknown, encoding: string): string | undefined {
  if (Buffer.isBuffer(chunk)) {
    const text = chunk.toString()
    return Buffer.from(text).equals(chunk) ? text : undefined
  }
  return typeof chunk === 'string' && encoding.toLowerCase().replace('-', '') === 'utf8' ? chunk : undefined
}
