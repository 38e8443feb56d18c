// `npm run bench:view`: `treeline view` beside pino-pretty, over the same log. `--write` puts the figures into docs/measured/view.md.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, closeSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { version } from '../version.mjs'

const root = resolve(import.meta.dirname, '../../../..')
const TREELINE = resolve(root, 'packages/treeline/bin/treeline.js')
const PINO_PRETTY = resolve(root, 'packages/bench/node_modules/pino-pretty/bin.js')

const options = {
  lines: { type: 'string', default: '400000' },
  rounds: { type: 'string', default: '5' },
  write: { type: 'boolean' },
}
const { values } = parseArgs({ options })
const [lines, rounds] = [Number(values.lines), Number(values.rounds)]

/** The CPU time of all threads of the process comes on its descriptor 3. */
const REPORT = `data:text/javascript,import { writeSync } from 'node:fs';
process.on('exit', () => { const { user, system } = process.cpuUsage(); writeSync(3, String(user + system)) })`

const CONTESTANTS = [
  { name: '`treeline view`', args: [TREELINE, 'view'], log: 'treeline' },
  { name: '`treeline view`', args: [TREELINE, 'view'], log: 'pino' },
  { name: '`treeline view -l error`', args: [TREELINE, 'view', '-l', 'error'], log: 'pino' },
  { name: '`pino-pretty`', args: [PINO_PRETTY, '--colorize=false'], log: 'pino' },
  { name: '`pino-pretty -S`', args: [PINO_PRETTY, '--colorize=false', '--singleLine'], log: 'pino' },
]

const LINES = {
  treeline: (index) => ({
    time: new Date(1_795_780_800_000 + index).toISOString(),
    level: 'INFO',
    logger: `app.web.${index % 7}`,
    message: `request completed ${index}`,
    ...fields(index),
  }),
  pino: (index) => ({
    level: 30,
    time: 1_795_780_800_000 + index,
    pid: 1,
    hostname: 'web1',
    name: `app.web.${index % 7}`,
    msg: `request completed ${index}`,
    ...fields(index),
  }),
}

function fields(index) {
  return { method: 'GET', path: `/users/${index}`, status: 200, ms: index / 10 }
}

/** Runs a contestant over a file to /dev/null; gives the seconds that passed and those of the CPU. */
function run({ args }, file) {
  const input = openSync(file, 'r')
  const started = performance.now()
  const { status, output, stderr } = spawnSync(process.execPath, ['--import', REPORT, ...args], {
    stdio: [input, 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '', NO_COLOR: '1' },
    encoding: 'utf8',
  })
  const passed = (performance.now() - started) / 1000
  closeSync(input)
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  return { passed, cpu: Number(output[3]) / 1e6 }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

const folder = mkdtempSync(join(tmpdir(), 'treeline-bench-view-'))
try {
  const files = Object.fromEntries(
    Object.entries(LINES).map(([name, line]) => {
      const file = join(folder, `${name}.log`)
      writeFileSync(file, Array.from({ length: lines }, (_, index) => `${JSON.stringify(line(index))}\n`).join(''))
      return [name, { file, megabytes: statSync(file).size / 1e6 }]
    }),
  )
  const runs = CONTESTANTS.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, contestant] of CONTESTANTS.entries())
      runs[index].push(run(contestant, files[contestant.log].file))
  const rows = CONTESTANTS.map(({ name, log }, index) => {
    const { megabytes } = files[log]
    const cpu = median(runs[index].map((one) => one.cpu))
    const passed = median(runs[index].map((one) => one.passed))
    return `| ${name} | ${log}'s | ${(megabytes / cpu).toFixed(1)} | ${(megabytes / passed).toFixed(1)} |`
  })
  const table = `| command | lines | MB a second of CPU | MB a second that passed |\n| --- | --- | ---: | ---: |\n${rows.join('\n')}\n`
  process.stdout.write(table)
  if (values.write) writeFileSync(resolve(root, 'docs/measured/view.md'), page(table))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function page(table) {
  return `# Looking at logs

Written by \`npm run bench:view -- --lines=${lines} --rounds=${rounds} --write\` (${new Date().toISOString().slice(0, 10)}): do not edit. Node ${process.version}, ${cpus()[0]?.model}, a shared
machine; pino-pretty ${version('pino-pretty')}.

${table}
Each command is a process of its own, start included, that reads ${lines.toLocaleString('en')} lines with four fields from a file as its standard input
and writes to /dev/null, without colours; the commands take turns. The median of ${rounds} rounds. The CPU's time is that of all
threads of the process.
`
}
