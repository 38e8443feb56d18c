import { beginCall, type Call, direct, endCall, nesting } from '../records/call.js'
import { type Method, redirected } from '../records/caller.js'
import { mergedExtra } from '../records/extra.js'
import { refusePromise } from '../runtime/promise.js'
import { report, tellHidden, untold, withoutFrames } from '../runtime/report.js'
import { type Argument, type Keywords, takeKeywords } from '../records/keywords.js'
import type { AdapterMessage, Arguments } from '../records/message.js'
import { CRITICAL, DEBUG, ERROR, INFO, type KnownLevel, type Level, levelName, WARNING } from '../records/levels.js'
import { ASK, levelOfCall, passes } from './gate.js'
import { attached, type Logger } from './logger.js'
import { checkOptionNames, flagOf, refuse } from '../runtime/checks.js'
import { cold, needRoom } from '../runtime/stackRoom.js'
import type { Manager } from './manager.js'
import { errorOf, handleRecord, messageOf, submit, submitException, withException } from './submit.js'

/** The optional parameters of `LoggerAdapter`. */
export interface LoggerAdapterOptions {
  /** Whether a call's own `extra` is kept beside the adapter's, and wins. Default false, as in Python: it is replaced. */
  merge_extra?: boolean | undefined
}

/** The object behind an adapter. */
export type Adapted = Logger | LoggerAdapter

/**
 * A logger with context: every record gets the attributes in `extra`. A subclass overrides `process` to change message or
 * keywords; or `log`, through which the other methods then go, to change the arguments too.
 *
 * @param logger a logger, or another adapter
 * @param extra the attributes; default none
 * @throws TypeError for a logger of another kind, and for an `extra` that is no object
 * @example
 * const log = new LoggerAdapter(getLogger('app'), { request_id: 'a7f3' })
 * log.info('started')
 */
export class LoggerAdapter {
  readonly logger: Adapted
  extra: Readonly<Record<string, unknown>> | null
  merge_extra: boolean

  constructor(logger: Adapted, extra?: object | null, options: LoggerAdapterOptions = {}) {
    if (new.target === LoggerAdapter) checkOptionNames('LoggerAdapter', options, 'merge_extra')
    if (typeof (logger as Adapted | null)?.isEnabledFor !== 'function') refuse('a logger', logger)
    if (extra && typeof extra !== 'object') refuse('an object of attributes', extra)
    this.logger = logger
    this.extra = (extra as Readonly<Record<string, unknown>> | null | undefined) ?? null
    this.merge_extra = flagOf('merge_extra', options.merge_extra ?? false)
  }

  /** The logger's name. */
  get name(): string {
    return this.logger.name
  }

  /** The logger's manager. */
  get manager(): Manager {
    return this.logger.manager
  }

  set manager(manager: Manager) {
    this.logger.manager = manager
  }

  /** @internal The lowest level that passes. */
  get gate(): number {
    if (this.isEnabledFor !== ORIGINAL.isEnabledFor) return ASK
    try {
      return this.logger.gate
    } catch {
      // A cycle of adapters reaches the end of the stack here: the call goes on, and reports it.
      return ASK
    }
  }

  /** Returns the message and keywords of a call with the adapter's `extra` among them. Subclasses override it. */
  process(msg: unknown, kwargs: Keywords): [msg: unknown, kwargs: Keywords] {
    const merged = this.merge_extra && kwargs.extra ? mergedExtra(this.extra, kwargs.extra) : this.extra
    return [msg, { ...kwargs, extra: merged }]
  }

  /** Logs at DEBUG. */
  debug<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > DEBUG)) adapt(this, DEBUG, ORIGINAL.debug, msg, ...args)
  }

  /** Logs at INFO. */
  info<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > INFO)) adapt(this, INFO, ORIGINAL.info, msg, ...args)
  }

  /** Logs at WARNING. */
  warning<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > WARNING)) adapt(this, WARNING, ORIGINAL.warning, msg, ...args)
  }

  /** Logs at WARNING: `warning` under its name in JavaScript. */
  warn<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > WARNING)) adapt(this, WARNING, ORIGINAL.warn, msg, ...args)
  }

  /** Logs at ERROR. */
  error<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > ERROR)) adapt(this, ERROR, ORIGINAL.error, msg, ...args)
  }

  /** Logs at ERROR with an error's text: the one in `exc_info`, else an Error behind the arguments. */
  exception<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > ERROR)) adapt(this, ERROR, ORIGINAL.exception, msg, ...args)
  }

  /** Logs at CRITICAL. */
  critical<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > CRITICAL)) adapt(this, CRITICAL, ORIGINAL.critical, msg, ...args)
  }

  /** Logs at CRITICAL. */
  fatal<const M, A extends Argument[]>(msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > CRITICAL)) adapt(this, CRITICAL, ORIGINAL.fatal, msg, ...args)
  }

  /** Logs at the level given: a number or a level's name. An unknown level is reported. */
  log<const M, A extends Argument[]>(level: Level, msg: AdapterMessage<M, A>, ...args: Arguments<A>): void {
    const levelno = levelOfCall(level, ORIGINAL.log, () => loggerOf(this))
    if (levelno !== undefined && passes(this, levelno)) adapt(this, levelno, ORIGINAL.log, msg, ...args)
  }

  /**
   * Returns whether the logger would make a record of this level.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  isEnabledFor(level: Level): boolean {
    return this.logger.isEnabledFor(level)
  }

  /**
   * Sets the logger's level.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  setLevel<const L extends Level>(level: KnownLevel<L>): void {
    this.logger.setLevel(level)
  }

  /** Returns the logger's level in effect. */
  getEffectiveLevel(): number {
    return this.logger.getEffectiveLevel()
  }

  /** Returns whether a record of the logger would reach any handler. */
  hasHandlers(): boolean {
    return this.logger.hasHandlers()
  }

  /** Returns the text that JSON shows of an adapter in a field: Python's repr. */
  toJSON(): string {
    return String(this)
  }

  /** Returns Python's repr: `<LoggerAdapter app.db (INFO)>`. */
  toString(): string {
    return `<${this.constructor.name} ${this.name} (${levelName(this.getEffectiveLevel())})>`
  }
}

// The original methods, whatever a subclass or a patch of the prototype puts in their place. Copied in a call that is marked as
// pure: bundlers other than rollup keep a class whose prototype is read at the top of a module.
const ORIGINAL = /* @__PURE__ */ (() =>
  Object.defineProperties({}, Object.getOwnPropertyDescriptors(LoggerAdapter.prototype)) as LoggerAdapter)()

/** The most adapters over one another: more count as a cycle. */
const MAX_ADAPTERS = 1000

const CIRCLE = "an adapter's logger leads back to the adapter: write new LoggerAdapter(getLogger(name), extra)"

// By its members, not by its class: the adapter may come from another copy of the package.
function isAdapter(adapted: Adapted | undefined): adapted is LoggerAdapter {
  return typeof (adapted as Partial<LoggerAdapter> | undefined)?.process === 'function'
}

/** Returns the object that a report is about: the logger, as there are thousands of adapters, one for each request. */
function loggerOf(adapter: LoggerAdapter): object {
  let at: Adapted = adapter
  try {
    for (let i = 0; i < MAX_ADAPTERS && isAdapter(at); i++) at = at.logger
  } catch {
    return adapter
  }
  return Object(at)
}

function circle(): RangeError {
  return withoutFrames(new RangeError(CIRCLE))
}

/** Returns an error that says more than a full stack does. */
function explained(source: object, failure: unknown): unknown {
  try {
    return failure instanceof RangeError && isAdapter(source as Adapted) ? circle() : failure
  } catch {
    // The thrown value may be a proxy that throws.
    return failure
  }
}

/** Passes on the call of a method that was taken off its adapter. */
function submitDetached(level: number, method: Method, msg: unknown, ...args: unknown[]): void {
  const pass = method === ORIGINAL.exception ? submitException : submit
  pass(attached(undefined, level, method), level, method, msg, ...args)
}

/** Passes a call through the adapters, the outermost first, to the logger. Never throws. */
function adapt(adapter: LoggerAdapter, level: number, method: Method, msg: unknown, ...args: unknown[]): void {
  try {
    if (cold.calls > 0) needRoom()
    if ((adapter as LoggerAdapter | undefined)?.gate === undefined) return submitDetached(level, method, msg, ...args)
    if (isAdapter(adapter) && adapter.log !== ORIGINAL.log && method !== ORIGINAL.log) {
      if (method === ORIGINAL.exception) args.push(withException(takeKeywords(msg, args)))
      return redirected(method, () => adapter.log(level, msg, ...args))
    }
    const taken = takeKeywords(msg, args)
    const keywords = method === ORIGINAL.exception ? withException(taken) : taken
    const isPlain = keywords === undefined && addsExtraOnly(adapter)
    const rest = isPlain
      ? direct.current(adapter.logger as Logger, level, msg, args, adapter.extra ? { extra: adapter.extra } : undefined)
      : undefined
    if (rest?.length === 0) return
    const call = beginCall(adapter, level, method, msg, args)
    if (call === undefined) return
    const counter = nesting
    counter.depth++
    try {
      if (!reachesLogger(adapter, call, keywords ?? {})) return
      handleRecord(call, rest)
    } finally {
      counter.depth--
      endCall(call)
    }
  } catch (failure) {
    try {
      const source = loggerOf(adapter)
      report(source, explained(source, failure))
    } catch {
      // The end of the stack, as in `submit`.
      untold.count++
      void untold.later.then(tellHidden)
    }
  }
}

/**
 * Lets each adapter change a call, down to its logger. Returns false if the call ends on the way.
 *
 * @throws RangeError for a cycle of adapters, what `process` throws
 */
function reachesLogger(adapter: LoggerAdapter, call: Call, given: Keywords): boolean {
  const { level, method } = call
  let msg = messageOf(call.msg)
  // Found now: `process` may turn an error that is the message into text.
  let keywords: Keywords = { ...given, exc_info: errorOf(msg, given) ?? false }
  let adapted: Adapted = adapter
  for (let i = 0; isAdapter(adapted); i++) {
    if (i >= MAX_ADAPTERS) throw circle()
    if (adapted !== adapter && adapted.log !== ORIGINAL.log) {
      const inner: LoggerAdapter = adapted
      redirected(method, () => inner.log(level, msg, ...call.args, keywords))
      return false
    }
    if (adapted.gate === ASK && !adapted.isEnabledFor(level)) return false
    ;[msg, keywords] = refusePromise(adapted.process(msg, keywords))
    adapted = adapted.logger
  }
  call.logger = adapted
  call.msg = msg
  call.keywords = keywords
  // An adapter's own isEnabledFor may have let through what the logger does not.
  return passes(adapted, level)
}

/** Returns whether an adapter only adds its `extra` to the call of a logger. */
function addsExtraOnly({ process, log, isEnabledFor, logger }: LoggerAdapter): boolean {
  return (
    process === ORIGINAL.process && log === ORIGINAL.log && isEnabledFor === ORIGINAL.isEnabledFor && !isAdapter(logger)
  )
}
