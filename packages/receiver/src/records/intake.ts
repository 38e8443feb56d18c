import type { Logger, LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import { cleanLevelName, cleanValue, escapeRecord, oneLine } from './clean.js'
import type { Settings } from '../options.js'
import { PageLoggers } from './pageLoggers.js'

const DAY_SECONDS = 86_400

/** Attributes that the receiver's side sets on a record. */
export interface Additions {
  /** From the `fields` option. They replace attributes of the same name that were sent. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
  /** Attributes of the sender's process. */
  readonly origin?: Readonly<Record<string, unknown>>
}

/** A record, and the logger that takes it. */
export interface Arrival {
  readonly record: LogRecord
  readonly logger: Logger
}

/** Makes records of received objects. */
export class Intake {
  readonly loggers: PageLoggers
  private readonly settings: Settings

  constructor(settings: Settings) {
    this.settings = settings
    this.loggers = new PageLoggers(settings.prefix, settings.maxLoggers)
  }

  /**
   * Makes a record of a received object.
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
    const { logger, sentName } = this.loggers.find(record.name ?? '')
    if (this.settings.newlines === 'escape') escapeRecord(record)
    this.correctClock(record)
    record.name = logger.name
    if (sentName !== undefined) record['sent_name'] = sentName
    return { record, logger }
  }

  private correctClock(record: LogRecord): void {
    const now = this.settings.now() / 1000
    if (record.created <= now + DAY_SECONDS) return
    record['sent_created'] = record.created
    record.created = now
  }
}

/** Returns clean copies of the parts that `fromWire` copies unchecked. */
function cleanParts(sent: Readonly<Record<string, unknown>>, added: Additions['fields']): Record<string, unknown> {
  const parts: Record<string, unknown> = {}
  for (const key of ['pathname', 'funcName']) if (typeof sent[key] === 'string') parts[key] = oneLine(sent[key])
  const { fields } = sent
  cleanValue(fields)
  const mergeable = fields === undefined || (typeof fields === 'object' && !Array.isArray(fields))
  // Without a prototype, so that every key is an ordinary one.
  if (added !== undefined && mergeable) parts['fields'] = Object.assign(Object.create(null) as object, fields, added)
  return parts
}
