import { later } from '@treeline/core/internal'

/** Work that is done one item after the other. */
export interface Turns<T> {
  /** Takes an item, and begins with it if there is no other. */
  add(item: T): void
  /** Resolves when all items taken so far were worked on or dropped, or when one of them got no answer. Never rejects. */
  flush(): Promise<void>
  /** Returns how many items wait or are worked on. */
  left(): number
  /** Drops the items that wait, and returns how many there were. */
  clear(): number
}

/** The wait after an item without an answer. It does not keep a process alive. */
const PAUSE_MS = 5000
/** The time after such an item in which a flush does not try again. */
const FRESH_MS = 1000

/**
 * Makes turns.
 *
 * @param most the most items that wait; above that the oldest are dropped
 * @param work works on an item; its failure does not stop the next. Resolves with whether there was an answer: without one the next
 *   item would wait as long again
 * @param tellDropped called with the number of dropped items, once nothing waits any more
 * @param holdMs returns how many milliseconds the next item waits
 */
export function makeTurns<T extends object>(
  most: number,
  work: (item: T) => Promise<boolean>,
  tellDropped: (dropped: number) => void,
  holdMs: () => number,
): Turns<T> {
  const waiting: T[] = []
  // The items taken so far, and those that are over: worked on or dropped.
  let taken = 0
  let over = 0
  let dropped = 0
  let present: Promise<void> | undefined
  let endHold: (() => void) | undefined
  /** When an item got no answer, until one has. */
  let silentAt = -Infinity

  /** Less than 0 where the clock was set back. */
  const silenceMs = (): number => Date.now() - silentAt
  const isFresh = (): boolean => silenceMs() >= 0 && silenceMs() < FRESH_MS

  function waitMs(): number {
    return Math.max(holdMs(), silenceMs() < 0 ? 0 : PAUSE_MS - silenceMs())
  }

  function next(): void {
    present =
      waiting.length === 0
        ? undefined
        : begin()
            .then(settle)
            .catch(() => undefined)
            .then(next)
  }

  async function begin(): Promise<void> {
    const ms = waitMs()
    if (ms > 0) await hold(ms)
    const item = waiting.shift()
    // They were dropped meanwhile.
    if (item === undefined) return
    try {
      silentAt = (await work(item)) ? -Infinity : Date.now()
    } finally {
      over++
    }
  }

  function hold(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const endTimer = later(ms, resolve)
      endHold = () => {
        endTimer()
        resolve()
      }
    })
  }

  function settle(): void {
    const count = dropped
    if (count === 0 || waiting.length > 0) return
    dropped = 0
    tellDropped(count)
  }

  return {
    add(item) {
      taken++
      if (waiting.push(item) > most) {
        waiting.shift()
        over++
        dropped++
      }
      if (!present) next()
      else if (waitMs() <= 0) endHold?.()
    },

    async flush() {
      const last = taken
      while (over < last && !isFresh()) {
        endHold?.()
        await present
      }
    },

    left: () => taken - over,

    clear() {
      const count = waiting.length
      waiting.length = 0
      over += count
      return count
    },
  }
}
