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

/**
 * Returns what became of a record that was lost: each attempt to send it, and what that met.
 *
 * @param {string} id
 * @param {import('./front.mjs').Front} front
 */
export function traceOf(id, { batches }) {
  const attempts = batches.filter(({ ids }) => ids.includes(id))
  const met = attempts.map(
    ({ weather, ids, status = 'no answer' }) => `${weather} (${status}, of ${ids.length} records)`,
  )
  return `${id} was sent ${attempts.length} times${met.length > 0 ? `: ${met.join(', ')}` : ''}`
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
export function lineOf({ accepted, arrived, lost, doubled, missing, cut, told, left }) {
  const parts = [`${arrived} of ${accepted} arrived`]
  if (lost.length > 0) parts.push(`${lost.length} lost`)
  if (doubled.length > 0) parts.push(`${doubled.length} doubled`)
  for (const [reason, count] of Object.entries(missing)) parts.push(`${count} missing by ${reason}`)
  if (cut > 0) parts.push(`${cut} twice by a kill of the receiver`)
  for (const [reason, count] of Object.entries(told)) parts.push(`${count} told as ${reason}`)
  if (left > 0) parts.push(`${left} told as left behind`)
  return parts.join(', ')
}

/**
 * Adds up the verdicts of several worlds.
 *
 * @param {readonly import('./ledger.mjs').Verdict[]} verdicts
 * @returns {import('./ledger.mjs').Verdict}
 */
export function addUp(verdicts) {
  return {
    accepted: verdicts.reduce((sum, { accepted }) => sum + accepted, 0),
    arrived: verdicts.reduce((sum, { arrived }) => sum + arrived, 0),
    lost: verdicts.flatMap(({ lost }) => lost),
    doubled: verdicts.flatMap(({ doubled }) => doubled),
    missing: sums(verdicts.map(({ missing }) => missing)),
    cut: verdicts.reduce((sum, { cut }) => sum + cut, 0),
    told: sums(verdicts.map(({ told }) => told)),
    left: verdicts.reduce((sum, { left }) => sum + left, 0),
    errors: verdicts.flatMap(({ errors }) => errors),
  }
}

/** @param {readonly Partial<Record<string, number>>[]} counts */
function sums(counts) {
  /** @type {Record<string, number>} */
  const total = {}
  for (const count of counts)
    for (const [reason, number = 0] of Object.entries(count)) total[reason] = (total[reason] ?? 0) + number
  return total
}
