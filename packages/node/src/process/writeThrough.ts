import type { Writable } from 'node:stream'
import { isMainThread } from 'node:worker_threads'
import type { Stream } from '@treeline/core'
import { stderr, stdout } from './stdio.js'

type ProcessStream = Writable & { readonly fd?: unknown }
type Write = Writable['_write']

/** What Node remembers of a write that it has begun. */
interface WriteState {
  writing?: boolean
  onwrite?(): void
}

/** Streams and consoles, and whether what is written to them comes to the process's own streams. */
const known = new WeakMap<object, boolean>()
/** A stream that is taken. */
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
 * Calls what writes a record to a stream or to the console. What comes out of it at `process.stdout` or `process.stderr` is
 * written by treeline's own `stdout` and `stderr`: at once, also to a pipe, where Node holds text back and loses it at
 * `process.exit()`, and ends the process when the reader has gone. Code that has patched `console` or `process.stdout.write`
 * sees the text as before. What the application writes itself goes Node's way.
 *
 * Text that waits in `process.stdout` already (the application's, for a slow reader) stays before the record's, which then goes
 * Node's way too. So it does on Windows and in worker threads.
 *
 * @param target the stream, or the console
 * @throws what `write` throws, or the standard stream
 */
export function writeThrough<T>(target: object, write: () => T): T {
  if (!(known.get(target) ?? know(target))) return write()
  const before = isOurs
  // A console does not say.
  if ((target as { readonly writableLength?: number }).writableLength !== 0) mend()
  isOurs = true
  try {
    return write()
  } finally {
    isOurs = before
    throwFailure()
  }
}

function throwFailure(): void {
  if (failure === undefined) return
  const { error } = failure
  failure = undefined
  throw error
}

function know(target: object & { readonly fd?: unknown }): boolean {
  const isConsole = target === (globalThis as { console?: object }).console
  // The getters make the streams: only what is asked for.
  const isOut = target.fd === 1 && target === process.stdout
  const isError = target.fd === 2 && target === process.stderr
  const comesHere = isMainThread && process.platform !== 'win32' && (isConsole || isOut || isError)
  if (comesHere && !isError) take(process.stdout, stdout)
  if (comesHere && !isOut) take(process.stderr, stderr)
  known.set(target, comesHere)
  return comesHere
}

/** Puts itself below `write`, where only what nobody has held back arrives. */
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
 * Ends the writes that nobody will end. Where the stack ends in the midst of Node's code, its stream takes the write for begun,
 * and holds back all that comes later.
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
