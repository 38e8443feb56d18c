import { shared } from '../realm/realm.js'

/** A target that a `StreamHandler` can write to. */
export interface Stream {
  /** Writes a text. */
  write(text: string): unknown
  /** Writes what the stream holds. */
  flush?(): unknown
  readonly name?: unknown
  /** True for a terminal. */
  readonly isTTY?: unknown
}

/** The engine below the library: what it knows of it, and does through it. */
export interface Runtime {
  /** The stream of `StreamHandler()` and of the library's own error reports. */
  readonly stderr: Stream
  readonly thread: number
  readonly threadName: string
  /** Whether the thread is ended without notice, so that nothing may wait in it. Default false. */
  readonly endsUntold?: boolean | undefined
  readonly process: number
  readonly processName: string
  /**
   * Reads a file for `fileConfig`; returns undefined if it does not exist. Absent on platforms without files.
   *
   * @throws RangeError for an unknown encoding, and for bytes that are not text in it
   */
  readFile?(filename: string, encoding: string | undefined): string | undefined
  /**
   * Reports the errors that a stream emits from now on; absent where streams emit none.
   *
   * @throws the error that has destroyed the stream
   */
  watchStream?(stream: Stream): void
  /**
   * Calls a function that writes to a stream or the console. What goes to the process's own streams is written when it returns.
   */
  writeThrough?<T>(target: object, write: () => T): T
  /** Sends the runtime's own warnings to `show` until called with null; absent where there are none. */
  captureWarnings?(show: ((text: string) => void) | null): void
  /** Sends uncaught errors to `show`, with a text that says what happened, until called with null. */
  captureErrors?(show: ((text: string, error: unknown) => void) | null): void
}

interface Console {
  error(text: string): void
}

/** How many of the library's own writes to the console are on the stack: these are not captured. */
export const consoleWrites: { depth: number } = /* @__PURE__ */ shared('consoleWrites', () => ({ depth: 0 }))

/** A stream over `console.error`, for runtimes without a standard error of their own. */
export const consoleStream: Stream = {
  name: '<console>',
  write(text: string): void {
    const { console } = globalThis as { console?: Console }
    consoleWrites.depth++
    try {
      console?.error(text.endsWith('\n') ? text.slice(0, -1) : text)
    } finally {
      consoleWrites.depth--
    }
  },
}

const neutral: Runtime = {
  stderr: consoleStream,
  thread: 0,
  threadName: 'MainThread',
  process: 0,
  processName: 'MainProcess',
}

/** @internal The registered runtime. */
export const registered: { runtime: Runtime | undefined } = /* @__PURE__ */ shared('runtime', () => ({
  runtime: undefined,
}))

/** Returns the runtime in force: the registered one, else one that has only `console.error`. */
export function runtime(): Runtime {
  return registered.runtime ?? neutral
}

/** Writes a record's text to a stream. Returns what the stream's `write` returns. */
export function writeText(stream: Stream, text: string): unknown {
  const { writeThrough } = runtime()
  return writeThrough ? writeThrough(stream, () => stream.write(text)) : stream.write(text)
}
