import type { Logger, LogRecord } from '@treeline/core'
import { isDict } from '@treeline/core/internal'
import { fromWire } from '@treeline/core/wire'
import { cleanLevelName, cleanValue, escapeRecord, freeKey, oneLine } from './clean.js'
import type { Settings } from '../receiverOptions.js'
import { PageLoggers } from './pageLoggers.js'

const DAY_SECONDS = 86_400
/** The last time that a Date can show. */
const LAST_SECONDS = 8.64e12
const MICROSECONDS = 1e6

/** The attributes that only the receiver sets. A sender's field of such a name gets an underscore at its end. */
const OWN: ReadonlySet<string> = /* @__PURE__ */ new Set(['src', 'seq', 'sent_created', 'sent_name'])

/** Attributes that the receiver's side sets on a record. */
export interface Additions {
  /** The attributes of the `fields` option. They replace sent attributes of the same name. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
  /** When the request arrived, in milliseconds since the epoch. */
  readonly nowMs: number
  /** Attributes of the sender's process. */
  readonly origin?: Readonly<Record<string, unknown>>
  /** The id of the page or process that sent the record. */
  readonly src?: string
  /** The milliseconds to add to the record's time. Default 0. */
  readonly correctionMs?: number
}

/** A record, and its logger. */
export interface Arrival {
  readonly record: LogRecord
  readonly logger: Logger
}

/** Makes records from received objects. */
export class Intake {
  readonly loggers: PageLoggers
  private readonly settings: Settings

  constructor(settings: Settings) {
    this.settings = settings
    this.loggers = new PageLoggers(settings.prefix, settings.maxLoggers)
  }

  /**
   * Makes a record from a received object.
   *
   * @returns undefined for a record below the receiver's level
   * @throws TypeError for an object that is no record
   */
  read(wire: object, additions: Additions): Arrival | undefined {
    const sent = wire as Readonly<Record<string, unknown>>
    const record = fromWire({ ...sent, ...cleanParts(sent, additions.fields) })
    if (record.levelno < this.settings.level) return undefined
    record.levelname = cleanLevelName(record.levelno, sent['levelname'])
    for (const key in additions.origin) record[key] = additions.origin[key]
    this.identify(record, sent['seq'], additions)
    const { logger, sentName } = this.loggers.find(record.name ?? '')
    if (this.settings.newlines === 'escape') escapeRecord(record)
    this.correctClock(record, additions)
    record.name = logger.name
    if (sentName !== undefined) record['sent_name'] = sentName
    return { record, logger }
  }

  /** Adds the page's id and the record's number, unless `fields` has attributes of these names. */
  private identify(record: LogRecord, seq: unknown, { src, fields }: Additions): void {
    if (src === undefined) return
    const identity = { src, seq }
    for (const key of ['src', 'seq'] as const)
      if (fields === undefined || !Object.hasOwn(fields, key)) record[key] = identity[key]
  }

  /** Corrects the record's time by the error of the page's clock. A time that is still a day ahead becomes now. */
  private correctClock(record: LogRecord, { nowMs, correctionMs = 0 }: Additions): void {
    const sent = record.created
    const now = nowMs / 1000
    const corrected = Math.round((sent + correctionMs / 1000) * MICROSECONDS) / MICROSECONDS
    let created = correctionMs !== 0 && Math.abs(corrected) <= LAST_SECONDS ? corrected : sent
    if (created > now + DAY_SECONDS) created = now
    if (created === sent) return
    record['sent_created'] = sent
    record.created = created
  }
}

/** Returns clean copies of the parts that `fromWire` copies unchecked. */
function cleanParts(sent: Readonly<Record<string, unknown>>, added: Additions['fields']): Record<string, unknown> {
  const parts: Record<string, unknown> = {}
  for (const key of ['pathname', 'funcName']) if (typeof sent[key] === 'string') parts[key] = oneLine(sent[key])
  const { fields } = sent
  cleanValue(fields)
  if (isDict(fields ?? {}) && (added !== undefined || hasOwnName(fields)))
    parts['fields'] = mergeFields(fields ?? {}, added)
  return parts
}

/** Returns a record's fields, and those of the receiver's side. */
function mergeFields(fields: object, added: Additions['fields']): object {
  // Without a prototype, so that every key is an ordinary one.
  const merged = Object.create(null) as Record<string, unknown>
  for (const [field, value] of Object.entries(fields)) merged[OWN.has(field) ? freeKey(field, fields) : field] = value
  return Object.assign(merged, added)
}

function hasOwnName(fields: unknown): boolean {
  for (const name of OWN) if (fields !== undefined && Object.hasOwn(fields as object, name)) return true
  return false
}
