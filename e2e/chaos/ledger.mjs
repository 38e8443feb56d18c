// What pages have accepted, kept outside of them, and the verdict on each record.

/** @typedef {import('./excuses.mjs').Excuse} Excuse */

/** What a record takes beside what it is filled with. */
export const RECORD_BYTES = 140

/** A document, from its load to its end. */
export class Doc {
  /** The level of each record that it is known to have logged. */
  letters = ''
  /** When each of them had been accepted at the latest, ms. @type {number[]} */
  times = []
  /** How many bytes each of them is filled with. @type {number[]} */
  sizes = []
  /** The numbers of the calls that never returned. @type {Set<number>} */
  unreturned = new Set()
  /** How many of them its journal has stored, the urgent ones aside. */
  settled = 0
  /** Whether its records were in memory only when it was last heard of. */
  isMemory = false
  /** How it has ended; `unheard`, without `pagehide`. @type {'in order' | 'unheard' | 'crash' | 'kill' | undefined} */
  end
  /** When it had ended, ms. */
  endMs = Infinity
  /** @type {string[]} */
  errors = []

  /** @param {number} number */
  constructor(number) {
    this.number = number
  }

  /**
   * Notes records that it has logged.
   *
   * @param {string} letters
   * @param {number} [bytes] of each
   */
  add(letters, bytes = 0) {
    const now = performance.now()
    for (const _ of letters) {
      this.times.push(now)
      this.sizes.push(bytes)
    }
    this.letters += letters
  }

  /** @param {'in order' | 'crash' | 'kill'} how */
  close(how) {
    this.end = how
    this.endMs = performance.now()
  }

  /** How many bytes of a storage its records take, about. */
  get bytes() {
    return this.sizes.reduce((sum, size) => sum + 2 * (RECORD_BYTES + size), 0)
  }

  /** Returns the indexes of the records that it has accepted. */
  accepted() {
    return Array.from(this.letters, (_, index) => index).filter((index) => !this.unreturned.has(index + 1))
  }

  /**
   * Returns the id of a record.
   *
   * @param {number} index from 0
   */
  id(index) {
    return `${this.number}:${index + 1}`
  }
}

/**
 * @typedef {object} Verdict
 * @property {number} accepted records that pages are known to have logged
 * @property {number} arrived
 * @property {string[]} lost records that the guarantee covers, and that are not in the server's log
 * @property {string[]} doubled records that are there twice, without an excuse
 * @property {Partial<Record<Excuse, number>>} missing records that are not covered, by reason
 * @property {number} cut records that are there twice because the receiver was killed between its log and its memory
 * @property {Record<string, number>} told losses that pages have told the server, by reason
 * @property {number} left records that pages have left behind when they went, as they told the server
 * @property {string[]} errors what pages have thrown, and what was waited for in vain
 */

/**
 * Compares what was accepted with the server's log.
 *
 * @param {readonly Doc[]} docs
 * @param {{ key: string, id: string }[]} log
 * @param {import('./front.mjs').Front} front
 * @param {(doc: Doc, index: number) => Excuse | undefined} excuseOf says why a record may be missing
 * @returns {Verdict}
 */
export function judge(docs, log, front, excuseOf) {
  /** @type {Map<string, string[]>} */
  const found = new Map()
  for (const { id, key } of log) found.set(id, [...(found.get(id) ?? []), key])
  /** @type {Verdict['missing']} */
  const missing = {}
  /** @type {string[]} */
  const lost = []
  let accepted = 0
  for (const doc of docs) {
    for (const index of doc.accepted()) {
      accepted++
      const id = doc.id(index)
      if (found.has(id)) continue
      const reason = excuseOf(doc, index)
      if (reason) missing[reason] = (missing[reason] ?? 0) + 1
      else lost.push(id)
    }
  }
  /** @type {Record<string, number>} */
  const told = {}
  for (const reasons of front.lost.values())
    for (const [reason, count] of Object.entries(reasons)) told[reason] = (told[reason] ?? 0) + count
  const twice = [...found].filter(([, keys]) => keys.length > 1)
  const doubled = twice.filter(([, keys]) => !keys.every((key) => front.cut.has(key))).map(([id]) => id)
  const errors = docs.flatMap((doc) => doc.errors.map((error) => `page ${doc.number}: ${error}`))
  const cut = twice.length - doubled.length
  return {
    accepted,
    arrived: accepted - lost.length - sum(missing),
    lost,
    doubled,
    missing,
    cut,
    told,
    left: front.left,
    errors,
  }
}

/** @param {Partial<Record<string, number>>} counts */
function sum(counts) {
  return Object.values(counts).reduce((/** @type {number} */ total, count = 0) => total + count, 0)
}
