// A call written without its record.
//
// A record is there to be seen: by filters, factories and handlers of the application's, by formats that name more than time,
// level, logger and message. Where nobody would look, it is not made: the call's lines are drawn and written. Two rules. The
// record way alone reports errors; and what cannot be drawn exactly as the record way would is refused, before anything is
// written.
import { deliver, fail, Handler } from '../handlers/handler.js'
import { type Call, nesting } from '../records/call.js'
import { closeRecord, LogRecord, openRecord, records } from '../records/record.js'
import { report } from '../runtime/report.js'
import { ASK } from '../tree/gate.js'
import { Logger } from '../tree/logger.js'
import { makeCallRecord } from '../tree/submit.js'
import { drawLine } from './drawing.js'
import type { Line } from './line.js'
import { openLine, writeLine } from './output.js'

/** The handlers of the one call that is written, and their lines. */
const reached: Handler[] = []
const lines: Line[] = []

/**
 * Writes a call without making its record. Returns whether it did; nothing has been written where not.
 *
 * Hot path (packages/bench: json, text, fields; docs/design/direct.md).
 */
export function writeDirect(call: Call): boolean {
  // A call within another makes its record: a handler has one line at a time.
  if (typeof call.msg !== 'string' || nesting.depth > 1 || addsText(call) || !makesPlainRecords()) return false
  const logger = call.logger as Logger
  if (!isUnobserved(logger)) return false
  let count = 0
  try {
    count = openLines(logger, call.level)
    for (let i = 0; i < count; i++) if (!drawLine(reached[i]!.formatter!, lines[i]!, call)) return false
  } catch {
    // Something could not be read or asked: with a record that is reported in its own way.
    return false
  }
  for (let i = 0; i < count; i++) write(reached[i]!, lines[i]!, call)
  return count > 0
}

/**
 * Opens a line of each handler that the call reaches. Returns how many; 0 if one of them wants a record, two would make the
 * same line, or none is reached.
 */
function openLines(logger: Logger, level: number): number {
  let count = 0
  for (let at: Logger | null = logger; at !== null; at = at.propagate ? at.parent : null) {
    const { handlers } = at
    for (let i = 0; i < handlers.length; i++) {
      const handler = handlers[i]!
      if (level < handler.level) continue
      const line = isUntouched(handler) ? openLine(handler) : undefined
      if (line === undefined || isOpen(line, count)) return 0
      reached[count] = handler
      lines[count++] = line
    }
  }
  return count
}

function isOpen(line: Line, count: number): boolean {
  for (let i = 0; i < count; i++) if (lines[i] === line) return true
  return false
}

function write(handler: Handler, line: Line, call: Call): void {
  try {
    if (!writeLine(handler, line, call.level)) handleByRecord(handler, call)
  } catch (failure) {
    failWithRecord(handler, call, failure)
  }
}

/** Makes the record of a call after all, for a handler whose line could not be written. */
function handleByRecord(handler: Handler, call: Call): void {
  withRecord(handler, call, (record) => deliver(handler, record))
}

/** Tells a handler that it failed with a call. */
function failWithRecord(handler: Handler, call: Call, failure: unknown): void {
  withRecord(handler, call, (record) => {
    // As after `emit`.
    record.message = record.getMessage()
    fail(handler, record, failure)
  })
}

function withRecord(handler: Handler, call: Call, work: (record: LogRecord) => void): void {
  try {
    const record = makeCallRecord(call)
    record.created = call.ms / 1000
    openRecord(record, call.method)
    work(record)
    closeRecord(record)
  } catch (second) {
    report(handler, second)
  }
}

/** Returns whether an error or a stack follows the line. */
function addsText({ keywords }: Call): boolean {
  return keywords !== undefined && Boolean(keywords.exc_info || keywords.stack_info)
}

const { getMessage } = LogRecord.prototype

// Has what the prototype has. Asked itself, a prototype answers V8 like a dictionary.
const anyRecord = /* @__PURE__ */ Object.create(LogRecord.prototype) as LogRecord

/** Returns whether records are made and merged as the library does it. */
function makesPlainRecords(): boolean {
  return records.factory === undefined && anyRecord.getMessage === getMessage
}

const { handle, filter, callHandlers, makeRecord } = Logger.prototype

/** Returns whether nothing of the application's sees a logger's records before the handlers do. */
function isUnobserved(logger: Logger): boolean {
  return (
    logger.filters.length === 0 &&
    logger.gate !== ASK &&
    logger.handle === handle &&
    logger.filter === filter &&
    logger.callHandlers === callHandlers &&
    logger.makeRecord === makeRecord
  )
}

const { handle: handlerHandle, format } = Handler.prototype

/** Returns whether a record would meet nothing of the application's on its way through a handler to its formatter. */
function isUntouched(handler: Handler): boolean {
  return (
    handler.filters.length === 0 &&
    handler.formatter !== null &&
    handler.handle === handlerHandle &&
    handler.filter === filter &&
    handler.format === format
  )
}
