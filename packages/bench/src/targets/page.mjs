// docs/measured/targets.md, from the verdicts and the races' rows.
import { short } from '../table.mjs'
import { version } from '../version.mjs'

const CALLS = {
  'json-sync': 'JSON, each line at once',
  'json-buffered': 'JSON, buffered',
  'text-sync': 'text, each line at once',
  'text-buffered': 'text, buffered',
  disabled: 'a disabled call',
  'disabled-object': 'a disabled call with an object',
}
const OTHERS = { pino: 'pino at its best', node: 'the limit', python3: 'CPython' }
const PHRASES = {
  timesAsFast: (bound, other) => `at least ${bound} times as fast as ${other}`,
  timesTheCost: (bound, other) => `at most ${bound} times the time of ${other}`,
  nsAbove: (bound) => `at most ${bound} ns above an empty call`,
}
const FIGURES = {
  timesAsFast: (figure) => `${figure.toFixed(2)}×`,
  timesTheCost: (figure) => `${figure.toFixed(2)}×`,
  nsAbove: (figure) => `${figure.toFixed(2)} ns`,
}

/**
 * The verdicts, a line each, and the medians behind them.
 *
 * @param {{ verdicts: object[], rows: object[], versions: string[] }} measured
 * @returns {string}
 */
export function tables({ verdicts, rows, versions }) {
  const reached = verdicts.filter((verdict) => verdict.reached)
  return `${reached.length} of ${verdicts.length} are reached.

| target | Node | figure | reached | treeline, ns | the other, ns |
| --- | --- | ---: | --- | ---: | --- |
${verdicts.map(verdictLine).join('\n')}

| workload | contestant |${versions.map((version) => ` Node ${version}, ns |`).join('')}
| --- | --- |${versions.map(() => ' ---: |').join('')}
${medianLines(rows, versions).join('\n')}
`
}

/**
 * @param {object} measured as `tables` takes it
 * @param {{ machine: string, load: string, rounds: number, lines: number }} run
 * @returns {string}
 */
export function page(measured, { machine, load, rounds, lines }) {
  return `# The targets

What treeline's speed has to reach on every Node it runs on, and what it reached in one run. Written by
\`npm run bench -- targets --rounds=${rounds} --lines=${lines}\` (${new Date().toISOString().slice(0, 10)}): do not edit. ${machine}, load average ${load}.

Each run is a process of its own. In a workload all contestants on all Nodes take turns over ${rounds} rounds, and the order turns
too: what the machine does besides falls on all of them. A run logs up to 200,000 lines to warm up (an eighth of a second at most), then ${lines.toLocaleString('en')}, or what it gets
done in a quarter of one second, and the time ends when the last line is in the file; every file is read afterwards, and who
lost a line is left out. Times are medians, in brackets the slowest round over the fastest; a figure is made of two medians of
one Node. The calls, and the contestants' settings, are those of [performance](performance.md):

- pino ${version('pino')} is written at once, or the fastest of its three: with \`minLength\`, asynchronous, in a worker. It has no
  text lines: treeline's are held beside its JSON lines.
- The limit is treeline's line as one string concatenation, of all that stays the same and the number, written in blocks of
  16 KiB or line by line; of a disabled call it is an empty call.
- CPython runs once a round, and is held beside each Node.
- The Node that ran the command is the machine's own, the others come from the npm package \`node\`.

${tables(measured)}`
}

function verdictLine({ target, node, own, other, figure, reached }) {
  const { workload, beside, its, measure, bound } = target
  const whom = its === undefined ? OTHERS[beside] : `${OTHERS[beside]} with ${CALLS[its].replace(/,.*/, '')}`
  const what = `${CALLS[workload]}: ${PHRASES[measure](bound, whom)}`
  const shown = figure === undefined ? 'not measured' : FIGURES[measure](figure)
  const otherTime = other === undefined ? '' : `${other.name} ${time(other)}`
  return `| ${what} | ${node} | ${shown} | ${reached ? 'yes' : '**no**'} | ${own === undefined ? '' : time(own)} | ${otherTime} |`
}

/** A line for each contestant in each workload, with a time for each Node. */
function medianLines(rows, versions) {
  const isSame = (a, b) => a.workload === b.workload && a.name === b.name
  const firsts = rows.filter((row, i) => rows.findIndex((other) => isSame(other, row)) === i)
  return firsts.map((first) => {
    const nodes = rows.filter((row) => isSame(row, first))
    const times = versions.map((version) => time(nodes.find(({ node }) => node === version) ?? first))
    return `| ${first.workload} | ${first.name} | ${times.join(' | ')} |`
  })
}

function time({ ns, spread, lost }) {
  return `${short(ns)} (${spread.toFixed(2)})${lost > 0 ? `, ${lost} lines lost` : ''}`
}
