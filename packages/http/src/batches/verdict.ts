/**
 * What an answer means for the records that were sent.
 *
 * - `acknowledged`: any 2xx; they have arrived
 * - `retry`: no answer, 408, 425, 429, 5xx; the same again later
 * - `split`: 413; the same in smaller batches
 * - `rejected`: 400, 422 and the other 4xx; these records will never be taken, the next may be
 * - `refused`: 401, 403, 404, 405, 407, 410, 501, 505 and what is no answer of a collector; nothing will be taken for now
 */
export type Verdict = 'acknowledged' | 'retry' | 'split' | 'rejected' | 'refused'

const VERDICTS: readonly (readonly [RegExp, Verdict])[] = [
  [/^2/, 'acknowledged'],
  [/^413/, 'split'],
  [/^(?:0|408|425|429|5(?!0[15]))/, 'retry'],
  [/^4(?!0[13457]|10)/, 'rejected'],
]

/** Judges an answer by its status; 0 is none. */
export function judge(status: number): Verdict {
  return VERDICTS.find(([statuses]) => statuses.test(String(status)))?.[1] ?? 'refused'
}
