import { report } from '../runtime/report.js'
import { DONE, FLUSHED, GETTER, Outbox, threadToken, UNWRITTEN } from './unacknowledged.js'
import { decode, encode, listen, type Port, type PortMessage, post } from './port.js'
import { platform } from '../handlers/platform.js'
import { countUnwritten, tellUnwritten } from '../handlers/shutdown.js'
import type { LogRecord } from '../records/record.js'
import { recordPutters, sentRecord } from './sentRecord.js'
import { Full, Queue, type Watcher } from './queue.js'
import { checkOption, checkOptionNames, ofType, positiveNumber } from '../runtime/checks.js'
import { later } from '../runtime/timer.js'

/** The optional parameters of `PortQueue`. */
export interface PortQueueOptions {
  /** The most items that are on their way or wait at the other end; more are refused. Default 50 000. */
  maxsize?: number | undefined
  /** The longest time without a sign of life from the other end while this one waits for it, in milliseconds. Default 5000. */
  timeoutMs?: number | undefined
  /** Whether the places of calls go along; finding them takes a walk of the stack. Default true. */
  caller?: boolean | undefined
}

type Flush = PortMessage & { readonly kind: 'flush' }

/** The most items that are done before the other end learns it. */
const TELL_AFTER = 64

/**
 * One end of a queue between two threads: records are put at one end and got at the other, so that a worker formats and writes
 * them.
 *
 * ```ts
 * // the page, or the main thread
 * const worker = new Worker('log-worker.js')
 * logging.getLogger().addHandler(new QueueHandler(new PortQueue(worker)))
 * // log-worker.js; on Node the port is parentPort
 * new QueueListener(new PortQueue(self), new BufferingHTTPHandler('/logs')).start()
 * ```
 *
 * Guarantees: order is kept; `maxsize` bounds the items on their way, beyond it `put_nowait` throws Full. An item is posted at
 * the end of the turn at the latest. On Node nothing is lost at `process.exit()`, an uncaught error or a signal that ends the
 * process: closing a QueueHandler blocks the thread until the other end has handled everything and flushed its handlers, unless
 * that end shows no sign of life for `timeoutMs`. In a page, items on their way when the page goes may be lost, as the worker
 * goes with it; `flush()` posts all items before it returns. So a worker that logs to its page, and calls the handler's `flush()`
 * before it reports that it is done, loses nothing by `terminate()` or by the page's close then.
 *
 * An end keeps a process alive only if it gets in a worker, which lives until its listener is stopped, or while code awaits it.
 * On Node a `Worker` given as the port is `unref`ed: a worker that also does something else needs a port of its own, from `new
 * MessageChannel()`. One queue a port; messages of other users of the port are left alone.
 *
 * A record travels as a `WireRecord`, so `exc_info` as text, an object in `extra` as JSON makes it, a string of over 100 000
 * characters cut; any other result of `prepare` travels as JSON. A QueueHandler whose `prepare` returns the record itself sends
 * the fields of the mapping argument and the error's text as they are, for a formatter at the other end.
 *
 * @param port a Worker, `parentPort`, a worker's `self`, a MessagePort
 * @throws TypeError, RangeError for an option that is wrong
 */
export class PortQueue extends Queue {
  private readonly port: Port
  private readonly timeoutMs: number
  private readonly caller: boolean
  private readonly outbox: Outbox
  /** Whether this is the getting end. */
  private getting = false
  private held = false
  private gone = false
  private watching = 0
  private shared: Int32Array | undefined
  private received = 0
  private done = 0
  private told = 0
  /** Flushes to answer, each once `after` items are done. */
  private readonly asked: { readonly flush: Flush; readonly after: number }[] = []
  /** Items that were put at this end although it is the getting one: they come in when the other end has answered. */
  private readonly putHere: unknown[] = []

  constructor(port: Port, options: PortQueueOptions = {}) {
    if (new.target === PortQueue) checkOptionNames('PortQueue', options, 'maxsize timeoutMs caller')
    const { maxsize = 50_000, timeoutMs = 5000, caller = true } = options
    checkOption('maxsize', maxsize, 'number', !Number.isNaN(maxsize), 'a number')
    positiveNumber('timeoutMs', timeoutMs)
    super(maxsize)
    this.port = port
    this.caller = ofType('caller', caller, 'boolean')
    this.timeoutMs = timeoutMs
    recordPutters.set(PortQueue.prototype.put_nowait, PortQueue.prototype.putRecord)
    this.outbox = new Outbox(port, timeoutMs)
    listen(
      port,
      (message) => this.receive(message),
      () => this.lost(),
    )
    port.unref?.()
  }

  /** Returns how many items there are to get; at the putting end, how many are not acknowledged. */
  override qsize(): number {
    return super.qsize() + this.outbox.size
  }

  /**
   * Sends an item to the other end. At the getting end the item comes in behind all that the other end has sent, as does the
   * sentinel of `QueueListener.stop`.
   *
   * @throws Full when the other end has fallen behind; Error when it is gone
   */
  override put_nowait(item: unknown): void {
    if (this.getting) return this.putBehind(item)
    if (this.full()) throw new Full()
    this.outbox.add(encode(item, this.caller))
  }

  /**
   * Puts a record before it is prepared; returns false for a record with unusual parts.
   *
   * @throws Full when the other end has fallen behind; Error when it is gone
   */
  private putRecord(record: LogRecord, text: string, fields: object | undefined): boolean {
    if (this.getting) return false
    if (this.full()) throw new Full()
    const line = sentRecord(record, text, fields, this.caller)
    if (line !== undefined) this.outbox.add(`r${line}`)
    return line !== undefined
  }

  /**
   * Returns the next item.
   *
   * @throws Empty when there is none
   */
  override get_nowait(): unknown {
    this.keepWorkerAlive()
    return super.get_nowait()
  }

  /**
   * Returns the next item, once there is one.
   *
   * @param block whether to wait for it. Default true
   * @throws Empty, as a rejection, when there is none and it does not wait
   */
  override get(block = true): Promise<unknown> {
    this.keepWorkerAlive()
    return super.get(block)
  }

  /** Wakes a watcher from now on when there is an item to get; the function returned ends that. */
  override watch(watcher: Watcher): () => void {
    this.keepWorkerAlive()
    this.watching++
    const unwatch = super.watch(watcher)
    return () => {
      unwatch()
      if (--this.watching === 0) this.releaseWorker()
    }
  }

  /**
   * Marks an item that was got as done, and reports that to the other end.
   *
   * @throws RangeError when there were not so many items
   */
  override task_done(): void {
    super.task_done()
    this.finish()
  }

  /** Resolves when the other end has dealt with all items that were put at this one. */
  override join(): Promise<void> {
    return this.getting ? super.join() : this.outbox.join()
  }

  /**
   * Resolves when the other end has dealt with all items and has flushed its handlers, or has shown no sign of life for
   * `timeoutMs`.
   */
  override flush(): void | Promise<void> {
    return this.getting ? super.flush() : this.outbox.flush()
  }

  /** Flushes as `flush`, but blocks the thread, in runtimes where a thread may wait for another; not in pages. */
  flushSync(): void {
    if (!this.getting) this.outbox.flushSync()
  }

  private receive(message: PortMessage): void {
    switch (message.kind) {
      case 'open':
        this.shared = message.shared
        Atomics.store(this.shared, GETTER, threadToken())
        break
      case 'items':
        for (const line of message.lines) this.take(line)
        break
      case 'done':
        this.outbox.heard(message.count)
        this.roomMade(Infinity)
        break
      case 'flush':
        void this.answer(message, this.received)
        break
      case 'flushed':
        this.outbox.flushed(message.id)
        break
      case 'ask':
        this.outbox.answer()
        break
      case 'answer':
        this.acceptOwn()
    }
  }

  private take(line: string): void {
    this.received++
    try {
      this.accept(decode(line))
    } catch (error) {
      report(this, error)
      this.finish()
    }
  }

  private finish(): void {
    this.done++
    if (this.shared !== undefined) Atomics.store(this.shared, DONE, this.done | 0)
    if (this.done === this.received || this.done - this.told >= TELL_AFTER) this.tell()
    while (this.asked.length > 0 && this.asked[0]!.after <= this.done) void this.answer(this.asked.shift()!.flush, 0)
  }

  private tell(): void {
    this.told = this.done
    post(this.port, { kind: 'done', count: this.done })
  }

  /** Answers a flush; if no listener deals with the items yet, once they are done. */
  private async answer(flush: Flush, after: number): Promise<void> {
    const { id, last } = flush
    try {
      await super.flush()
    } catch (error) {
      report(this, error)
    }
    if (this.done < after) return void this.asked.push({ flush, after })
    if (last) tellUnwritten()
    // Before the answer: the other end may read it at once.
    if (this.shared !== undefined) Atomics.store(this.shared, UNWRITTEN, countUnwritten())
    post(this.port, { kind: 'flushed', id })
    if (this.shared === undefined) return
    Atomics.store(this.shared, FLUSHED, Math.max(id, Atomics.load(this.shared, FLUSHED)))
    Atomics.notify(this.shared, FLUSHED)
  }

  private putBehind(item: unknown): void {
    this.putHere.push(item)
    if (this.gone) return this.acceptOwn()
    post(this.port, { kind: 'ask' })
    // An end that no longer answers does not stop the listener from stopping.
    later(this.timeoutMs, () => {
      if (this.putHere[0] === item) this.acceptOwn()
    })
  }

  private acceptOwn(): void {
    if (this.putHere.length === 0) return
    this.received++
    this.accept(this.putHere.shift())
  }

  private lost(): void {
    this.gone = true
    this.outbox.lost()
    this.roomMade(Infinity)
    while (this.putHere.length > 0) this.acceptOwn()
  }

  /** Makes this the getting end: it keeps its worker alive, which has no other work. */
  private keepWorkerAlive(): void {
    this.getting = true
    if (this.held) return
    this.held = true
    if (platform().thread !== 0 || this.port.terminate !== undefined) this.port.ref?.()
  }

  private releaseWorker(): void {
    this.held = false
    if (platform().thread !== 0) this.port.unref?.()
  }
}
