// `npm run privacy -- --seed N --count M`: so many random values of a page (events, nodes, storage, requests, what frameworks make
// of them) are logged at random places, in three browsers; none of the page's secrets may be in what was sent or kept.
// `--browser B` for one of them, `--mutant NAME` without one of the guards: then secrets have to be found.
import { parseArgs } from 'node:util'
import { BROWSERS } from '../tools/browsers.mjs'
import { run } from './run.mjs'
import { mutated, published } from './script.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    count: { type: 'string', default: '2000' },
    browser: { type: 'string' },
    mutant: { type: 'string' },
  },
})
const [seed, count] = [Number(values.seed), Number(values.count)]
if (!Number.isSafeInteger(seed) || !(count >= 1)) throw new Error('--seed and --count are whole numbers')
const names = /** @type {(keyof typeof BROWSERS)[]} */ (values.browser ? [values.browser] : Object.keys(BROWSERS))
const unknown = names.find((name) => !(name in BROWSERS))
if (unknown) throw new Error(`no browser ${unknown}; there are ${Object.keys(BROWSERS).join(', ')}`)
const script = values.mutant ? await mutated(values.mutant) : published()

let failed = 0
for (const name of names) {
  const { found, problems, logged, records, longest } = await run(name, seed, count, script)
  const sent = Object.entries(records).map(([from, number]) => `${number} by ${from}`)
  const wrong = [...found.map((text) => `found: ${text}`), ...problems]
  console.log(
    `${wrong.length === 0 ? 'ok' : 'FAILED'}  ${name}  seed ${seed}  ${logged} values logged, records: ${sent.join(', ')}; ` +
      `the longest ${longest} characters; secrets found: ${found.length}`,
  )
  for (const text of wrong.slice(0, 10)) console.log(`  ${text}`)
  if (wrong.length > 0) failed++
}
process.exitCode = failed === 0 ? 0 : 1
