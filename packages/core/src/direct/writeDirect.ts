// Writes a call without its record.
//
// If no filter, factory, custom handler or format field needs the LogRecord, the call skips it: its lines are drawn and written
// directly. Two rules. Only the record way reports errors. A call that cannot be drawn exactly as on the record way is refused,
// before anything is written.
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
/** The attributes that filters add to the record of each handler. */
const added: Draft['added'][] = []
let holdsAdded = false
/** The secrets that filters have found in what each handler shows. */
const secrets: Draft['secrets'][] = []
const draft = /* @__PURE__ */ new Draft()

const NOTHING: Rest = []
const NONE: Keywords = {}

/**
 * Writes a call without making its record: the `direct` part.
 *
 * Hot path (packages/bench: json, text, fields; docs/design/direct.md). The arguments are handed on one by one, not in an object:
 * stored in one, their array would have to be made.
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
      // Something could not be read or called: the record way reports that.
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

/** Draws the lines of a call. Returns how many; 0 if its record has to be made. */
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
 * Opens a line of each handler that the call reaches. Returns how many; 0 if one of them needs a record, two would make the same
 * line, or none is reached.
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
      // The handlers behind see what one handler's filters add: it is the same record.
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

/** Writes the lines. If a handler needs the record, the handlers behind it get it too: lines and reports stay in order. */
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

/** Returns a function that gives a handler the call's record after all. */
function withRecord(handler: Handler): (record: LogRecord) => void {
  const { ms } = draft
  return (record) => {
    record.created = ms / 1000
    deliver(handler, record)
  }
}

/** Returns a function that calls `tell` with the call's record, as it is after `emit`. */
function whenRecorded(tell: (record: LogRecord) => void): (record: LogRecord) => void {
  const { ms } = draft
  return (record) => {
    record.created = ms / 1000
    record.message = record.getMessage()
    tell(record)
  }
}

/** Returns whether a line can show all that the keywords add: an error's text, but no stack. */
function areDrawn(keywords: Keywords | undefined): boolean {
  return keywords === undefined || (!keywords.stack_info && (!keywords.exc_info || isError(keywords.exc_info)))
}

// The methods as they are when this is loaded: a subclass, an instance or the application may replace them.
const ORIGINAL = /* @__PURE__ */ (() => {
  const { getMessage } = LogRecord.prototype
  const { filter, callHandlers, makeRecord, handle: handleCall } = Logger.prototype
  const { handle, format } = Handler.prototype
  return { getMessage, filter, callHandlers, makeRecord, handleCall, handle, format }
})()

// Has what the prototype has. V8 reads a prototype itself like a dictionary.
const anyRecord = /* @__PURE__ */ Object.create(LogRecord.prototype) as LogRecord

/** Returns whether the library's own methods make and merge records. */
function makesPlainRecords(): boolean {
  return records.factory === undefined && anyRecord.getMessage === ORIGINAL.getMessage
}

/** Returns whether no code of the application except filters sees a logger's records before the handlers do. */
function isUnobserved(logger: Logger): boolean {
  return (
    logger.gate !== ASK &&
    logger.handle === ORIGINAL.handleCall &&
    logger.filter === ORIGINAL.filter &&
    logger.callHandlers === ORIGINAL.callHandlers &&
    logger.makeRecord === ORIGINAL.makeRecord
  )
}

/** Returns whether no code of the application except filters sees a record between a handler and its formatter. */
function isUntouched(handler: Handler): boolean {
  return (
    handler.formatter !== null &&
    handler.handle === ORIGINAL.handle &&
    handler.filter === ORIGINAL.filter &&
    handler.format === ORIGINAL.format
  )
}

/** Returns whether filters let the call's record pass, and can tell without it. */
function passes(filters: readonly FilterLike[], msg: string, args: readonly unknown[]): boolean {
  for (let i = 0; i < filters.length; i++) {
    const filter = filters[i] as { filter?: unknown }
    if (callFilterOf(filter.filter)?.call(filter as never, msg, args, draft) !== true) return false
  }
  return true
}

/** Drops the references to the fields of a context, which may belong to a request. */
function forgetAdded(): void {
  draft.added = null
  added.fill(null)
  holdsAdded = false
}
