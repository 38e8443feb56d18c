// docs/measured/service.md, from the service's rows.
import { version } from '../version.mjs'

/**
 * @param {object[]} rows
 * @returns {string}
 */
export function table(rows) {
  const lines = [
    '| workload | contestant | CPU a request, µs | added, µs | least to most added | lines lost |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ workload, name, us, added, least, most, lines: logged, lost }) =>
        `| ${workload} | ${name} | ${us.toFixed(1)} | ${added.toFixed(1)} | ${least.toFixed(1)} to ${most.toFixed(1)} | ${logged === 0 ? '' : lost} |`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** Returns the name of a framework's page. */
export function pageName(framework) {
  return framework === 'fastify' ? 'service.md' : `service-${framework}.md`
}

/** What a request's lines are. */
const LINES = {
  fastify:
    'two lines: `incoming request` with method, url, host and remote address; `request completed` with status and time',
  express: 'one line, with method, path, status and time',
  hono: 'one line, with method, path, status and time',
}

/**
 * @param {object[]} rows
 * @param {{ machine: string, rounds: number, requests: number, warmUp: number, framework: string, contestants: object }} run
 * @returns {string}
 */
export function page(rows, { machine, rounds, requests, warmUp, framework, contestants }) {
  const whole = Object.entries(contestants).map(([name, { how }]) => `- **${name}**: ${how}.`)
  const versions = [framework, 'pino'].map((name) => `${name} ${version(name)}`)
  return `# What logging costs a service of ${framework}

Written by \`npm run bench -- service ${framework === 'fastify' ? '' : `--framework=${framework} `}--rounds=${rounds} --requests=${requests} --write\` (${new Date().toISOString().slice(0, 10)}): do not edit. ${machine}, on a shared
machine: compare the contestants of this run.

A loop of one call measures hot code. A service runs a log call between much other code. This table shows the CPU time (user and
system, all threads) that the process of a ${framework} service takes for one request with ${LINES[framework]}. "Added" is that
time less the time of the service without logging in the same round; the median of ${rounds} rounds, with the least and the most.

${table(rows)}
## Method

In each round every contestant has a new process. The contestants take turns of 200 requests until each has had ${warmUp} to warm
up, and then ${requests} that count; the order changes from round to round. Another process asks, over 20 connections to each.
Afterwards every line in the file is read: each request must have its lines, with their fields.

${whole.join('\n')}

With ${versions.join(' and ')}.
`
}
