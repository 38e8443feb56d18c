// `npm run docs`: writes the pages and the lists that are made from code and data, and checks them.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const GENERATORS = ['e2e/conformance/docs.test.ts', 'e2e/api.test.ts', 'e2e/pretty.test.ts', 'e2e/runtimes.test.ts']

process.chdir(resolve(import.meta.dirname, '../..'))

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const env = { ...process.env, CONFORMANCE_WRITE: '1' }
  const { status } = spawnSync(command, args, { env, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}

run('npm', ['run', '--silent', 'build'])
run('npm', ['run', '--silent', 'reference'])
run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...GENERATORS])
