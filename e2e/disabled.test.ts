import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

// An array for the arguments of each call would be 32 bytes and more: 640 MB here, dozens of collections.
const CALLS = 20_000_000
const MOST_COLLECTIONS = 3

const program = `
import { performance, PerformanceObserver } from 'node:perf_hooks'
import { getLogger, LoggerAdapter } from ${JSON.stringify(resolve('packages/treeline/dist/node.js'))}
const logger = getLogger('a.b.c')
const other = getLogger('enabled')
other.setLevel('DEBUG')
other.propagate = false
other.addHandler({ level: 0, handle() {} })
const adapter = new LoggerAdapter(logger, { user: 'ann' })
const call = process.argv[1] === 'adapter' ? (i) => adapter.debug('user %s did %d', 'ann', i) : (i) => logger.debug('user %s did %d', 'ann', i)
let collections = 0
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] })
function round() {
  for (let i = 0; i < 100_000; i++) call(i)
}
// The method has seen enabled calls too, as it would in an application.
for (let i = 0; i < 20_000; i++) other.debug('warm %d', i)
for (let i = 0; i < 50; i++) round()
await new Promise((done) => setTimeout(done, 10))
collections = 0
for (let i = 0; i < ${CALLS / 100_000}; i++) round()
await new Promise((done) => setTimeout(done, 10))
process.stdout.write(String(collections))
`

test.each(['logger', 'adapter'])('a disabled call on a %s allocates nothing', (who) => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, who], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(Number(stdout)).toBeLessThanOrEqual(MOST_COLLECTIONS)
})
