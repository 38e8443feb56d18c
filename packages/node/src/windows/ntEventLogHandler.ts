import { CRITICAL, DEBUG, ERROR, INFO, type LogRecord, WARNING } from '@treeline/core'
import { fail, ofType, oneOf, textOf, wholeNumber } from '@treeline/core/internal'
import { Outbox, type Taken } from '../network/outbox.js'
import { OutboxHandler, recordsIn } from '../network/outboxHandler.js'
import { createEvent, createLastEvent, type Event, findEventCreate } from './eventCreate.js'

/** Windows' numbers of the types of events. */
const EVENTLOG_ERROR_TYPE = 1
const EVENTLOG_WARNING_TYPE = 2
const EVENTLOG_INFORMATION_TYPE = 4

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [EVENTLOG_ERROR_TYPE]: 'ERROR',
  [EVENTLOG_WARNING_TYPE]: 'WARNING',
  [EVENTLOG_INFORMATION_TYPE]: 'INFORMATION',
}

const LIMITS = { capacity: 1, flushIntervalMs: 1000, maxQueueRecords: 1000 }

interface Entry {
  readonly record: LogRecord
  readonly event: Event
}

/**
 * Writes records to Windows' event log by `eventcreate.exe`, which comes with Windows. A new source needs an
 * administrator once.
 *
 * - Order: as logged, one event at a time. 1000 records wait at most; above them the oldest is dropped.
 * - Loss window: none at an exit: what waits is written before the process ends.
 *
 * Differs from Python: `dllname` is not used, as `eventcreate.exe` has messages of its own; there are no event categories; an
 * event's id is 1 to 1000. Off Windows the constructor throws, where Python prints a line.
 *
 * @param appname the source of the events
 * @param dllname not used
 * @param logtype `'Application'` or `'System'`. Default Application
 * @throws Error off Windows, and where `eventcreate.exe` is missing; TypeError, RangeError for wrong parameters
 * @example
 * const handler = new NTEventLogHandler('shop')
 * handler.setLevel('WARNING')
 */
export class NTEventLogHandler extends OutboxHandler {
  appname: string
  dllname: string | null
  logtype: string
  /** The type of events of a level that `typemap` does not have. */
  deftype: number = EVENTLOG_ERROR_TYPE
  /** The type of an event for each level. */
  typemap: Record<number, number> = {
    [DEBUG]: EVENTLOG_INFORMATION_TYPE,
    [INFO]: EVENTLOG_INFORMATION_TYPE,
    [WARNING]: EVENTLOG_WARNING_TYPE,
    [ERROR]: EVENTLOG_ERROR_TYPE,
    [CRITICAL]: EVENTLOG_ERROR_TYPE,
  }
  private readonly program: string
  /** @internal */
  protected readonly outbox: Outbox<Entry, Entry>

  constructor(appname: string, dllname: string | null = null, logtype: string = 'Application') {
    ofType('appname', appname, 'string')
    if (dllname !== null) ofType('dllname', dllname, 'string')
    oneOf('logtype', logtype, ['Application', 'System'])
    const program = findEventCreate()
    super()
    this.appname = appname
    this.dllname = dllname
    this.logtype = logtype
    this.program = program
    this.outbox = new Outbox(LIMITS, {
      make: ([entry]) => entry!,
      send: ({ event }) => createEvent(this.program, event),
      isPermanent: () => true,
      failed: ({ record }, error, lost) => this.tellFailure(record, error, lost),
    })
  }

  /** Returns the id of the event, 1 to 1000. Default 1. */
  getMessageID(_record: LogRecord): number {
    return 1
  }

  /** Returns the type of the event: `typemap`'s for the record's level, or else `deftype`. */
  getEventType(record: LogRecord): number {
    return this.typemap[record.levelno] ?? this.deftype
  }

  override emit(record: LogRecord): void {
    try {
      const event = {
        source: this.appname,
        log: this.logtype.toUpperCase(),
        type: TYPE_NAMES[this.getEventType(record)] ?? 'ERROR',
        id: wholeNumber('the id that getMessageID() returns', this.getMessageID(record), 1),
        text: textOf(this.format(record)),
      }
      this.outbox.add({ record, event })
      this.added()
    } catch (error) {
      fail(this, record, error)
    }
  }

  /** @internal */
  protected override sendLast(last: readonly Taken<Entry>[]): number {
    return recordsIn(last.filter(({ batch }) => !createLastEvent(this.program, batch.event)))
  }
}
