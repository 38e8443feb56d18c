import type { Handler } from './handler.js'
import { registry } from '../realm/registry.js'

/** Anything a `StreamHandler` can write to. */
export interface Stream {
  write(text: string): unknown
  flush?(): unknown
  readonly name?: unknown
}

/** Keywords of `FileHandler` that `basicConfig` passes on. */
export interface FileOptions {
  mode?: string | undefined
  encoding?: string | undefined
  /** Null is Python's None: `'strict'`. */
  errors?: string | null | undefined
}

/**
 * What differs between Node, a page and a bare script engine. The umbrella package registers the one it was built for;
 * core itself only ever asks here.
 */
export interface Platform {
  /** Where `StreamHandler()` and the library's own error reports write. */
  readonly stderr: Stream
  readonly thread: number
  readonly threadName: string
  readonly process: number
  readonly processName: string
  /** Makes the handler that `basicConfig()` installs when it is told no other. Default a StreamHandler on stderr. */
  defaultHandler?(): Handler
  /** Makes the handler of records that meet no other. Default the bare text of warnings and above on stderr. */
  lastResort?(): Handler
  /** Opens a file for `basicConfig({ filename })`; absent where there are no files. */
  openFile?(filename: string, options: FileOptions): Handler
  /**
   * Reads a file for `fileConfig`; undefined for one that is not there. Absent where there are no files.
   *
   * @throws RangeError for an encoding that is unknown, and bytes that are not text in it
   */
  readFile?(filename: string, encoding: string | undefined): string | undefined
  /** Sends the runtime's own warnings to `show` until called with null; absent where there are none. */
  captureWarnings?(show: ((text: string) => void) | null): void
}

interface Console {
  error(text: string): void
}

/** A stream over `console.error`, for runtimes without a standard error of their own. */
export const consoleStream: Stream = {
  name: '<console>',
  write(text: string): void {
    const { console } = globalThis as { console?: Console }
    console?.error(text.endsWith('\n') ? text.slice(0, -1) : text)
  },
}

const neutral: Platform = {
  stderr: consoleStream,
  thread: 0,
  threadName: 'MainThread',
  process: 0,
  processName: 'MainProcess',
}

/** Gives the platform in force: the registered one, else one that knows nothing but `console.error`. */
export function platform(): Platform {
  return registry.platform ?? neutral
}

/**
 * Makes `platform` the realm's. The umbrella package calls it once on import; the first registration stays, so that two
 * copies of the package do not install two exit hooks.
 *
 * @returns whether this call was the first
 */
export function registerPlatform(platform: Platform): boolean {
  if (registry.platform !== undefined) return false
  registry.platform = platform
  return true
}
