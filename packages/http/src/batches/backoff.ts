const FIRST_MS = 1000

/** The longest wait between attempts of a server that answers. */
export const ANSWERED_MS: number = 60_000
/** The longest wait between the attempts of a close, unless the server asks for a longer one. */
export const CLOSING_PAUSE_MS = 200
/** The longest wait where nothing answers, which is what an ad blocker or a wrong policy looks like, or everything is refused. */
export const UNANSWERED_MS: number = 5 * 60_000

/**
 * Returns the milliseconds to wait after a failure: 1 s, 2 s, 4 s … up to a limit, and of that between the half and the whole,
 * so that pages that failed together do not come back together. A server that was down for six seconds is found within 15.
 *
 * @param failures how many attempts have failed since the last success, before this one
 * @param longestMs the limit
 * @param random a number in [0, 1)
 */
export function backoffMs(failures: number, longestMs: number, random: number): number {
  return (0.5 + random / 2) * Math.min(longestMs, FIRST_MS * 2 ** failures)
}
