import { Timer } from '@treeline/core/internal'

/** The size of a batch, the longest wait for one, and the most items that are kept. */
export interface OutboxLimits {
  readonly capacity: number
  readonly flushIntervalMs: number
  readonly maxQueueRecords: number
}

/** Sends batches, and gets the failures. */
export interface Sender<T, B> {
  /** Makes a batch; `dropped` records before it are lost. */
  make(items: readonly T[], dropped: number): B
  /** Sends a batch; rejects where it failed. */
  send(batch: B): Promise<unknown>
  /** Returns whether the failed batch would fail again. Must not throw. */
  isPermanent(error: unknown): boolean
  /** Called for each failure that comes after a success, and for each batch that is given up, with the number of its lost items. */
  failed(batch: B, error: unknown, lost: number): void
}

/** A batch, and how many items it was made of. */
export interface Taken<B> {
  readonly batch: B
  readonly size: number
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000

/**
 * Sends items in batches, one after the other, in order. Tries a batch that fails again after 1 s, 2 s, 4 s … 60 s, unless it would
 * fail again. Keeps no process alive while it waits.
 */
export class Outbox<T, B> {
  private readonly waiting: T[] = []
  /** The number of waiting items that have waited enough. */
  private due = 0
  private dropped = 0
  private present: Taken<B> | undefined
  private failures = 0
  private running: Promise<void> | undefined
  private readonly interval = new Timer(() => void this.flush())
  private readonly retry = new Timer(() => void this.run())

  constructor(
    private readonly limits: OutboxLimits,
    private readonly sender: Sender<T, B>,
  ) {}

  /** Takes an item. Above the bound the oldest is dropped. */
  add(item: T): void {
    const { capacity, flushIntervalMs, maxQueueRecords } = this.limits
    if (this.waiting.push(item) > maxQueueRecords) this.drop()
    if (this.waiting.length >= capacity) {
      this.due = this.waiting.length
      if (!this.retry.isRunning) void this.run()
    } else if (!this.interval.isRunning) this.interval.start(flushIntervalMs)
  }

  private drop(): void {
    this.waiting.shift()
    this.due = Math.max(0, this.due - 1)
    this.dropped++
  }

  /** Sends everything that waits. Resolves when that is sent, or the next attempt has failed. Never rejects. */
  flush(): Promise<void> {
    this.interval.stop()
    this.due = this.waiting.length
    return this.run()
  }

  private run(): Promise<void> {
    this.retry.stop()
    // Not `finally`: an item of a later microtask must find the run ended.
    return (this.running ??= this.sendDue())
  }

  private async sendDue(): Promise<void> {
    try {
      while ((this.present ??= this.take()) && (await this.attempt(this.present))) this.present = undefined
    } finally {
      this.running = undefined
    }
  }

  private take(): Taken<B> | undefined {
    if (this.due === 0) return undefined
    const items = this.waiting.splice(0, Math.min(this.limits.capacity, this.due))
    this.due -= items.length
    const { dropped } = this
    this.dropped = 0
    return { batch: this.sender.make(items, dropped), size: items.length }
  }

  /** Sends a batch. Returns whether to go on with the next one. */
  private async attempt({ batch, size }: Taken<B>): Promise<boolean> {
    try {
      await this.sender.send(batch)
      this.failures = 0
      return true
    } catch (error) {
      const isPermanent = this.sender.isPermanent(error)
      if (isPermanent || this.failures === 0) this.sender.failed(batch, error, isPermanent ? size : 0)
      // A refusal is an answer too.
      this.failures = isPermanent ? 0 : this.failures + 1
      if (!isPermanent) this.retry.start(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1)))
      return isPermanent
    }
  }

  /** Removes everything that is not sent, and returns it in batches. */
  takeAll(): Taken<B>[] {
    this.interval.stop()
    this.retry.stop()
    this.due = this.waiting.length
    const taken = this.present ? [this.present] : []
    this.present = undefined
    for (let next = this.take(); next !== undefined; next = this.take()) taken.push(next)
    return taken
  }

  /** Returns how many items wait, and how many are on their way. */
  stats(): { readonly queued: number; readonly inFlight: number } {
    return { queued: this.waiting.length, inFlight: this.present?.size ?? 0 }
  }
}
