// npm run worker-end [-- --browser firefox] [--repeats 5]: how many of 50 records arrive that a worker logs right before its end.
import { parseArgs } from 'node:util'
import { BROWSERS } from '../tools/browsers.mjs'
import { WorkerEndServer } from './server.mjs'

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    repeats: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true },
  },
})
const open = BROWSERS[/** @type {keyof typeof BROWSERS} */ (values.browser)]
if (open === undefined) throw new Error(`--browser: expected one of ${Object.keys(BROWSERS).join(', ')}`)

const server = await WorkerEndServer.start()
const query = new URLSearchParams({ repeats: values.repeats })
for (const name of values.only ?? []) query.append('only', name)
const browser = await open(`${server.address}/?${query}`)
try {
  await server.over
} finally {
  await browser.close()
  server.stop()
}
for (const name of new Set(server.ended.map((run) => run.name))) {
  const runs = server.ended.filter((run) => run.name === name)
  const counts = runs.map(({ run, failure }) => failure || server.countOf(run))
  console.log(`${values.browser} ${name}: ${counts.join(' ')}`)
}
