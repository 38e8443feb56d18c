import { beginCall, type Call, direct, endCall, nesting, type Rest, type Target } from '../records/call.js'
import { type Caller, callers, callStack, type Method, redirected } from '../records/caller.js'
import { addExtraOrReport } from '../records/extra.js'
import { isTemplate, type Keywords, takeKeywords, templateFormat, withFields } from '../records/keywords.js'
import { isLogRecord, LogRecord, type MakeRecordOptions, records, setMerged, setStacklevel } from '../records/record.js'
import { refusePromise } from '../runtime/promise.js'
import { report, tellHidden, untold } from '../runtime/report.js'
import { cold, needRoom } from '../runtime/stackRoom.js'
import { isError } from '../text/kinds.js'
import { eventError } from '../text/platformObjects.js'
import { str, threw } from '../text/repr.js'
import { ASK } from './gate.js'

/**
 * Passes a logging call on: to the direct way if an entry has registered it, else as a record. Never throws.
 *
 * @param logger undefined if no logger takes the call
 * @param method the public method that was called: the stack outside it is the user's
 */
export function submit(
  logger: Target | undefined,
  level: number,
  method: Method,
  msg: unknown,
  ...args: unknown[]
): void {
  if (logger === undefined) return
  try {
    if (cold.calls > 0) needRoom()
    const keywords = args.length === 0 ? undefined : takeKeywords(msg, args)
    const rest = direct.current(logger, level, msg, args, keywords)
    if (rest?.length === 0) return
    const { current } = callers
    // Here and not where the record is made: that is three calls of ours less on the stack. One more of them costs 4 %.
    const caller = current?.isAwaited() ? current.findCaller(method, levelOf(keywords)) : undefined
    pass(logger, beginCall(logger, level, method, msg, args), keywords, rest, caller)
  } catch (failure) {
    try {
      report(logger, failure)
    } catch {
      // The end of the stack: `report` could not be called either.
      untold.count++
      void untold.later.then(tellHidden)
    }
  }
}

function levelOf(keywords: Keywords | undefined): number {
  return typeof keywords?.stacklevel === 'number' ? keywords.stacklevel : 1
}

/**
 * Passes on a call of the methods that log an error's text, as `submit`: Python's `exc_info=True` unless the call has another.
 */
export function submitException(
  logger: Target | undefined,
  level: number,
  method: Method,
  msg: unknown,
  ...args: unknown[]
): void {
  if (logger === undefined) return
  try {
    if (cold.calls > 0) needRoom()
    const keywords = withException(takeKeywords(msg, args))
    pass(logger, beginCall(logger, level, method, msg, args), keywords)
  } catch (failure) {
    try {
      report(logger, failure)
    } catch {
      untold.count++
      void untold.later.then(tellHidden)
    }
  }
}

/** Makes the record of a call, unless it could not begin, and ends the call. Never throws. */
function pass(
  logger: Target,
  call: Call | undefined,
  keywords: Keywords | undefined,
  rest?: Rest,
  caller?: Caller,
): void {
  if (call === undefined) return
  const counter = nesting
  counter.depth++
  try {
    call.logger = logger
    call.keywords = keywords
    call.caller = caller
    handleRecord(call, rest)
  } catch (failure) {
    report(logger, failure)
  } finally {
    counter.depth--
    endCall(call)
  }
}

/** Returns a call's keywords, with Python's `exc_info=True` as the default. */
export function withException(keywords: Keywords | undefined): Keywords {
  return { ...keywords, exc_info: keywords?.exc_info === undefined ? true : keywords.exc_info }
}

/**
 * Makes the record of a call and passes it on.
 *
 * @param rest the work left after the direct way; default all
 */
export function handleRecord(call: Call, rest?: Rest): void {
  const { logger, level } = call
  if (logger.gate === ASK && !logger.isEnabledFor(level)) return
  const record = makeRecord(call)
  const { current } = callers
  const isOpen = current?.openRecord(record, call.method, call.caller)
  if (rest === undefined) logger.handle(record)
  else for (const handle of rest) handle(record)
  // From here on the stack belongs to other code: a caller found there would be wrong.
  current?.closeRecord(record, isOpen!)
}

function makeRecord({ logger, level, method, msg, args: given, keywords = {} }: Call): LogRecord {
  const text = typeof msg === 'string' ? msg : messageOf(msg)
  const withText = given.length > 0 ? withFields(text, given) : undefined
  const [message, args] = withText ?? [text, given]
  const merged = withText && given.length > 1 ? { msg: text as string, args: given.slice(0, -1) } : undefined
  const exc_info = errorOf(message, keywords)
  const stacklevel = levelOf(keywords)
  const extra = keywords.extra as MakeRecordOptions['extra']
  const stackInfo = Boolean(keywords.stack_info)
  if (records.factory === undefined && logger.makesOwnRecords() && logger.findsOwnCaller()) {
    const sinfo = stackInfo ? callStack(method, stacklevel) : null
    const record = new LogRecord(logger.name, level, undefined, 0, message, args, exc_info, { sinfo })
    setStacklevel(record, stacklevel)
    if (merged) setMerged(record, merged)
    if (extra) addExtraOrReport(logger, record, extra)
    return record
  }
  const [pathname, lineno, func, sinfo] = redirected(method, () => logger.findCaller(stackInfo, stacklevel))
  const options = { func, sinfo, extra }
  const record = logger.makeRecord(logger.name, level, pathname, lineno, message, args, exc_info, options)
  if (merged && isLogRecord(record)) setMerged(record, merged)
  return record
}

/** Returns the message of a call that was lazy or a template, or the error of an event; any other message as it is. */
export function messageOf(msg: unknown): unknown {
  if (isTemplate(msg)) return templateFormat(msg)
  if (typeof msg === 'object' && msg !== null) {
    const error = eventError(msg)
    return error === undefined ? msg : isError(error) ? error : str(error)
  }
  if (typeof msg !== 'function') return msg
  try {
    return refusePromise((msg as () => unknown)())
  } catch (failure) {
    return threw('lazy message', failure)
  }
}

/** Returns the error that a record carries: the keyword's, or the message if that is an error itself. */
export function errorOf(msg: unknown, { exc_info }: Keywords): unknown {
  if (exc_info !== undefined && exc_info !== true) return eventError(exc_info) || exc_info || null
  if (typeof msg === 'object' && isError(msg)) return msg
  // Python's `exc_info=True` outside an except block: asked for, and none is active.
  return exc_info === true ? true : null
}
