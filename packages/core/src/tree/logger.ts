import { checkHandler, deliver, type Handler, handlerRegistry } from '../handlers/handler.js'
import { bareLastResort } from '../handlers/lastResort.js'
import { platform } from '../handlers/platform.js'
import { calledFrom, callers, callStack, type Method, UNKNOWN } from '../records/caller.js'
import type { Argument } from '../records/keywords.js'
import type { Arguments, Message } from '../records/message.js'
import { addExtraOrReport } from '../records/extra.js'
import { Filterer } from '../records/filterer.js'
import {
  checkLevel,
  CRITICAL,
  DEBUG,
  ERROR,
  INFO,
  type KnownLevel,
  type Level,
  levelName,
  WARNING,
} from '../records/levels.js'
import { type LogArgs, type LogRecord, type MakeRecordOptions, newRecord } from '../records/record.js'
import { refusePromise } from '../runtime/promise.js'
import { report, withHint } from '../runtime/report.js'
import { runtime } from '../runtime/runtime.js'
import { type LastResort, settings } from '../runtime/settings.js'
import { ASK, CLOSED, levelOfCall, passes } from './gate.js'
import { manager, type Manager, tree } from './manager.js'
import { submit, submitException } from './submit.js'

// Logger and Manager need each other, as in Python: the only cycle of imports in core.

// A symbol that all copies share: a logger made by one copy of the package is a logger to the others.
const LOGGER = Symbol.for('treeline.logger')

/** Returns whether `value` is a class derived from Logger, of this copy of the package or another. */
export function isLoggerClass(value: unknown): value is new (name: string) => Logger {
  return typeof value === 'function' && (value.prototype as { [LOGGER]?: unknown } | undefined)?.[LOGGER] === true
}

/**
 * A node of the tree: the object that code logs with. Get one with `getLogger(name)`.
 *
 * The gate makes a disabled call cheap: it is the lowest level that passes, computed from the ancestors' levels, `disable()` and
 * `disabled`. It is updated when one of those changes.
 *
 * Differs from Python: `level`, `disabled`, `propagate` and `handlers` may be assigned or changed in place at any time and take
 * effect at once; no logging method throws.
 *
 * @throws TypeError, RangeError for an unknown level
 */
export class Logger extends Filterer {
  readonly name: string
  /** @internal The lowest level that passes. */
  gate: number = ASK
  /** The logger's own handlers. The list may be changed in place. */
  handlers: Handler[] = []
  /** Whether records go on to the parent's handlers. */
  propagate = true
  private ownManager: Manager | undefined = undefined
  private ownLevel: number
  private ownParent: Logger | null = null
  private ownDisabled = false
  /** @internal The loggers whose parent this is. */
  children: Set<Logger> | undefined = undefined

  constructor(name: string, level: Level = 0) {
    super()
    this.name = name
    this.ownLevel = checkLevel(level)
  }

  /** The tree that the logger belongs to; the realm's for a logger made without one. */
  get manager(): Manager {
    return this.ownManager ?? manager()
  }

  set manager(manager: Manager) {
    this.ownManager = manager
  }

  /** The root logger of the tree. */
  get root(): Logger {
    return this.manager.root
  }

  // --- the logging methods -----------------------------------------------------------------------------------------
  // Hot path. A call below the gate is one compare, which an object that is no logger passes: the arguments are only forwarded, so
  // the engine makes no array for them (packages/bench, "disabled"). The caller's stack is cut at each of these methods.

  /** Logs at DEBUG. */
  debug<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > DEBUG)) submit(attached(this, DEBUG, debug), DEBUG, debug, msg, ...args)
  }

  /** Logs at INFO. */
  info<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > INFO)) submit(attached(this, INFO, info), INFO, info, msg, ...args)
  }

  /** Logs at WARNING. */
  warning<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > WARNING)) submit(attached(this, WARNING, warning), WARNING, warning, msg, ...args)
  }

  /** Logs at WARNING: `warning` under its name in JavaScript. */
  warn<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > WARNING)) submit(attached(this, WARNING, warn), WARNING, warn, msg, ...args)
  }

  /** Logs at ERROR. */
  error<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > ERROR)) submit(attached(this, ERROR, error), ERROR, error, msg, ...args)
  }

  /** Logs at ERROR with an error's text: the one in `exc_info`, else an Error behind the arguments. Pass it: JavaScript knows none. */
  exception<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > ERROR)) submitException(attached(this, ERROR, exception), ERROR, exception, msg, ...args)
  }

  /** Logs at CRITICAL. */
  critical<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > CRITICAL)) submit(attached(this, CRITICAL, critical), CRITICAL, critical, msg, ...args)
  }

  /** Logs at CRITICAL. */
  fatal<const M, A extends Argument[]>(msg: Message<M, A>, ...args: Arguments<A>): void {
    if (!(this?.gate > CRITICAL)) submit(attached(this, CRITICAL, fatal), CRITICAL, fatal, msg, ...args)
  }

  /**
   * Logs at the level given. Differs from Python: the level may be a name; an unknown level is reported, not thrown.
   *
   * @example log.log('INFO', 'listening on %d', 8080)
   */
  log<const M, A extends Argument[]>(level: Level, msg: Message<M, A>, ...args: Arguments<A>): void {
    const levelno = levelOfCall(level, log, () => this ?? manager().root)
    if (levelno !== undefined && passes(this, levelno)) submit(attached(this, levelno, log), levelno, log, msg, ...args)
  }

  // --- levels ------------------------------------------------------------------------------------------------------

  /** The logger's own level; 0 (NOTSET) means its parent's. Assigning an unknown level throws as `setLevel` does. */
  get level(): number {
    return this.ownLevel
  }

  set level(level: Level) {
    this.ownLevel = checkLevel(level)
    refreshGates(this)
  }

  /** Whether the logger drops everything. */
  get disabled(): boolean {
    return this.ownDisabled
  }

  set disabled(disabled: boolean) {
    this.ownDisabled = disabled
    refreshGates(this)
  }

  /**
   * Sets the logger's own level, a number or a level's name; NOTSET for its parent's.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  setLevel<const L extends Level>(level: KnownLevel<L>): void {
    this.level = level as Level
  }

  /**
   * Returns the logger's own level, or that of the nearest ancestor that has one, or 0. Differs from Python: a level that was set at
   * run time (`overrideLevel`, `liveLevels`) replaces a logger's own.
   */
  getEffectiveLevel(): number {
    const { manager } = this
    let logger: Logger | null = this
    while (logger !== null) {
      const level: number = levelAtRunTime(manager, logger.name) ?? logger.level
      if (level !== 0) return level
      logger = logger.parent
    }
    return 0
  }

  /**
   * Returns whether a record of this level would be made.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  isEnabledFor(level: Level): boolean {
    const levelno = typeof level === 'number' ? level : checkLevel(level)
    return !this.disabled && this.manager.disable < levelno && levelno >= this.getEffectiveLevel()
  }

  /** @internal Sets the gate from the parent's effective level. Returns this logger's own effective level. */
  refreshGate(inherited: number): number {
    const { manager } = this
    // Each call evaluates the condition.
    const conditional = manager.temporary !== undefined && isConditional(this)
    const own = (conditional ? undefined : levelAtRunTime(manager, this.name)) ?? this.ownLevel
    const effective = own === 0 ? inherited : own
    const asks =
      conditional ||
      this.isEnabledFor !== isEnabledFor ||
      !this.findsOwnCaller() ||
      (this.ownParent === null && this !== manager.root)
    if (asks) this.gate = ASK
    else this.gate = this.ownDisabled ? CLOSED : Math.max(effective, manager.disable + 1)
    return effective
  }

  // --- the tree ----------------------------------------------------------------------------------------------------

  /** The logger above; null for the root. Assigning one that is this logger, or below it, throws a RangeError: a cycle. */
  get parent(): Logger | null {
    return this.ownParent
  }

  set parent(parent: Logger | null) {
    if (isBelow(parent, this)) throw new RangeError(`${this.toString()} cannot be below itself`)
    this.ownParent?.children?.delete(this)
    this.ownParent = parent
    if (parent !== null) (parent.children ??= new Set()).add(this)
    refreshGates(this)
  }

  /**
   * Returns the logger `<this name>.<suffix>`.
   *
   * @throws TypeError for a suffix that is not a string
   */
  getChild(suffix: string): Logger {
    if (typeof suffix !== 'string') throw new TypeError('A logger name must be a string')
    return this.manager.getLogger(this.root === this ? suffix : `${this.name}.${suffix}`)
  }

  /** Returns the loggers one step below this one. */
  getChildren(): Set<Logger> {
    // By name, as in Python: a logger further down has this one for its parent while there are only placeholders between.
    const wanted = this === this.root ? 1 : this.name.split('.').length + 1
    return new Set([...(this.children ?? [])].filter((child) => child.name.split('.').length === wanted))
  }

  // --- handlers ----------------------------------------------------------------------------------------------------

  /**
   * Adds a handler unless it is there already.
   *
   * @throws TypeError for a value that is no handler
   */
  addHandler(handler: Handler): void {
    if (!this.handlers.includes(checkHandler(handler))) this.handlers.push(handler)
  }

  /** Removes a handler; one that is not there is no error. The handler stays open. */
  removeHandler(handler: Handler): void {
    const index = this.handlers.indexOf(handler)
    if (index >= 0) this.handlers.splice(index, 1)
  }

  /** Returns whether a record of this logger would reach any handler. */
  hasHandlers(): boolean {
    for (let at: Logger | null = this; at !== null; at = next(at)) if (at.handlers.length > 0) return true
    return false
  }

  /**
   * Passes a record to the handlers of this logger and, while `propagate` is true, of its ancestors. Their errors are reported.
   */
  callHandlers(record: LogRecord): void {
    let found = 0
    for (let at: Logger | null = this; at !== null; at = next(at)) {
      for (const handler of at.handlers) {
        found++
        if (record.levelno >= handler.level) deliver(handler, record)
      }
    }
    if (found === 0) callLastResort(this, record)
  }

  // --- records -----------------------------------------------------------------------------------------------------

  /** Passes a record, made here or elsewhere, through this logger's filters to the handlers. Throws what a filter throws. */
  handle(record: LogRecord): void {
    if (this.ownDisabled) return
    const passed = this.filter(refusePromise(record))
    if (passed) this.callHandlers(passed)
  }

  /**
   * Finds the code that called the logging method, as `[pathname, lineno, funcName, stack]`.
   *
   * @param stack_info whether to return the stack's text too. Default false.
   * @param stacklevel 1 (the default) for the code that called `findCaller`, more for its callers
   */
  findCaller(stack_info = false, stacklevel = 1): [string, number, string, string | null] {
    const { pathname, lineno, funcName } = callers.current?.findCaller(findCaller, stacklevel) ?? UNKNOWN
    return [pathname, lineno, funcName, stack_info ? callStack(findCaller, stacklevel) : null]
  }

  /**
   * Makes a record of this logger. A subclass that overrides it gets the caller's place, which costs a walk of the call stack for
   * each record.
   *
   * Differs from Python: a key of `extra` that is an attribute already is left out and reported, not raised.
   */
  makeRecord(
    name: string,
    level: number,
    fn: string,
    lno: number,
    msg: unknown,
    args: LogArgs,
    exc_info: unknown,
    options: MakeRecordOptions = {},
  ): LogRecord {
    const record = newRecord(name, level, fn, lno, msg, args, exc_info, options)
    if (options.extra) addExtraOrReport(this, record, options.extra)
    return record
  }

  /**
   * @internal Returns whether the library's own `makeRecord` makes the records; an application may patch instance, class or
   *   prototype.
   */
  makesOwnRecords(): boolean {
    return this.makeRecord === makeRecord
  }

  /** @internal Returns whether the library's own `findCaller` finds the caller. */
  findsOwnCaller(): boolean {
    return this.findCaller === findCaller
  }

  /** Returns Python's repr: `<Logger app.db (INFO)>`. */
  override toString(): string {
    return `<${this.constructor.name} ${this.name} (${levelName(this.getEffectiveLevel())})>`
  }
}

Object.defineProperty(Logger.prototype, LOGGER, { value: true })

/** The logger at the top of the tree. */
export class RootLogger extends Logger {
  constructor(level: Level) {
    super('root', level)
  }
}

// The original methods: a subclass that overrides one still names it as the place where the stack is cut.
const { debug, info, warning, warn, error, exception, critical, fatal, log } = Logger.prototype
const { isEnabledFor, findCaller, makeRecord } = Logger.prototype

/**
 * Returns the logger that a method was called on. A method that was taken off its logger, as by `promise.catch(log.error)`, has
 * none: if the root logger takes the level, it stands in, so that the record is not lost.
 */
export function attached(logger: Logger | undefined, level: number, method: Method): Logger | undefined {
  if (logger?.gate !== undefined) return logger
  const { root } = manager()
  if (!passes(root, level)) return undefined
  const error = new TypeError('a logging method was called without its logger')
  const hint = `write (...args) => log.${method.name}(...args)`
  report(root, withHint(error, hint), undefined, () => calledFrom(method))
  return root
}

/** Returns the logger whose handlers a record reaches after this one's. */
function next(logger: Logger): Logger | null {
  return logger.propagate ? logger.parent : null
}

/** Returns the realm's handler of last resort. */
function lastResort(): LastResort {
  return (handlerRegistry.lastResort ??= platform().lastResort?.() ?? bareLastResort())
}

function callLastResort(logger: Logger, record: LogRecord): void {
  const handler = settings.lastResort === undefined ? lastResort() : settings.lastResort
  if (handler !== null) {
    if (record.levelno >= handler.level) deliver(handler as Handler, record)
  } else if (settings.raiseExceptions && tree.manager !== undefined && !tree.manager.emittedNoHandlerWarning) {
    tree.manager.emittedNoHandlerWarning = true
    runtime().stderr.write(`No handlers could be found for logger "${logger.name}"\n`)
  }
}

/** Returns the level that was set for a logger at run time; undefined if there is none, or it is not in effect here. */
export function levelAtRunTime({ temporary, overrides }: Manager, name: string): number | undefined {
  return temporary?.get(name)?.levelno ?? overrides?.get(name)
}

/** Returns whether a logger's level, or one that it may inherit, depends on the context. */
function isConditional(logger: Logger): boolean {
  const { temporary } = logger.manager
  for (let at: Logger | null = logger; at !== null; at = at.parent)
    if (temporary?.get(at.name)?.isConditional) return true
  return false
}

/** Returns whether a logger is `ancestor` or has it among its ancestors. */
export function isBelow(logger: Logger | null, ancestor: Logger): boolean {
  for (let at = logger; at !== null; at = at.parent) if (at === ancestor) return true
  return false
}

/**
 * Updates the gates of a logger and of all below it. Warm path: a logger with none below is updated at once. With all of them on the
 * stack, `setLevel` on the root of 100,000 loggers side by side took 8.7 ms, not 1.1 to 3.4 (`npm run bench:scale -- levels`).
 */
export function refreshGates(logger: Logger): void {
  const stack: [Logger, number][] = [[logger, logger.parent?.getEffectiveLevel() ?? 0]]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const effective = next[0].refreshGate(next[1])
    for (const child of next[0].children ?? []) {
      if (child.children === undefined) child.refreshGate(effective)
      else stack.push([child, effective])
    }
  }
}
