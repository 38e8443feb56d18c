/** Where this run's random cases start: `CONFORMANCE_SEED`, else the time. A failing test prints it. */
export const seed: number = Number(process.env['CONFORMANCE_SEED'] ?? Date.now() % 1_000_000_007)

/**
 * How many random cases to make of a kind: `CONFORMANCE_COUNT` where it is given.
 *
 * @param otherwise the number on every ordinary run
 */
export function count(otherwise: number): number {
  return Number(process.env['CONFORMANCE_COUNT'] ?? otherwise)
}
