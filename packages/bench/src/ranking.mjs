import { bars } from './bars.mjs'
import { contestants } from './contestants.mjs'
import { page } from './page.mjs'
import { race } from './race.mjs'
import { summary, table } from './table.mjs'
import { does, workloads } from './workloads.mjs'

/**
 * Races everybody in every workload that is asked for.
 *
 * @param {object} asked the options, with `folder` and `machine`
 * @returns {Promise<import('./bench.mjs').Measured>}
 */
export async function ranking(asked) {
  const { rounds, lines, only, chosen } = asked
  const everybody = await contestants(only)
  const races = []
  for (const workload of Object.values(workloads)) {
    if (chosen.length > 0 && !chosen.includes(workload.name)) continue
    const field = everybody.filter((contestant) => does(contestant, contestant.setup, workload))
    if (field.length > 0) races.push(ranked(await race(workload, field, asked)))
  }
  const machine = `Node ${process.version}, ${asked.machine}, ${rounds} rounds of ${lines} lines`
  return {
    rows: races.flat(),
    json: races.flat(),
    text: `${machine}\n\n${summary(races)}\n${table(races)}`,
    pages: () => ({ 'performance.svg': bars(races), 'performance.md': page(races, { machine, rounds, lines }) }),
  }
}

/** Puts the fastest first, each beside treeline. */
function ranked(rows) {
  const own = rows.find(({ name }) => name === 'treeline')
  const fastest = rows.toSorted((a, b) => a.ns - b.ns)
  const times = fastest.map(({ name, ns }) => `${name} ${ns.toFixed(1)}`)
  process.stderr.write(`bench: ${rows[0].workload}: ${times.join(', ')}\n`)
  return fastest.map((row) => ({ ...row, times: own === undefined ? undefined : row.ns / own.ns }))
}
