import { type Method, redirected } from '../records/caller.js'
import { report } from '../runtime/report.js'
import { type Keywords, takeKeywords } from '../records/keywords.js'
import { CRITICAL, DEBUG, ERROR, INFO, type Level, levelName, WARNING } from '../records/levels.js'
import { ASK, type Logger, passes } from './logger.js'
import type { Manager } from './manager.js'
import { emitCall, errorOf, plainMessage, submitWith, withException } from './submit.js'

/** The optional parameters of `LoggerAdapter`. */
export interface LoggerAdapterOptions {
  /** Whether a call's own `extra` is kept beside the adapter's, and wins. Default false, as in Python: it is replaced. */
  merge_extra?: boolean
}

/** What an adapter stands in front of. */
export type Adapted = Logger | LoggerAdapter

/**
 * Logs with context: every record gets the attributes in `extra`. A subclass overrides `process` to change message or
 * keywords; or `log`, through which the other methods go then, to change the arguments too.
 *
 * @param logger a logger, or another adapter
 * @param extra the attributes; default none
 */
export class LoggerAdapter {
  readonly logger: Adapted
  extra: Readonly<Record<string, unknown>> | null
  merge_extra: boolean

  constructor(logger: Adapted, extra?: Readonly<Record<string, unknown>> | null, options: LoggerAdapterOptions = {}) {
    this.logger = logger
    this.extra = extra ?? null
    this.merge_extra = options.merge_extra ?? false
  }

  get name(): string {
    return this.logger.name
  }

  get manager(): Manager {
    return this.logger.manager
  }

  set manager(manager: Manager) {
    this.logger.manager = manager
  }

  /** @internal The lowest level that passes. */
  get gate(): number {
    return this.isEnabledFor === own.isEnabledFor ? this.logger.gate : ASK
  }

  /** Gives the message and keywords that the call goes on with. */
  process(msg: unknown, kwargs: Keywords): [msg: unknown, kwargs: Keywords] {
    const merged = this.merge_extra && kwargs.extra ? { ...this.extra, ...kwargs.extra } : this.extra
    return [msg, { ...kwargs, extra: merged }]
  }

  debug(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= DEBUG) adapt(this, DEBUG, own.debug, msg, ...args)
  }

  info(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= INFO) adapt(this, INFO, own.info, msg, ...args)
  }

  warning(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= WARNING) adapt(this, WARNING, own.warning, msg, ...args)
  }

  warn(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= WARNING) adapt(this, WARNING, own.warn, msg, ...args)
  }

  error(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= ERROR) adapt(this, ERROR, own.error, msg, ...args)
  }

  /** Logs at ERROR with an error's text: the one in `exc_info`, else an Error behind the arguments. */
  exception(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= ERROR) adapt(this, ERROR, own.exception, msg, ...args)
  }

  critical(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= CRITICAL) adapt(this, CRITICAL, own.critical, msg, ...args)
  }

  fatal(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= CRITICAL) adapt(this, CRITICAL, own.fatal, msg, ...args)
  }

  log(level: number, msg: unknown, ...args: unknown[]): void {
    if (!Number.isInteger(level)) report(this, new TypeError('level must be an integer'))
    else if (passes(this, level)) adapt(this, level, own.log, msg, ...args)
  }

  isEnabledFor(level: number): boolean {
    return this.logger.isEnabledFor(level)
  }

  /** @throws TypeError, RangeError for a level that is none */
  setLevel(level: Level): void {
    this.logger.setLevel(level)
  }

  getEffectiveLevel(): number {
    return this.logger.getEffectiveLevel()
  }

  hasHandlers(): boolean {
    return this.logger.hasHandlers()
  }

  /** As Python's repr: `<LoggerAdapter app.db (INFO)>`. */
  toString(): string {
    return `<${this.constructor.name} ${this.name} (${levelName(this.getEffectiveLevel())})>`
  }
}

// The methods as they are passed on, whatever a subclass overrides. In one object, made by a call that is marked as pure:
// bundlers other than rollup keep a class whose prototype is read at the top of a module.
const own = /* @__PURE__ */ (() => {
  const { debug, info, warning, warn, error, exception, critical, fatal, log } = LoggerAdapter.prototype
  const { isEnabledFor, process } = LoggerAdapter.prototype
  return { debug, info, warning, warn, error, exception, critical, fatal, log, isEnabledFor, process }
})()

// By what it has, not by its class: the adapter may come from another copy of the package.
function isAdapter(adapted: Adapted): adapted is LoggerAdapter {
  return typeof (adapted as Partial<LoggerAdapter>).process === 'function'
}

/** Whether an adapter does nothing but add its `extra` to what a logger is told. */
function isPlain({ process, log, isEnabledFor, logger }: LoggerAdapter): boolean {
  return process === own.process && log === own.log && isEnabledFor === own.isEnabledFor && !isAdapter(logger)
}

/** Passes a call through the adapters, the outermost first, to the logger. */
function adapt(adapter: LoggerAdapter, level: number, method: Method, msg: unknown, ...args: unknown[]): void {
  try {
    if (isAdapter(adapter) && adapter.log !== own.log && method !== own.log) {
      if (method === own.exception) args.push(withException(takeKeywords(msg, args)))
      return redirected(method, () => adapter.log(level, msg, ...args))
    }
    const taken = takeKeywords(msg, args)
    if (typeof msg === 'string' && taken === undefined && method !== own.exception && isPlain(adapter)) {
      const keywords = adapter.extra ? { extra: adapter.extra } : undefined
      if (emitCall(adapter.logger as Logger, level, method, msg, args, keywords)) return
    }
    const given = method === own.exception ? withException(taken) : (taken ?? {})
    let text = plainMessage(msg)
    // Found now: `process` may turn an error that is the message into text.
    let keywords: Keywords = { ...given, exc_info: errorOf(text, given) ?? false }
    let adapted: Adapted = adapter
    while (isAdapter(adapted)) {
      if (adapted !== adapter && adapted.log !== own.log) {
        const inner: LoggerAdapter = adapted
        return redirected(method, () => inner.log(level, text, ...args, keywords))
      }
      if (adapted.gate === ASK && !adapted.isEnabledFor(level)) return
      ;[text, keywords] = adapted.process(text, keywords)
      adapted = adapted.logger
    }
    // An adapter's own isEnabledFor may have let through what the logger does not.
    if (passes(adapted, level)) submitWith(adapted, level, method, text, args, keywords)
  } catch (failure) {
    report(adapter, failure)
  }
}
