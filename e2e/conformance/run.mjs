// `npm run conformance -- --seed N --count M`: the comparison with CPython on all cases, where `npm test` takes a tenth of them;
// or on cases of another seed, or on so many of each kind.
// With `--write` the committed fixtures and generated pages are written anew. Names of files choose among the tests.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, count: { type: 'string' }, write: { type: 'boolean' } },
})

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, CONFORMANCE_ALL: '1', ...(values.write ? { CONFORMANCE_WRITE: '1' } : {}) }
for (const name of /** @type {const} */ (['seed', 'count'])) {
  const value = values[name]
  if (value === undefined) continue
  if (!/^\d+$/.test(value)) {
    console.error(`--${name} must be a whole number, not ${value}`)
    process.exit(2)
  }
  env[`CONFORMANCE_${name.toUpperCase()}`] = value
}

const root = resolve(import.meta.dirname, '../..')
const vitest = resolve(root, 'node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'conformance', ...positionals], {
  cwd: root,
  env,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
