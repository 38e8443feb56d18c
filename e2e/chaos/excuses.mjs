// Why a record may be missing: each excuse is that of one record, and says what had to be so.
import { RECORD_BYTES } from './ledger.mjs'

/**
 * `crash`: it was neither urgent nor old enough for the journal's timer when its renderer crashed. `unheard`: the same, when the
 * browser ended its page without `pagehide`, as Chromium does where a page does not answer in time. `evicted`: it was stored, and was
 * there no more when the journal had no room left, or had more than half of it while the host had filled the storage. `unstored`: it was not stored when
 * its page ended, as the storage took nothing, and it could not be sent. `kill`: it was younger than a browser takes to bring a
 * storage to the disk when that was killed. `refused`: the server has answered it alone by 400.
 *
 * @typedef {'crash' | 'unheard' | 'evicted' | 'unstored' | 'kill' | 'refused'} Excuse
 * @typedef {import('./ledger.mjs').Doc} Doc
 * @typedef {{ ids: ReadonlySet<string>, bytes: number }} Stored what is stored, by all pages
 */

/** Above it a journal has the oldest make room, in a storage that the host has filled: half of what a journal may take. */
const FILLED_BYTES = 2 ** 19
/** The same in one that is not: all that it may take, less what one step logs, and a segment. */
const ROOM_BYTES = 2 ** 20 - 100_000
/** Levels that are stored before the call returns. */
const AT_ONCE = new Set(['w', 'e', 'c'])
/** The journal's timer is of 250 ms; that of a hidden page comes once a second, and the machine is busy. */
const STORED_AFTER_MS = 3000
/** What surely fits into what may outlive a page, whatever else its requests carry. */
const EXIT_BYTES = 40_000
/** How many records a page may log while it goes that nobody has heard of yet. */
const LAST_WORDS = 4

/** The excuses of the records of one world. */
export class Excuses {
  /** @type {Map<string, Excuse>} */
  #excused = new Map()
  /** What was stored when it was looked at last. @type {Stored | undefined} */
  #stored

  /**
   * Notes what is stored now. What was there and is no more was acknowledged, or had to make room.
   *
   * @param {Stored} stored
   * @param {boolean} isFull whether the host has filled the storage
   */
  look(stored, isFull) {
    const { ids: before = [], bytes = 0 } = this.#stored ?? {}
    if (bytes > (isFull ? FILLED_BYTES : ROOM_BYTES))
      for (const id of before) if (!stored.ids.has(id)) this.#excuse(id, 'evicted')
    this.#stored = stored
  }

  /** The storage is another one, or is not looked at any more. */
  lookAway() {
    this.#stored = undefined
  }

  /**
   * A page ends while its journal has records in memory only.
   *
   * @param {Doc} doc
   * @param {Stored} stored
   * @param {ReadonlySet<string>} arrived
   * @param {boolean} canSend whether what it sends while it goes arrives
   */
  endUnstored(doc, stored, arrived, canSend) {
    const waiting = indexesOf(doc).filter((index) => !stored.ids.has(doc.id(index)) && !arrived.has(doc.id(index)))
    const bytes = waiting.reduce((sum, index) => sum + RECORD_BYTES + (doc.sizes[index] ?? 0), 0)
    if (canSend && bytes < EXIT_BYTES) return
    for (const index of waiting) this.#excuse(doc.id(index), 'unstored')
  }

  /**
   * The browser is killed: what was stored so late may not be on the disk.
   *
   * @param {readonly Doc[]} docs
   * @param {ReadonlySet<string>} arrived
   * @param {number} diskMs how long the browser takes
   */
  kill(docs, arrived, diskMs) {
    const since = performance.now() - diskMs - STORED_AFTER_MS
    for (const doc of docs) {
      const young = indexesOf(doc).filter((index) => (doc.times[index] ?? doc.endMs) > since)
      for (const index of young) if (!arrived.has(doc.id(index))) this.#excuse(doc.id(index), 'kill')
    }
  }

  /**
   * @param {string} id
   * @param {Excuse} reason
   */
  #excuse(id, reason) {
    if (!this.#excused.has(id)) this.#excused.set(id, reason)
  }

  /**
   * Returns why a record may be missing, undefined where it may not.
   *
   * @param {Doc} doc
   * @param {number} index
   * @param {ReadonlySet<string>} refused the ids of records that were refused alone
   */
  of(doc, index, refused) {
    const id = doc.id(index)
    if (refused.has(id)) return 'refused'
    return this.#excused.get(id) ?? sudden(doc, index)
  }
}

/**
 * Returns how the page ended that had no time to store this record, undefined where it had.
 *
 * @param {Doc} doc
 * @param {number} index
 */
function sudden({ end, endMs, settled, letters, times }, index) {
  if (end !== 'crash' && end !== 'unheard') return undefined
  const isYoung = endMs - (times[index] ?? 0) < STORED_AFTER_MS
  return isYoung && index >= settled && !AT_ONCE.has(letters[index] ?? '') ? end : undefined
}

/**
 * Returns the indexes of a page's records, those included that it may log while it goes.
 *
 * @param {Doc} doc
 */
function indexesOf({ letters, end }) {
  return Array.from(
    { length: letters.length + (end === 'crash' || end === 'kill' ? 0 : LAST_WORDS) },
    (_, index) => index,
  )
}
