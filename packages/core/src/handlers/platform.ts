import { registered, type Runtime, runtime, type Stream } from '../runtime/runtime.js'
import type { Handler } from './handler.js'
import { StreamHandler } from './streamHandler.js'

/** Keywords of `FileHandler` that `basicConfig` passes on. */
export interface FileOptions {
  /** How the file is opened. Default as `FileHandler` has it: `'a'`. */
  mode?: string | undefined
  /** The file's encoding. Default utf-8. */
  encoding?: string | undefined
  /** What happens to characters that the encoding does not have. Default null, Python's None: as FileHandler has it. */
  errors?: string | null | undefined
}

/**
 * What differs between Node, a page and a bare script engine. The umbrella package registers the one it was built for;
 * core itself only ever asks here.
 */
export interface Platform extends Runtime {
  /** Makes the handler that `basicConfig()` installs when it is given no other. Default a StreamHandler on stderr. */
  defaultHandler?(): Handler
  /** Makes the handler of records that meet no other. Default what writes the bare text of warnings and above on stderr. */
  lastResort?(): Handler
  /** Opens a file for `basicConfig({ filename })`; absent where there are no files. */
  openFile?(filename: string, options: FileOptions): Handler
}

/** Returns the platform in force: the registered one, else one that knows nothing but `console.error`. */
export function platform(): Platform {
  return runtime()
}

/**
 * Makes `platform` the realm's. The umbrella package calls it once on import; the first registration stays, so that two
 * copies of the package do not install two exit hooks.
 *
 * @returns whether this call was the first
 */
export function registerPlatform(platform: Platform): boolean {
  if (registered.runtime !== undefined) return false
  registered.runtime = platform
  return true
}

/** Makes the handler that `basicConfig` installs: for a stream, or where the platform has no other. */
export function makeDefaultHandler(stream?: Stream | null): Handler {
  return stream ? new StreamHandler(stream) : (platform().defaultHandler?.() ?? new StreamHandler())
}
