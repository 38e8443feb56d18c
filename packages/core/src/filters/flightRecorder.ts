import { checkHandler, deliver, Handler } from '../handlers/handler.js'
import { checkLevel, ERROR, INFO, type Level } from '../records/levels.js'
import { prepare } from '../records/prepare.js'
import type { LogRecord } from '../records/record.js'
import { checkOptionNames, wholeNumber } from '../runtime/checks.js'
import { checkFields, REQUEST_FIELDS, requestOf } from './requestKey.js'

/** The optional parameters of `FlightRecorder`. */
export interface FlightRecorderOptions {
  /** The handler that gets the records; required. Null: none until `setTarget`. */
  target: Handler | null
  /** The level from which records go on at once; those below it are kept. Default INFO. */
  passLevel?: Level | undefined
  /** The level from which a record releases the kept records of its request. Default ERROR. */
  flushLevel?: Level | undefined
  /** The most requests that are remembered at a time. Default 1000. */
  requests?: number | undefined
  /** The fields that name a request; see `SamplingFilter`. Default `['trace_id', 'request_id']`. */
  by?: readonly string[] | undefined
}

/** The name of requests without one. */
const NAMELESS = ''

/**
 * A handler that keeps the last records below INFO of each request, and writes them when the request has an error: before the
 * error, in their order and with their own times. Without an error they are dropped. Records from INFO on go to the target at
 * once.
 *
 * What is kept is the record, not its text, which nobody may want: an object that the application changes meanwhile shows its last
 * state. Log what changes by its values: `log.debug('%s', job.state)`.
 *
 * Its loggers have to let DEBUG through, and it must not have a filter for levels itself.
 *
 * Bound: `capacity` records of each of `requests` requests; beyond that the request that was silent for the longest time is
 * forgotten. Records of no request are kept together, as one. Kept records are lost when the process ends, or the handler is
 * closed.
 *
 * @param capacity the most records of one request that are kept
 * @throws TypeError, RangeError for an option that is wrong
 * @example
 * root.addHandler(new FlightRecorder(100, { target: new FileHandler('app.log') }))
 */
export class FlightRecorder extends Handler {
  readonly capacity: number
  target: Handler | null
  passLevel: number
  flushLevel: number
  private readonly requests: number
  private readonly by: readonly string[]
  /** The requests, the one that was silent for the longest time first. */
  private readonly kept = new Map<string, LogRecord[]>()

  constructor(capacity: number, options: FlightRecorderOptions) {
    const given: Partial<FlightRecorderOptions> = options ?? {}
    if (new.target === FlightRecorder)
      checkOptionNames('FlightRecorder', given, 'target passLevel flushLevel requests by')
    wholeNumber('capacity', capacity, 1)
    const { target, passLevel = INFO, flushLevel = ERROR, requests = 1000, by = REQUEST_FIELDS } = given
    const [pass, flush] = [checkLevel(passLevel, 'passLevel'), checkLevel(flushLevel, 'flushLevel')]
    wholeNumber('requests', requests, 1)
    const fields = checkFields('by', by)
    if (target === undefined) throw new TypeError('target: expected the Handler that the records go to')
    const checked = target === null ? null : checkHandler(target, 'target')
    super()
    this.capacity = capacity
    this.target = checked
    this.passLevel = pass
    this.flushLevel = flush
    this.requests = requests
    this.by = fields
  }

  /**
   * Sets the handler that gets the records; null for none.
   *
   * @throws TypeError for a value that is no handler
   */
  setTarget(target: Handler | null): void {
    this.target = target === null ? null : checkHandler(target)
  }

  /** Keeps a record below `passLevel`; hands over any other, from `flushLevel` on with the kept records of its request. */
  override emit(record: LogRecord): void {
    if (record.levelno < this.passLevel) return this.keep(record)
    if (record.levelno >= this.flushLevel) this.release(requestOf(record, this.by) ?? NAMELESS)
    this.pass(record)
  }

  private keep(record: LogRecord): void {
    const request = requestOf(record, this.by) ?? NAMELESS
    const records = this.kept.get(request) ?? []
    // Behind all others now.
    this.kept.delete(request)
    this.kept.set(request, records)
    if (this.kept.size > this.requests) this.kept.delete(this.kept.keys().next().value!)
    records.push(prepare(record))
    if (records.length > this.capacity) records.shift()
  }

  /** Hands over the kept records of a request. */
  private release(request: string): void {
    const records = this.kept.get(request) ?? []
    // First: a target that logs comes back here.
    this.kept.delete(request)
    for (const record of records) this.pass(record)
  }

  private pass(record: LogRecord): void {
    const { target } = this
    if (target !== null && record.levelno >= target.level) deliver(target, record)
  }

  /** Flushes the target. Kept records stay. */
  override flush(): void | Promise<void> {
    return this.target?.flush()
  }

  /** Drops the kept records, and forgets the handler. */
  override close(): void | Promise<void> {
    this.kept.clear()
    return super.close()
  }
}
