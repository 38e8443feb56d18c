// `npm run conformance -- --seed N --count M`: the comparison with CPython on cases of another seed, or on more of them.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { seed: { type: 'string' }, count: { type: 'string' } } })

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env }
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) {
    console.error(`--${name} must be a whole number, not ${value}`)
    process.exit(2)
  }
  env[`CONFORMANCE_${name.toUpperCase()}`] = value
}

const root = resolve(import.meta.dirname, '../..')
const vitest = resolve(root, 'node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'conformance'], {
  cwd: root,
  env,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
