const FIRST_MS = 1000
const LONGEST_MS = 60_000
const BREAKER_FIRST_MS = 60_000
const BREAKER_LONGEST_MS = 5 * 60_000
const BREAKER_FAILURES = 3

/**
 * How long to wait after a failure: anything up to 1 s, 2 s, 4 s … 60 s, so that pages that failed together do not come back
 * together. From the third network failure in a row, which is what an ad blocker or a wrong policy looks like, the waits are
 * 30 to 60 s, doubling up to 5 minutes.
 */
export class Backoff {
  /** How many attempts have failed since the last success. */
  failures = 0
  private networkFailures = 0
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  /** Notes a failure and gives the milliseconds to wait. */
  next(network: boolean): number {
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.failures++)
    this.networkFailures = network ? this.networkFailures + 1 : 0
    const over = this.networkFailures - BREAKER_FAILURES
    if (over < 0) return this.random() * ceiling
    return Math.min(BREAKER_LONGEST_MS, BREAKER_FIRST_MS * 2 ** over) * (0.5 + this.random() / 2)
  }

  reset(): void {
    this.failures = 0
    this.networkFailures = 0
  }
}
