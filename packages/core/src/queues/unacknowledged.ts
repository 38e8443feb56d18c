import { report } from '../runtime/report.js'
import { type Port, post } from './port.js'
import { later } from '../runtime/timer.js'

/** The most items in one message: a message for each costs more than the items. */
const BATCH = 64

// Places in the shared memory, and their contents.
/** How many items are done. */
export const DONE = 0
/** The last flush that was answered. */
export const FLUSHED = 1
/** The getting end's thread, by its `threadToken`. */
export const GETTER = 2
/** How many records the handlers there could not write when the last flush was answered. */
export const UNWRITTEN = 3

let token = 0

/** Returns a number that only this thread has; never 0. */
export function threadToken(): number {
  token ||= 1 + Math.floor(Math.random() * 0x7fff_fffe)
  return token
}

interface Flush {
  readonly id: number
  readonly resolve: () => void
}

/** The putting end of a PortQueue: the items that are not acknowledged yet. */
export class Outbox {
  private readonly port: Port
  private readonly timeoutMs: number
  private shared: Int32Array | undefined
  private opened = false
  private gone = false
  /** Whether the other end has not answered in time, until it does. */
  private silent = false
  private lines: string[] = []
  private scheduled = false
  private put = 0
  private done = 0
  private asked = 0
  private answered = 0
  /** The number of items put when a flush was last asked for, and when the last answered one was. */
  private askedAt = 0
  private clean = 0
  private flushes: Flush[] = []
  private joins: (() => void)[] = []
  private watching = false

  constructor(port: Port, timeoutMs: number) {
    this.port = port
    this.timeoutMs = timeoutMs
  }

  /** How many items are not acknowledged. */
  get size(): number {
    if (this.gone) return 0
    if (this.shared !== undefined) this.heard(Atomics.load(this.shared, DONE))
    return this.put - this.done
  }

  /**
   * Adds an item, to be sent at the end of the turn at the latest.
   *
   * @throws Error when the other end is gone
   */
  add(line: string): void {
    if (this.gone) throw new Error('the other end of the queue is gone')
    this.lines.push(line)
    this.put++
    if (this.lines.length >= BATCH) return this.send()
    if (this.scheduled) return
    this.scheduled = true
    void Promise.resolve().then(() => {
      this.scheduled = false
      try {
        this.send()
      } catch (error) {
        report(this, error)
      }
    })
  }

  /** Answers the getting end, which has put an item of its own: it is counted here, as it will be done there. */
  answer(): void {
    this.send()
    this.put++
    post(this.port, { kind: 'answer' })
  }

  /**
   * Resolves when all items are dealt with and the handlers at the other end are flushed; or, with a report, if the other end
   * does not answer in time. Until then it keeps a process alive.
   */
  flush(): Promise<void> {
    this.send()
    if (this.put === this.clean || this.gone || this.silent) return Promise.resolve()
    const id = this.ask()
    this.port.ref?.()
    if (!this.watching) this.watch()
    return new Promise((resolve) => this.flushes.push({ id, resolve }))
  }

  /** Resolves when all items are dealt with. Until then it keeps a process alive. */
  join(): Promise<void> {
    if (this.size === 0 || this.gone) return Promise.resolve()
    this.send()
    this.port.ref?.()
    return new Promise((resolve) => this.joins.push(resolve))
  }

  /** Flushes as `flush`, but before it returns: the other thread works while this one waits. In a page it does nothing. */
  flushSync(): void {
    this.send()
    const { shared } = this
    if (this.gone || this.silent || shared === undefined) return
    // The other end reports what could not be written when it is asked for the last time.
    if (this.put === this.clean && Atomics.load(shared, UNWRITTEN) === 0) return
    // The other end runs in this thread: waiting would deadlock.
    if (Atomics.load(shared, GETTER) === threadToken()) return
    const id = this.ask(true)
    try {
      for (let answered = 0; answered < id; answered = Atomics.load(shared, FLUSHED)) {
        const done = Atomics.load(shared, DONE)
        if (Atomics.wait(shared, FLUSHED, answered, this.timeoutMs) !== 'timed-out') continue
        if (Atomics.load(shared, DONE) === done) return this.giveUp()
      }
    } catch {
      // The thread of a page may not wait.
    }
    this.heard(Atomics.load(shared, DONE))
    this.flushed(Atomics.load(shared, FLUSHED))
  }

  /** Learns how many items the other end has done since the beginning, from the lower 32 bits of the number. */
  heard(count: number): void {
    const more = (count - this.done) | 0
    if (more <= 0) return
    this.silent = false
    this.done += more
    if (this.done === this.put) for (const resolve of this.joins.splice(0)) resolve()
    this.releasePort()
  }

  /** Learns that the other end has answered a flush, and with it those before. */
  flushed(id: number): void {
    if (id <= this.answered) return
    this.silent = false
    this.answered = id
    if (id === this.asked) this.clean = this.askedAt
    const over = this.flushes.filter((flush) => flush.id <= id)
    this.flushes = this.flushes.filter((flush) => flush.id > id)
    for (const { resolve } of over) resolve()
    this.releasePort()
  }

  /** Learns that the other end is gone, and reports what was not acknowledged. */
  lost(): void {
    if (this.gone) return
    const { size } = this
    this.gone = true
    if (size > 0) report(this, new Error(`the other end of the queue is gone; ${size} records were not acknowledged`))
    for (const { resolve } of this.flushes.splice(0)) resolve()
    for (const resolve of this.joins.splice(0)) resolve()
    this.releasePort()
  }

  private ask(last = false): number {
    this.askedAt = this.put
    post(this.port, { kind: 'flush', id: ++this.asked, last })
    return this.asked
  }

  private send(): void {
    if (!this.opened) this.open()
    const { lines } = this
    if (lines.length === 0) return
    this.lines = []
    post(this.port, { kind: 'items', lines })
  }

  private open(): void {
    this.opened = true
    try {
      this.shared = new Int32Array(new SharedArrayBuffer(16))
      post(this.port, { kind: 'open', shared: this.shared })
    } catch {
      // The runtime has no such memory; or the port leads out of the process or the page's group, where it cannot go.
      this.shared = undefined
    }
  }

  /** Checks, while a flush is awaited, whether the other end still makes progress. */
  private watch(): void {
    this.watching = true
    const { done, answered } = this
    later(this.timeoutMs, () => {
      this.watching = false
      if (this.flushes.length === 0) return
      const { size } = this
      if (this.put - size === done && this.answered === answered) this.giveUp()
      else this.watch()
    })
  }

  private giveUp(): void {
    this.silent = true
    const { size, timeoutMs } = this
    const text = `the other end of the queue has not answered for ${timeoutMs} ms; ${size} records are not acknowledged`
    report(this, new Error(text))
    for (const { resolve } of this.flushes.splice(0)) resolve()
    this.releasePort()
  }

  /** Lets the process end when nothing waits. */
  private releasePort(): void {
    if (this.flushes.length + this.joins.length === 0) this.port.unref?.()
  }
}
