import { Queues } from '../bounds/queues.js'
import { within } from '../bounds/within.js'
import { Refusal } from '../requests/refusal.js'
import { keyOf, type SeenStore } from './seenStore.js'

/** One queue of work for each store, shared by all receivers: a record that two of them get at once is taken once. */
const queues: WeakMap<object, Queues> = /* @__PURE__ */ new WeakMap()

/** What a store knows about the lines of one batch. */
export interface Copies {
  /** Returns whether the line of this index is a copy. */
  has(index: number): boolean
  /**
   * Stores that the lines of these indexes were taken.
   *
   * @throws Refusal where the store fails: the sender has to send them again
   */
  add(indexes: readonly number[]): Promise<void>
}

/** The copies without a store. */
const NONE: Copies = { has: () => false, add: () => Promise.resolve() }

/** The receiver's store, if it has one. */
export class Store {
  readonly queues: Queues
  private readonly store: SeenStore | undefined
  private readonly timeoutMs: number

  /**
   * Makes the access to a store; undefined for none.
   *
   * @param timeoutMs the longest time of an answer
   */
  constructor(store: SeenStore | undefined, timeoutMs: number) {
    this.store = store
    this.timeoutMs = timeoutMs
    this.queues = (store && queues.get(store)) ?? new Queues()
    if (store !== undefined) queues.set(store, this.queues)
  }

  /**
   * Asks the store which lines of a batch came before.
   *
   * @throws Refusal where the store fails
   */
  async copies(src: string, lines: readonly Uint8Array[]): Promise<Copies> {
    const { store } = this
    if (store === undefined) return NONE
    const keys = await Promise.all(lines.map((line) => keyOf(src, line)))
    const known = await this.ask(async () => new Set([...(await store.known(src, [...keys]))]))
    return {
      has: (index) => known.has(keys[index]!),
      add: async (indexes) => {
        const taken = indexes.map((index) => keys[index]!)
        if (taken.length > 0) await this.ask(() => store.add(src, taken))
      },
    }
  }

  private async ask<T>(question: () => T | PromiseLike<T>): Promise<T> {
    try {
      return await within(question(), this.timeoutMs, 'the store')
    } catch (error) {
      throw new Refusal('store', 'the store of known records failed', { 'retry-after': '5' }, error)
    }
  }
}
