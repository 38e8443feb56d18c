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

const RETRIED = [408, 425, 429]
const REFUSED = [401, 403, 404, 405, 407, 410, 501, 505]

/** Judges an answer by its status. */
export function judge(status: number | undefined): Verdict {
  if (status === undefined || RETRIED.includes(status)) return 'retry'
  if (status === 413) return 'split'
  if (status < 200 || REFUSED.includes(status)) return 'refused'
  if (status < 300) return 'acknowledged'
  if (status < 400) return 'refused'
  return status < 500 ? 'rejected' : 'retry'
}
