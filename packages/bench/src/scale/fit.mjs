/** @typedef {{ x: number, y: number }} Point */

/** The largest distance of a point from the line, as a part of its value, in the median; also the most that a flat curve may rise. */
const OFF = 0.25
const RISE = 1.5
/** The exponent below which a curve is nearly flat: ×2 over three decades. */
const NEARLY = 0.1

/**
 * Fits a curve.
 *
 * @param {Point[]} points
 * @returns {{ exponent: number, base: number, slope: number, off: number, rise: number }} `exponent` of the power that fits
 *   best; `base + slope · x` as the line that fits best, by relative errors; `off`, how far the points are from it; `rise`, the
 *   greatest over the least
 */
export function fit(points) {
  const exponent = line(points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y), weight: 1 }))).slope
  const { base, slope } = line(points.map(({ x, y }) => ({ x, y, weight: 1 / (y * y) })))
  const errors = points.map(({ x, y }) => Math.abs(base + slope * x - y) / y).toSorted((a, b) => a - b)
  const values = points.map(({ y }) => y)
  return { exponent, base, slope, off: errors[errors.length >> 1], rise: Math.max(...values) / Math.min(...values) }
}

function line(points) {
  const sum = (of) => points.reduce((total, point) => total + point.weight * of(point), 0)
  const weight = sum(() => 1)
  const meanX = sum(({ x }) => x) / weight
  const meanY = sum(({ y }) => y) / weight
  const spread = sum(({ x }) => (x - meanX) ** 2)
  const slope = spread === 0 ? 0 : sum(({ x, y }) => (x - meanX) * (y - meanY)) / spread
  return { base: meanY - slope * meanX, slope }
}

/**
 * Says what a curve is: flat, linear, or neither.
 *
 * @param {Point[]} points
 * @param {'flat' | 'linear'} expected
 * @param {string} unit
 */
export function verdict(points, expected, unit) {
  const { exponent, base, slope, off, rise } = fit(points)
  const grown = `×${(points.at(-1).y / points[0].y).toFixed(2)} from the first to the last, as x^${exponent.toFixed(2)}`
  if (expected === 'linear' && off <= OFF && slope > 0)
    return `linear: ${digits(base)} + ${digits(slope)} · x ${unit} (points ${Math.round(off * 100)} % off the line in the median)`
  if (rise <= RISE) return `flat (×${rise.toFixed(2)} between the least and the greatest)`
  if (expected === 'flat' && exponent < 0) return `does not grow (${grown})`
  if (expected === 'flat' && exponent < NEARLY) return `nearly flat (${grown})`
  if (expected === 'linear' && Math.abs(exponent - 1) < NEARLY) return `linear (as x^${exponent.toFixed(2)})`
  return `neither flat nor on a line (${grown})`
}

/** Returns a number with three digits that count. */
export function digits(value) {
  if (value === 0) return '0'
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: Math.min(decimals, 8) })
}
