import type { Logger } from '@treeline/core'
import { jsonText } from '@treeline/core/internal'

/** Makes a short value of one that is logged under a name. */
export type Serializers = Readonly<Record<string, (value: never) => unknown>>

/** What `child` takes beside the bindings. */
export interface ChildOptions {
  /** Make short values of what is logged under their names. Default those of the logger above. */
  readonly serializers?: Serializers | undefined
  /** The least level that the child logs, by pino's name. Default that of the logger above. */
  readonly level?: string | undefined
}

type Bindings = Record<string, unknown>

/** pino's levels, the names of fastify's log methods, as Python's numbers. */
const LEVELS: Readonly<Record<string, number>> = { trace: 5, debug: 10, info: 20, warn: 30, error: 40, fatal: 50 }
const SILENT = 1000

/** What fastify binds to a request's logger: within a context the records have it already. */
const REQUEST_ID = 'reqId'

/** What fastify says itself of each request, beside `req` or `res`. */
const OWN_LINES = new Set<unknown>([
  'incoming request',
  'request completed',
  'request errored',
  'stream closed prematurely',
])

/** What all children of a logger have in common. */
interface Family {
  /** Whether a plugin writes a line for each request: fastify's own are left out. */
  hasRequestLines: boolean
}

/** A logger with pino's methods, whose records go through treeline's tree. Made by `fastifyLogger`. */
export class FastifyLogger {
  private readonly logger: Logger
  private bound: Bindings
  private readonly serializers: Serializers
  private readonly family: Family
  private ownLevel: number | undefined

  constructor(logger: Logger, bound: Bindings, { serializers = {}, level }: ChildOptions, family: Family) {
    this.logger = logger
    this.family = family
    this.bound = bound
    this.serializers = serializers
    if (level !== undefined) this.level = level
  }

  /** pino's name of the level from which on this logger writes. */
  get level(): string {
    const levelno = this.ownLevel ?? this.logger.getEffectiveLevel()
    return Object.keys(LEVELS).find((name) => LEVELS[name]! >= levelno) ?? 'silent'
  }

  /** Lets less through than treeline's logger, which is what decides first. */
  set level(level: string) {
    this.ownLevel = level === 'silent' ? SILENT : LEVELS[level]
  }

  /** Returns a logger with more fields on its records. */
  child(bindings: object = {}, { serializers, level }: ChildOptions = {}): FastifyLogger {
    const all = { ...this.serializers, ...serializers }
    const bound = { ...this.bound, ...serialized(bindings, all) }
    return new FastifyLogger(this.logger, bound, { serializers: all, level: level ?? this.levelName() }, this.family)
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

  /** @internal Tells that each request gets a line of a plugin's: fastify's own two say less. */
  leaveRequestLines(): void {
    this.family.hasRequestLines = true
  }

  /** @internal Tells that the request runs in a context with this id: its records need it once. */
  isWithin(id: string): void {
    if (!(REQUEST_ID in this.bound) || id === '') return
    const { [REQUEST_ID]: _, ...rest } = this.bound
    this.bound = rest
  }

  private levelName(): string | undefined {
    return this.ownLevel === undefined ? undefined : this.level
  }

  private isEnabled(levelno: number): boolean {
    return levelno >= (this.ownLevel ?? 0) && this.logger.isEnabledFor(levelno)
  }

  /** Writes what pino's callers give: fields or an error before the message, or the message alone; its arguments behind it. */
  private write(levelno: number, given: unknown, args: unknown[]): void {
    if (!this.isEnabled(levelno)) return
    if (typeof given !== 'object' || given === null) return this.log(levelno, merged(given, args), {})
    const [message, ...rest] = args
    if (this.family.hasRequestLines && isOwnLine(given, message)) return
    const error = errorIn(given)
    const { msg, ...others } = serialized(given === error ? {} : given, this.serializers, error)
    const own = typeof msg === 'string' ? msg : error?.message
    this.log(levelno, message === undefined ? (own ?? '') : merged(message, rest), others, error)
  }

  private log(levelno: number, text: string, fields: Bindings, error?: unknown): void {
    const all = { ...this.bound, ...fields }
    // The message is merged: a percent sign in it is one.
    const said = text.includes('%') ? ['%s', text] : [text]
    const given = Object.keys(all).length > 0 ? [all] : []
    // The caller of `info` is meant: this method, `write` and `info` stand between.
    const keywords = error === undefined ? { stacklevel: 4 } : { exc_info: error, stacklevel: 4 }
    this.logger.log(levelno, ...(said as [string]), ...given, keywords)
  }
}

/** Returns fields as their serializers have them, without the error that the record carries. */
function serialized(fields: object, serializers: Serializers, error?: unknown): Bindings {
  const result: Bindings = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || (error !== undefined && value === error)) continue
    const serializer = Object.hasOwn(serializers, key) ? serializers[key] : undefined
    result[key] = serializer === undefined ? value : attempt(() => serializer(value as never))
  }
  return result
}

/**
 * Returns a logger for `Fastify({ loggerInstance })`: pino's methods over a logger of treeline's, whose level, handlers and
 * formats apply. Bindings and fields are fields of the records; `err`, or an error in place of the fields, is `exc_info`.
 *
 * @example
 * const app = Fastify({ loggerInstance: fastifyLogger(getLogger('api')) })
 */
export function fastifyLogger(logger: Logger): FastifyLogger {
  return new FastifyLogger(logger, {}, {}, { hasRequestLines: false })
}

function isOwnLine(given: object, message: unknown): boolean {
  if (!('req' in given || 'res' in given)) return false
  // The second is the default handler's of errors.
  return OWN_LINES.has(message) || ('err' in given && given.err instanceof Error && given.err.message === message)
}

function attempt(serialize: () => unknown): unknown {
  try {
    return serialize()
  } catch (error) {
    return `<serializer threw: ${String(error)}>`
  }
}

function errorIn(given: object): Error | undefined {
  if (given instanceof Error) return given
  const { err } = given as { err?: unknown }
  return err instanceof Error ? err : undefined
}

/** Merges a message with its arguments as pino does: `%s %d %i %f %j %o %O`; what is left over is left out. */
function merged(message: unknown, args: readonly unknown[]): string {
  const text = typeof message === 'string' ? message : String(message)
  if (args.length === 0) return text
  let index = 0
  return text.replace(/%([sdifjoOc%])/g, (found, kind: string) => {
    if (kind === '%') return '%'
    if (index >= args.length) return found
    const value = args[index++]
    if (kind === 's' || kind === 'c') return typeof value === 'object' ? jsonText(value) : String(value)
    if (kind === 'i') return String(Math.trunc(Number(value)))
    return kind === 'd' || kind === 'f' ? String(Number(value)) : jsonText(value)
  })
}
