// `npm run runtimes`: the suite on every runtime, also on those that `npm test` leaves out for the time they take.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

process.chdir(resolve(import.meta.dirname, '../..'))
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'e2e',
  'e2e/runtimes.test.ts',
  ...process.argv.slice(2),
]
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, RUNTIMES: 'all' } })
process.exitCode = status ?? 1
