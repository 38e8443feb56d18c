/** Where this run's random cases start: `CONFORMANCE_SEED`, else the time. A failing test prints it. */
export const seed: number = Number(process.env['CONFORMANCE_SEED'] ?? Date.now() % 1_000_000_007)

// A regression shows in a tenth of the cases, and other ones are drawn on each run.
const SHARE = 0.1
const LEAST = 250

/**
 * How many random cases to make of a kind: `CONFORMANCE_COUNT` where it is given, all where `npm run conformance` asks, else
 * a tenth, but not below 250.
 *
 * @param all the number that `npm run conformance` makes
 */
export function count(all: number): number {
  const { CONFORMANCE_COUNT: given, CONFORMANCE_ALL: isAll } = process.env
  if (given !== undefined) return Number(given)
  return isAll === '1' ? all : Math.min(all, Math.max(LEAST, Math.ceil(all * SHARE)))
}
