import { RECEIVED_HEADER } from '@treeline/core/wire'
import type { Outcome } from '../request.js'

/** The meaning of an answer, or of its absence, for the sent records. */
export type Verdict = 'received' | 'too large' | 'unwanted' | 'refused' | 'later'

/** Matches where the server takes nothing for now: redirects, 401, 403, 404, 405, 407, 410, 501, 505. */
const REFUSED = /^[13]|40[13457]|410|50[15]/
/** Matches where the same may be taken later: no answer (0), 408, 425, 429, 5xx. */
const LATER = /^[05]|408|42[59]/
/** Matches where the reason may be a single record: it crashes the server, or a firewall takes it for an attack. */
const DOUBTFUL = /^[05]|403/

/**
 * Returns what an answer means. With a status that is neither refused nor to be tried again (400, 422 and the other 4xx) the server
 * will never take these records; it may take others.
 *
 * @param acknowledge whose 2xx counts: `'receiver'`, that of a receiver of batches, which says that it is one; `'any'`, that of any
 *   server, but no page and not behind a redirect
 */
export function judge({ status = 0, headers, redirected }: Outcome, acknowledge: 'receiver' | 'any'): Verdict {
  if (status >= 200 && status < 300) {
    // A redirect may have turned the request into a GET without a body.
    if (redirected) return 'refused'
    const isMarked = acknowledge === 'any' ? !isPage(headers) : headers?.get(RECEIVED_HEADER)
    return isMarked ? 'received' : 'refused'
  }
  const code = String(status)
  if (status === 413) return 'too large'
  if (REFUSED.test(code)) return 'refused'
  return LATER.test(code) ? 'later' : 'unwanted'
}

function isPage(headers: Headers | undefined): boolean {
  return /html/i.test(headers?.get('content-type') ?? '')
}

/** Returns whether the reason of a failure may be a single record. */
export function isDoubtful({ status = 0 }: Outcome): boolean {
  return DOUBTFUL.test(String(status))
}

/** Returns an answer in words. */
export function wordsOf({ status = 0, redirected }: Outcome): string {
  if (redirected) return `status ${status} behind a redirect (give the address that it leads to)`
  if (status >= 200 && status < 300) return `status ${status} from no receiver of batches (see the option acknowledge)`
  return status ? `status ${status}` : 'no answer'
}
