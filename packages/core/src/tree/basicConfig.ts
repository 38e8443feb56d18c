import { Formatter } from '../formatting/formatter.js'
import { checkFormatter, checkHandler, type Handler } from '../handlers/handler.js'
import { checkLevel, type KnownLevel, type Level } from '../records/levels.js'
import { manager } from './manager.js'
import { catchRejection } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import { makeDefaultHandler, platform } from '../handlers/platform.js'
import type { Stream } from '../runtime/runtime.js'
import type { StyleClass } from '../formatting/style.js'
import { checkOption } from '../runtime/checks.js'
import { styleOf } from '../formatting/styles.js'

/** The keywords of `basicConfig`, Python's. */
export interface BasicConfigOptions {
  /** A file to log to. Only where there are files. Default none. */
  filename?: string | null | undefined
  /** How the file is opened. Default `'a'`. */
  filemode?: string | undefined
  /** Whether lines are pretty at a terminal of Node; elsewhere without effect. Default false. */
  pretty?: boolean | 'auto' | null | undefined
  /** The format string. Default `%(levelname)s:%(name)s:%(message)s` in the style chosen. */
  format?: string | undefined
  /** A strftime format for the time. Default: the formatter's, `2026-11-27 12:00:00,000`. */
  datefmt?: string | null | undefined
  /** The style that `format` is written in: `'%'` (the default), `'{'`, `'$'`, or the style's class. */
  style?: string | StyleClass | undefined
  /** The root logger's level. Default: unchanged. */
  level?: Level | null | undefined
  /** A stream to log to. Default standard error; in a page the console. */
  stream?: Stream | null | undefined
  /** Handlers to install; those without a formatter get the one made here. Default: one, for `filename` or `stream`. */
  handlers?: readonly Handler[] | null | undefined
  /** Whether to remove and close the root's handlers first. Default false: if there are any, nothing is done. */
  force?: boolean | undefined
  /** The file's encoding. Default utf-8. */
  encoding?: string | null | undefined
  /** How to treat characters that the encoding does not have; null for FileHandler's default. Default `'backslashreplace'`. */
  errors?: string | null | undefined
  /** A formatter, in place of `format`, `datefmt` and `style`. Default: one that they make. */
  formatter?: Formatter | null | undefined
}

// `pretty` is for Node, which takes it before. A program that pages share with a server gives it to both.
const KEYWORDS = 'filename filemode format datefmt style level stream handlers force encoding errors formatter pretty'

/**
 * Gives the root logger a handler and a format; does nothing when it has a handler already, unless `force` is set.
 *
 * Differs from Python: everything is checked before anything is changed.
 *
 * @throws RangeError (Python's ValueError) for keywords that are unknown or exclude each other, a wrong style, format or level;
 *   TypeError for a level of the wrong type; Error for `filename` on platforms without files
 * @example
 * basicConfig({ level: 'INFO', format: '%(asctime)s %(levelname)s %(name)s: %(message)s' })
 */
export function basicConfig<const L extends Level | null | undefined>(
  options: BasicConfigOptions & { level?: L } & { level?: KnownLevel<L> } = {},
): void {
  checkOption('basicConfig', options ?? undefined, 'object', true, "an object, such as { level: 'INFO' }")
  const { root } = manager()
  if (root.handlers.length > 0 && !options.force) return
  checkOptions(options)
  const formatter = options.formatter ?? makeFormatter(options)
  const level = checkLevel(options.level ?? root.level)
  refuseLeftOvers(options)
  const handlers = makeHandlers(options)
  for (const handler of [...root.handlers]) {
    root.removeHandler(handler)
    if (!handlers.includes(handler)) catchRejection(handler.close(), (error) => report(handler, error))
  }
  for (const handler of handlers) {
    handler.formatter ??= formatter
    root.addHandler(handler)
  }
  root.setLevel(level)
}

function checkOptions(options: BasicConfigOptions): void {
  const { filename, stream, handlers, formatter } = options
  if (handlers === undefined || handlers === null) {
    if (stream !== undefined && filename !== undefined)
      refuse("'stream' and 'filename' should not be specified together")
  } else if (stream !== undefined || filename !== undefined) {
    refuse("'stream' or 'filename' should not be specified together with 'handlers'")
  }
  if (formatter) {
    checkFormatter(formatter, 'formatter')
    for (const key of ['format', 'datefmt', 'style'] as const) {
      if (options[key] !== undefined) refuse(`'${key}' should not be specified together with 'formatter'`)
    }
  }
  if (filename && platform().openFile === undefined) {
    throw new Error("'filename' needs files, and there are none here")
  }
}

function refuseLeftOvers(options: BasicConfigOptions): void {
  const known = KEYWORDS.split(' ')
  // Python takes `filemode` from the keywords only when there is a file to open.
  const isLeft = (key: string): unknown =>
    !known.includes(key) || (key === 'filemode' && options.filemode !== undefined && options.handlers)
  const unknown = Object.keys(options).filter(isLeft)
  if (unknown.length > 0) refuse(`Unrecognised argument(s): ${unknown.join(', ')}`)
}

function refuse(message: string): never {
  throw new RangeError(message)
}

function makeFormatter(options: BasicConfigOptions): Formatter {
  // Absent and null differ, as in Python: a format of null is the formatter's own default.
  const { format, style = '%', datefmt } = options
  const { basic_format } = styleOf(style)
  const formatter = new Formatter(format === undefined ? basic_format : format, { datefmt, style })
  formatter.showsFields ||= format === undefined
  return formatter
}

function makeHandlers(options: BasicConfigOptions): readonly Handler[] {
  const { filename, stream, handlers } = options
  if (handlers) {
    const isList = typeof Object(handlers)[Symbol.iterator] === 'function'
    checkOption('handlers', handlers, isList ? typeof handlers : '', isList, 'a list, such as [handler]')
    return [...handlers].map((handler) => checkHandler(handler, 'handlers'))
  }
  if (filename) {
    const { filemode: mode, encoding, errors } = options
    return [platform().openFile!(filename, { mode, encoding: encoding ?? undefined, errors })]
  }
  return [makeDefaultHandler(stream)]
}
