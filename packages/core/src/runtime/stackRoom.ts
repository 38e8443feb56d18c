/**
 * How many calls still check the room on the stack. V8 ends the process if it has to compile a regular expression near the end of
 * the stack, and it compiles one at its first two uses. So the first calls check, and later ones if they do something rare: read
 * a new stack, report a failure. A check takes 0.4 µs, a third of a line.
 */
export const cold: { calls: number } = { calls: 1000 }

/** The room that a call takes, in words of eight bytes. */
const CALL: readonly unknown[] = /* @__PURE__ */ Array.from({ length: 2048 })
/** The room that a report takes: as a rule it is the first, and V8 compiles a function only with 40 KB of room. */
const REPORT: readonly unknown[] = /* @__PURE__ */ Array.from({ length: 8192 })

/**
 * Checks that the stack has room for a logging call.
 *
 * @throws RangeError where the stack has less room than logging takes
 */
export function needRoom(words: readonly unknown[] = CALL): void {
  cold.calls--
  nothing.apply(undefined, words as [])
}

/**
 * Checks that the stack has room for a report.
 *
 * @throws RangeError where the stack has less room than a report takes
 */
export function needRoomForReport(): void {
  needRoom(REPORT)
}

function nothing(): void {}
