import { type Context, type HrTime, trace } from '@opentelemetry/api'
import type { LogAttributes, LogBody } from '@opentelemetry/api-logs'
import { getLevelName, getLogger, jsonText, type LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import { loops } from './loops.js'
import { levelOf } from './severity.js'
import { traceFields } from './traceContext.js'

/** What OpenTelemetry knows of an event, as its API and its SDK have it in common. */
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

/** What becomes a record's own; the older names of the semantic conventions behind the present ones. */
const OWN = {
  pathname: ['code.file.path', 'code.filepath'],
  lineno: ['code.line.number', 'code.lineno'],
  funcName: ['code.function.name', 'code.function'],
  exc_text: ['exception.stacktrace'],
  stack_info: ['code.stacktrace'],
} as const

/**
 * Passes what was emitted through OpenTelemetry to the logger of the scope's name, below `prefix`. What a handler of ours is giving to
 * OpenTelemetry does not come back.
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
  // What an event says beside its name.
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
  // It is of this process: what it has of that is found when it is read.
  for (const key of ['process', 'processName', 'thread', 'threadName']) delete record[key]
  if (exception !== undefined && exception !== null) record.exc_info = exception
  return record
}

/** Returns the text of a body; where that is none, the event's name, or what JSON has of it. */
function messageOf(body: LogBody, eventName: string): string {
  if (typeof body === 'string') return body
  return eventName || (body === undefined || body === null ? '' : jsonText(body))
}

/** Takes out of the fields what a record has a place for, where it is of the right kind. */
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

/** Returns a time as seconds; the present for none. */
function secondsOf(time: Received['time']): number {
  if (Array.isArray(time)) return time[0] + time[1] / 1e9
  const millis = time === undefined ? Number.NaN : Number(time)
  return (Number.isFinite(millis) ? millis : Date.now()) / 1000
}
