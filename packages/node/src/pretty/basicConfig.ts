import {
  basicConfig as coreBasicConfig,
  type BasicConfigOptions as CoreOptions,
  type Formatter,
  getLogger,
  JSONFormatter,
  type KnownLevel,
  type Level,
  type Stream,
} from '@treeline/core'
import { checkNamedOptions, oneOf, withMethods } from '@treeline/core/internal'
import { PrettyFormatter } from './prettyFormatter.js'
import { isTerminal } from './terminal.js'

/** The keywords of `basicConfig` on Node: Python's, and `pretty`. */
export interface BasicConfigOptions extends CoreOptions {
  /**
   * `true` for lines for people, by `PrettyFormatter`; `'auto'` for these on a terminal and for JSON elsewhere, by `JSONFormatter`,
   * by each handler's stream. In place of `format`, `datefmt`, `style` and `formatter`. Default false.
   */
  pretty?: boolean | 'auto' | null | undefined
}

/**
 * Gives the root logger a handler and a format; does nothing when it has a handler already, unless `force` is set.
 *
 * Differs from Python: everything is checked before anything is changed; `pretty`.
 *
 * @throws RangeError (Python's ValueError) for keywords that are unknown or exclude each other, a wrong style, format or
 *   level; TypeError for a level of the wrong type
 * @example
 * basicConfig({ level: 'INFO', pretty: 'auto' })
 */
export function basicConfig<const L extends Level | null | undefined>(
  options: BasicConfigOptions & { level?: L } & { level?: KnownLevel<L> } = {},
): void {
  if (Object(options) !== options) return coreBasicConfig(options as never)
  const { pretty, ...rest } = options as BasicConfigOptions
  if (!oneOf('pretty', pretty ?? false, [true, false, 'auto'])) return coreBasicConfig(rest as never)
  for (const key of ['format', 'datefmt', 'style', 'formatter'] as const) {
    if (rest[key] !== undefined) throw new RangeError(`'${key}' should not be specified together with 'pretty'`)
  }
  // The call sets it on the handlers that it installs and that have no formatter of their own.
  const formatter = new JSONFormatter()
  coreBasicConfig({ ...rest, formatter } as never)
  for (const handler of getLogger().handlers) {
    if (handler.formatter !== formatter) continue
    const { stream } = handler as { stream?: Stream | null }
    handler.formatter = pretty === true ? new PrettyFormatter({ stream }) : autoFormatter({ stream })
  }
}

/**
 * Returns a `PrettyFormatter` where the stream is a terminal, else a `JSONFormatter`. A configuration names it as
 * `treeline.autoFormatter`.
 *
 * @param options `stream`: the stream that the lines are written to. Default standard error
 */
export function autoFormatter(
  options: {
    /** The stream that the lines are written to. Default standard error. */
    stream?: Stream | null | undefined
  } = {},
): Formatter {
  checkNamedOptions(autoFormatter, options, 'stream')
  const { stream } = options
  if (stream) withMethods('stream', stream, 'write', 'one with write()')
  return isTerminal(stream) ? new PrettyFormatter({ stream }) : new JSONFormatter()
}
