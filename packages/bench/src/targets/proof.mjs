import { loadavg } from 'node:os'
import { nodeOf } from '../../../../e2e/tools/node.mjs'
import { contestants } from '../contestants.mjs'
import { race } from '../race.mjs'
import { does, workloads } from '../workloads.mjs'
import { page, tables } from './page.mjs'
import { TARGETS } from './targets.mjs'
import { verdict } from './verdict.mjs'

/**
 * Measures what the targets need, on each Node in the same run, and says which are reached.
 *
 * @param {object} asked the options, with `folder` and `machine`
 * @returns {Promise<import('../bench.mjs').Measured>}
 */
export async function proof(asked) {
  const nodes = asked.nodes.map(nodeOf)
  const versions = nodes.map(({ version }) => version)
  const everybody = await contestants([])
  const loadBefore = load()
  const rows = []
  for (const name of new Set(TARGETS.map(({ workload }) => workload))) {
    const workload = workloads[name]
    rows.push(...(await race(workload, fieldOf(workload, everybody, nodes), asked)))
    process.stderr.write(`bench: ${name} on Node ${versions.join(', ')}\n`)
  }
  const verdicts = TARGETS.flatMap((target) =>
    versions.map((node) => ({ target, node, ...verdict(target, rowsOn(node, rows)) })),
  )
  const measured = { verdicts, rows, versions }
  return {
    rows,
    json: verdicts,
    text: tables(measured),
    pages: () => ({ 'targets.md': page(measured, { ...asked, load: `${loadBefore} before and ${load()} after` }) }),
  }
}

/** Returns the contestants of a workload: treeline and those that the targets name, on each Node. Others run once a round. */
function fieldOf(workload, everybody, nodes) {
  return everybody
    .filter(({ from }) => from === 'treeline' || TARGETS.some(({ beside }) => beside === from))
    .filter((contestant) => does(contestant, contestant.setup, workload))
    .flatMap((contestant) => (contestant.setup.program ? contestant : nodes.map((node) => ({ ...contestant, node }))))
}

/** Returns the rows of a Node, with those of other programs. */
function rowsOn(node, rows) {
  return rows.filter((row) => row.node === node || row.node === undefined)
}

function load() {
  return loadavg()[0].toFixed(1)
}
