import { checkHandler, deliver, Handler, isExiting, isFailing, register, settle } from './handler.js'
import { checkLevel, ERROR, type Level } from '../records/levels.js'
import { prepare } from '../records/prepare.js'
import type { LogRecord } from '../records/record.js'
import { checkNumber, checkOptionNames, flagOf } from '../runtime/checks.js'
import { refusePromise } from '../runtime/promise.js'

/**
 * A handler that keeps records until there are `capacity` of them, then flushes; a subclass's `flush` sends them.
 *
 * Bound: `capacity` records. Kept records are lost when the process is killed, or when its worker thread is ended. A record that
 * comes while the process ends is flushed at once.
 *
 * @param capacity the most records that are kept
 * @throws TypeError, RangeError for a capacity that is no whole number from 0 on, or Infinity
 */
export class BufferingHandler extends Handler {
  capacity: number
  buffer: LogRecord[] = []
  /** @internal */
  protected wasClosed = false

  constructor(capacity: number) {
    // With NaN it would never flush. Infinity is allowed: then it never flushes by number.
    const checked = checkNumber('capacity', capacity, (count) => count >= 0 && !(count % 1), 'a number of records')
    super()
    this.capacity = checked
  }

  /** Returns whether to flush now that `record` was added. */
  shouldFlush(_record: LogRecord): boolean {
    return this.buffer.length >= this.capacity
  }

  /**
   * Keeps the record, and flushes if it is time.
   *
   * @throws what `shouldFlush` and `flush` throw
   */
  override emit(record: LogRecord): void {
    this.buffer.push(prepare(record))
    // This class's own flush drops the records: there is nothing to save.
    if (this.wasClosed && this.flush !== BufferingHandler.prototype.flush) register(this)
    if (!isLast(this) && !refusePromise(this.shouldFlush(record))) return
    settle(this, record, this.flush())
  }

  /** Drops the kept records; subclasses send them first. */
  override flush(): void | Promise<void> {
    this.buffer = []
  }

  /** Flushes, and forgets the handler. */
  override close(): void | Promise<void> {
    this.wasClosed = true
    try {
      return this.flush()
    } finally {
      super.close()
    }
  }
}

/** Returns whether no later flush of a handler may come. A handler with `flushOnClose` false keeps its records even then. */
function isLast(handler: Handler): boolean {
  return (isExiting() || isFailing()) && (handler as { flushOnClose?: unknown }).flushOnClose !== false
}

/** The optional parameters of `MemoryHandler`. */
export interface MemoryHandlerOptions {
  /** The level from which a record flushes. Default ERROR. */
  flushLevel?: Level | undefined
  /** The handler that gets the records. Default null: they stay until `setTarget`. */
  target?: Handler | null | undefined
  /** Whether `close` hands over the kept records. Default true. */
  flushOnClose?: boolean | undefined
}

/**
 * A handler that keeps records, and hands them to another handler when there are `capacity` of them, when a record of
 * `flushLevel` or above comes, and at close.
 *
 * Order is kept. Without a target the buffer is kept and grows, as in Python; also after `close`, which drops the target.
 *
 * Differs from Python: records that come after `close` go to that target when the process ends.
 *
 * @param capacity how many records are kept before they are handed over
 * @throws TypeError, RangeError for a capacity as BufferingHandler; TypeError for a target that is no handler, a `flushOnClose`
 *   that is neither true nor false
 * @example
 * const memory = new MemoryHandler(100, { target: new StreamHandler(), flushLevel: ERROR })
 * getLogger('app').addHandler(memory)
 */
export class MemoryHandler extends BufferingHandler {
  flushLevel: number
  target: Handler | null
  flushOnClose: boolean
  /** The target before `close`. */
  private lastTarget: Handler | null = null

  constructor(capacity: number, options: MemoryHandlerOptions = {}) {
    if (new.target === MemoryHandler) checkOptionNames('MemoryHandler', options, 'flushLevel target flushOnClose')
    const { flushLevel = ERROR, target = null, flushOnClose = true } = options
    // All that may be wrong comes first: shutdown knows an open handler.
    // Python's text, without the name of the option.
    const levelno = checkLevel(flushLevel)
    if (target !== null) checkHandler(target, 'target')
    const flushes = flagOf('flushOnClose', flushOnClose)
    super(capacity)
    this.flushLevel = levelno
    this.target = target
    this.flushOnClose = flushes
  }

  /**
   * Returns whether to flush: the buffer is full, or the record is of `flushLevel` or above.
   *
   * @throws TypeError, RangeError for an unknown level that was assigned to `flushLevel`
   */
  override shouldFlush(record: LogRecord): boolean {
    return super.shouldFlush(record) || record.levelno >= checkLevel(this.flushLevel)
  }

  /**
   * Sets the handler that gets the records; null for none.
   *
   * @throws TypeError for a value that is no handler
   */
  setTarget(target: Handler | null): void {
    this.target = target && checkHandler(target)
    this.lastTarget = null
  }

  /** Hands the kept records to the target; without one they stay. What the target throws is reported. */
  override flush(): void | Promise<void> {
    const { buffer } = this
    const target = this.target ?? (isLast(this) ? this.lastTarget : null)
    if (target === null) return
    // Emptied first: a target that logs comes back here.
    this.buffer = []
    for (const record of buffer) deliver(target, record)
  }

  /** Flushes unless `flushOnClose` is false, drops the target, and forgets the handler. */
  override close(): void | Promise<void> {
    try {
      if (this.flushOnClose) return this.flush()
    } finally {
      if (!isExiting() || !this.flushOnClose) this.leaveTarget()
      this.wasClosed = true
      Handler.prototype.close.call(this)
      // As Python's `atexit`, which closes again.
      if (this.buffer.length > 0 && this.lastTarget !== null && this.flushOnClose) register(this)
    }
  }

  private leaveTarget(): void {
    this.lastTarget = this.target ?? this.lastTarget
    this.target = null
  }
}
