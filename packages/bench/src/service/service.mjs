import { contestantsOf } from './frameworks.mjs'
import { page, table } from './page.mjs'
import { round } from './round.mjs'

/** What the others are compared with. */
const BASE = 'none'

/**
 * Measures what logging costs a service: the CPU time of a request, over that of the same service without logging.
 *
 * @param {object} asked the options, with `folder` and `machine`
 * @returns {Promise<import('../bench.mjs').Measured>}
 */
export async function service(asked) {
  const { rounds, requests, warmUp, frameworks } = asked
  const races = []
  for (const framework of frameworks) races.push(await race(framework, asked))
  const rows = races.flatMap((one) => one.rows)
  const machine = `Node ${process.version}, ${asked.machine}, ${rounds} rounds of ${requests} requests after ${warmUp}`
  return {
    rows,
    json: rows,
    text: `${machine}\n\n${table(rows)}`,
    pages: () => ({ 'service.md': page(races, { ...asked, machine }) }),
  }
}

/** Races the contestants of one framework. */
async function race(framework, asked) {
  const { only, rounds } = asked
  const contestants = await contestantsOf(framework)
  const names = Object.keys(contestants).filter((name) => name === BASE || only.length === 0 || only.includes(name))
  const results = new Map(names.map((name) => [name, []]))
  for (let number = 0; number < rounds; number++) {
    // The order turns with the rounds: nobody always runs behind the same neighbour.
    const turned = names.map((_, turn) => names[(turn + number) % names.length])
    for (const [name, result] of await round(turned, { ...asked, framework })) results.get(name).push(result)
    process.stderr.write(`bench: service of ${framework}: round ${number + 1} of ${rounds}\n`)
  }
  const base = results.get(BASE)
  const rows = names.map((name) => ({
    workload: framework === 'fastify' ? 'service' : `service ${framework}`,
    name,
    from: contestants[name].from,
    ...judged(results.get(name), base),
  }))
  return { framework, contestants, rows: rows.toSorted((a, b) => a.added - b.added) }
}

/** Of several runs: the medians, what they added to the base of the same round, and what was lost. */
function judged(runs, base) {
  const times = runs.map(({ us }) => us)
  const added = times.map((us, number) => us - base[number].us)
  return {
    us: median(times),
    added: median(added),
    least: Math.min(...added),
    most: Math.max(...added),
    slowed: median(runs.map(({ p99 }, number) => p99 / base[number].p99)),
    lines: sum(runs.map(({ lines }) => lines)),
    lost: sum(runs.map(({ lost }) => lost)),
    bad: runs.find(({ bad }) => bad !== undefined)?.bad,
  }
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
