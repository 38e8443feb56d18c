import { checkOption } from '../runtime/options.js'
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

/** Works a queue off in the same thread, and has to be told: nobody can wait for it. */
export interface Watcher {
  /** There is something to get. */
  wake(): void
  /** Works off what there is, unless it is doing that. */
  workOff?(): void
  /** Works off what there is, and flushes what it goes to; all that can be done at once is done on return. */
  flush(): void | Promise<void>
}

/** What a QueueHandler puts into: all it must have is `put_nowait`. */
export interface SendingQueue {
  /** Puts an item; throws when that is not possible at once. */
  put_nowait(item: unknown): unknown
  /** Brings what was put to where it goes. */
  flush?(): void | Promise<void>
  /** The same before it returns, where the runtime lets a thread wait for another. */
  flushSync?(): void
}

/** What a QueueListener gets from: all it must have is `put_nowait` and `get`. */
export interface ReceivingQueue {
  put_nowait(item: unknown): unknown
  /** Returns the next item, or a promise of it; waits for one if `block`, else throws `Empty`. */
  get(block?: boolean): unknown
  /** Called when an item that was got has been dealt with. */
  task_done?(): void
  // A queue that has all of these is worked off without promises, in which an item could be on its way at exit.
  get_nowait?(): unknown
  qsize?(): number
  watch?(watcher: Watcher): () => void
}

type Waiters = (() => void)[]

function wait(waiters: Waiters): Promise<void> {
  return new Promise((resolve) => waiters.push(resolve))
}

/**
 * Python's `queue.Queue` within one thread: first in, first out.
 *
 * Differs from Python: what blocks there gives a promise (`put`, `get`, `join`), without a timeout.
 *
 * @param maxsize how many items it holds; default 0, and 0 or less: any number
 * @throws TypeError, RangeError for what is no whole number
 */
export class Queue<T = unknown> {
  readonly maxsize: number
  /** How many of the items put were not yet reported as done. */
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

  /** How many items there are. */
  qsize(): number {
    return this.items.length - this.head
  }

  empty(): boolean {
    return this.qsize() === 0
  }

  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize
  }

  /** @throws Full when there is no room */
  put_nowait(item: T): void {
    if (this.full()) throw new Full()
    this.accept(item)
    if (runtime().endsUntold) for (const watcher of this.watchers) watcher.workOff?.()
  }

  /** Puts an item once there is room. */
  async put(item: T): Promise<void> {
    while (this.full()) await wait(this.notFull)
    this.put_nowait(item)
  }

  /** @throws Empty when there is nothing */
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
   * @param block whether to wait for it; if not, and there is none, it rejects with `Empty`. Default true
   */
  async get(block = true): Promise<T> {
    while (block && this.empty()) await wait(this.notEmpty)
    return this.get_nowait()
  }

  /**
   * Says that an item that was got has been dealt with.
   *
   * @throws RangeError when there were not so many items
   */
  task_done(): void {
    if (this.unfinished === 0) throw new RangeError('task_done() called too many times')
    if (--this.unfinished === 0) for (const resolve of this.allDone.splice(0)) resolve()
  }

  /** Resolves when every item put has been dealt with. */
  join(): Promise<void> {
    return this.unfinished === 0 ? Promise.resolve() : wait(this.allDone)
  }

  /**
   * Has the listeners in this thread work off what there is, and flush their handlers: what can be done at once is done when
   * it returns. Without a listener it does nothing.
   */
  flush(): void | Promise<void> {
    const rest = [...this.watchers].map((watcher) => watcher.flush()).filter((promise) => promise !== undefined)
    if (rest.length > 0) return Promise.all(rest).then(() => {})
  }

  /** Tells a watcher from now on when there is something to get; the function returned ends that. */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher)
    if (!this.empty()) watcher.wake()
    return () => void this.watchers.delete(watcher)
  }

  /** Takes an item in, room or not. */
  protected accept(item: T): void {
    this.items.push(item)
    this.unfinished++
    this.notEmpty.shift()?.()
    for (const watcher of this.watchers) watcher.wake()
  }

  /** Lets so many of those who wait to put look again. */
  protected roomMade(count: number): void {
    for (const look of this.notFull.splice(0, count)) look()
  }
}
