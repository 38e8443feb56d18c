import { checkHandler, deliver, Handler, isExiting, isFailing, register, settle } from './handler.js'
import { checkLevel, ERROR, type Level } from '../records/levels.js'
import { prepare } from '../records/prepare.js'
import type { LogRecord } from '../records/record.js'
import { checkNumber, checkOptionNames, flagOf } from '../runtime/options.js'
import { refusePromise } from '../runtime/promise.js'

/**
 * Keeps records until there are `capacity` of them, then flushes; subclasses say where to.
 *
 * Bound: `capacity` records. What is kept is lost when the process is killed, and with a worker thread that is ended. What comes
 * while the process ends is flushed at once.
 *
 * @param capacity how many records are kept at most
 * @throws TypeError, RangeError for a capacity that is no whole number from 0 on, or Infinity
 */
export class BufferingHandler extends Handler {
  capacity: number
  buffer: LogRecord[] = []
  /** @internal */
  protected wasClosed = false

  constructor(capacity: number) {
    // With NaN it would never flush. Infinity is no whole number, and means something.
    const checked = checkNumber('capacity', capacity, (count) => count >= 0 && !(count % 1), 'a number of records')
    super()
    this.capacity = checked
  }

  /** Returns whether to flush now that `record` was added. */
  shouldFlush(_record: LogRecord): boolean {
    return this.buffer.length >= this.capacity
  }

  override emit(record: LogRecord): void {
    this.buffer.push(prepare(record))
    // What flushes as this class does throws it away: nothing of it is to be saved.
    if (this.wasClosed && this.flush !== BufferingHandler.prototype.flush) register(this)
    if (!isLast(this) && !refusePromise(this.shouldFlush(record))) return
    settle(this, record, this.flush())
  }

  override flush(): void | Promise<void> {
    this.buffer = []
  }

  override close(): void | Promise<void> {
    this.wasClosed = true
    try {
      return this.flush()
    } finally {
      super.close()
    }
  }
}

/** Whether nobody may flush a handler again. One that keeps to itself what it holds is not asked. */
function isLast(handler: Handler): boolean {
  return (isExiting() || isFailing()) && (handler as { flushOnClose?: unknown }).flushOnClose !== false
}

/** The optional parameters of `MemoryHandler`. */
export interface MemoryHandlerOptions {
  /** A record at or above it flushes. Default ERROR. */
  flushLevel?: Level | undefined
  /** Where the records go. Default null: they stay until `setTarget`. */
  target?: Handler | null | undefined
  /** Whether `close` hands over what is still kept. Default true. */
  flushOnClose?: boolean | undefined
}

/**
 * Keeps records and hands them to another handler when there are `capacity` of them, when a record of `flushLevel` comes,
 * and at close.
 *
 * Order is kept. Without a target the buffer is kept and grows, as in Python. So it does after `close`, which lets go of the target.
 *
 * Differs from Python: what comes after `close` goes to that target when the process ends.
 *
 * @param capacity how many records are kept before they are handed over
 * @throws TypeError, RangeError for a capacity as BufferingHandler; TypeError for a target that is no handler, a `flushOnClose` that
 *   is neither true nor false
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
    // All that may be wrong comes first: an open handler stays known to shutdown.
    const levelno = checkLevel(flushLevel, 'flushLevel')
    if (target !== null) checkHandler(target, 'target')
    const flushes = flagOf('flushOnClose', flushOnClose)
    super(capacity)
    this.flushLevel = levelno
    this.target = target
    this.flushOnClose = flushes
  }

  override shouldFlush(record: LogRecord): boolean {
    return super.shouldFlush(record) || record.levelno >= checkLevel(this.flushLevel)
  }

  /** @throws TypeError for what is no handler */
  setTarget(target: Handler | null): void {
    this.target = target && checkHandler(target)
    this.lastTarget = null
  }

  override flush(): void | Promise<void> {
    const { buffer } = this
    const target = this.target ?? (isLast(this) ? this.lastTarget : null)
    if (target === null) return
    // Emptied first: a target that logs comes back here.
    this.buffer = []
    for (const record of buffer) deliver(target, record)
  }

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
