const FIRST_MS = 1000
const LONGEST_MS = 60_000
const BREAKER_FIRST_MS = 60_000
const BREAKER_LONGEST_MS = 5 * 60_000
const BREAKER_FAILURES = 3

/**
 * Returns the milliseconds to wait after a failure: anything up to 1 s, 2 s, 4 s … 60 s, so that pages that failed together do
 * not come back together. From the third network failure in a row, which is what an ad blocker or a wrong policy looks like,
 * the waits are 30 to 60 s, doubling up to 5 minutes.
 *
 * @param failures how many attempts have failed since the last success, before this one
 * @param networkFailures how many of the last ones, in a row, for the network, this one included
 * @param random a number in [0, 1)
 */
export function backoffMs(failures: number, networkFailures: number, random: number): number {
  const over = networkFailures - BREAKER_FAILURES
  if (over < 0) return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** failures)
  return (0.5 + random / 2) * Math.min(BREAKER_LONGEST_MS, BREAKER_FIRST_MS * 2 ** over)
}
