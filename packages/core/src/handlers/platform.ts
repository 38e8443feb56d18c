import { registered, type Runtime, runtime, type Stream } from '../runtime/runtime.js'
import type { Handler } from './handler.js'
import { StreamHandler } from './streamHandler.js'

/** Keywords of `FileHandler` that `basicConfig` passes on. */
export interface FileOptions {
  /** How the file is opened. Default as `FileHandler` has it: `'a'`. */
  mode?: string | undefined
  /** The file's encoding. Default utf-8. */
  encoding?: string | undefined
  /** How to treat characters that the encoding does not have. Default null, Python's None: as `FileHandler`. */
  errors?: string | null | undefined
}

/**
 * The differences between Node, a page and a bare script engine. The umbrella package registers its platform; core asks only
 * here.
 */
export interface Platform extends Runtime {
  /** Makes the handler that `basicConfig()` installs when it is given no other. Default a StreamHandler on stderr. */
  defaultHandler?(): Handler
  /**
   * Makes the handler of records that no other handler gets. Default one that writes the bare text of warnings and above on
   * stderr.
   */
  lastResort?(): Handler
  /** Opens a file for `basicConfig({ filename })`; absent on platforms without files. */
  openFile?(filename: string, options: FileOptions): Handler
}

/** Returns the platform in force: the registered one, else one that has only `console.error`. */
export function platform(): Platform {
  return runtime()
}

/**
 * Registers the realm's platform. The umbrella package calls it once on import. The first registration stays, so that two copies
 * of the package do not install two exit hooks.
 *
 * @returns whether this call was the first
 */
export function registerPlatform(platform: Platform): boolean {
  if (registered.runtime !== undefined) return false
  registered.runtime = platform
  return true
}

/** Makes the handler that `basicConfig` installs: for the stream, else the platform's. */
export function makeDefaultHandler(stream?: Stream | null): Handler {
  return stream ? new StreamHandler(stream) : (platform().defaultHandler?.() ?? new StreamHandler())
}
