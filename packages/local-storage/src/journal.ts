import { checkOptionNames } from '@treeline/core/internal'
import type { Outbox, OutboxMaker, OutboxOwner } from '@treeline/core/wire'
import { destinationId } from './destination.js'
import { openStore, type Store } from './keyValueStorage.js'
import type { JournalOptions } from './storageOptions.js'
import { makeOutbox } from './outbox.js'
import type { Ring } from './ring.js'
import { sizeOf } from './segments.js'
import { checkSettings, type Settings } from './settings.js'
import type { JournalStats } from './stats.js'
import { makeTally, type Tally } from './tally.js'

const OPTIONS = 'key maxBytes segmentBytes flushIntervalMs maxAgeMs durability storage eventTarget locks now random'
/** Matches the rest of a segment's key behind the journal's: the outbox, and the segment's version, source, number and time. */
const NAME = /^(?::outbox:[\da-z]+)?:\d+:[\da-z]+:[\da-z]+(?::[\da-z]+)?$/

/** A part that keeps records in a journal. */
type User = Pick<Ring, 'clear' | 'segments' | 'isMemory'>

/**
 * The place in the page's `localStorage` where records outlive the page: under a `BufferingHTTPHandler`, what was accepted and is
 * not acknowledged; under a `LocalStorageHandler`, the latest records. The two never mix, nor do records for two servers.
 *
 * Guarantees for what is to be sent. Loss window: none for WARNING and above, and when the page is hidden, reloaded or left; up
 * to `flushIntervalMs` for other records (`durability: 'record'`: none). A crash of the tab keeps what was written, and so does
 * the end of a page that is too busy to get its events: Chromium waits half a second. A kill of the browser or a power cut may
 * lose what browsers have not written to the disk yet: five seconds in Firefox, up to a minute in Chromium. The next page, or
 * another tab, takes over what a page left behind, one at a time. It knows by Web Locks, which browsers free when a page dies.
 * Pages of plain http have no locks but a heartbeat: a key that a page writes once a minute and removes when it goes. After five
 * minutes without it the page counts as dead.
 * Records keep their source and number, so that a receiver knows those that it has. Acknowledged records leave the storage.
 * Bound: `maxBytes` for each server, which each further open tab can pass by one segment; the oldest segments go first, and those
 * of pages that are gone after `maxAgeMs`. Where the page fills the storage, what is above half of `maxBytes` goes, too. Without
 * room or storage records are in memory, until the storage takes them again.
 *
 * The order of segments is a count, so that a wrong clock makes none the oldest or newest. Only the age depends on the clock. A
 * segment whose time is in the future or before 2026 counts as old as the next one; none is older than those before it.
 *
 * Whatever runs on the origin can read what is stored: redact with a filter, and `clear` when the user logs out.
 *
 * @example
 * const journal = new Journal({ key: 'shop' })
 * getLogger().addHandler(new BufferingHTTPHandler('/log', { journal }))
 *
 * @throws TypeError, RangeError for an option that is of the wrong type or out of range
 */
export class Journal implements OutboxMaker {
  /** @internal */
  readonly settings: Settings
  private readonly users = new Set<User>()
  private readonly tallies = new Set<Tally>()

  constructor(options: JournalOptions = {}) {
    checkOptionNames('Journal', options, OPTIONS)
    this.settings = checkSettings(options)
  }

  /** Opens an outbox for a handler that sends records. Handlers call it. Never throws. */
  open(owner: OutboxOwner): Outbox {
    const prefix = `${this.settings.key}:outbox:${destinationId(owner.destination)}`
    return this.add((tally) => makeOutbox(prefix, this.settings, owner, tally))
  }

  /**
   * @internal Adds a user of the storage.
   *
   * @param make makes the user, with the tally of its losses
   */
  add<T extends User>(make: (tally: Tally) => T): T {
    const tally = makeTally()
    const user = make(tally)
    this.tallies.add(tally)
    this.users.add(user)
    return user
  }

  /**
   * Removes what is stored under the journal's key, by all tabs and for all servers. Handlers still send what they have in memory.
   * That is not stored again, so what a page cannot send before it ends is lost. Other tabs still write what they have not
   * written yet. Use a filter for records that must not be sent either.
   */
  clear(): void {
    for (const user of this.users) user.clear()
    const store = this.store()
    for (const key of store?.keys() ?? []) if (this.isSegment(key)) store!.delete(key)
  }

  /** Returns what is stored under the journal's key, and what was lost by this page, in numbers. */
  stats(): JournalStats {
    const texts = new Map<string, string>()
    const store = this.store()
    for (const key of store?.keys() ?? []) if (this.isSegment(key)) texts.set(key, store!.get(key) ?? '')
    let memory = store === undefined
    for (const user of this.users) {
      for (const { key, text } of user.segments()) texts.set(key, text)
      memory ||= user.isMemory()
    }
    const sum = makeTally()
    for (const tally of this.tallies) {
      for (const reason of Object.keys(sum) as (keyof Tally)[]) sum[reason] += tally[reason]
    }
    const bytes = [...texts].reduce((total, [key, text]) => total + sizeOf(key + text), 0)
    return { bytes, segments: texts.size, ...sum, memory }
  }

  private isSegment(key: string): boolean {
    const { key: prefix } = this.settings
    return key.startsWith(prefix) && NAME.test(key.slice(prefix.length))
  }

  private store(): Store | undefined {
    try {
      return openStore(this.settings.storage)
    } catch {
      return undefined
    }
  }
}
