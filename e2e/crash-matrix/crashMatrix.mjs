// `npm run crash-matrix [-- --rows <part of an id> --peers --quick --write]`: child programs that end in every way.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { faults, subjectsOf } from './judge.mjs'
import { pageOf } from './page.mjs'
import { ROWS } from './rows.mjs'
import { subjectOf } from './subjects.mjs'
import { run } from './world.mjs'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '' },
    peers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const peers = values.peers || values.write
if (values.write && (values.rows || values.quick)) throw new Error('--write takes all rows')

/** @type {import('./page.mjs').Results} */
const results = new Map()
let failed = 0
for (const row of ROWS) {
  if (!row.id.includes(values.rows) || (values.quick && !row.quick)) continue
  /** @type {Map<string, import('./world.mjs').Verdict>} */
  const verdicts = new Map()
  results.set(row, verdicts)
  for (const subject of subjectsOf(row, peers)) {
    const verdict = await run(row, subject)
    verdicts.set(subject, verdict)
    const { expected, found, torn, doubled, code, signal, ms } = verdict
    const wrong = subjectOf(subject).isPeer ? [] : faults(row, subject, verdict)
    if (wrong.length > 0) failed++
    console.log(
      `${row.id}, ${subject}: ${found} of ${expected}, torn ${torn}, doubled ${doubled}, ${signal ?? code}, ${Math.round(ms)} ms${wrong.map((fault) => `\n    ✗ ${fault}`).join('')}`,
    )
  }
}
if (values.write && failed === 0) writeFileSync(new URL('../../docs/reliability.md', import.meta.url), pageOf(results))
console.log(failed === 0 ? 'all as the rows say' : `${failed} not as the rows say`)
process.exitCode = failed === 0 ? 0 : 1
