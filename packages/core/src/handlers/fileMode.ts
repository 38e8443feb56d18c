/** Returns whether a file that is opened in a mode is emptied: Python's `w`, with `+` or `t` wherever they stand. */
export function empties(mode: unknown): boolean {
  return /w/.test(String(mode))
}
