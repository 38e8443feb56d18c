// npm start -- --check: a headless Chromium uses both pages; then what they logged is compared with what the server wrote.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { chromiumPath } from '../../e2e/tools/chromium.mjs'
import { ServerProcess } from './check/serverProcess.mjs'
import { User } from './check/user.mjs'
import { printTable, printVerdict } from './check/report.mjs'

const logs = join(import.meta.dirname, 'logs/check')
rmSync(logs, { recursive: true, force: true })
mkdirSync(logs, { recursive: true })

const server = await ServerProcess.start(logs)
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
const users = []
let failures = []
try {
  for (const path of ['/script-tag.html', '/spa/'])
    users.push(new User(await browser.newContext(), server.address, path))
  console.log(`Using ${users.map(({ address }) => address).join(' and ')} …`)
  const ends = await Promise.allSettled(users.map((user) => user.use()))
  failures = ends.filter(({ status }) => status === 'rejected').map(({ reason }) => reason)
  await server.arrived(loggedBy(users).length)
} finally {
  await browser.close()
  await server.stop()
}

printTable(server.jsonLines)
const complete = printVerdict(loggedBy(users), server.written)
for (const failure of failures) console.log('FAILED:', failure.message)
process.exitCode = complete && failures.length === 0 ? 0 : 1

function loggedBy(users) {
  return users.flatMap(({ logged }) => logged)
}
