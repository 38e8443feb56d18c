// Races the contestants and prints one table: node race.mjs [quick]
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'

const quick = process.argv.includes('quick')
const ROUNDS = quick ? 3 : 7
const LINES = quick ? 50_000 : 200_000
const RUN = new URL('run.mjs', import.meta.url).pathname
const WORKLOADS = {
  'json-sync': ['pino', 'treeline', 'limit'],
  'json-buffered': ['pino', 'treeline', 'limit'],
  'text-sync': ['treeline', 'limit'],
  'text-buffered': ['treeline', 'limit'],
  disabled: ['pino', 'treeline', 'limit'],
}

if (!existsSync(new URL('../../treeline/dist/node.js', import.meta.url))) {
  process.stderr.write('bench: the packages are not built; run `npm run build` first\n')
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'treeline-bench-'))
const rows = []
try {
  for (const [workload, contestants] of Object.entries(WORKLOADS)) rows.push(...race(workload, contestants))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
print(rows)
if (rows.some((row) => row.lost > 0)) process.exitCode = 1

function race(workload, contestants) {
  const results = new Map(contestants.map((name) => [name, { times: [], lost: 0 }]))
  for (let round = 0; round < ROUNDS; round++) {
    // The order turns with the rounds: nobody always runs behind the same neighbour.
    for (let turn = 0; turn < contestants.length; turn++) {
      const name = contestants[(turn + round) % contestants.length]
      const { nsPerLine, lost } = run(name, workload)
      results.get(name).times.push(nsPerLine)
      results.get(name).lost += lost
    }
  }
  const pino = results.get('pino')
  return [...results].map(([name, { times, lost }]) => ({
    workload,
    name,
    median: median(times),
    spread: Math.max(...times) / Math.min(...times),
    ratio: pino === undefined ? undefined : median(pino.times) / median(times),
    lost,
  }))
}

function run(name, workload) {
  const file = join(folder, 'out.log')
  rmSync(file, { force: true })
  const output = execFileSync(process.execPath, [RUN, name, workload, String(LINES), file], { encoding: 'utf8' })
  const { nsPerLine, lines } = JSON.parse(output)
  return { nsPerLine, lost: workload === 'disabled' ? 0 : lines - countLines(file) }
}

function countLines(file) {
  const fd = openSync(file, 'r')
  const block = Buffer.allocUnsafe(1 << 20)
  let lines = 0
  for (let read = readSync(fd, block); read > 0; read = readSync(fd, block)) {
    for (let i = 0; i < read; i++) if (block[i] === 10) lines++
  }
  closeSync(fd)
  return lines
}

function median(times) {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function print(results) {
  const lines = [
    `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${ROUNDS} rounds of ${LINES} lines`,
    '',
    '| workload | contestant | ns a line (median) | slowest/fastest | times as fast as pino | lines lost |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...results.map(
      ({ workload, name, median: ns, spread, ratio, lost }) =>
        `| ${workload} | ${name} | ${ns.toFixed(ns < 10 ? 2 : 0)} | ${spread.toFixed(2)} | ${ratio?.toFixed(2) ?? ''} | ${workload === 'disabled' ? '' : lost} |`,
    ),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
