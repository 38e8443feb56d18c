/**
 * How many calls still ask for room on the stack. V8 ends the process where it has to compile a regular expression near the end
 * of the stack, and it compiles one at its first two uses. So the first calls ask, and later ones where they do what few do:
 * read a stack that is new, report a failure. Asking takes 0.4 µs, which would be a third of a line.
 */
export const cold: { calls: number } = { calls: 1000 }

/** What a call takes, in words of eight bytes. */
const CALL: readonly unknown[] = /* @__PURE__ */ Array.from({ length: 2048 })
/** What a report takes: as a rule it is the first, and V8 compiles a function only with 40 KB of room. */
const REPORT: readonly unknown[] = /* @__PURE__ */ Array.from({ length: 8192 })

/** @throws RangeError where the stack has less room than logging takes */
export function needRoom(words: readonly unknown[] = CALL): void {
  cold.calls--
  nothing.apply(undefined, words as [])
}

/** @throws RangeError where the stack has less room than a report takes */
export function needRoomForReport(): void {
  needRoom(REPORT)
}

function nothing(): void {}
