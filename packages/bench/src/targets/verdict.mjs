/**
 * @typedef {object} Row what a contestant took for a workload, on one Node
 * @property {string} workload
 * @property {string} name
 * @property {string} from
 * @property {number} ns the median of its rounds, a line
 * @property {number} spread the slowest round over the fastest
 * @property {number} lost lines
 *
 * @typedef {object} Verdict
 * @property {Row} [own] treeline's
 * @property {Row} [other] the fastest beside it of those that lost nothing
 * @property {number} [figure] none where one of the two is missing, or treeline lost lines
 * @property {boolean} reached
 */

/** @type {Record<import('./targets.mjs').Target['measure'], (own: number, other: number) => number>} */
const FIGURES = {
  timesAsFast: (own, other) => other / own,
  timesTheCost: (own, other) => own / other,
  nsAbove: (own, other) => own - other,
}

/**
 * Returns whether a target is reached. A target that was not measured is not reached.
 *
 * @param {import('./targets.mjs').Target} target
 * @param {Row[]} rows one Node's
 * @returns {Verdict}
 */
export function verdict({ workload, beside, its = workload, measure, bound }, rows) {
  const own = rows.find((row) => row.workload === workload && row.name === 'treeline')
  const others = rows.filter((row) => row.workload === its && row.from === beside && row.lost === 0)
  const other = others.toSorted((a, b) => a.ns - b.ns)[0]
  if (own === undefined || other === undefined || own.lost > 0) return { own, other, reached: false }
  const figure = FIGURES[measure](own.ns, other.ns)
  return { own, other, figure, reached: measure === 'timesAsFast' ? figure >= bound : figure <= bound }
}
