import { type Context, type HrTime, trace } from '@opentelemetry/api'
import type { LogAttributes, LogBody } from '@opentelemetry/api-logs'
import { getLevelName, getLogger, jsonText, type LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import { loops } from './loops.js'
import { levelOf } from './severity.js'
import { traceFields } from './traceContext.js'

/** The parts of an event that OpenTelemetry's API and SDK share. */
export interface Received {
  /** The scope's name. */
  readonly name: string
  readonly time: HrTime | number | Date | undefined
  readonly severityNumber?: number | undefined
  readonly severityText?: string | undefined
  readonly body?: LogBody | undefined
  readonly eventName?: string | undefined
  readonly attributes?: LogAttributes | undefined
  readonly exception?: unknown
  readonly context?: Context | undefined
}

/** The attributes that become a record's own, by the present and the older names of the semantic conventions. */
const OWN = {
  pathname: ['code.file.path', 'code.filepath'],
  lineno: ['code.line.number', 'code.lineno'],
  funcName: ['code.function.name', 'code.function'],
  exc_text: ['exception.stacktrace'],
  stack_info: ['code.stacktrace'],
} as const

/**
 * Passes a record of OpenTelemetry to the logger of the scope's name, below `prefix`. Skips a record that an `OpenTelemetryHandler` is
 * giving to OpenTelemetry.
 */
export function receive(received: Received, prefix: string): void {
  if (loops.sending > 0) return
  const logger = getLogger(prefix + received.name)
  const levelno = levelOf(received.severityNumber)
  if (!logger.isEnabledFor(levelno)) return
  const record = recordOf({ ...received, name: logger.name }, levelno)
  loops.received.add(record)
  logger.handle(record)
}

function recordOf(received: Received, levelno: number): LogRecord {
  const { name, severityText, body, exception, eventName, attributes } = received
  const fields: Record<string, unknown> = {
    ...attributes,
    ...traceFields(received.context && trace.getSpanContext(received.context)),
  }
  const isNamed = typeof eventName === 'string' && eventName !== ''
  if (isNamed) fields['event_name'] = eventName
  // The body of an event, which has a name as its message.
  if (isNamed && typeof body === 'object' && body !== null) fields['body'] = body
  const own = takeOwn(fields)
  const record = fromWire({
    name,
    levelno,
    levelname: typeof severityText === 'string' && severityText !== '' ? severityText : String(getLevelName(levelno)),
    msg: messageOf(body, isNamed ? eventName : ''),
    created: secondsOf(received.time),
    ...own,
    fields,
    given: Object.keys(fields).length,
  })
  // The record is of this process: these are found when they are read.
  for (const key of ['process', 'processName', 'thread', 'threadName']) delete record[key]
  if (exception !== undefined && exception !== null) record.exc_info = exception
  return record
}

/** Returns the text of a body; where it is no text, the event's name, or the body's JSON. */
function messageOf(body: LogBody, eventName: string): string {
  if (typeof body === 'string') return body
  return eventName || (body === undefined || body === null ? '' : jsonText(body))
}

/** Removes from the fields those that a record has a place for, where they are of the right kind, and returns them. */
function takeOwn(fields: Record<string, unknown>): Record<string, unknown> {
  const own: Record<string, unknown> = {}
  for (const [key, names] of Object.entries(OWN)) {
    const type = key === 'lineno' ? 'number' : 'string'
    const name = names.find((name) => typeof fields[name] === type)
    if (name === undefined) continue
    own[key] = fields[name]
    delete fields[name]
  }
  return own
}

/** Returns a time in seconds; the present for none. */
function secondsOf(time: Received['time']): number {
  if (Array.isArray(time)) return time[0] + time[1] / 1e9
  const millis = time === undefined ? Number.NaN : Number(time)
  return (Number.isFinite(millis) ? millis : Date.now()) / 1000
}
