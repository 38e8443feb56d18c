import { checkOption } from '../runtime/checks.js'
import { runtime } from '../runtime/runtime.js'

/** Python's `queue.Empty`: there is nothing to get. */
export class Empty extends Error {
  override name = 'Empty'

  constructor(message = 'the queue is empty') {
    super(message)
  }
}

/** Python's `queue.Full`: there is no room to put. */
export class Full extends Error {
  override name = 'Full'

  constructor(message = 'the queue is full') {
    super(message)
  }
}

/** Returns whether an error is `Empty`, of this copy of the package or another. */
export function isEmpty(error: unknown): boolean {
  return error instanceof Error && error.name === 'Empty'
}

/** Returns whether an error is `Full`, of this copy of the package or another. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'Full'
}

/** A consumer that drains a queue in the same thread. It is notified, because JavaScript cannot block. */
export interface Watcher {
  /** Learns that there is an item to get. */
  wake(): void
  /** Handles what there is, unless it is doing that. */
  workOff?(): void
  /** Handles what there is, and flushes its handlers; all synchronous work is done on return. */
  flush(): void | Promise<void>
}

/** The queue of a QueueHandler: it needs only `put_nowait`. */
export interface SendingQueue {
  /** Puts an item; throws if that is not possible at once. */
  put_nowait(item: unknown): unknown
  /** Brings the items to their destination. */
  flush?(): void | Promise<void>
  /** Flushes before it returns, in runtimes where a thread may wait for another. */
  flushSync?(): void
}

/** The queue of a QueueListener: it needs only `put_nowait` and `get`. */
export interface ReceivingQueue {
  /** Puts an item: the sentinel of `QueueListener.stop`. */
  put_nowait(item: unknown): unknown
  /** Returns the next item, or a promise of it; waits for one if `block`, else throws `Empty`. */
  get(block?: boolean): unknown
  /** Marks an item that was got as done. */
  task_done?(): void
  // A queue that has all of these is drained without promises, in which an item could be on its way at exit.
  /** Returns the next item; throws `Empty` if there is none. */
  get_nowait?(): unknown
  /** Returns how many items there are. */
  qsize?(): number
  /** Wakes a watcher from now on when there is an item to get; the function returned ends that. */
  watch?(watcher: Watcher): () => void
}

type Waiters = (() => void)[]

function wait(waiters: Waiters): Promise<void> {
  return new Promise((resolve) => waiters.push(resolve))
}

/**
 * Python's `queue.Queue` within one thread: first in, first out.
 *
 * Differs from Python: methods that block there return a promise (`put`, `get`, `join`), and have no timeout.
 *
 * @param maxsize the most items that it holds; 0 (the default) or less for any number
 * @throws TypeError, RangeError for a size that is no whole number
 */
export class Queue<T = unknown> {
  readonly maxsize: number
  /** How many of the items put are not done yet. */
  protected unfinished = 0
  private items: (T | undefined)[] = []
  // Array.shift moves all that follow: the items before `head` are gone.
  private head = 0
  private readonly watchers = new Set<Watcher>()
  private readonly notEmpty: Waiters = []
  private readonly notFull: Waiters = []
  private readonly allDone: Waiters = []

  constructor(maxsize = 0) {
    // With NaN it would never be full.
    checkOption('maxsize', maxsize, 'number', maxsize === Infinity || Number.isInteger(maxsize), 'a whole number')
    this.maxsize = maxsize
  }

  /** Returns how many items there are. */
  qsize(): number {
    return this.items.length - this.head
  }

  /** Returns whether there are no items. */
  empty(): boolean {
    return this.qsize() === 0
  }

  /** Returns whether there is no room for another item. */
  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize
  }

  /**
   * Puts an item.
   *
   * @throws Full when there is no room
   */
  put_nowait(item: T): void {
    if (this.full()) throw new Full()
    this.accept(item)
    if (runtime().endsUntold) for (const watcher of this.watchers) watcher.workOff?.()
  }

  /**
   * Puts an item once there is room.
   *
   * @throws Error, as a rejection, when the other end of a `PortQueue` is gone
   */
  async put(item: T): Promise<void> {
    while (this.full()) await wait(this.notFull)
    this.put_nowait(item)
  }

  /**
   * Returns the next item.
   *
   * @throws Empty when there is none
   */
  get_nowait(): T {
    if (this.head === this.items.length) throw new Empty()
    const item = this.items[this.head] as T
    this.items[this.head++] = undefined
    if (this.head === this.items.length || this.head > 1000 + this.items.length / 2) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
    this.roomMade(1)
    return item
  }

  /**
   * Returns the next item, once there is one.
   *
   * @param block whether to wait for it. Default true
   * @throws Empty, as a rejection, when there is none and it does not wait
   */
  async get(block = true): Promise<T> {
    while (block && this.empty()) await wait(this.notEmpty)
    return this.get_nowait()
  }

  /**
   * Marks an item that was got as done.
   *
   * @throws RangeError when there were not so many items
   */
  task_done(): void {
    if (this.unfinished === 0) throw new RangeError('task_done() called too many times')
    if (--this.unfinished === 0) for (const resolve of this.allDone.splice(0)) resolve()
  }

  /** Resolves when every item put is done. */
  join(): Promise<void> {
    return this.unfinished === 0 ? Promise.resolve() : wait(this.allDone)
  }

  /**
   * Makes the listeners in this thread handle what there is, and flush their handlers: all synchronous work is done when it
   * returns. Without a listener it does nothing.
   */
  flush(): void | Promise<void> {
    const rest = [...this.watchers].map((watcher) => watcher.flush()).filter((promise) => promise !== undefined)
    if (rest.length > 0) return Promise.all(rest).then(() => {})
  }

  /** Wakes a watcher from now on when there is an item to get; the function returned ends that. */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher)
    if (!this.empty()) watcher.wake()
    return () => void this.watchers.delete(watcher)
  }

  /** Adds an item, whether there is room or not. */
  protected accept(item: T): void {
    this.items.push(item)
    this.unfinished++
    this.notEmpty.shift()?.()
    for (const watcher of this.watchers) watcher.wake()
  }

  /** Wakes up to `count` waiting puts. */
  protected roomMade(count: number): void {
    for (const look of this.notFull.splice(0, count)) look()
  }
}
