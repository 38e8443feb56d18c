import { callStack, findCaller } from '../records/caller.js'
import { Filterer } from '../records/filterer.js'
import { report } from '../runtime/report.js'
import { deliver, type Handler } from '../handlers/handler.js'
import { checkLevel, CRITICAL, DEBUG, ERROR, INFO, type Level, levelName, WARNING } from '../records/levels.js'
import { manager, type Manager } from './manager.js'
import { platform } from '../handlers/platform.js'
import { addExtra, type LogArgs, type LogRecord, type LogRecordOptions, newRecord } from '../records/record.js'
import { registry } from '../realm/registry.js'
import { lastResort } from '../handlers/streams.js'
import { submit, submitException } from './submit.js'

/** The optional parameters of `Logger.makeRecord`. */
export interface MakeRecordOptions extends LogRecordOptions {
  extra?: Readonly<Record<string, unknown>> | null | undefined
}

/** @internal The gate of a logger whose `isEnabledFor` or `findCaller` has to be asked: every level passes at first. */
export const ASK: number = -(2 ** 30)

// The gate of a disabled logger, the greatest small integer of every engine: no level of a method reaches it.
const CLOSED = 2 ** 30 - 1

/** Tells whether a call of `log` goes on, at any level: those that a gate cannot tell are asked for. */
export function passes(target: { gate: number; isEnabledFor(level: number): boolean }, level: number): boolean {
  if (level > ASK && level < CLOSED) return target.gate <= level
  try {
    return target.isEnabledFor(level)
  } catch (error) {
    report(target, error)
    return false
  }
}

// Symbol of the global registry: a logger made by one copy of the package is a logger to the others.
const LOGGER = Symbol.for('treeline.logger')

/** Tells whether `value` is a class derived from Logger, of this copy of the package or another. */
export function isLoggerClass(value: unknown): value is new (name: string) => Logger {
  return typeof value === 'function' && (value.prototype as { [LOGGER]?: unknown } | undefined)?.[LOGGER] === true
}

/**
 * A node of the tree: the object that code logs with. Get one with `getLogger(name)`.
 *
 * Two derived values make logging cheap. The gate is the lowest level that passes, with the ancestors' levels, `disable()`
 * and `disabled` folded in; it is brought up to date when one of those changes. The plan is the flat list of the handlers
 * that a record meets on its way up; it is made again when a handler list, `propagate` or a parent changed anywhere.
 *
 * Differs from Python: `level`, `disabled`, `propagate` and `handlers` may be assigned or changed in place at any time and
 * take effect at once; no logging method throws.
 *
 * @throws TypeError, RangeError for a level that is none
 */
export class Logger extends Filterer {
  readonly name: string
  /** @internal The lowest level that passes. */
  gate: number = ASK
  private plan: readonly Handler[] = []
  private planEpoch = -1
  private ownManager: Manager | undefined = undefined
  private ownLevel: number
  private ownParent: Logger | null = null
  private ownDisabled = false
  private ownPropagate = true
  private ownHandlers: Handler[] = []
  private handlersView: Handler[] | undefined = undefined
  /** @internal The loggers whose parent this is. */
  children: Set<Logger> | undefined = undefined

  constructor(name: string, level: Level = 0) {
    super()
    this.name = name
    this.ownLevel = checkLevel(level)
  }

  /** The tree that the logger belongs to; for one made without it, the realm's. */
  get manager(): Manager {
    return this.ownManager ?? manager()
  }

  set manager(manager: Manager) {
    this.ownManager = manager
  }

  get root(): Logger {
    return this.manager.root
  }

  // --- the logging methods -----------------------------------------------------------------------------------------
  //
  // Hot path. A call below the gate is one compare: the arguments are only forwarded, so the engine makes no array for
  // them (packages/bench, "disabled"). Each method passes itself on, as the place where the caller's stack is cut.

  /** Logs at DEBUG. */
  debug(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= DEBUG) submit(this, DEBUG, debug, msg, ...args)
  }

  /** Logs at INFO. */
  info(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= INFO) submit(this, INFO, info, msg, ...args)
  }

  /** Logs at WARNING. */
  warning(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= WARNING) submit(this, WARNING, warning, msg, ...args)
  }

  /** Logs at WARNING: `warning` under the name that JavaScript knows. */
  warn(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= WARNING) submit(this, WARNING, warn, msg, ...args)
  }

  /** Logs at ERROR. */
  error(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= ERROR) submit(this, ERROR, error, msg, ...args)
  }

  /**
   * Logs at ERROR with an error's text: the one in `exc_info`, else an Error behind the arguments.
   *
   * Differs from Python: there is no `sys.exc_info()`, so the error has to be passed.
   */
  exception(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= ERROR) submitException(this, exception, msg, ...args)
  }

  /** Logs at CRITICAL. */
  critical(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= CRITICAL) submit(this, CRITICAL, critical, msg, ...args)
  }

  /** Logs at CRITICAL. */
  fatal(msg: unknown, ...args: unknown[]): void {
    if (this.gate <= CRITICAL) submit(this, CRITICAL, fatal, msg, ...args)
  }

  /**
   * Logs at the level given.
   *
   * Differs from Python: a level that is no integer is reported, not thrown.
   */
  log(level: number, msg: unknown, ...args: unknown[]): void {
    if (!Number.isInteger(level)) report(this, new TypeError('level must be an integer'))
    else if (passes(this, level)) submit(this, level, log, msg, ...args)
  }

  // --- levels ------------------------------------------------------------------------------------------------------

  /** The logger's own level; 0 (NOTSET) means its parent's. */
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

  /** @throws TypeError, RangeError for a level that is none */
  setLevel(level: Level): void {
    this.level = level
  }

  /** Gives the logger's own level, or that of the nearest ancestor that has one, or 0. */
  getEffectiveLevel(): number {
    let logger: Logger | null = this
    while (logger !== null) {
      if (logger.level !== 0) return logger.level
      logger = logger.parent
    }
    return 0
  }

  /** Tells whether a record of this level would be made. */
  isEnabledFor(level: number): boolean {
    return !this.disabled && this.manager.disable < level && level >= this.getEffectiveLevel()
  }

  /** @internal Sets the gate from the effective level of the parent and tells this logger's own. */
  refreshGate(inherited: number): number {
    const effective = this.ownLevel === 0 ? inherited : this.ownLevel
    const asks =
      this.isEnabledFor !== isEnabledFor ||
      !findsOwnCaller(this) ||
      (this.ownParent === null && this !== this.manager.root)
    if (asks) this.gate = ASK
    else this.gate = this.ownDisabled ? CLOSED : Math.max(effective, this.manager.disable + 1)
    return effective
  }

  // --- the tree ----------------------------------------------------------------------------------------------------

  get parent(): Logger | null {
    return this.ownParent
  }

  /** @throws RangeError for a parent that is below this logger, or this logger itself: a record would climb for ever */
  set parent(parent: Logger | null) {
    if (isBelow(parent, this)) throw new RangeError(`${this.toString()} cannot be below itself`)
    this.ownParent?.children?.delete(this)
    this.ownParent = parent
    if (parent !== null) (parent.children ??= new Set()).add(this)
    registry.epoch++
    refreshGates(this)
  }

  /** Whether records go on to the parent's handlers. */
  get propagate(): boolean {
    return this.ownPropagate
  }

  set propagate(propagate: boolean) {
    this.ownPropagate = propagate
    registry.epoch++
  }

  /**
   * Gives the logger `<this name>.<suffix>`.
   *
   * @throws TypeError for a suffix that is not a string
   */
  getChild(suffix: string): Logger {
    if (typeof suffix !== 'string') throw new TypeError('A logger name must be a string')
    return this.manager.getLogger(this.root === this ? suffix : `${this.name}.${suffix}`)
  }

  /** Gives the loggers one step below this one. */
  getChildren(): Set<Logger> {
    // By name, as in Python: a logger further down has this one for its parent while there are only placeholders between.
    const wanted = this === this.root ? 1 : this.name.split('.').length + 1
    return new Set([...(this.children ?? [])].filter((child) => child.name.split('.').length === wanted))
  }

  // --- handlers ----------------------------------------------------------------------------------------------------

  /** The logger's own handlers. The list may be changed in place. */
  get handlers(): Handler[] {
    return (this.handlersView ??= watched(this.ownHandlers))
  }

  set handlers(handlers: Handler[]) {
    this.ownHandlers = handlers
    this.handlersView = undefined
    registry.epoch++
  }

  /** Adds a handler unless it is there already. */
  addHandler(handler: Handler): void {
    if (!this.ownHandlers.includes(handler)) this.handlers.push(handler)
  }

  /** Removes a handler; one that is not there is no error. The handler stays open. */
  removeHandler(handler: Handler): void {
    const index = this.ownHandlers.indexOf(handler)
    if (index >= 0) this.handlers.splice(index, 1)
  }

  /** Tells whether a record of this logger would meet any handler. */
  hasHandlers(): boolean {
    return this.reached().length > 0
  }

  /** Passes a record to the handlers of this logger and, as far as they propagate, of its ancestors. */
  callHandlers(record: LogRecord): void {
    const plan = this.planEpoch === registry.epoch ? this.plan : this.reached()
    for (let i = 0; i < plan.length; i++) {
      const handler = plan[i]!
      if (record.levelno >= handler.level) deliver(handler, record)
    }
    if (plan.length === 0) callLastResort(this, record)
  }

  /**
   * @internal Gives the handlers that a record would meet, and before them nothing of the user's; undefined where there are
   * none, or the record would be seen on its way.
   */
  plainPlan(): readonly Handler[] | undefined {
    const plan = this.planEpoch === registry.epoch ? this.plan : this.reached()
    return plan.length > 0 && this.isPlain() ? plan : undefined
  }

  private isPlain(): boolean {
    return (
      this.filters.length === 0 &&
      this.gate !== ASK &&
      this.handle === handle &&
      this.filter === filter &&
      this.callHandlers === callHandlers &&
      makesOwnRecords(this)
    )
  }

  /** Makes the plan. */
  private reached(): readonly Handler[] {
    const plan: Handler[] = []
    let logger: Logger | null = this
    while (logger !== null) {
      plan.push(...logger.ownHandlers)
      logger = logger.ownPropagate ? logger.ownParent : null
    }
    this.plan = plan
    this.planEpoch = registry.epoch
    return plan
  }

  // --- records -----------------------------------------------------------------------------------------------------

  /** Passes a record, made here or received from elsewhere, through this logger's filters to the handlers. */
  handle(record: LogRecord): void {
    if (this.ownDisabled) return
    const passed = this.filter(record)
    if (passed) this.callHandlers(passed)
  }

  /**
   * Finds the code that called the logging method, as `[pathname, lineno, funcName, stack]`.
   *
   * @param stack_info whether the stack's text is wanted. Default false.
   * @param stacklevel 1 (the default) for the code that called `findCaller`, more for its callers
   */
  findCaller(stack_info = false, stacklevel = 1): [string, number, string, string | null] {
    const { pathname, lineno, funcName } = findCaller(ownFindCaller, stacklevel)
    return [pathname, lineno, funcName, stack_info ? callStack(ownFindCaller, stacklevel) : null]
  }

  /**
   * Makes a record of this logger. A subclass that overrides it is given the caller's place, which costs a walk of the
   * call stack for each record.
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

  /** As Python's repr: `<Logger app.db (INFO)>`. */
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

// The methods as they are passed on: a subclass that overrides one still names it as the place where the stack is cut.
const { findCaller: ownFindCaller } = Logger.prototype
const { handle, filter, callHandlers, makeRecord } = Logger.prototype

/** Tells whether a logger makes its records as the library does; an application may patch instance, class or prototype. */
export function makesOwnRecords(logger: Logger): boolean {
  return logger.makeRecord === makeRecord
}

/** Tells whether a logger looks for the caller as the library does. */
export function findsOwnCaller(logger: Logger): boolean {
  return logger.findCaller === ownFindCaller
}

const { debug, info, warning, warn, error, exception, critical, fatal, log, isEnabledFor } = Logger.prototype

/** Adds a call's `extra` to its record; what clashes is reported. */
export function addExtraOrReport(logger: Logger, record: LogRecord, extra: Readonly<Record<string, unknown>>): void {
  const clash = addExtra(record, extra)
  if (clash !== undefined) report(logger, clash, record)
}

function callLastResort(logger: Logger, record: LogRecord): void {
  const { settings, manager } = registry
  const handler =
    settings.lastResort === undefined
      ? (registry.lastResort ??= platform().lastResort?.() ?? lastResort())
      : settings.lastResort
  if (handler !== null) {
    if (record.levelno >= handler.level) deliver(handler, record)
  } else if (settings.raiseExceptions && manager !== undefined && !manager.emittedNoHandlerWarning) {
    manager.emittedNoHandlerWarning = true
    platform().stderr.write(`No handlers could be found for logger "${logger.name}"\n`)
  }
}

/** Tells whether a logger is `ancestor` or has it among its ancestors. */
export function isBelow(logger: Logger | null, ancestor: Logger): boolean {
  for (let at = logger; at !== null; at = at.parent) if (at === ancestor) return true
  return false
}

/**
 * Brings the gates of a logger and of all below it up to date.
 *
 * Warm path: a logger with none below, as most are, is done at once; with all of them on the stack, in pairs, `setLevel` on the
 * root of 100,000 side by side took 8.7 ms in place of 1.1 to 3.4 (`npm run bench:scale -- levels`, a noisy machine).
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

/** A view of a handler list that notices when it is changed in place, so that records need not look. */
function watched(handlers: Handler[]): Handler[] {
  return new Proxy(handlers, {
    set(list, key, value): boolean {
      registry.epoch++
      return Reflect.set(list, key, value)
    },
    deleteProperty(list, key): boolean {
      registry.epoch++
      return Reflect.deleteProperty(list, key)
    },
    defineProperty(list, key, descriptor): boolean {
      registry.epoch++
      return Reflect.defineProperty(list, key, descriptor)
    },
  })
}
