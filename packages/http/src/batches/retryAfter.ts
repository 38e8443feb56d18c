const LONGEST_MS = 5 * 60_000

/**
 * Reads a Retry-After header: seconds, or a date as HTTP writes it.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds from now, at most five minutes; undefined for no header, one that makes no sense or a date that has
 *   passed
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  const text = value.trim()
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : /\bGMT$/.test(text) ? Date.parse(text) - now : Number.NaN
  return ms > 0 ? Math.min(ms, LONGEST_MS) : undefined
}
