// A call written without its record.
//
// A record is there to be seen: by filters, factories and handlers of the application's, by formats that name more than time,
// level, logger and message. Where nobody would look, it is not made: the call's lines are drawn and written. Two rules. The
// record way alone reports errors; and what cannot be drawn exactly as the record way would is refused, before anything is
// written.
import { deliver, fail, Handler, settle } from '../handlers/handler.js'
import { nesting, type Rest, type Target } from '../records/call.js'
import { callFilterOf, type FilterLike } from '../records/filter.js'
import type { Keywords } from '../records/keywords.js'
import { LogRecord, records } from '../records/record.js'
import { isError } from '../text/kinds.js'
import { ASK } from '../tree/gate.js'
import { Logger } from '../tree/logger.js'
import { Draft, drawLine } from './drawing.js'
import type { Line } from './line.js'
import { attached, type Attached } from './output.js'

/** The handlers of the one call that is written, and their lines. */
const reached: Attached[] = []
const lines: Line[] = []
/** What filters add to the record of each. */
const added: Draft['added'][] = []
let holdsAdded = false
/** What filters have found to be secret in what each shows. */
const secrets: Draft['secrets'][] = []
const draft = /* @__PURE__ */ new Draft()

const NOTHING: Rest = []
const NONE: Keywords = {}

/**
 * Writes a call without making its record: the `direct` part.
 *
 * Hot path (packages/bench: json, text, fields; docs/design/direct.md). The arguments are handed on one by one, not in an
 * object: stored in one, their array would have to be made.
 */
export function writeDirect(
  target: Target,
  level: number,
  msg: unknown,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): Rest | undefined {
  // A call within another makes its record: a handler has one line at a time.
  if (typeof msg !== 'string' || nesting.depth > 0 || !areDrawn(keywords) || !makesPlainRecords()) return undefined
  const counter = nesting
  counter.depth = 1
  let count = 0
  try {
    try {
      count = drawLines(target as Logger, level, msg, args, keywords)
    } catch {
      // Something could not be read or asked: with a record that is reported in its own way.
    }
    return count === 0 ? undefined : writeLines(count, level)
  } finally {
    // Also at the end of the stack, where nothing can be called.
    counter.depth = 0
    draft.extra = null
    if (holdsAdded) forgetAdded()
    draft.error = undefined
    draft.mapping.forget()
  }
}

/** Draws the lines of a call. Returns how many; 0 where its record has to be made. */
function drawLines(
  logger: Logger,
  level: number,
  msg: string,
  args: readonly unknown[],
  keywords: Keywords = NONE,
): number {
  if (!isUnobserved(logger)) return 0
  draft.begin(logger.name, level, keywords)
  if (logger.filters.length > 0 && !passes(logger.filters, msg, args)) return 0
  const count = openLines(logger, level, msg, args)
  draft.mapping.isShared = count > 1
  for (let i = 0; i < count; i++) {
    draft.added = added[i]!
    draft.secrets = secrets[i]
    if (!drawLine(reached[i]!.handler.formatter!, lines[i]!, draft, msg, args)) return 0
  }
  return count
}

/**
 * Opens a line of each handler that the call reaches. Returns how many; 0 if one of them wants a record, two would make the
 * same line, or none is reached.
 */
function openLines(logger: Logger, level: number, msg: string, args: readonly unknown[]): number {
  let count = 0
  const known = draft.secrets
  for (let at: Logger | null = logger; at !== null; at = at.propagate ? at.parent : null) {
    const { handlers } = at
    for (let i = 0; i < handlers.length; i++) {
      const handler = handlers[i]!
      if (level < handler.level) continue
      draft.secrets = known
      if (!isUntouched(handler) || (handler.filters.length > 0 && !passes(handler.filters, msg, args))) return 0
      const found = attached(handler)
      const line = found.output?.open(handler, found.text, draft)
      if (line === undefined || isOpen(line, count)) return 0
      reached[count] = found
      secrets[count] = draft.secrets
      // What one handler's filters add, the handlers behind it see too: it is the same record.
      if ((added[count] = draft.added) !== null) holdsAdded = true
      lines[count++] = line
    }
  }
  return count
}

function isOpen(line: Line, count: number): boolean {
  for (let i = 0; i < count; i++) if (lines[i] === line) return true
  return false
}

/** Writes the lines. Behind a handler that wants the record the others get it too: they stay in order, reports among them. */
function writeLines(count: number, level: number): Rest {
  let rest = NOTHING
  let isLate = false
  for (let i = 0; i < count; i++) {
    const { handler, output } = reached[i]!
    if (isLate) {
      rest = [...rest, withRecord(handler)]
      continue
    }
    try {
      const written = output!.write(handler, lines[i]!, level)
      if (written === true) continue
      isLate = !written
      rest = [...rest, written ? whenRecorded((record) => settle(handler, record, written)) : withRecord(handler)]
    } catch (failure) {
      isLate = true
      rest = [...rest, whenRecorded((record) => fail(handler, record, failure))]
    }
  }
  return rest
}

/** Returns what gives a handler the call's record after all. */
function withRecord(handler: Handler): (record: LogRecord) => void {
  const { ms } = draft
  return (record) => {
    record.created = ms / 1000
    deliver(handler, record)
  }
}

/** Returns what reports with the call's record, as it is after `emit`. */
function whenRecorded(tell: (record: LogRecord) => void): (record: LogRecord) => void {
  const { ms } = draft
  return (record) => {
    record.created = ms / 1000
    record.message = record.getMessage()
    tell(record)
  }
}

/** Returns whether a line can have all that the keywords add: an error's text, but no stack. */
function areDrawn(keywords: Keywords | undefined): boolean {
  return keywords === undefined || (!keywords.stack_info && (!keywords.exc_info || isError(keywords.exc_info)))
}

// As they are when this is loaded: a subclass, an instance or the application may put others in their place.
const ORIGINAL = /* @__PURE__ */ (() => {
  const { getMessage } = LogRecord.prototype
  const { filter, callHandlers, makeRecord, handle: handleCall } = Logger.prototype
  const { handle, format } = Handler.prototype
  return { getMessage, filter, callHandlers, makeRecord, handleCall, handle, format }
})()

// Has what the prototype has. Asked itself, a prototype answers V8 like a dictionary.
const anyRecord = /* @__PURE__ */ Object.create(LogRecord.prototype) as LogRecord

/** Returns whether records are made and merged as the library does it. */
function makesPlainRecords(): boolean {
  return records.factory === undefined && anyRecord.getMessage === ORIGINAL.getMessage
}

/** Returns whether nothing of the application's sees a logger's records before the handlers do, but filters. */
function isUnobserved(logger: Logger): boolean {
  return (
    logger.gate !== ASK &&
    logger.handle === ORIGINAL.handleCall &&
    logger.filter === ORIGINAL.filter &&
    logger.callHandlers === ORIGINAL.callHandlers &&
    logger.makeRecord === ORIGINAL.makeRecord
  )
}

/** Returns whether a record would meet nothing of the application's on its way through a handler to its formatter, but filters. */
function isUntouched(handler: Handler): boolean {
  return (
    handler.formatter !== null &&
    handler.handle === ORIGINAL.handle &&
    handler.filter === ORIGINAL.filter &&
    handler.format === ORIGINAL.format
  )
}

/** Returns whether filters would pass the call's record, and say so without it. */
function passes(filters: readonly FilterLike[], msg: string, args: readonly unknown[]): boolean {
  for (let i = 0; i < filters.length; i++) {
    const filter = filters[i] as { filter?: unknown }
    if (callFilterOf(filter.filter)?.call(filter as never, msg, args, draft) !== true) return false
  }
  return true
}

/** Lets go of the fields of a context, which may be a request's. */
function forgetAdded(): void {
  draft.added = null
  added.fill(null)
  holdsAdded = false
}
