// Each of OpenTelemetry's ranges has four steps: DEBUG is 5 to 8, as Python's levels 10 to 13.
const STEPS = 4

/** The lowest level of each range but the first, and its first number. */
const RANGES = [
  [50, 21],
  [40, 17],
  [30, 13],
  [20, 9],
  [10, 5],
  [5, 1],
] as const

/**
 * Returns the severity number of a level, as OpenTelemetry's SDK for Python does: a level between two of Python's is up to three steps
 * above the lower one. Levels from 1 to 9 are TRACE; 0 is unspecified.
 */
export function severityOf(levelno: number): number {
  const [level, severity] = RANGES.find(([level]) => levelno >= level) ?? [levelno, levelno > 0 ? 1 : 0]
  return severity + Math.min(Math.floor(levelno - level), STEPS - 1)
}

/** Returns the level of a severity number; INFO for none. */
export function levelOf(severity: number | undefined): number {
  const [level, first] = RANGES.find(([, first]) => (severity ?? 0) >= first) ?? [20, severity]
  return level + Math.min((severity ?? 0) - (first ?? 0), STEPS - 1)
}
