import { cpus, loadavg } from 'node:os'
import { LONGEST_ANSWER_MS, mebibytes } from './row.mjs'

/** @import { Row } from './row.mjs' */

/** The heads of the columns. */
export const TITLES = ['attack', 'page: sent', 'found', 'twice', 'slowest ms', 'server +MiB', 'of', 'the attacker got']
const WIDTHS = [38, 10, 6, 6, 10, 11, 4, 0]

/** @param {Row} row */
function cells(row) {
  return [
    row.attack.name,
    ...[
      row.expected,
      row.found,
      row.doubled,
      Math.round(row.slowestMs),
      mebibytes(row.growth),
      mebibytes(row.budget),
    ].map(String),
    Object.entries(row.outcomes)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([end, count]) => `${end} ×${count}`)
      .join(', '),
  ]
}

/** A line of the table as text. @param {Row | readonly string[]} row */
export function lineOf(row) {
  const texts = 'attack' in row ? cells(row) : row
  return texts
    .map((text, column) => (column === 0 ? text.padEnd(WIDTHS[0] ?? 0) : text.padStart(WIDTHS[column] ?? 0)))
    .join('  ')
}

/** The page of documentation. @param {readonly Row[]} rows @param {number} seed */
export function page(rows, seed) {
  const table = [TITLES, TITLES.map((_, column) => (column > 0 && column < 7 ? '--:' : '---')), ...rows.map(cells)]
  const failed = rows.filter(({ faults }) => faults.length > 0)
  return `# The receiver under attack

Written by \`npm run abuse -- --write\`, with Node ${process.version} on ${cpus().length} processor cores (${cpus()[0]?.model}), seed ${seed}.
The load of the machine was ${(loadavg()[0] ?? 0).toFixed(1)} at the end: above the number of cores, times say little. The row *none* tells what the page waited
for beside no attack.

Each row is one server program with a \`Receiver\`, one attack, and one honest page. The page logs 100 records a second by
\`BufferingHTTPHandler\`, throws away every tenth answer, so that its records are sent again, and shares the attacker's address
where the attack does not say otherwise. *Found* are the page's records that reached the server's tree, *twice* those that
reached it more than once. *Slowest* is the longest that the page waited for an answer: at most ${LONGEST_ANSWER_MS} ms are allowed. *Server*
is how much its resident memory grew at most, *of* what the budget of [the receiver](../../packages/receiver/README.md) allows.
The attacker's requests end with a status; its connections without one are *closed* or still *open* when the attack is over.

${table.map((texts) => `| ${texts.join(' | ')} |`).join('\n')}

${rows.length - failed.length} of ${rows.length} attacks did no harm.
${failed.map(({ attack, faults }) => `\n- **${attack.name}**: ${faults.join('; ')}`).join('')}
## What each attack does

${rows.map(({ attack }) => `- **${attack.name}**: ${attack.does}.`).join('\n')}
`
}
