import type { Outcome } from '../request.js'

/**
 * What an outcome means for the records that were sent.
 *
 * - `acknowledged`: any 2xx; they have arrived
 * - `retry`: the network, a timeout, 408, 425, 429, 5xx; the same again later
 * - `split`: 413; the same in smaller batches
 * - `rejected`: 400, 422 and the other 4xx; these records will never be taken, the next may be
 * - `refused`: 401, 403, 404, 405, 410, 501, 505 and what is no answer of a collector; nothing will be taken for now
 */
export type Verdict = 'acknowledged' | 'retry' | 'split' | 'rejected' | 'refused'

const RETRIED: ReadonlySet<number> = new Set([408, 425, 429])
const REFUSED: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 410, 501, 505])

/** Judges what became of a request. */
export function judge(outcome: Outcome): Verdict {
  if (outcome.kind !== 'answer') return 'retry'
  const { status } = outcome
  if (status >= 200 && status < 300) return 'acknowledged'
  if (status === 413) return 'split'
  if (REFUSED.has(status)) return 'refused'
  if (RETRIED.has(status) || status >= 500) return 'retry'
  return status >= 400 ? 'rejected' : 'refused'
}
