// `npm run bench:types`: what reading the formats of logging calls costs TypeScript's checker. `--write` puts the figures into
// docs/measured/types.md.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { version } from '../version.mjs'

const root = resolve(import.meta.dirname, '../../../..')
const options = {
  calls: { type: 'string', default: '10000' },
  rounds: { type: 'string', default: '3' },
  write: { type: 'boolean' },
}
const { values } = parseArgs({ options })
const [calls, rounds] = [Number(values.calls), Number(values.rounds)]
const LINES_A_BLOCK = 4

function seconds(blocks, way) {
  const args = [join(import.meta.dirname, 'check.mjs'), String(calls), String(blocks), way]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

function row(blocks) {
  const taken = { unread: [], read: [] }
  for (let round = 0; round < rounds; round++)
    for (const way of Object.keys(taken)) taken[way].push(seconds(blocks, way))
  const [unread, read] = [Math.min(...taken.unread), Math.min(...taken.read)]
  const cells = [blocks * LINES_A_BLOCK, unread.toFixed(1), read.toFixed(1), (read / unread).toFixed(2)]
  return `| ${cells.join(' | ')} |`
}

const table = [
  '| lines of ordinary code beside a call | s without | s with | ratio |',
  '| ---: | ---: | ---: | ---: |',
  ...[0, 1, 3].map(row),
].join('\n')
console.log(table)

if (values.write) {
  writeFileSync(
    join(root, 'docs/measured/types.md'),
    `# What it costs to have formats checked

\`npm run bench:types -- --write\`: treeline ${version('treeline')}, TypeScript ${ts.version}, Node ${process.version}, ${cpus()[0]?.model.trim() ?? ''},
${rounds} rounds in turns, the least of each. A program of ${calls} logging calls, no two alike, each in a function of its own; CPU
seconds that the checker takes for it, with a logger whose messages and arguments are \`unknown\`, and with treeline's.

${table}
`,
  )
}
