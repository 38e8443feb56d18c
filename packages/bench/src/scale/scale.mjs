// Measures how a record's cost grows, and writes docs/measured/scale.md with its curves:
//   node scale.mjs [section …] [--tiny] [--rounds n] [--to folder]
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { drawCurve } from './curve.mjs'
import { page, shown } from './page.mjs'
import { SECTIONS } from './plan.mjs'

const POINT = fileURLToPath(new URL('point.mjs', import.meta.url))
const DOCS = fileURLToPath(new URL('../../../../docs/measured', import.meta.url))
const TINY_RECORDS = 200

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { tiny: { type: 'boolean' }, rounds: { type: 'string' }, to: { type: 'string', default: DOCS } },
})
const sections = positionals.length === 0 ? SECTIONS : SECTIONS.filter(({ name }) => positionals.includes(name))
const rounds = Number(options.rounds ?? (options.tiny ? 1 : 5))

if (!existsSync(new URL('../../../treeline/dist/node.js', import.meta.url))) fail('run `npm run build` first')
const unknown = positionals.filter((name) => SECTIONS.every((section) => section.name !== name))
if (unknown.length > 0)
  fail(`no section ${unknown.join(', ')}; there are ${SECTIONS.map(({ name }) => name).join(', ')}`)

const measured = sections.map((section) => {
  const points = options.tiny ? section.tiny : section.points
  const empty = () => points.map(() => ({ values: [], counted: 0, lost: 0 }))
  return { section, points, results: new Map(section.series.map(({ measure }) => [measure, empty()])) }
})
const loadBefore = load()
for (let round = 0; round < rounds; round++) for (const part of measured) measure(part, round)

mkdirSync(options.to, { recursive: true })
for (const part of measured) writeFileSync(join(options.to, `scale-${part.section.name}.svg`), curve(part))
// A page of a part would take the place of the whole.
const text = page(measured, {
  machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`,
  command: 'npm run bench:scale',
  rounds,
  date: new Date().toISOString().slice(0, 10),
  cores: cpus().length,
  load: `${loadBefore} before and ${load()} after`,
})
if (sections.length === SECTIONS.length) writeFileSync(join(options.to, 'scale.md'), text)
else process.stdout.write(text)
if (measured.some(({ results }) => [...results.values()].flat().some(({ lost }) => lost > 0))) fail('lines are missing')

function load() {
  return loadavg()[0].toFixed(1)
}

function fail(message) {
  process.stderr.write(`bench:scale: ${message}\n`)
  process.exit(1)
}

function measure({ section, points, results }, round) {
  points.forEach((point, i) => {
    for (const { measure } of section.series) {
      const result = results.get(measure)[i]
      const { value, counted, lost } = run(measure, point, options.tiny ? TINY_RECORDS : section.records)
      result.values.push(value / section.unit)
      result.counted += counted
      result.lost += lost
    }
  })
  process.stderr.write(`round ${round + 1}: ${section.name}\n`)
}

function run(measure, point, records) {
  const args = ['--expose-gc', POINT, measure, String(point), String(records)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 }))
}

function curve({ section, points, results }) {
  const series = section.series.map((one) => ({
    label: one.label,
    points: points.map((x, i) => ({ x, y: shown(one, results.get(one.measure)[i].values) })),
  }))
  return drawCurve({ ...section, series })
}
