import { Handler, type LogRecord } from '@treeline/core'
import {
  checkOption,
  checkOptionNames,
  consoleWrites,
  fail,
  oneOf,
  formatFor,
  platform,
  settle,
  textOf,
  unusedMapping,
  withoutFields,
} from '@treeline/core/internal'
import { isShown } from './capture/captureConsole.js'
import { type Colors, palette, type Palette, streamOf, terminal } from './colors.js'

type Method = 'debug' | 'log' | 'info' | 'warn' | 'error'

/** The console of a `ConsoleHandler`: anything with the console's methods; `log` replaces a missing one. */
export type ConsoleLike = { readonly [name in Method]?: ((...data: unknown[]) => void) | undefined }

/** The optional parameters of `ConsoleHandler`. */
export interface ConsoleHandlerOptions {
  /**
   * `'css'` styles lines for developer tools, `'ansi'` for terminals, false leaves them plain. Default `'auto'`: css where
   * there is no `process.stderr`; else ansi, if NO_COLOR, FORCE_COLOR and TERM allow it and the stream is a terminal.
   * Decided once, by the constructor.
   */
  colors?: Colors | undefined
  /**
   * `'expand'` puts the record's objects and its error behind the text, for developer tools to unfold; `'text'` writes text
   * only. Default `'expand'` where there is no `process.stderr`, else `'text'`.
   */
  objects?: 'expand' | 'text' | undefined
  /** The method for records below INFO. Default `'debug'`, which Chrome shows only with its level "Verbose" ticked. */
  debugMethod?: 'debug' | 'log' | undefined
  /** The console to write to. Default whatever `globalThis.console` is when a record comes. */
  console?: ConsoleLike | undefined
}

/**
 * Writes formatted records to the console: below INFO with `debug`, INFO with `info`, WARNING with `warn`, ERROR and above
 * with `error`; your own levels go by their range. A `%` in the text is never taken for a console format.
 *
 * DEBUG is dim, INFO plain, CRITICAL bold. On terminals WARNING is yellow, ERROR and CRITICAL are red, and what follows the
 * first line (a traceback) is plain; elsewhere the developer tools have colours of their own for these.
 *
 * Guarantees. Order: as logged. Loss window and exit: none on Node, where the text is written when the call returns, to a pipe
 * too, and a reader that has gone ends nothing; elsewhere the console's own. Nothing is held here. Blocking: as long as the
 * console's method takes, and 400 ms more where the reader of a pipe takes nothing. Memory: nothing here. With
 * `objects: 'expand'` the browser keeps the objects alive with its last thousand or so messages, developer tools open or not,
 * and shows them as they are when they are unfolded: choose `'text'` where large objects are logged. A record that is logged
 * while the console is being written to (by a patched console) is not written.
 *
 * @throws RangeError for an option's value that is none of those listed
 * @example
 * const handler = new ConsoleHandler({ objects: 'text' })
 * handler.setFormatter(new Formatter('%(levelname)s %(name)s: %(message)s'))
 * getLogger().addHandler(handler)
 */
export class ConsoleHandler extends Handler {
  private readonly console: ConsoleLike | undefined
  private readonly expands: boolean
  private readonly methods: readonly Method[]
  private readonly palette: Palette
  private writing = false

  constructor(options: ConsoleHandlerOptions = {}) {
    checkOptionNames('ConsoleHandler', options, 'colors objects debugMethod console')
    const { colors = 'auto', objects = terminal() ? 'text' : 'expand', debugMethod = 'debug' } = options
    oneOf('colors', colors, ['auto', 'css', 'ansi', false])
    oneOf('objects', objects, ['expand', 'text'])
    oneOf('debugMethod', debugMethod, ['debug', 'log'])
    if (options.console !== undefined)
      checkOption('console', options.console, 'object', options.console !== null, 'a console')
    super()
    this.console = options.console
    this.expands = objects === 'expand'
    this.methods = [debugMethod, 'info', 'warn', 'error', 'error']
    this.palette = palette(colors)
  }

  override emit(record: LogRecord): void {
    if (this.writing || isShown(record, this.target())) return
    try {
      const objects = this.expands ? objectsOf(record) : []
      const rank = Math.min(Math.max(Math.floor(record.levelno / 10) - 1, 0), 4)
      const text = formatFor(streamOf(rank), () => textOf(this.text(record, objects)))
      settle(this, record, this.write(rank, styled(text, this.palette[rank], objects)))
    } catch (error) {
      fail(this, record, error)
    }
  }

  private write(rank: number, data: unknown[]): unknown {
    const console = this.target()
    const method = console?.[this.methods[rank]!] ?? console?.log
    this.writing = true
    consoleWrites.depth++
    const call = (): unknown => method?.apply(console, data)
    const { writeThrough } = platform()
    try {
      return writeThrough && console ? writeThrough(console, call) : call()
    } finally {
      consoleWrites.depth--
      this.writing = false
    }
  }

  private target(): ConsoleLike | undefined {
    return this.console ?? (globalThis as { console?: ConsoleLike }).console
  }

  /** Formats the record, without the texts of the error and of fields that go along themselves. */
  private text(record: LogRecord, objects: readonly unknown[]): string {
    const { exc_info, exc_text } = record
    const isShown = objects.includes(exc_info)
    if (isShown) record.exc_info = record.exc_text = null
    try {
      return objects.includes(unusedMapping(record))
        ? withoutFields(record, () => this.format(record))
        : this.format(record)
    } finally {
      record.exc_info = exc_info
      record.exc_text = exc_text
    }
  }
}

/** Returns the objects that a record carries, each once: message, arguments or their mapping, `extra`'s values, the error. */
function objectsOf(record: LogRecord): readonly unknown[] {
  const { msg, args, exc_info, ...rest } = record
  const values = [msg, ...(Array.isArray(args) ? args : [args]), ...Object.values(rest), exc_info]
  return [...new Set(values.filter((value) => typeof value === 'object' && value !== null))]
}

/**
 * Returns the console's arguments. Text before other arguments stands behind a `%s`, so that its own `%` mean nothing. V8 looks for
 * `%d`, `%i`, `%f` and `%s` in such a text, too, and converts the arguments behind it: there each `%` of the text is doubled.
 */
function styled(text: string, style: string | undefined, objects: readonly unknown[]): unknown[] {
  const isANSI = style?.[0] === '\x1b'
  if (isANSI) text = text.replace(/.*/, `${style}$&\x1b[0m`)
  const isDoubled = objects.length > 0 && /%[dfis]/.test(text)
  const [format, ...behind] = isDoubled ? [text.replaceAll('%', '%%'), ...objects] : ['%s', text, ...objects]
  if (style && !isANSI) return [`%c${format as string}`, style, ...behind]
  return objects.length > 0 ? [format, ...behind] : [text]
}
