import { later } from '@treeline/core/internal'

/** Work that is done one item after the other. */
export interface Turns<T> {
  /** Takes an item, and begins with it if there is no other. */
  add(item: T): void
  /** Resolves when all items taken so far were worked on or dropped. Never rejects. */
  flush(): Promise<void>
  /** Returns how many items wait or are worked on. */
  left(): number
}

/**
 * Makes turns.
 *
 * @param most how many items wait at most; the oldest are dropped
 * @param work what is done with an item; that it fails does not stop the next
 * @param tellDropped told how many were dropped, once nothing waits any more
 * @param holdMs how many milliseconds the next item waits
 */
export function makeTurns<T extends object>(
  most: number,
  work: (item: T) => Promise<void>,
  tellDropped: (dropped: number) => void,
  holdMs: () => number,
): Turns<T> {
  const waiting: T[] = []
  // How many were taken, and how many of them are over: worked on or dropped.
  let taken = 0
  let over = 0
  let dropped = 0
  let present: Promise<void> | undefined
  let endHold: (() => void) | undefined

  function next(): void {
    const item = waiting.shift()
    present =
      item &&
      begin(item)
        .then(settle)
        .catch(() => undefined)
        .then(end)
  }

  async function begin(item: T): Promise<void> {
    const ms = holdMs()
    if (ms > 0) await hold(ms)
    return work(item)
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

  function end(): void {
    over++
    next()
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
      else if (holdMs() === 0) endHold?.()
    },

    async flush() {
      const last = taken
      while (over < last) {
        endHold?.()
        await present
      }
    },

    left: () => taken - over,
  }
}
