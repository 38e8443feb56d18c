/** How many lines a program logs. */
export const MANY = 2000

/**
 * @param {string} why
 * @param {string} [told]
 */
export function lossy(why, told) {
  return { expected: MANY, bound: { all: MANY }, why, told }
}
