// What a soak has logged, and what of it was found: every sink's records are numbered from 0 on.

/** @param {string} sink @param {number} number */
export const message = (sink, number) => `soak ${sink} ${number} end`

const WHOLE = /\bsoak ([\w-]+) (\d+) end\b/g

/** Counts the records of one sink. */
export class Ledger {
  /** @type {string} */
  sink
  #counts = new Uint8Array(1 << 16)
  /** What has a piece of a record and is none.
   * @type {string[]}
   */
  torn = []

  /** @param {string} sink */
  constructor(sink) {
    this.sink = sink
  }

  /** @param {string} line */
  take(line) {
    const found = [...line.matchAll(WHOLE)]
    if (found.length > 1 || (found.length === 0 && /\bsoak /.test(line))) this.torn.push(line.slice(0, 200))
    const [match] = found
    if (match?.[1] === this.sink) this.#count(Number(match[2]))
  }

  /** @param {number} number */
  #count(number) {
    if (number >= this.#counts.length) {
      const more = new Uint8Array(2 * (number + 1))
      more.set(this.#counts)
      this.#counts = more
    }
    this.#counts[number] = Math.min(255, (this.#counts[number] ?? 0) + 1)
  }

  /**
   * Says what is missing and what there is too much.
   *
   * @param {number} logged how many records there were
   */
  verdict(logged) {
    let missing = 0
    let doubled = 0
    for (let number = 0; number < Math.max(logged, this.#counts.length); number++) {
      const count = this.#counts[number] ?? 0
      if (number < logged && count === 0) missing++
      if (count > 1 || (number >= logged && count > 0)) doubled++
    }
    return { missing, doubled, torn: this.torn.length }
  }
}
