// One run of one contestant, in a process of its own: node run.mjs <contestant> <workload> <lines> <file>
const [contestant, workload, lines, file] = process.argv.slice(2)
const count = Number(lines)
// Compiled code before the clock starts; these lines are counted on disk like the others.
const WARM_UP = 20_000

const { start } = await import(`./contestants/${contestant}.mjs`)
const { line, end } = start(workload, file)
for (let i = 0; i < WARM_UP; i++) line(i)
const repeats = workload === 'disabled' ? 100 : 1
const before = process.hrtime.bigint()
for (let repeat = 0; repeat < repeats; repeat++) for (let i = 0; i < count; i++) line(i)
await end()
const elapsed = Number(process.hrtime.bigint() - before)
process.stdout.write(JSON.stringify({ nsPerLine: elapsed / (count * repeats), lines: count + WARM_UP }))
