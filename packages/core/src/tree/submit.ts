import { callStack, findCaller, findsCallers, type Method, redirected, UNKNOWN } from '../records/caller.js'
import { report } from '../runtime/report.js'
import { deliver, fail, type Handler } from '../handlers/handler.js'
import { isTemplate, type Keywords, takeKeywords, templateFormat } from '../records/keywords.js'
import { isError } from '../text/kinds.js'
import { ERROR } from '../records/levels.js'
import { addExtraOrReport, ASK, findsOwnCaller, type Logger, makesOwnRecords } from './logger.js'
import type { Line } from '../formatting/line.js'
import { type Args, closeCall, type Extra, LogRecord, openCall, setStacklevel } from '../records/record.js'
import { callMs, registry } from '../realm/registry.js'
import { threw } from '../text/repr.js'

/** How deep logging calls may nest: a handler that logs to its own logger ends here. */
const MAX_DEPTH = 25

/**
 * Makes a record of a logging call and passes it on. Never throws.
 *
 * @param method the public method that was called: the stack outside it is the user's
 */
export function submit(logger: Logger, level: number, method: Method, msg: unknown, ...args: unknown[]): void {
  const keywords = args.length === 0 ? undefined : takeKeywords(msg, args)
  if (typeof msg === 'string' && emitCall(logger, level, method, msg, args, keywords)) return
  submitWith(logger, level, method, msg, args, keywords)
}

/** As `submit` for the methods that log an error's text: Python's `exc_info=True` unless the call says otherwise. */
export function submitException(logger: Logger, method: Method, msg: unknown, ...args: unknown[]): void {
  submitWith(logger, ERROR, method, msg, args, withException(takeKeywords(msg, args)))
}

/** Gives a call's keywords with Python's `exc_info=True` for a default. */
export function withException(keywords: Keywords | undefined): Keywords {
  return { ...keywords, exc_info: keywords?.exc_info === undefined ? true : keywords.exc_info }
}

/** As `submit`, with the keywords taken off the arguments already. */
export function submitWith(
  logger: Logger,
  level: number,
  method: Method,
  msg: unknown,
  args: unknown[],
  keywords: Keywords | undefined,
): void {
  if (registry.depth >= MAX_DEPTH)
    return report(logger, new RangeError('a handler or filter logs to the logger that calls it'))
  registry.depth++
  try {
    const asks = logger.gate === ASK
    if (asks && !logger.isEnabledFor(level)) return
    const record =
      typeof msg === 'string' && keywords === undefined && !asks && isPlain(logger)
        ? new LogRecord(logger.name, level, undefined, 0, msg, args, null)
        : elaborate(logger, level, method, msg, args, keywords ?? {})
    openCall(record, method)
    logger.handle(record)
    // From here on the stack belongs to others: better no caller than a wrong one.
    closeCall(record)
  } catch (failure) {
    report(logger, failure)
  } finally {
    registry.depth--
  }
}

/**
 * Writes a call without making its record. Gives whether it did; nothing has been written where not.
 *
 * Hot path. A record is there to be seen: by filters, factories and handlers of the application's, by formats that name more
 * than time, level, logger and message. Where nobody would look, it is not made: the formatters make the call's lines, the
 * handlers write them (docs/performance-notes.md, "A call without a record").
 */
export function emitCall(
  logger: Logger,
  level: number,
  method: Method,
  msg: string,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): boolean {
  // A call within another makes its record: a handler has one line in the making.
  if (registry.depth > 0) return false
  let plan: readonly Handler[] | undefined
  let isMade = false
  registry.depth++
  registry.callMs = Number.NaN
  try {
    plan = logger.plainPlan()
    if (plan !== undefined && makesPlainRecords() && !addsText(keywords)) {
      const extra = keywords?.extra || null
      if (plan.length > 1) {
        isMade = openLines(plan, level, args, extra) && formatLines(plan, logger.name, level, msg, args, extra)
        if (isMade) writeLines(plan, logger, level, method, msg, args, keywords)
      } else if (level >= plan[0]!.level) {
        // The same for one handler, as most have, without the list: a tenth of a line.
        const handler = plan[0]!
        const line = handler.callLine?.(args, extra)
        isMade =
          line !== undefined && handler.formatter!.formatCall?.(line, logger.name, level, msg, args, extra) === true
        if (isMade) isMade = handler.writeCall(line!, level)
      }
    }
  } catch (failure) {
    // Without a line something could not be read or asked: with a record that is said in its own way.
    if (isMade) passRecord(fail, plan![0]!, logger, level, method, msg, args, keywords, failure)
  }
  registry.depth--
  return isMade
}

/** The lines of the one call that makes some, by the places of their handlers; null where a handler's level is higher. */
const lines: (Line | null)[] = []

/**
 * Opens a line of each handler; false if one of them wants a record, two would make the same line, or none is reached: what is
 * wrong with an `extra` is said all the same.
 */
function openLines(plan: readonly Handler[], level: number, args: Args, extra: Extra): boolean {
  let isReached = false
  for (let i = 0; i < plan.length; i++) {
    const handler = plan[i]!
    lines[i] = null
    if (level < handler.level) continue
    const line = handler.callLine?.(args, extra)
    if (line === undefined || lines.lastIndexOf(line, i) >= 0) return false
    lines[i] = line
    isReached = true
  }
  return isReached
}

function formatLines(
  plan: readonly Handler[],
  name: string,
  level: number,
  msg: string,
  args: Args,
  extra: Extra,
): boolean {
  for (let i = 0; i < plan.length; i++) {
    const line = lines[i]
    if (line && plan[i]!.formatter!.formatCall?.(line, name, level, msg, args, extra) !== true) return false
  }
  return true
}

function writeLines(
  plan: readonly Handler[],
  logger: Logger,
  level: number,
  method: Method,
  msg: string,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): void {
  for (let i = 0; i < plan.length; i++) {
    const line = lines[i]
    if (!line) continue
    lines[i] = null
    const handler = plan[i]!
    try {
      // No function made here: V8 would keep its variables on the heap, in each call, and double the garbage of a line.
      if (!handler.writeCall(line, level)) passRecord(deliver, handler, logger, level, method, msg, args, keywords)
    } catch (failure) {
      passRecord(fail, handler, logger, level, method, msg, args, keywords, failure)
    }
  }
}

/** Makes the record of a call after all, for one handler: to handle it, or to be told that it failed with it. */
function passRecord(
  pass: typeof deliver | typeof fail,
  handler: Handler,
  logger: Logger,
  level: number,
  method: Method,
  msg: string,
  args: readonly unknown[],
  keywords: Keywords | undefined,
  failure?: unknown,
): void {
  try {
    const record = elaborate(logger, level, method, msg, args, keywords ?? {})
    record.created = callMs() / 1000
    openCall(record, method)
    // As after `emit`.
    if (pass === fail) record.message = record.getMessage()
    pass(handler, record, failure)
    closeCall(record)
  } catch (second) {
    report(handler, second)
  }
}

/** Whether there is an error or a stack to be put behind the line. */
function addsText(keywords: Keywords | undefined): boolean {
  return keywords !== undefined && Boolean(keywords.exc_info || keywords.stack_info)
}

const { getMessage } = LogRecord.prototype

// Has what the prototype has. Asked itself, a prototype answers V8 like a dictionary.
const anyRecord = /* @__PURE__ */ Object.create(LogRecord.prototype) as LogRecord

/** Whether records are made and merged as the library does it. */
function makesPlainRecords(): boolean {
  return registry.recordFactory === undefined && anyRecord.getMessage === getMessage
}

/** Whether nothing of the user's has a part in making the logger's records. */
function isPlain(logger: Logger): boolean {
  return registry.recordFactory === undefined && makesOwnRecords(logger)
}

/** Makes the record of a call that has keywords, or something other than a string for its message, or its own way of making records. */
function elaborate(
  logger: Logger,
  level: number,
  method: Method,
  message: unknown,
  args: readonly unknown[],
  keywords: Keywords,
): LogRecord {
  const msg = typeof message === 'string' ? message : plainMessage(message)
  const exc_info = errorOf(msg, keywords)
  const stacklevel = typeof keywords.stacklevel === 'number' ? keywords.stacklevel : 1
  const { extra } = keywords
  if (isPlain(logger) && findsOwnCaller(logger)) {
    const sinfo = keywords.stack_info ? callStack(method, stacklevel) : null
    const record = new LogRecord(logger.name, level, undefined, 0, msg, args, exc_info, { sinfo })
    setStacklevel(record, stacklevel)
    if (extra) addExtraOrReport(logger, record, extra)
    return record
  }
  const [pathname, lineno, func, sinfo] = callerOf(logger, method, Boolean(keywords.stack_info), stacklevel)
  return logger.makeRecord(logger.name, level, pathname, lineno, msg, args, exc_info, { func, sinfo, extra })
}

function callerOf(
  logger: Logger,
  method: Method,
  stack_info: boolean,
  stacklevel: number,
): ReturnType<Logger['findCaller']> {
  if (!findsOwnCaller(logger)) return redirected(method, () => logger.findCaller(stack_info, stacklevel))
  // What asks here wants every record's, and may not read it: in `treeline/slim` no word is said of it.
  const { pathname, lineno, funcName } = findsCallers ? findCaller(method, stacklevel) : UNKNOWN
  return [pathname, lineno, funcName, stack_info ? callStack(method, stacklevel) : null]
}

/** Gives the message of a call that was lazy or a template; anything else is the message itself. */
export function plainMessage(msg: unknown): unknown {
  if (isTemplate(msg)) return templateFormat(msg)
  if (typeof msg !== 'function') return msg
  try {
    return (msg as () => unknown)()
  } catch (failure) {
    return threw('lazy message', failure)
  }
}

/** Gives the error that a record carries: the keyword's, or the message when that is an error itself. */
export function errorOf(msg: unknown, keywords: Keywords): unknown {
  const { exc_info } = keywords
  if (exc_info !== undefined && exc_info !== true) return exc_info || null
  if (typeof msg === 'object' && isError(msg)) return msg
  // Python's `exc_info=True` outside an except block: asked for, and none is active.
  return exc_info === true ? true : null
}
