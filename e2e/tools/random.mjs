/** A stream of choices that a seed decides. */
export class Random {
  /** @type {number} */
  #state

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0
  }

  /** A number from 0 to 1, 1 left out (the generator known as mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  /** @param {number} limit */
  below(limit) {
    return Math.floor(this.next() * limit)
  }

  /** @param {number} probability */
  chance(probability) {
    return this.next() < probability
  }

  /**
   * @template Item
   * @param {readonly Item[]} items
   * @returns {Item}
   */
  pick(items) {
    return /** @type {Item} */ (items[this.below(items.length)])
  }

  /**
   * Picks a name of `weights`, each as often as its weight says.
   *
   * @template {string} Name
   * @param {Readonly<Record<Name, number>>} weights
   * @returns {Name}
   */
  weighted(weights) {
    const names = /** @type {Name[]} */ (Object.keys(weights))
    let left = this.next() * names.reduce((sum, name) => sum + weights[name], 0)
    return names.find((name) => (left -= weights[name]) < 0) ?? /** @type {Name} */ (names.at(-1))
  }
}
