/** The time at which the tests' pages send, in milliseconds since 1970. */
export const NOW_MS: number = 1_800_000_000_000

/** Returns a record as a page sends it. */
export function record(seq: number, more: object = {}): object {
  return { seq, name: 'app.ui', levelno: 20, levelname: 'INFO', msg: `m${seq}`, created: NOW_MS / 1000, ...more }
}

/** Returns the records of these numbers. */
export function records(first: number, last: number): object[] {
  return Array.from({ length: last - first + 1 }, (_, i) => record(first + i))
}
