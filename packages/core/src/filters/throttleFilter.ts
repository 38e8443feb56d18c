import { Handler, handlerRegistry } from '../handlers/handler.js'
import { prepare } from '../records/prepare.js'
import { LogRecord, mergedOf } from '../records/record.js'
import { checkOptionNames, positiveNumber, wholeNumber } from '../runtime/checks.js'
import { refusePromise } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import { Timer } from '../runtime/timer.js'
import { repr, str } from '../text/repr.js'
import { getLogger } from '../tree/manager.js'

/** The optional parameters of `ThrottleFilter`. */
export interface ThrottleFilterOptions {
  /** The most records of one kind that pass in a period. Default 10. */
  limit?: number | undefined
  /** The period, in seconds. Default 60. */
  seconds?: number | undefined
  /**
   * What makes records one kind: `'template'` (the default), the same message before its arguments are put in, of one logger and
   * level; `'logger'`, the same logger; or a function that returns the kind.
   */
  by?: 'template' | 'logger' | ((record: LogRecord) => unknown) | undefined
}

/** The most kinds at a time. Beyond it the oldest one is forgotten, after its summary. */
const MAX_KINDS = 1000

/** The most characters of a kind's name, and those of a longer one that are looked at: a message may have millions. */
const MAX_NAME = 200
const MAX_HASHED = 10_000

/** The records of one kind in its period. */
interface Kind {
  readonly record: LogRecord
  readonly begunMs: number
  readonly endsMs: number
  passed: number
  left: number
}

const SUMMARY: unique symbol = Symbol('summary')

/**
 * A filter that lets through a number of records of one kind in a period, and drops the others. When the period ends, one record
 * says how many were left out: `142 more records in 60 s like 'user %s not found'`, of the same logger and level, with the number
 * in `left_out`.
 *
 * Counts what it is asked: on two handlers, give each its own. Knows 1000 kinds at a time. The summary goes to all handlers of the record's logger. Outstanding summaries come at `flush`,
 * `shutdown` and the end of the process too; where a page ends, they are lost.
 *
 * @throws TypeError, RangeError for an option that is wrong
 * @example
 * handler.addFilter(new ThrottleFilter({ limit: 5, seconds: 10 }))
 */
export class ThrottleFilter {
  private readonly limit: number
  private readonly seconds: number
  private readonly by: (record: LogRecord) => unknown
  private readonly kinds = new Map<string, Kind>()
  private readonly timer = new Timer(() => this.tellEnded())
  private teller: Teller | undefined

  constructor(options: ThrottleFilterOptions = {}) {
    if (new.target === ThrottleFilter) checkOptionNames('ThrottleFilter', options, 'limit seconds by')
    const { limit = 10, seconds = 60, by = 'template' } = options
    this.limit = wholeNumber('limit', limit)
    this.seconds = positiveNumber('seconds', seconds)
    this.by = keyOf(by)
  }

  /**
   * Returns whether the record is among the first of its kind in the period.
   *
   * @throws TypeError for a `by` function that returns a promise, and what it throws
   */
  filter(record: LogRecord): boolean {
    if ((record as { [SUMMARY]?: boolean })[SUMMARY]) return true
    const kind = this.kindOf(record)
    if (kind.passed < this.limit) {
      kind.passed++
      return true
    }
    if (kind.left++ === 0) this.waitToTell(kind)
    return false
  }

  /** Logs the outstanding summaries now. */
  flush(): void {
    this.timer.stop()
    for (const key of this.kinds.keys()) this.end(key)
    this.teller?.leave()
  }

  private waitToTell(kind: Kind): void {
    if (!this.timer.isRunning) this.timer.start(Math.max(kind.endsMs - Date.now(), 0))
    this.teller ??= new Teller(() => {
      for (const each of this.kinds.values()) this.tell(each)
    })
    this.teller.enter()
  }

  private kindOf(record: LogRecord): Kind {
    const key = shortened(str(refusePromise(this.by(record))))
    const known = this.kinds.get(key)
    const now = Date.now()
    if (known !== undefined && isWithin(known, now)) return known
    this.end(key)
    if (this.kinds.size >= MAX_KINDS) this.end(this.kinds.keys().next().value!)
    const kind = { record, begunMs: now, endsMs: now + this.seconds * 1000, passed: 0, left: 0 }
    this.kinds.set(key, kind)
    return kind
  }

  private tellEnded(): void {
    const now = Date.now()
    for (const [key, kind] of this.kinds) if (!isWithin(kind, now)) this.end(key)
    const next = Math.min(...[...this.kinds.values()].filter(({ left }) => left > 0).map(({ endsMs }) => endsMs))
    if (Number.isFinite(next)) this.timer.start(Math.max(next - now, 1))
    else this.teller?.leave()
  }

  /** Forgets a kind, after its summary. */
  private end(key: string): void {
    const kind = this.kinds.get(key)
    this.kinds.delete(key)
    if (kind !== undefined) this.tell(kind)
  }

  /** Logs the summary of a kind, and starts its count again. */
  private tell(kind: Kind): void {
    const { record, left } = kind
    if (left === 0) return
    // First: a handler that logs comes back here.
    kind.left = 0
    const { name, levelno } = record
    const text = '%d more records in %s s like %s'
    const args = [left, this.seconds, repr(templateOf(record).slice(0, MAX_NAME))]
    // Prepared, as one that was kept: the context that it is logged in is that of one request, or of none.
    const summary = prepare(new LogRecord(name, levelno, '', 0, text, args, null))
    summary['left_out'] = left
    ;(summary as { [SUMMARY]?: boolean })[SUMMARY] = true
    try {
      getLogger(name).handle(summary)
    } catch (error) {
      report(this, error, summary)
    }
  }
}

/**
 * The place of a filter among the open handlers while it has a summary to log: these are flushed and closed, the newest first.
 */
class Teller extends Handler {
  private readonly tell: () => void

  constructor(tell: () => void) {
    super()
    this.tell = tell
  }

  /** Puts itself behind the handlers that are open by now, so that they can still take the summary. */
  enter(): void {
    this.leave()
    handlerRegistry.open.add(this)
  }

  /** Takes itself out of the open handlers. */
  leave(): void {
    handlerRegistry.open.delete(this)
  }

  override flush(): void {
    this.tell()
  }
}

function keyOf(by: unknown): (record: LogRecord) => unknown {
  if (typeof by === 'function') return by as (record: LogRecord) => unknown
  if (by === 'template') return (record) => `${record.name} ${record.levelno} ${templateOf(record)}`
  if (by === 'logger') return (record) => record.name
  throw new RangeError(`by: expected 'template', 'logger' or a function, not ${repr(by)}`)
}

/** Returns a record's message before its arguments were put in. */
function templateOf(record: LogRecord): string {
  return mergedOf(record)?.msg ?? str(record.msg)
}

/** Returns whether a time is within a kind's period. A clock that was set back ends it too. */
function isWithin({ begunMs, endsMs }: Kind, now: number): boolean {
  return begunMs <= now && now < endsMs
}

/** Returns a short name for a long one. Long ones that differ within `MAX_HASHED` characters hardly ever have the same. */
function shortened(name: string): string {
  if (name.length <= MAX_NAME) return name
  let hash = 0
  for (let i = 0; i < name.length && i < MAX_HASHED; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0
  return `${name.slice(0, MAX_NAME)} ${name.length} ${hash}`
}
