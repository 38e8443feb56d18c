const LONGEST_MS = 5 * 60_000

/**
 * Reads a Retry-After header, which is seconds or an HTTP date.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds from now, at most five minutes; 0 for no header, one that makes no sense or a date that has passed
 */
export function retryAfterMs(value: string | null | undefined, now: number): number {
  const ms = Number(value) * 1000 || Date.parse(String(value)) - now
  return ms > 0 ? Math.min(ms, LONGEST_MS) : 0
}
