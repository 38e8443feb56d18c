/** Returns seconds as a text of nanoseconds, as no number holds them; `'0'` for a time before 1970 or after 2255. */
export function nanoseconds(seconds: number): string {
  const micros = Math.round(seconds * 1e6)
  return Number.isSafeInteger(micros) && micros > 0 ? `${micros}000` : '0'
}
