// `npm run multiprocess [-- --processes 8 --lines 20000 --rounds 1 --races <part of a name>]`: needs `npm run build` first.
import { parseArgs } from 'node:util'
import { run } from './race.mjs'
import { races } from './races.mjs'

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '8' },
    lines: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '1' },
    races: { type: 'string', default: '' },
  },
})
let failed = 0
for (let round = 0; round < Number(values.rounds); round++)
  for (const { name, race, ...least } of races(Number(values.processes), Number(values.lines))) {
    if (!name.includes(values.races)) continue
    const began = performance.now()
    const { files, archives, found, faults, largest } = await run(race)
    if (files < least.files) faults.push(`${files} files, not ${least.files} or more`)
    if (archives < least.archives) faults.push(`${archives} files compressed, not ${least.archives} or more`)
    if (faults.length > 0) failed++
    const ms = Math.round(performance.now() - began)
    console.log(
      `${name}: ${found} lines in ${files} files (${archives} compressed), the largest ${largest} bytes, ${ms} ms`,
    )
    for (const fault of faults.slice(0, 10)) console.log(`    ✗ ${fault}`)
  }
console.log(failed === 0 ? 'no line lost, doubled or torn' : `${failed} races failed`)
process.exitCode = failed === 0 ? 0 : 1
