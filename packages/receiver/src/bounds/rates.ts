import { Refusal } from '../requests/refusal.js'
import { type RateLimit, RateLimiter } from './rateLimiter.js'

/** The rates of pages and of addresses. */
export class Rates {
  private readonly pages: RateLimiter
  private readonly addresses: RateLimiter
  private readonly now: () => number

  /**
   * Makes the rates of no senders yet.
   *
   * @param now returns milliseconds since the epoch
   */
  constructor(perPage: RateLimit | null, perAddress: RateLimit | null, maxSenders: number, now: () => number) {
    this.pages = new RateLimiter(perPage, maxSenders)
    this.addresses = new RateLimiter(perAddress, maxSenders)
    this.now = now
  }

  /**
   * Checks the rate of an address.
   *
   * @throws Refusal where it has sent too much
   */
  checkAddress(client: string): void {
    refuse('too many records from this address', this.addresses.waitMs(client, this.now()))
  }

  /**
   * Checks the rate of a page.
   *
   * @throws Refusal where it has sent too much; the request then counts as a record of its address
   */
  checkPage(client: string, src: string): void {
    const waitMs = this.pages.waitMs(pageOf(client, src), this.now())
    if (waitMs > 0) this.addresses.spend(client, 1, this.now())
    refuse('too many records from this page', waitMs)
  }

  /** Counts accepted records against the address, and against the page where there is one. */
  spend(client: string, src: string | undefined, records: number): void {
    this.addresses.spend(client, records, this.now())
    if (src !== undefined) this.pages.spend(pageOf(client, src), records, this.now())
  }
}

/**
 * Refuses a request whose sender has to wait.
 *
 * @throws Refusal with the wait
 */
function refuse(why: string, waitMs: number): void {
  if (waitMs > 0) throw new Refusal('rate', why, { 'retry-after': String(Math.ceil(waitMs / 1000)) })
}

/** Returns a page's key: with its address, so that another address cannot use up its rate. */
function pageOf(client: string, src: string): string {
  return `${src} ${client}`
}
