/** The largest width or precision. A larger one is a mistake or an attack: Python would take the gigabytes. */
export const MAX_SIZE = 1e6

/** Returns whether `fixed` can show a number with `precision` digits after the point; `formatFixed` can show all. */
export function isFixable(x: number, precision: number): boolean {
  return x < 1e21 && precision < 100
}

/** Returns `'%.{precision}f' % x` of an x >= 0 that `isFixable`: JavaScript's toFixed rounds a tie up, Python to even. */
export function fixed(x: number, precision: number): string {
  const text = x.toFixed(precision)
  // Scaling by a power of two is exact: an odd number here is a tie, and nothing else is. One digit more shows it all.
  if ((x * 2 ** (precision + 1)) % 2 !== 1) return text
  const down = x.toFixed(precision + 1).replace(/\.?.$/, '')
  return /[02468]$/.test(down) ? down : text
}
