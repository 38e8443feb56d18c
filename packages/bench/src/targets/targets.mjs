// What treeline's speed has to reach, on every Node. Data only.

/**
 * @typedef {object} Target
 * @property {string} workload
 * @property {string} beside where the contestant beside treeline is from; its fastest set-up counts
 * @property {string} [its] the other's workload, where it is another
 * @property {'timesAsFast' | 'timesTheCost' | 'nsAbove'} measure
 * @property {number} bound the least `timesAsFast`; the most of the others
 */

/** @type {Target[]} */
export const TARGETS = [
  { workload: 'json-buffered', beside: 'pino', measure: 'timesAsFast', bound: 4 },
  { workload: 'json-sync', beside: 'pino', measure: 'timesAsFast', bound: 1.6 },
  // pino has no text lines.
  { workload: 'text-buffered', beside: 'pino', its: 'json-buffered', measure: 'timesAsFast', bound: 4 },
  { workload: 'text-sync', beside: 'pino', its: 'json-sync', measure: 'timesAsFast', bound: 1.6 },
  { workload: 'json-buffered', beside: 'node', measure: 'timesTheCost', bound: 1.7 },
  { workload: 'text-buffered', beside: 'node', measure: 'timesTheCost', bound: 1.7 },
  { workload: 'json-buffered', beside: 'python3', measure: 'timesAsFast', bound: 15 },
  { workload: 'text-buffered', beside: 'python3', measure: 'timesAsFast', bound: 15 },
  { workload: 'json-sync', beside: 'python3', measure: 'timesAsFast', bound: 5 },
  { workload: 'text-sync', beside: 'python3', measure: 'timesAsFast', bound: 5 },
  { workload: 'disabled', beside: 'node', measure: 'nsAbove', bound: 1 },
  { workload: 'disabled-object', beside: 'node', measure: 'nsAbove', bound: 1 },
]
