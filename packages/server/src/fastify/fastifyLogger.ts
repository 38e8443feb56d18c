import type { Logger } from '@treeline/core'
import { Redactor, type RedactorOptions } from '@treeline/core/filters'
import { isError, readProperty, report, withHint, withMethods } from '@treeline/core/internal'
import { begunWith } from '../frameworks/begun.js'
import { isOfLeaving } from '../requests/thrown.js'
import { LEVELS, levelnoOf, pinoName } from './pinoLevels.js'
import { said } from './pinoMessage.js'

/** Functions that shorten the values that are logged under their names. */
export type Serializers = Readonly<Record<string, (value: never) => unknown>>

/** The options of `child`. */
export interface ChildOptions {
  /** Shorten the values that are logged under their names. Default those of the logger above. */
  readonly serializers?: Serializers | undefined
  /** The least level that the child logs, by pino's name. Default that of the logger above. */
  readonly level?: string | undefined
  /** The text before the messages, after that of the logger above. Default ''. */
  readonly msgPrefix?: string | undefined
  /**
   * The places of secrets in the fields: the paths of a `Redactor`, or its options (a text as `censor`, no `remove`), beside those
   * of the logger above. Default none.
   */
  readonly redact?: readonly string[] | object | undefined
}

type Bindings = Record<string, unknown>

/** The properties that a logger passes on to its children. */
interface Style {
  readonly serializers: Serializers
  readonly prefix: string
  readonly redactors: readonly Redactor[]
  readonly levelno: number | undefined
}

/** The field that fastify binds to a request's logger: within a context the records have it already. */
const REQUEST_ID = 'reqId'

/** The messages that fastify logs itself for each request, beside `req` or `res`. */
const OWN_LINES = new Set<unknown>([
  'incoming request',
  'request completed',
  'request errored',
  'stream closed prematurely',
])

/** The state that all children of a logger share. */
interface Family {
  /** Whether a plugin writes a line for each request: fastify's own are left out. */
  hasRequestLines: boolean
}

/** A logger with pino's methods, whose records go through treeline's tree. Made by `fastifyLogger`. */
export class FastifyLogger {
  private readonly logger: Logger
  private bound: Bindings
  private readonly style: Style
  private readonly family: Family
  private ownLevel: number | undefined

  constructor(logger: Logger, bound: Bindings, style: Style, family: Family) {
    this.logger = logger
    this.family = family
    this.bound = bound
    this.style = style
    this.ownLevel = style.levelno
  }

  /** pino's name of the lowest level that this logger writes. */
  get level(): string {
    return pinoName(this.ownLevel ?? this.logger.getEffectiveLevel())
  }

  /**
   * Sets a level that is stricter than that of treeline's logger, which decides first.
   *
   * @throws RangeError, TypeError for anything but a level
   */
  set level(level: string) {
    this.ownLevel = levelnoOf(level)
  }

  /**
   * Returns a logger with more fields on its records. Reports a wrong level and options that only pino has, and does not throw, as
   * fastify makes a child for each request.
   *
   * @throws TypeError, RangeError for wrong paths of `redact`
   */
  child(bindings?: object | null, options?: ChildOptions | null): FastifyLogger {
    const style = childStyle({ ...this.style, levelno: this.ownLevel }, options ?? {})
    const bound = { ...this.bound, ...serialized(bindings ?? {}, style.serializers) }
    return new FastifyLogger(this.logger, bound, style, this.family)
  }

  bindings(): object {
    return { ...this.bound }
  }

  setBindings(bindings: object): void {
    this.bound = { ...this.bound, ...bindings }
  }

  isLevelEnabled(level: string): boolean {
    return Object.hasOwn(LEVELS, level) && this.isEnabled(LEVELS[level]!)
  }

  trace(given: unknown, ...args: unknown[]): void {
    this.write(5, given, args)
  }

  debug(given: unknown, ...args: unknown[]): void {
    this.write(10, given, args)
  }

  info(given: unknown, ...args: unknown[]): void {
    this.write(20, given, args)
  }

  warn(given: unknown, ...args: unknown[]): void {
    this.write(30, given, args)
  }

  error(given: unknown, ...args: unknown[]): void {
    this.write(40, given, args)
  }

  fatal(given: unknown, ...args: unknown[]): void {
    this.write(50, given, args)
  }

  /** Writes nothing. */
  silent(): void {}

  /** @internal Leaves fastify's own two lines of a request out, as each request gets the plugin's line. */
  leaveRequestLines(): void {
    this.family.hasRequestLines = true
  }

  /** @internal Leaves this id out of the fields, as the request runs in a context with it. */
  isWithin(id: string): void {
    if (!(REQUEST_ID in this.bound) || id === '') return
    const { [REQUEST_ID]: _, ...rest } = this.bound
    this.bound = rest
  }

  private isEnabled(levelno: number): boolean {
    return levelno >= (this.ownLevel ?? 0) && this.logger.isEnabledFor(levelno)
  }

  /** Writes a call in pino's form: fields or an error before the message, or the message alone; then its arguments. */
  private write(levelno: number, given: unknown, args: unknown[]): void {
    if (!this.isEnabled(levelno)) return
    try {
      this.writeEnabled(levelno, given, this.style.redactors.length > 0 ? args.map((arg) => this.redacted(arg)) : args)
    } catch (error) {
      report(this, error) // A revoked proxy, a toString that throws.
    }
  }

  private writeEnabled(levelno: number, given: unknown, args: unknown[]): void {
    if (typeof given !== 'object' || given === null) {
      const { text, fields = {}, error } = said(given, args)
      return this.log(levelno, text, serialized(fields, this.style.serializers), error)
    }
    const [message, ...rest] = args
    if (this.family.hasRequestLines && isOwnLine(given, message)) return passOn(given, message)
    const error = errorIn(given)
    const { msg, ...others } = serialized(given === error ? {} : given, this.style.serializers, error)
    if (message === undefined) return this.log(levelno, textIn(msg, error), others, error)
    const { text, fields = {}, error: further } = said(message, rest)
    this.log(levelno, text, { ...others, ...serialized(fields, this.style.serializers) }, error ?? further)
  }

  private log(levelno: number, message: string, fields: Bindings, thrown?: unknown): void {
    const all = this.redacted({ ...this.bound, ...fields }) as Bindings
    const error = this.redacted(thrown)
    const text = this.style.prefix + message
    // The message is merged already: a percent sign in it stays one.
    const parts = text.includes('%') ? ['%s', text] : [text]
    const given = Object.keys(all).length > 0 ? [all] : []
    // The caller is that of `info`: this method, `writeEnabled`, `write` and `info` are in between.
    const keywords = error === undefined ? { stacklevel: 5 } : { exc_info: error, stacklevel: 5 }
    this.logger.log(levelno, ...(parts as [string]), ...given, keywords)
  }

  /** Returns a value without its secrets, by `redact`. */
  private redacted(value: unknown): unknown {
    return this.style.redactors.reduce((shown, redactor) => redactor.redact(shown), value)
  }
}

/** The options that pino's children take, and these do not. Other names are ignored, as fastify passes its own options on. */
const NOT_HERE = ['formatters', 'customLevels']

/** Returns the style of a child, from its options and the logger above. */
function childStyle(above: Style, options: ChildOptions): Style {
  const { serializers, level, msgPrefix, redact } = options
  for (const name of NOT_HERE)
    if (name in options) tell(new TypeError(`child: pino's option '${name}' is not here`), 'it is left out')
  if (msgPrefix !== undefined && typeof msgPrefix !== 'string')
    tell(new TypeError(`child: msgPrefix: expected a string, not ${typeof msgPrefix}`), 'it is left out')
  const own =
    redact === undefined
      ? []
      : [new Redactor(Array.isArray(redact) ? { paths: redact as readonly string[] } : (redact as RedactorOptions))]
  return {
    serializers: { ...above.serializers, ...serializers },
    prefix: typeof msgPrefix === 'string' ? above.prefix + msgPrefix : above.prefix,
    redactors: [...above.redactors, ...own],
    levelno: childLevel(level) ?? above.levelno,
  }
}

/** Returns the level of a child; undefined for none. fastify gives '' where a route has no level of its own. */
function childLevel(level: string | undefined): number | undefined {
  if (level === undefined || level === '') return undefined
  try {
    return levelnoOf(level)
  } catch (error) {
    tell(error as Error, 'the child has the level of the logger above')
    return undefined
  }
}

function tell(error: Error, consequence: string): void {
  report(FastifyLogger, withHint(error, consequence))
}

/** Returns the fields by their serializers, without the error that the record has. */
function serialized(fields: object, serializers: Serializers, error?: unknown): Bindings {
  const result: Bindings = {}
  for (const key of Object.keys(fields)) {
    const value = readProperty(fields, key)
    if (value === undefined || (error !== undefined && value === error)) continue
    const serializer = Object.hasOwn(serializers, key) ? serializers[key] : undefined
    const shown = serializer === undefined ? value : attempt(() => serializer(value as never))
    if (key === '__proto__') Object.defineProperty(result, key, { value: shown, enumerable: true })
    else result[key] = shown
  }
  return result
}

/**
 * Returns a logger for `Fastify({ loggerInstance })`: pino's methods over a logger of treeline's, whose level, handlers and
 * formats apply. Bindings and fields are fields of the records; `err`, or an error in place of the fields, is `exc_info`.
 *
 * @throws TypeError for anything but a logger, and for any further argument
 * @example
 * const app = Fastify({ loggerInstance: fastifyLogger(getLogger('api')) })
 */
export function fastifyLogger(logger: Logger, ...none: never[]): FastifyLogger {
  withMethods('logger', logger, 'isEnabledFor getEffectiveLevel log', "a logger, such as getLogger('api')")
  if (none.some((value) => value !== undefined))
    throw new TypeError(
      'fastifyLogger: expected a logger and nothing else: its level and handlers are those of the logger',
    )
  const style = { serializers: {}, prefix: '', redactors: [], levelno: undefined }
  return new FastifyLogger(logger, {}, style, { hasRequestLines: false })
}

function isOwnLine(given: object, message: unknown): boolean {
  if (!('req' in given || 'res' in given)) return false
  // The second kind of line is that of fastify's default error handler.
  return OWN_LINES.has(message) || ('err' in given && given.err instanceof Error && given.err.message === message)
}

/** Has the request's own line tell what went wrong: an error of an `onResponse` hook is on no other. */
function passOn(given: { readonly res?: unknown; readonly err?: unknown }, message: unknown): void {
  const { res, err } = given
  const { raw } = Object((res as { request?: unknown } | undefined)?.request) as { raw?: object }
  if (message === 'request errored' && raw !== undefined && !isOfLeaving(err)) begunWith(raw)?.exchange.fail(err)
}

function attempt(serialize: () => unknown): unknown {
  try {
    return serialize()
  } catch (error) {
    return `<serializer threw: ${isError(error) ? String(error) : typeof error}>`
  }
}

function textIn(msg: unknown, error: Error | undefined): string {
  return typeof msg === 'string' ? msg : (error?.message ?? '')
}

function errorIn(given: object): Error | undefined {
  if (isError(given)) return given
  const { err } = given as { err?: unknown }
  return isError(err) ? err : undefined
}
