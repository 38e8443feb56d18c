// What pages have accepted, kept outside of them, and what the stated guarantee says about each record.

/** Levels that are stored before the call returns. */
const AT_ONCE = new Set(['w', 'e', 'c'])

/**
 * Why a record may be missing: `crash`, it was neither urgent nor 250 ms old when its renderer crashed; `full`, the host had filled
 * the storage; `kill`, the browser was killed before the record had left, and browsers bring a storage to the disk seconds later.
 *
 * @typedef {'crash' | 'full' | 'kill'} Excuse
 */

/** A document, from its load to its end. */
export class Doc {
  /** The level of each record that it is known to have logged. */
  letters = ''
  /** How many of them its journal has stored, the urgent ones aside. */
  settled = 0
  /** Whether its records were in memory only when it was last heard of. */
  isMemory = false
  /** @type {Excuse | 'in order' | undefined} */
  end
  /** @type {string[]} */
  errors = []

  /** @param {number} number */
  constructor(number) {
    this.number = number
  }

  /** @returns {{ id: string, excuse: Excuse | undefined }[]} */
  records() {
    return [...this.letters].map((letter, index) => ({ id: this.id(index), excuse: this.#excuse(letter, index) }))
  }

  /**
   * Returns the id of a record.
   *
   * @param {number} index from 0
   */
  id(index) {
    return `${this.number}:${index + 1}`
  }

  /**
   * @param {string} letter
   * @param {number} index
   * @returns {Excuse | undefined}
   */
  #excuse(letter, index) {
    if (this.end === 'full' || this.end === 'kill') return this.end
    if (this.end === 'crash' && index >= this.settled && !AT_ONCE.has(letter)) return 'crash'
    return undefined
  }
}

/**
 * @typedef {object} Verdict
 * @property {number} accepted records that pages are known to have logged
 * @property {number} arrived
 * @property {string[]} lost records that the guarantee covers, and that are not in the server's log
 * @property {string[]} doubled records that are there twice, without an excuse
 * @property {Partial<Record<Excuse | 'told', number>>} missing records that are not covered, by reason; `told`: the page said so
 * @property {number} cut records that are there twice because the receiver was killed between its log and its memory
 * @property {Record<string, number>} told losses that pages have told the server, by reason
 * @property {number} left records that pages have left behind when they went, as they told the server
 * @property {string[]} errors what pages have thrown
 */

/**
 * Compares what was accepted with the server's log.
 *
 * @param {Iterable<Doc>} docs
 * @param {{ key: string, id: string }[]} log
 * @param {import('./front.mjs').Front} front
 * @param {ReadonlyMap<string, Excuse>} excused records that had not arrived when something happened that may cost them
 * @returns {Verdict}
 */
export function judge(docs, log, front, excused) {
  /** @type {Map<string, string[]>} */
  const found = new Map()
  for (const { id, key } of log) found.set(id, [...(found.get(id) ?? []), key])
  const records = [...docs].flatMap((doc) => doc.records())
  /** @type {Verdict['missing']} */
  const missing = {}
  /** @type {string[]} */
  const lost = []
  for (const { id, excuse } of records) {
    if (found.has(id)) continue
    const reason = excuse ?? excused.get(id)
    if (reason) missing[reason] = (missing[reason] ?? 0) + 1
    else lost.push(id)
  }
  /** @type {Record<string, number>} */
  const told = {}
  for (const reasons of front.lost.values())
    for (const [reason, count] of Object.entries(reasons)) told[reason] = (told[reason] ?? 0) + count
  // Those that the pages have told as lost are not covered: which ones they are, a count does not say.
  const sum = Object.values(told).reduce((total, count) => total + count, 0)
  if (lost.length > 0 && lost.length <= sum) missing.told = lost.splice(0).length
  const twice = [...found].filter(([, keys]) => keys.length > 1)
  const doubled = twice.filter(([, keys]) => !keys.every((key) => front.cut.has(key))).map(([id]) => id)
  const errors = [...docs].flatMap((doc) => doc.errors.map((error) => `page ${doc.number}: ${error}`))
  return {
    accepted: records.length,
    arrived: records.filter(({ id }) => found.has(id)).length,
    lost,
    doubled,
    missing,
    cut: twice.length - doubled.length,
    told,
    left: front.left,
    errors,
  }
}
