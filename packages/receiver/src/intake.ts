import type { Logger, LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import { cleanLevelName, cleanValue, escapeText, indentLines, oneLine } from './clean.js'
import type { Settings } from './options.js'
import { PageLoggers } from './pageLoggers.js'

const DAY_SECONDS = 86_400

/** Attributes that the receiver's side sets on a record. */
export interface Additions {
  /** From the `fields` option: they win over what was sent. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
  /** Attributes of the sender's process. */
  readonly origin?: Readonly<Record<string, unknown>>
}

/** A record of this tree and the logger that it goes to. */
export interface Arrival {
  readonly record: LogRecord
  readonly logger: Logger
}

/** Turns what was received into records of this tree. */
export class Intake {
  readonly loggers: PageLoggers
  private readonly settings: Settings

  constructor(settings: Settings) {
    this.settings = settings
    this.loggers = new PageLoggers(settings.prefix, settings.maxLoggers)
  }

  /**
   * Makes a record of what was sent.
   *
   * @returns undefined for a record below the receiver's level
   * @throws TypeError for one that is no record
   */
  read(wire: object, additions: Additions): Arrival | undefined {
    const sent = wire as Readonly<Record<string, unknown>>
    const record = fromWire({ ...sent, ...cleaned(sent, additions.fields) })
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

/** The parts that `fromWire` takes over as they are, made harmless. */
function cleaned(sent: Readonly<Record<string, unknown>>, added: Additions['fields']): Record<string, unknown> {
  const parts: Record<string, unknown> = {}
  for (const key of ['pathname', 'funcName']) if (typeof sent[key] === 'string') parts[key] = oneLine(sent[key])
  const { fields } = sent
  cleanValue(fields)
  const mergeable = fields === undefined || (typeof fields === 'object' && !Array.isArray(fields))
  // Without a prototype, where every key is only a key.
  if (added !== undefined && mergeable) parts['fields'] = Object.assign(Object.create(null) as object, fields, added)
  return parts
}

/** In these, lines are kept. */
const TEXTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['exc_text', 'stack_info'])

function escapeRecord(record: LogRecord): void {
  for (const key of Object.keys(record)) {
    const value = record[key]
    if (typeof value === 'string' && value !== '') record[key] = TEXTS.has(key) ? indentLines(value) : escapeText(value)
  }
}
