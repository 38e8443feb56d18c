import { SUBJECTS } from './subjects.mjs'

/**
 * The subjects of a row.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {boolean} peers
 */
export function subjectsOf(row, peers) {
  return [...SUBJECTS]
    .filter(([key, { sink, isPeer }]) => {
      if ((row.sink && sink !== row.sink) || (sink === 'network' && !row.network)) return false
      if (isPeer) return peers && !row.module && !row.own
      return !row.only || row.only.includes(key)
    })
    .map(([key]) => key)
}

/**
 * How many lines a subject of treeline may lose in a row.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {string} subject
 */
export const boundOf = ({ bound }, subject) => bound?.[subject] ?? bound?.['all'] ?? 0

/**
 * What is wrong with a verdict on treeline; nothing where all is as the row says.
 *
 * @param {import('./rows.mjs').Row} row
 * @param {string} subject
 * @param {import('./world.mjs').Verdict} verdict
 */
export function faults(row, subject, verdict) {
  const { expected, found, torn, doubled, code, signal, hangs, stderr } = verdict
  const lost = expected - found
  const wanted = row.code === undefined ? 0 : row.code
  return [
    hangs && 'hangs',
    lost > boundOf(row, subject) && `${lost} of ${expected} lines lost`,
    torn > (row.torn ?? 0) && `${torn} lines torn`,
    doubled > 0 && `${doubled} lines doubled`,
    code !== wanted && `exit code ${code} ${signal ?? ''}, not ${wanted}`,
    wanted === null && signal !== (row.signal ?? 'SIGTERM') && `ended by ${signal}`,
    row.told &&
      !new RegExp(row.told.replaceAll('{lost}', String(lost))).test(stderr) &&
      `standard error does not say ${row.told}: ${stderr.slice(0, 300)}`,
  ].filter((fault) => typeof fault === 'string')
}
