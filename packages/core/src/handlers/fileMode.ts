/** Returns whether opening a file in a mode empties it: Python's `w`, with `+` or `t` in any order. */
export function empties(mode: unknown): boolean {
  return /w/.test(String(mode))
}
