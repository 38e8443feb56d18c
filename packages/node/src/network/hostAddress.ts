import type { LookupAddress } from 'node:dns'
import type * as dnsPromises from 'node:dns/promises'
import { isIP } from 'node:net'
import { builtin } from '../process/builtin.js'

/** How long an address that was found holds, in milliseconds. */
const FRESH_MS = 30_000

/** The address of a host. It is looked up anew now and then, and the last one holds where that fails. */
export class HostAddress {
  /** The last one that was found; undefined before. */
  known: LookupAddress | undefined
  private readonly host: string
  private readonly families: readonly (0 | 4 | 6)[]
  private foundAt = -Infinity
  private pending: Promise<void> | undefined

  /**
   * @param host a name, or an address
   * @param families those to look for, one after the other; 0 for any
   */
  constructor(host: string, families: readonly (0 | 4 | 6)[]) {
    this.host = host
    this.families = families
    const family = isIP(host)
    if (family !== 0) {
      this.known = { address: host, family }
      this.foundAt = Infinity
    }
  }

  /** Whether it has to be looked up. */
  get isStale(): boolean {
    return performance.now() - this.foundAt > FRESH_MS
  }

  /**
   * Looks it up. Several calls at once wait for the same.
   *
   * @throws what `dns.lookup` gives where there is no address
   */
  find(): Promise<void> {
    return (this.pending ??= this.lookUp().finally(() => (this.pending = undefined)))
  }

  private async lookUp(): Promise<void> {
    let failure: unknown
    const { lookup } = builtin<typeof dnsPromises>('node:dns/promises')
    for (const family of this.families) {
      try {
        this.known = await lookup(this.host, { family })
        this.foundAt = performance.now()
        return
      } catch (error) {
        failure = error
      }
    }
    // Not with each record.
    this.foundAt = performance.now()
    throw failure
  }
}
