import { run } from './run.mjs'

/**
 * Races contestants in one workload; they take turns.
 *
 * @param {object} workload
 * @param {object[]} field the contestants; one with a `node` runs on that Node
 * @param {{ rounds: number, lines: number, jobs: number, folder: string }} sizes
 * @returns {Promise<object[]>} a row for each
 */
export async function race(workload, field, { rounds, lines, jobs, folder }) {
  const results = field.map(() => [])
  const runs = []
  for (let round = 0; round < rounds; round++) {
    // The order changes with the rounds: no contestant always runs after the same one.
    for (let turn = 0; turn < field.length; turn++) runs.push((turn + round) % field.length)
  }
  const next = async () => {
    for (let place = runs.shift(); place !== undefined; place = runs.shift()) {
      results[place].push(await run(field[place], workload, lines, folder))
    }
  }
  await Promise.all(Array.from({ length: jobs }, next))
  return field.map(({ name, from, node }, place) => ({
    workload: workload.name,
    name,
    from,
    node: node?.version,
    ...judged(results[place]),
  }))
}

/** Returns the median, the spread, the peak and the losses of several runs. */
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

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
