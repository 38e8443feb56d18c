// The command `npm run soak`; see soak.mjs.
import { parseArgs } from 'node:util'
import { soak } from './soak.mjs'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (!(minutes > 0) || !Number.isSafeInteger(seed)) throw new Error('--minutes and --seed are numbers')

console.log(`soak of ${minutes} minutes, seed ${seed}`)
const { logged, counts, growth, moods, faults } = await soak(seed, minutes * 60)
for (const [sink, { missing, doubled, torn }] of Object.entries(counts))
  console.log(`${sink.padEnd(9)} ${logged[sink]} records, ${missing} missing, ${doubled} doubled, ${torn} torn`)
console.log(`memory ${growth < 0 ? '-' : '+'}${(Math.abs(growth) / 1e6).toFixed(1)} MB`)
console.log(
  `the server was ${Object.entries(moods)
    .map(([mood, times]) => `${mood} ${times}`)
    .join(', ')}`,
)
for (const fault of faults) console.log(`FAILED ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
