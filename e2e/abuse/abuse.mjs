// `npm run abuse`: the receiver under each attack, with an honest page beside it.
//
//   --attacks a,b   only these, by name or the start of one
//   --seed N        the attacker's and the page's random numbers; default by the clock, and printed
//   --write         writes docs/measured/abuse.md
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { attacks } from './attacks.mjs'
import { LONGEST_ANSWER_MS, runAttack } from './row.mjs'
import { lineOf, page, TITLES } from './table.mjs'

const { values } = parseArgs({
  options: { attacks: { type: 'string' }, seed: { type: 'string' }, write: { type: 'boolean', default: false } },
})
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)
if (!Number.isSafeInteger(seed)) throw new RangeError(`--seed: expected a whole number, not ${values.seed}`)
const names = values.attacks?.split(',').map((name) => name.trim())
for (const name of names ?? []) {
  if (!attacks.some((attack) => attack.name.startsWith(name)))
    throw new RangeError(
      `--attacks: there is no ${name}; there are: ${attacks.map((attack) => attack.name).join(', ')}`,
    )
}
const chosen = attacks.filter(({ name }) => names === undefined || names.some((start) => name.startsWith(start)))

console.log(`seed ${seed}`)
console.log(lineOf(TITLES))
const rows = []
let failed = 0
for (const attack of chosen) {
  const row = await runAttack(attack, seed)
  if (row.slowestMs > LONGEST_ANSWER_MS)
    row.faults.push(`the page waited ${Math.round(row.slowestMs)} ms for an answer`)
  if (row.faults.length > 0) failed++
  rows.push(row)
  console.log(lineOf(row))
  for (const fault of row.faults) console.log(`    FAILED: ${fault}`)
}
console.log(`${chosen.length - failed} of ${chosen.length} attacks did no harm`)
if (values.write) writeFileSync(join(import.meta.dirname, '../../docs/measured/abuse.md'), page(rows, seed))
process.exitCode = failed === 0 ? 0 : 1
