interface Share<Item> {
  weight: number
  /** The weight of each item; the one that was set least recently comes first. */
  readonly items: Map<Item, number>
}

/**
 * The shares that clients hold of something scarce. Where room is needed, the client that holds most gives up its least recent item:
 * a client that takes everything pushes out only itself.
 */
export class Shares<Item> {
  /** The weight of all items. */
  weight = 0
  /** The number of all items. */
  size = 0
  private readonly shares = new Map<string, Share<Item>>()

  /** Adds an item, or changes its weight. It becomes its client's most recent one. */
  set(client: string, item: Item, weight: number): void {
    this.delete(client, item)
    let share = this.shares.get(client)
    if (share === undefined) this.shares.set(client, (share = { weight: 0, items: new Map() }))
    share.items.set(item, weight)
    this.count(share, weight, 1)
  }

  /** Removes an item; does nothing where it is not there. */
  delete(client: string, item: Item): void {
    const share = this.shares.get(client)
    const weight = share?.items.get(item)
    if (share === undefined || weight === undefined) return
    share.items.delete(item)
    this.count(share, -weight, -1)
    if (share.items.size === 0) this.shares.delete(client)
  }

  /** Returns whether a client has an item. */
  has(client: string, item: Item): boolean {
    return this.shares.get(client)?.items.has(item) === true
  }

  /** Returns the number of a client's items. */
  countOf(client: string): number {
    return this.shares.get(client)?.items.size ?? 0
  }

  /** Returns the weight of a client's items. */
  weightOf(client: string): number {
    return this.shares.get(client)?.weight ?? 0
  }

  /** Returns the client whose items weigh most; undefined where there is no item. */
  heaviest(): string | undefined {
    let most = -1
    let found: string | undefined
    for (const [client, { weight }] of this.shares) {
      if (weight <= most) continue
      most = weight
      found = client
    }
    return found
  }

  /** Returns a client's least recent item that may go; undefined where it has none. */
  oldest(client: string, mayGo: (item: Item) => boolean = () => true): Item | undefined {
    for (const item of this.shares.get(client)?.items.keys() ?? []) if (mayGo(item)) return item
    return undefined
  }

  private count(share: Share<Item>, weight: number, items: number): void {
    share.weight += weight
    this.weight += weight
    this.size += items
  }
}
