import type { Locks } from '../locks.js'

type Granted = Parameters<Locks['request']>[2]

/** The locks of an origin. Each tab has its own access; a tab that dies frees its locks. */
export class FakeLocks {
  /** Which tab has which lock. */
  readonly held: Map<string, object> = new Map()

  /** Returns a tab's locks, and what its death does. */
  tab(): { readonly locks: Locks; die(): void } {
    const tab = { isDead: false }
    const locks: Locks = {
      request: async (name, { ifAvailable }, granted) => {
        if (!ifAvailable) throw new Error('nobody waits for a lock')
        await Promise.resolve()
        if (tab.isDead) return new Promise(() => {})
        return this.held.has(name) ? granted(null) : this.grant(name, tab, granted)
      },
      query: async () => ({ held: [...this.held.keys()].map((name) => ({ name })) }),
    }
    const die = (): void => {
      tab.isDead = true
      for (const [name, holder] of this.held) if (holder === tab) this.held.delete(name)
    }
    return { locks, die }
  }

  private async grant(name: string, tab: object, granted: Granted): Promise<unknown> {
    this.held.set(name, tab)
    try {
      return await granted({})
    } finally {
      if (this.held.get(name) === tab) this.held.delete(name)
    }
  }
}
