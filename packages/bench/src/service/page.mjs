// docs/measured/service.md, from the service's rows.
import { version } from '../version.mjs'

/**
 * @param {object[]} rows
 * @returns {string}
 */
export function table(rows) {
  const lines = [
    '| workload | contestant | CPU a request, µs | added, µs | least to most added | p99, times none | lines lost |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ workload, name, us, added, least, most, slowed, lines: logged, lost }) =>
        `| ${workload} | ${name} | ${us.toFixed(1)} | ${added.toFixed(1)} | ${least.toFixed(1)} to ${most.toFixed(1)} | ${slowed.toFixed(2)} | ${logged === 0 ? '' : lost} |`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** What a request's lines are. */
const LINES = {
  fastify:
    'Two lines a request: `incoming request` with method, url, host and remote address; `request completed` with status and time.',
  express: 'One line a request, by middleware, with method, path, status and time.',
  hono: 'One line a request, by middleware, with method, path, status and time.',
}

/**
 * @param {{ framework: string, contestants: object, rows: object[] }[]} races
 * @param {{ machine: string, rounds: number, requests: number, warmUp: number }} run
 * @returns {string}
 */
export function page(races, { machine, rounds, requests, warmUp }) {
  return `# What logging costs a service

Written by \`npm run bench -- service --rounds=${rounds} --requests=${requests} --write\` (${new Date().toISOString().slice(0, 10)}): do not edit. ${machine}, on a shared
machine: compare the contestants of this run.

A loop of one call measures hot code. A service runs a log call between much other code. These tables show the CPU time (user and
system, all threads) that the process of a service takes for one request. "Added" is that time less the time of the service without
logging in the same round; the median of ${rounds} rounds, with the least and the most. "p99" is the time that 99 of 100 answers took at
most, as the client sees it, divided by that of the service without logging in the same round.

${races.map(section).join('\n')}
## Method

In each round every contestant has a new process. The contestants take turns of 200 requests until each has had ${warmUp} to warm
up, and then ${requests} that count; the order changes from round to round. Another process asks, over 20 connections to each.
Afterwards every line in the file is read: each request must have its lines, with their fields.

With ${[...races.map(({ framework }) => framework), 'pino', 'pino-http'].map((name) => `${name} ${version(name)}`).join(', ')}.
`
}

function section({ framework, contestants, rows }) {
  const whole = Object.entries(contestants).map(([name, { how }]) => `- **${name}**: ${how}.`)
  return `## ${framework}

${LINES[framework]}

${table(rows)}
${whole.join('\n')}
`
}
