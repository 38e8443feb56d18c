// Races the contestants. See options.mjs for the arguments.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { bars } from './bars.mjs'
import { options } from './options.mjs'
import { page } from './page.mjs'
import { hasPython, run } from './run.mjs'
import { summary, table } from './table.mjs'
import { does, workloads } from './workloads.mjs'

const HERE = new URL('.', import.meta.url).pathname
const DOCS = new URL('../../../docs/', import.meta.url)

const { rounds, lines, only, chosen, jobs, json, write } = options(process.argv.slice(2))

if (!existsSync(new URL('../../treeline/dist/node.js', import.meta.url))) {
  process.stderr.write('bench: the packages are not built; run `npm run build` first\n')
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'treeline-bench-'))
const contestants = await load()
try {
  const races = []
  for (const workload of Object.values(workloads)) {
    if (chosen.length > 0 && !chosen.includes(workload.name)) continue
    races.push(await race(workload))
  }
  await publish(races.filter((rows) => rows.length > 0))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The contestants' files, without those whose program is not there. */
async function load() {
  const files = readdirSync(join(HERE, 'contestants')).filter((name) => name.endsWith('.mjs'))
  const found = []
  for (const file of files.toSorted()) {
    const { from, can, calls, setups } = await import(`./contestants/${file}`)
    if (from === 'python3' && !(await hasPython())) {
      process.stderr.write('bench: no python3 here; CPython does not take part\n')
      continue
    }
    for (const [name, setup] of Object.entries(setups)) {
      if (only.length === 0 || only.includes(name)) found.push({ name, file, from, can, calls, setup })
    }
  }
  return found
}

/** Gives a row for each contestant that does the workload: treeline first, then the fastest. */
async function race(workload) {
  const field = contestants.filter((contestant) => does(contestant, contestant.setup, workload))
  const results = new Map(field.map(({ name }) => [name, []]))
  const runs = []
  for (let round = 0; round < rounds; round++) {
    // The order turns with the rounds: nobody always runs behind the same neighbour.
    for (let turn = 0; turn < field.length; turn++) runs.push(field[(turn + round) % field.length])
  }
  const next = async () => {
    for (let contestant = runs.shift(); contestant !== undefined; contestant = runs.shift()) {
      results.get(contestant.name).push(await run(contestant, workload, lines, folder))
    }
  }
  await Promise.all(Array.from({ length: jobs }, next))
  const rows = field.map(({ name, from }) => ({ workload: workload.name, name, from, ...judged(results.get(name)) }))
  const own = rows.find(({ name }) => name === 'treeline')
  const fastest = rows.toSorted((a, b) => a.ns - b.ns)
  process.stderr.write(
    `bench: ${workload.name}: ${fastest.map(({ name, ns }) => `${name} ${ns.toFixed(1)}`).join(', ')}\n`,
  )
  return fastest.map((row) => ({ ...row, times: own === undefined ? undefined : row.ns / own.ns }))
}

/** Of several runs: the median, the spread, the peak, what was lost. */
function judged(runs) {
  const times = runs.map(({ nsPerLine }) => nsPerLine)
  return {
    ns: median(times),
    inCall: median(runs.map(({ nsInCall }) => nsInCall)),
    spread: Math.max(...times) / Math.min(...times),
    peakMB: median(runs.map(({ peakKB }) => peakKB / 1024)),
    lines: sum(runs.map(({ lines: logged }) => logged)),
    lost: sum(runs.map(({ lost }) => lost)),
    bad: runs.find(({ bad }) => bad !== undefined)?.bad,
  }
}

async function publish(races) {
  const rows = races.flat()
  const machine = `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${rounds} rounds of ${lines} lines`
  if (json) process.stdout.write(`${JSON.stringify(rows)}\n`)
  else process.stdout.write(`${machine}\n\n${summary(races)}\n${table(races)}`)
  if (write) {
    writeFileSync(new URL('performance.svg', DOCS), bars(races))
    writeFileSync(new URL('performance.md', DOCS), await page(races, { machine, rounds, lines }))
  }
  for (const { workload, name, lost, bad } of rows) {
    if (bad !== undefined) process.stderr.write(`bench: ${workload}: ${name} wrote ${bad}\n`)
    if (lost > 0) process.stderr.write(`bench: ${workload}: ${name} lost ${lost} lines\n`)
  }
  if (rows.some(({ name, lost }) => name === 'treeline' && lost > 0)) process.exitCode = 1
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
