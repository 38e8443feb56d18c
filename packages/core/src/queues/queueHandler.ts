import { unusedMapping, withoutFields } from '../formatting/fields.js'
import { fail, Handler, isFailing, settle } from '../handlers/handler.js'
import { withMethods } from '../runtime/checks.js'
import { refusePromise, catchRejection } from '../runtime/promise.js'
import { report, withoutFrames } from '../runtime/report.js'
import { WARNING } from '../records/levels.js'
import type { QueueListener } from './queueListener.js'
import { isFull, type SendingQueue } from './queue.js'
import { CONTEXT, contextNames, FIELDS, LogRecord, mergedOf, setOwn } from '../records/record.js'
import { SOURCE, type Source } from '../records/source.js'
import { type PutRecord, recordPutters } from './sentRecord.js'
import { repr } from '../text/repr.js'

/**
 * A handler that puts records into a queue, for a QueueListener to handle: later in the same thread, or in another one
 * (`PortQueue`).
 *
 * Guarantees: order is kept, `emit` never waits; in a worker thread of Node, a listener of the same thread handles the record at
 * once. A full queue refuses records; the first refusal of a burst is reported, and once there is room again a record says how
 * many there were. When the process ends, or `shutdown` is called, the listener gets what waits in a queue of this thread, and
 * what is logged afterwards; see `PortQueue` for queues to another thread. Memory is bounded by the queue.
 *
 * Add it by `addHandler`: `basicConfig({ handlers: [queueHandler] })` gives it a format, as in Python, and the listener's handlers
 * then get finished texts in place of message and fields.
 *
 * Differs from Python: nothing is lost at exit when the listener was not stopped. `prepare` also fixes the caller's place, which
 * can only be found within the logging call.
 *
 * @param queue an object with `put_nowait`; a subclass with an `enqueue` of its own may have any other
 * @throws TypeError for a queue without it
 * @example
 * const queue = new Queue()
 * const listener = new QueueListener(queue, new StreamHandler()).start()
 * getLogger('app').addHandler(new QueueHandler(queue))
 */
export class QueueHandler extends Handler {
  queue: SendingQueue
  /** The listener that `dictConfig` made for the queue; it is not started. */
  listener: QueueListener | null = null
  private dropped = 0
  private closed = false

  constructor(queue: SendingQueue) {
    const { enqueue } = QueueHandler.prototype
    if (new.target.prototype.enqueue === enqueue) withMethods('queue', queue, 'put_nowait', 'a queue with put_nowait()')
    super()
    this.queue = queue
  }

  /**
   * Returns the item that is put into the queue: a copy of the record whose message is the text that the handler's formatter
   * makes, error and stack included, and which has no `args`, `exc_info`, `exc_text`, `stack_info`. The record itself stays as it
   * is. Without a formatter the fields of the call go along, and the listener's handlers show them: objects among them as they are
   * by then, in a queue of this thread.
   *
   * @throws what the formatter throws
   */
  prepare(record: LogRecord): unknown {
    return this.prepared(record, this.partsOf(record))
  }

  private prepared(record: LogRecord, parts: Parts): LogRecord {
    return textRecord(record, parts, showsObjects(record, parts) ? this.sourceOf(record) : undefined)
  }

  private sourceOf(record: LogRecord): Source {
    return { record, format: (other) => this.partsOf(other).text }
  }

  private partsOf(record: LogRecord): Parts {
    const isBare = this.formatter === null
    const fields = isBare ? unusedMapping(record) : undefined
    const names = isBare ? contextNames(record) : undefined
    const isWhole = fields === undefined && names === undefined
    return { text: isWhole ? this.format(record) : withoutFields(record, () => this.format(record)), fields, names }
  }

  /**
   * Puts what `prepare` gave into the queue. Returns the queue's result: nothing, or a promise that is rejected in place of the
   * error.
   *
   * @throws Full when there is no room
   */
  enqueue(record: unknown): unknown {
    return this.queue.put_nowait(record)
  }

  /** Puts the record into the queue. An error is reported. */
  override emit(record: LogRecord): void {
    try {
      this.put(record)
      this.tellDropped()
      // No later flush may come.
      if (this.closed || isFailing()) settle(this, record, this.drain())
    } catch (error) {
      this.refused(record, error)
    }
  }

  private put(record: LogRecord): void {
    const putRecord = recordPutters.get(this.queue.put_nowait)
    if (putRecord !== undefined && preparesItself(this)) this.putWith(putRecord, record)
    else this.enter(record, refusePromise(this.prepare(record)))
  }

  /** Puts a record before it is prepared, if the queue takes it. */
  private putWith(putRecord: PutRecord, record: LogRecord): void {
    const parts = this.partsOf(record)
    if (parts.names === undefined && putRecord.call(this.queue as never, record, parts.text, parts.fields)) return
    this.enter(record, this.prepared(record, parts))
  }

  private enter(record: LogRecord, item: unknown): void {
    catchRejection(this.enqueue(item), (error) => this.refused(record, error))
  }

  private refused(record: LogRecord, error: unknown): void {
    if (isFull(error)) this.dropped++
    fail(this, record, error)
  }

  /**
   * Makes the listener handle what is in the queue, and flush its handlers: at once in this thread, else when the promise
   * resolves. Does nothing for a queue without `flush`, or without a listener.
   */
  override flush(): void | Promise<void> {
    // The other thread may end with this one.
    if (isFailing()) this.flushSync()
    if (this.dropped === 0) return this.queue.flush?.()
    catchRejection(this.queue.flush?.(), (error) => report(this, error))
    this.tellDropped()
    return this.queue.flush?.()
  }

  /**
   * Flushes and forgets the handler. With a queue to another thread it waits for that one, in runtimes where threads may wait.
   */
  override close(): void | Promise<void> {
    const { name } = this
    this.closed = true
    super.close()
    const rest = this.drain()
    this.tellUnheard(name)
    return rest
  }

  /**
   * Reports records that wait for a listener that `dictConfig` made and that was not started: they are lost. Python loses them in
   * silence.
   */
  private tellUnheard(name: string | null): void {
    const { listener } = this
    const waiting = listener?.isRunning === false ? (listener.queue.qsize?.() ?? 0) : 0
    if (waiting === 0) return
    const what = waiting === 1 ? '1 record waits' : `${waiting} records wait`
    const handler = name === null ? 'handler' : `getHandlerByName(${repr(name)})`
    const text = `${what} for a listener that was not started: call ${handler}.listener.start()`
    report(this, withoutFrames(new Error(text)))
  }

  private drain(): void | Promise<void> {
    this.flushSync()
    return this.flush()
  }

  private flushSync(): void {
    catchRejection(this.queue.flushSync?.(), (error) => report(this, error))
  }

  /** Puts the number of refused records into the queue, as a record, once there is room. */
  private tellDropped(): void {
    const { dropped } = this
    if (dropped === 0) return
    const text = '%d records were dropped: the queue was full'
    const record = new LogRecord('treeline.queue', WARNING, '', 0, text, [dropped], null)
    try {
      this.dropped = 0
      this.put(record)
    } catch (error) {
      this.dropped = dropped
      if (!isFull(error)) fail(this, record, error)
    }
  }
}

/** The parts of a record's copy. */
interface Parts {
  readonly text: string
  /** The fields that the listener's handlers show if this one has no formatter. */
  readonly fields: ReturnType<typeof unusedMapping>
  readonly names: ReturnType<typeof contextNames>
}

/** Returns whether the text may show more than texts and numbers; fields that go along are no part of it. */
function showsObjects(record: LogRecord, { fields }: Parts): boolean {
  const { msg, args, exc_info } = record
  if (exc_info || isObject(msg) || mergedOf(record) !== undefined) return true
  return Array.isArray(args) ? args.some(isObject) : args !== null && fields === undefined
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Returns whether this library's own methods prepare and enqueue records. */
function preparesItself({ prepare, enqueue }: QueueHandler): boolean {
  return prepare === QueueHandler.prototype.prepare && enqueue === QueueHandler.prototype.enqueue
}

/**
 * Returns a shallow copy that has `text` for its message and nothing left to format. It fixes the attributes that come from the
 * call stack and the running thread.
 *
 * Warm path: as one literal it costs 0.8 us; `copyRecord` and then `prepare` 20, as they end in an object without a shape.
 */
function textRecord(record: LogRecord, { text, fields, names }: Parts, source: Source | undefined): LogRecord {
  const { name, levelname, levelno, created, asctime } = record
  const { pathname, filename, module, lineno, funcName } = record
  const { msecs, relativeCreated, thread, threadName, process, processName, taskName } = record
  const copy: Record<string, unknown> = {
    name,
    levelname,
    levelno,
    created,
    asctime,
    pathname,
    filename,
    module,
    lineno,
    funcName,
    msecs,
    relativeCreated,
    thread,
    threadName,
    process,
    processName,
    taskName,
    message: text,
    msg: text,
    args: null,
    exc_info: null,
    exc_text: null,
    stack_info: null,
    // Here: behind `setPrototypeOf` each property more takes 2 us.
    [SOURCE]: source,
    [FIELDS]: fields,
    [CONTEXT]: names,
  }
  for (const key of Object.keys(record)) {
    // Where Object.prototype is frozen, a name of its own cannot be assigned.
    if (key in Object.prototype) setOwn(copy, key, record[key])
    else if (!Object.hasOwn(copy, key)) copy[key] = record[key]
  }
  return Object.setPrototypeOf(copy, Object.getPrototypeOf(record) as object) as LogRecord
}
