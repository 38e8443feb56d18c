// Races the contestants. See options.mjs for the arguments.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { options } from './options.mjs'
import { ranking } from './ranking.mjs'
import { service } from './service/service.mjs'
import { proof } from './targets/proof.mjs'

const MODES = { ranking, targets: proof, service }
const DOCS = new URL('../../../docs/measured/', import.meta.url)

/**
 * @typedef {object} Measured
 * @property {object[]} rows a contestant's in a workload each
 * @property {object} json what `--json` prints
 * @property {string} text what is printed otherwise
 * @property {() => Record<string, string>} pages what goes to docs, by the file's name
 */

const asked = options(process.argv.slice(2))
if (!existsSync(new URL('../../treeline/dist/node.js', import.meta.url))) {
  process.stderr.write('bench: the packages are not built; run `npm run build` first\n')
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'treeline-bench-'))
const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`
try {
  publish(await MODES[asked.mode]({ ...asked, folder, machine }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** @param {Measured} measured */
function publish({ rows, json, text, pages }) {
  process.stdout.write(asked.json ? `${JSON.stringify(json)}\n` : text)
  if (asked.write) for (const [name, page] of Object.entries(pages())) writeFileSync(new URL(name, DOCS), page)
  for (const { workload, name, lost, bad } of rows) {
    if (bad !== undefined) process.stderr.write(`bench: ${workload}: ${name} wrote ${bad}\n`)
    if (lost > 0) process.stderr.write(`bench: ${workload}: ${name} lost ${lost} lines\n`)
  }
  if (rows.some(({ from, lost }) => from === 'treeline' && lost > 0)) process.exitCode = 1
}
