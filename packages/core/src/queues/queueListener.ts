import { refusePromise, catchRejection, isPromise } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import { deliver, Handler } from '../handlers/handler.js'
import { isEmpty, type ReceivingQueue, type Watcher } from './queue.js'
import type { LogRecord } from '../records/record.js'
import { checkOptionNames, flagOf, withMethods } from '../runtime/checks.js'
import { later, Timer } from '../runtime/timer.js'

declare global {
  // As TypeScript's esnext.disposable declares it, for compilers without it.
  interface SymbolConstructor {
    readonly dispose: unique symbol
    readonly asyncDispose: unique symbol
  }
}

/** The optional parameters of `QueueListener`. */
export interface QueueListenerOptions {
  /** Whether handlers get only records of their level and above. Default false. */
  respect_handler_level?: boolean | undefined
}

/** The longest time for handling records in one go, before other code gets its turn: half a frame of a page. */
const TURN_MS = 8

/** The part of a page's window that is used. */
interface PageWindow {
  addEventListener(type: string, listener: () => void, capture: boolean): void
  removeEventListener(type: string, listener: () => void, capture: boolean): void
}

type WatchedQueue = Required<ReceivingQueue>

interface Run {
  readonly ended: Promise<void>
  readonly end: () => void
  readonly guard: Guard
  /** Whether the sentinel is on its way. */
  stopping: boolean
}

/** The name of the only option. */
const NAME = 'respect_handler_level'

/**
 * A listener gets records from a queue and hands them to handlers.
 *
 * There is no thread for it: a record of a `Queue` is handled at the end of the present turn (a microtask after the code that
 * logged), for 8 ms at most, then other code gets its turn. In a worker thread of Node, which may be ended without notice, it is
 * handled in the logging call. What a handler throws is reported and stops nothing. Order is kept. Nothing that was queued is
 * lost: `stop`, `shutdown`, the end of a Node process and of a page (`pagehide`) handle it at once. With a queue of your own that
 * has no `watch`, waiting items are lost at the process's end as in Python, so await `stop()`.
 *
 * To stop it at the end of a block: `using listener = new QueueListener(queue, handler).start()`, or `await using` with a queue
 * from another thread.
 *
 * Differs from Python: `stop` returns a promise; a failing handler does not end the listener.
 *
 * @param queue an object with `put_nowait` and `get`
 * @param rest the handlers; then, if needed, the options
 * @throws TypeError for an object that is no handler, and for a queue without `get`, unless a subclass has a `dequeue` of its own
 * @example
 * const listener = new QueueListener(queue, new StreamHandler(), { respect_handler_level: true }).start()
 * await listener.stop()
 */
export class QueueListener {
  queue: ReceivingQueue
  handlers: readonly Handler[]
  respect_handler_level: boolean
  /** The item that ends the listener. */
  readonly _sentinel: unknown = null
  private run: Run | null = null
  private unwatch: (() => void) | undefined
  private scheduled = false
  private readonly pause = new Timer(() => this.turn())
  private depth = 0

  constructor(queue: ReceivingQueue, ...rest: readonly (Handler | QueueListenerOptions)[]) {
    const last = rest.at(-1)
    const options = last === undefined || isHandler(last) ? {} : last
    const handlers = options === last ? rest.slice(0, -1) : rest
    // An object with methods was meant to be a handler.
    const isOptions = Object.entries(options).every(([name, value]) => name === NAME || typeof value !== 'function')
    if (!isOptions || !handlers.every((handler) => isHandler(handler)))
      throw new TypeError('QueueListener takes handlers, then one object of options')
    if (new.target === QueueListener) checkOptionNames('QueueListener', options, NAME)
    const { dequeue } = QueueListener.prototype
    if (new.target.prototype.dequeue === dequeue) withMethods('queue', queue, 'get', 'a queue with get()')
    this.queue = queue
    this.handlers = handlers
    this.respect_handler_level = flagOf(NAME, options.respect_handler_level ?? false)
  }

  /** @internal Whether it was started, and not stopped since. */
  get isRunning(): boolean {
    return this.run !== null
  }

  /**
   * Returns the next item, or a promise of it.
   *
   * @param block whether to wait for one
   * @throws Empty when there is none and it does not wait
   */
  dequeue(block: boolean): unknown {
    const { queue } = this
    return block || queue.get_nowait === undefined ? queue.get(block) : queue.get_nowait()
  }

  /**
   * Starts to handle the items that are in the queue and those that come.
   *
   * @returns the listener, for `using`
   * @throws Error `Listener already started`
   */
  start(): this {
    if (this.run !== null) throw new Error('Listener already started')
    let end!: () => void
    const ended = new Promise<void>((resolve) => (end = resolve))
    const watcher: Watcher = { wake: () => this.wake(), workOff: () => this.workOff(), flush: () => this.flush() }
    this.run = { ended, end, guard: new Guard(watcher, this), stopping: false }
    // A subclass that gets its items in its own way is asked for one after the other.
    if (isWatched(this.queue) && this.dequeue === QueueListener.prototype.dequeue)
      this.unwatch = this.queue.watch(watcher)
    else void this.monitor(this.run)
    // Captures, so that it comes before the listeners of handlers that send.
    page()?.addEventListener('pagehide', this.workOff, true)
    return this
  }

  /** Returns the record of an item; for subclasses whose queues carry something else. */
  prepare(record: unknown): LogRecord {
    return record as LogRecord
  }

  /**
   * Hands a record to the handlers. What a handler throws is reported.
   *
   * @throws TypeError for a `prepare` that returns a promise, and what it throws
   */
  handle(item: unknown): void {
    const record = refusePromise(this.prepare(item))
    for (const handler of this.handlers) {
      if (!this.respect_handler_level || record.levelno >= handler.level) deliver(handler, record)
    }
  }

  /**
   * Puts the sentinel into the queue. Returns the queue's result: nothing, or a promise.
   *
   * @throws Full when there is no room
   */
  enqueue_sentinel(): unknown {
    return this.queue.put_nowait(this._sentinel)
  }

  /**
   * Handles what is in the queue, and ends. With a queue of this thread that is done when it returns; else when the promise
   * resolves. Stopping twice does no harm, and a listener may be started again.
   *
   * @throws Full, as a rejection, when there is no room for the sentinel
   */
  async stop(): Promise<void> {
    const { run } = this
    if (run === null) return
    if (!run.stopping) {
      this.work()
      const put = this.enqueue_sentinel()
      // With a queue of this thread all of it is done at once.
      if (isPromise(put)) await put
      run.stopping = true
      this.work()
    }
    await run.ended
  }

  /** Stops without awaiting the asynchronous part of `stop`: for `using`. */
  // Without such a symbol in the runtime this is a method of an odd name, which no code calls.
  [Symbol.dispose](): void {
    this.stop().catch((error: unknown) => report(this, error))
  }

  /** Stops as `stop`: for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  private wake(): void {
    if (this.scheduled || this.pause.isRunning) return
    this.scheduled = true
    void Promise.resolve().then(() => this.turn())
  }

  /** Handles all items if another turn may never come: the page goes, or the thread may be ended. */
  private readonly workOff = (): void => {
    if (this.depth > 0) return
    try {
      this.work()
    } catch (error) {
      report(this, error)
    }
  }

  private turn(): void {
    this.scheduled = false
    try {
      this.work(Date.now() + TURN_MS)
    } catch (error) {
      // A queue of the application. A turn has no caller.
      return report(this, error)
    }
    if (this.unwatch === undefined || (this.queue as WatchedQueue).qsize() === 0) return
    this.pause.start(0)
  }

  private flush(): void | Promise<void> {
    this.work()
    const rest = this.handlers.map((handler) => flushed(handler)).filter((promise) => promise !== undefined)
    if (rest.length > 0) return Promise.all(rest).then(() => {})
  }

  /** Handles what is there now; not what handlers add, which might never end. */
  private work(untilMs = Infinity): void {
    // A handler may flush, or end the process, while it handles a record; a handler within that may not.
    if (this.unwatch === undefined || this.depth > 1) return
    this.depth++
    try {
      const queue = this.queue as WatchedQueue
      for (let left = queue.qsize(); left > 0 && queue.qsize() > 0; left--) {
        this.take(queue.get_nowait())
        if (this.unwatch === undefined || Date.now() >= untilMs) break
      }
    } finally {
      this.depth--
    }
  }

  private take(item: unknown): void {
    const fail = (error: unknown): void => report(this, error)
    try {
      if (item === this._sentinel) this.end()
      else catchRejection(this.handle(item), fail)
    } catch (error) {
      fail(error)
    } finally {
      catchRejection(this.queue.task_done?.(), fail)
    }
  }

  private end(): void {
    const { run } = this
    this.unwatch?.()
    this.unwatch = undefined
    this.run = null
    page()?.removeEventListener('pagehide', this.workOff, true)
    void run?.guard.close()
    run?.end()
  }

  /** Gets one item after the other from a queue. */
  private async monitor(run: Run): Promise<void> {
    let untilMs = Date.now() + TURN_MS
    try {
      while (this.run === run) {
        this.take(await this.dequeue(true))
        if (Date.now() < untilMs) continue
        await new Promise<void>((resolve) => later(0, resolve))
        untilMs = Date.now() + TURN_MS
      }
    } catch (error) {
      if (!isEmpty(error)) report(this, error)
      this.end()
    }
  }
}

/** Returns the page's window. Cloudflare's workers, which are no pages, refuse a listener that captures. */
function page(): PageWindow | undefined {
  const scope = globalThis as Partial<PageWindow> & { readonly document?: unknown }
  return scope.document && scope.addEventListener ? (scope as PageWindow) : undefined
}

function isHandler(value: Handler | QueueListenerOptions): value is Handler {
  return typeof (value as { handle?: unknown }).handle === 'function'
}

function isWatched(queue: ReceivingQueue): queue is WatchedQueue {
  return [queue.watch, queue.get_nowait, queue.qsize].every((method) => typeof method === 'function')
}

/** Flushes a handler unless its `flushOnClose` is false; a failure is reported. */
function flushed(handler: Handler): void | Promise<void> {
  if ((handler as { flushOnClose?: unknown }).flushOnClose === false) return
  const fail = (error: unknown): void => report(handler, error)
  try {
    const rest: unknown = handler.flush()
    if (isPromise(rest)) return Promise.resolve(rest).then(() => {}, fail)
  } catch (error) {
    fail(error)
  }
}

/**
 * The place of a running listener among the open handlers. It comes after the handlers that it hands records to, so `shutdown`,
 * which goes backwards, drains the queue while they are open.
 */
class Guard extends Handler {
  /** Whether records reach the listener's handlers though no logger has them: see `attachedHandlers`. */
  readonly inUse = true
  readonly listener: QueueListener
  private readonly watcher: Watcher

  constructor(watcher: Watcher, listener: QueueListener) {
    super()
    this.watcher = watcher
    this.listener = listener
  }

  override flush(): void | Promise<void> {
    return this.watcher.flush()
  }
}
