/** Returns seconds as a text of nanoseconds, which are beyond what a number holds; of a time before 1970 or after 2255 `'0'`. */
export function nanoseconds(seconds: number): string {
  const micros = Math.round(seconds * 1e6)
  return Number.isSafeInteger(micros) && micros > 0 ? `${micros}000` : '0'
}
