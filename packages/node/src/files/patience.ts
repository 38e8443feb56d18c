/** The longest wait of a logging call for a reader that takes nothing, in milliseconds. Signals wait as long. */
const IN_CALL_MS = 400

let leftMs: number | undefined
let atEndMs = 0

/** Returns whether a write may wait once more: `waitedMs` have passed without a byte. */
export function mayWait(waitedMs: number, isStuck: boolean): boolean {
  return leftMs === undefined ? !isStuck && waitedMs < IN_CALL_MS : leftMs > 0
}

/** Counts a wait. At the end of the process, all writers together have one allowance. */
export function waited(ms: number): void {
  if (leftMs !== undefined) leftMs -= ms
}

/** Allows the next wait to be as long as the first, as a reader has taken something. */
export function tookSome(): void {
  if (leftMs !== undefined) leftMs = atEndMs
}

/**
 * Limits the waits of all writers together, as the process ends.
 *
 * @param ms the longest wait for readers that take nothing; undefined where the process goes on
 */
export function endPatience(ms: number | undefined): void {
  leftMs = ms
  atEndMs = ms ?? 0
}

/** Returns how long a wait may still last, in milliseconds: `ms`, or less at the end of the process. */
export function lastWait(ms: number): number {
  return Math.min(ms, leftMs ?? ms)
}
