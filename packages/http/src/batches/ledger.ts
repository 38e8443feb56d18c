import { nameOf } from '@treeline/core/internal'
import { bySeverity, type Entry, takeEntries } from './entry.js'
import type { Limits } from './bufferingHTTPHandlerOptions.js'
import type { DeliveryStats, LossReason, Lost } from './stats.js'

/** The accepted records that are neither acknowledged nor lost, and the counts of all. */
export interface Ledger {
  /** Takes a record. Drops the oldest of those that wait where there is no room. */
  add(entry: Entry): void
  /** Ends records as acknowledged, or as lost for a reason. Skips those that have ended before. */
  finish(entries: Iterable<Entry>, reason?: LossReason): void
  /** Forgets records, of several pages too: another page has them. */
  forget(entries: readonly Pick<Entry, 'src' | 'seq'>[]): void
  /** Counts records that were lost elsewhere. */
  lose(reason: LossReason, count: number): void
  /** Returns the place of the record that was accepted last. */
  last(): number
  /** Queues what no request carries any more. */
  requeue(): void
  /**
   * Takes the next records from the queue.
   *
   * @param severeFirst whether the most severe come first
   */
  take(capacity: number, maxBytes: number, severeFirst: boolean): Entry[]
  /** Separates records from the others, and from those that were separated before. */
  separate(entries: readonly Entry[]): void
  /** Returns the records that no request carries and that were separated first. */
  separated(): Entry[]
  /** The records that no request carries, in the order in which they came. */
  readonly queue: Entry[]
  /** The records that are neither acknowledged nor lost, the oldest first. */
  readonly pending: ReadonlySet<Entry>
  readonly lost: Lost
  /** Returns how many were lost. */
  losses(): number
  stats(retries: number): DeliveryStats
}

/**
 * Makes a ledger.
 *
 * @param release called with each record that is finished, and whether it is lost
 */
export function makeLedger(
  { maxQueueBytes, maxQueueRecords }: Limits,
  release: (entry: Entry, isLost: boolean) => void,
): Ledger {
  const pending = new Set<Entry>()
  const lost: Lost = {}
  let bytes = 0
  let order = 0
  let groups = 0
  let accepted = 0
  let acknowledged = 0

  const ledger: Ledger & { queue: Entry[] } = {
    queue: [],
    pending,
    lost,

    add(entry) {
      accepted++
      entry.order = ++order
      pending.add(entry)
      bytes += entry.bytes
      const { queue } = ledger
      queue.push(entry)
      // The one that came last stays.
      while (queue.length > 1 && (pending.size > maxQueueRecords || bytes > maxQueueBytes)) {
        ledger.finish(queue.splice(0, 1), 'overflow')
      }
    },

    finish(entries, reason) {
      for (const entry of entries) {
        if (!pending.delete(entry)) continue
        bytes -= entry.bytes
        if (!reason) acknowledged++
        // The storage that handed it over keeps it.
        else if (entry.origin) accepted--
        else lost[reason] = (lost[reason] ?? 0) + 1
        release(entry, reason !== undefined)
      }
    },

    forget(entries) {
      const gone = new Set(entries.map(nameOf))
      for (const entry of pending) {
        if (!gone.has(nameOf(entry))) continue
        pending.delete(entry)
        bytes -= entry.bytes
        accepted--
      }
      ledger.requeue()
    },

    lose(reason, count) {
      accepted += count
      lost[reason] = (lost[reason] ?? 0) + count
    },

    requeue() {
      ledger.queue = [...pending].filter(({ holders, group }) => holders === 0 && group === 0)
    },

    take(capacity, maxBytes, severeFirst) {
      if (!severeFirst) return takeEntries(ledger.queue, capacity, maxBytes)
      const taken = takeEntries(bySeverity(ledger.queue), capacity, maxBytes)
      const left = new Set(taken)
      ledger.queue = ledger.queue.filter((entry) => !left.has(entry))
      return taken
    },

    separate(entries) {
      groups++
      for (const entry of entries) entry.group = groups
    },

    separated() {
      // Each logging call asks, and there are rarely any.
      if (pending.size === ledger.queue.length) return []
      const waiting = [...pending].filter(({ holders, group }) => holders === 0 && group > 0)
      const first = Math.min(...waiting.map(({ group }) => group))
      return waiting.filter(({ group }) => group === first)
    },

    last: () => order,
    losses: () => accepted - acknowledged - pending.size,

    stats(retries) {
      const inFlight = [...pending].filter(({ holders }) => holders > 0).length
      return { accepted, acknowledged, queued: pending.size - inFlight, inFlight, lost: { ...lost }, retries }
    },
  }
  return ledger
}
