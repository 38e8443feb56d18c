import type { LookupAddress } from 'node:dns'
import type * as dnsPromises from 'node:dns/promises'
import { isIP } from 'node:net'
import { builtin } from '../process/builtin.js'

/** The time that a found address stays valid, in milliseconds. */
const FRESH_MS = 30_000

/** The address of a host. It is looked up anew now and then; where that fails, the last one stays valid. */
export class HostAddress {
  /** The last address that was found; undefined before. */
  known: LookupAddress | undefined
  private readonly host: string
  private readonly families: readonly (0 | 4 | 6)[]
  private foundAt = -Infinity
  private pending: Promise<void> | undefined

  /**
   * Makes an address that is not looked up yet.
   *
   * @param host a name, or an address
   * @param families the families to look for, one after the other; 0 for any
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

  /** The family that is looked for first; 0 for any. */
  get firstFamily(): number {
    return this.families[0] ?? 0
  }

  /** Whether it has to be looked up. */
  get isStale(): boolean {
    return performance.now() - this.foundAt > FRESH_MS
  }

  /**
   * Looks the address up. Several calls at once share one look-up.
   *
   * @throws the error of `dns.lookup` where there is no address
   */
  find(): Promise<void> {
    return (this.pending ??= this.lookUp().finally(() => (this.pending = undefined)))
  }

  /**
   * Looks the address up, family by family.
   *
   * @throws the error of the last look-up where all have failed
   */
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
    // The time is set after a failure too: otherwise each record would look it up.
    this.foundAt = performance.now()
    throw failure
  }
}
