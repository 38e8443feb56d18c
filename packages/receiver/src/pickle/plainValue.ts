import { Container, type Item, LongInteger } from './container.js'
import type { PickleLimits } from './limits.js'
import { UnpicklingError } from './unpicklingError.js'

/**
 * Returns the JavaScript value of a pickle's item: an array for a list or tuple; for a dict an object without a prototype, or a Map
 * where a key is no text. Makes a value anew each time that the pickle refers to it: nothing is shared, and a container within itself
 * is nested too deep.
 *
 * @throws UnpicklingError for more than the limits allow
 */
export function plainValue(item: Item, limits: PickleLimits): unknown {
  return new Maker(limits).make(item, 0)
}

class Maker {
  private values = 0
  private characters = 0
  private readonly limits: PickleLimits

  constructor(limits: PickleLimits) {
    this.limits = limits
  }

  /**
   * Makes the value of an item.
   *
   * @throws UnpicklingError for more than the limits allow
   */
  make(item: Item, depth: number): unknown {
    if (++this.values > this.limits.maxValues) {
      throw new UnpicklingError(`it has more than ${this.limits.maxValues} values`)
    }
    if (typeof item === 'string') this.count(item.length)
    if (item instanceof LongInteger) {
      this.count(item.digits)
      return item.value
    }
    if (!(item instanceof Container)) return item
    if (depth === this.limits.maxDepth) {
      throw new UnpicklingError(`a value is nested more than ${this.limits.maxDepth} deep`)
    }
    if (item.kind === 'dict') return this.makeDict(item.items, depth + 1)
    return item.items.map((inner) => this.make(inner, depth + 1))
  }

  private makeDict(items: readonly Item[], depth: number): unknown {
    const pairs: [unknown, unknown][] = []
    for (let at = 0; at < items.length; at += 2) {
      pairs.push([this.make(items[at]!, depth), this.make(items[at + 1]!, depth)])
    }
    if (pairs.some(([key]) => typeof key !== 'string')) return new Map(pairs)
    // Without a prototype, so that every key is an ordinary one.
    const dict = Object.create(null) as Record<string, unknown>
    for (const [key, value] of pairs as [string, unknown][]) dict[key] = value
    return dict
  }

  /**
   * Counts the characters of a text.
   *
   * @throws UnpicklingError for more than the limits allow
   */
  private count(characters: number): void {
    this.characters += characters
    if (this.characters > this.limits.maxBytes) {
      throw new UnpicklingError(`its texts have more than ${this.limits.maxBytes} characters`)
    }
  }
}
