/** Enough to find the others by. */
const SHOWN = 12

/**
 * Returns what a verdict says against the guarantee.
 *
 * @param {import('./ledger.mjs').Verdict} verdict
 */
export function faultsOf({ lost, doubled, errors }) {
  return [
    ...(lost.length > 0 ? [`${lost.length} lost (page:record): ${listed(lost)}`] : []),
    ...(doubled.length > 0 ? [`${doubled.length} doubled (page:record): ${listed(doubled)}`] : []),
    ...errors.slice(0, SHOWN),
  ]
}

/** @param {string[]} ids */
function listed(ids) {
  return ids.slice(0, SHOWN).join(' ') + (ids.length > SHOWN ? ' …' : '')
}

/**
 * Returns a verdict as one line.
 *
 * @param {import('./ledger.mjs').Verdict} verdict
 */
export function lineOf({ accepted, arrived, missing, cut, told, left }) {
  const parts = [`${arrived} of ${accepted} arrived`]
  for (const [reason, count] of Object.entries(missing)) parts.push(`${count} missing by ${reason}`)
  if (cut > 0) parts.push(`${cut} twice by a kill of the receiver`)
  for (const [reason, count] of Object.entries(told)) parts.push(`${count} told as ${reason}`)
  if (left > 0) parts.push(`${left} told as left behind`)
  return parts.join(', ')
}
