// npm start [-- --port N | --check]: from a fresh clone to the running example, with nothing but Node and npm.
import { spawn, spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const HELP = `npm start                  installs, builds and serves the example on http://localhost:8080/
npm start -- --port 3000   on another port
npm start -- --check       has a headless Chromium use it and compares what the pages logged with what arrived;
                           exits 0 only when every record is in the server's files exactly once`

const here = import.meta.dirname
const root = resolve(here, '../..')

/** Runs a step to its end, or ends the program. */
function step(what, command, args) {
  console.log(`${what} …`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  console.error(`${what} failed: ${error?.message ?? `${command} ${args.join(' ')} ended with ${status}`}`)
  process.exit(1)
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        check: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string', default: '8080' },
      },
    }).values
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
}

const options = readOptions()
if (options.help) {
  console.log(HELP)
  process.exit()
}

step('Installing', 'npx', ['--yes', 'pnpm@10.34.9', 'install', '--frozen-lockfile'])
step('Building', 'npm', ['run', '--silent', 'build'])
step('Bundling the app', process.execPath, [
  join(root, 'node_modules/rollup/dist/bin/rollup'),
  '--silent',
  '-c',
  join(here, 'spa/rollup.config.mjs'),
])

const program = options.check ? ['check.mjs'] : ['server.mjs', '--port', options.port]
const child = spawn(process.execPath, [join(here, program[0]), ...program.slice(1)], { stdio: 'inherit' })
// Ctrl-C reaches both; what another process sends reaches only this one.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => process.exit(code ?? 1))
