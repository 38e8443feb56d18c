// Next's edge: a route with `runtime = 'edge'`, built and started by Next itself.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { programFromNpm } from '../../tools/npx.mjs'
import { VERSIONS } from '../versions.mjs'
import { ended } from './child.js'
import type { Outcome, Runtime } from './runtime.js'

// Minified, functions and classes of the suite would have other names.
const CONFIG = `export default {
  webpack(config) {
    config.optimization.minimize = false
    return config
  },
}
`

const ROUTE = `export { GET } from '../../entries/route.mjs'
export const runtime = 'edge'
`

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }

/** Makes the application: the suite, a route, and both node_modules in one. */
function writeApplication(app: string, project: string, modules: string): void {
  mkdirSync(join(app, 'app/suite'), { recursive: true })
  for (const name of ['suite', 'entries']) cpSync(join(project, name), join(app, name), { recursive: true })
  writeFileSync(join(app, 'app/suite/route.js'), ROUTE)
  writeFileSync(join(app, 'next.config.mjs'), CONFIG)
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'edge', private: true }))
  for (const from of [modules, join(project, 'node_modules')]) linkPackages(from, join(app, 'node_modules'))
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from).filter((each) => !each.startsWith('.'))) {
    if (name.startsWith('@')) linkPackages(join(from, name), join(to, name))
    else symlinkSync(join(from, name), join(to, name))
  }
}

/** Starts the built application; gives its address when it listens. */
async function start(program: string, app: string): Promise<{ url: string; close(): Promise<void> }> {
  const args = [program, 'start', '--hostname', '127.0.0.1', '--port', '0']
  // A group of its own, for the processes that it starts.
  const child = spawn(process.execPath, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()))
  let output = ''
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString()
        const [address] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output) ?? []
        if (address !== undefined && output.includes('Ready')) resolve(address)
      })
    }
    child.on('error', reject)
    void exited.then(() => reject(new Error(`next ended: ${output}`)))
  })
  return {
    url: await url,
    async close() {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await exited
    },
  }
}

export const next: Runtime = {
  name: 'Next edge',
  isSlow: true,
  async run({ project, server, folder }) {
    const packages = [`next@${VERSIONS.next}`, `react@${VERSIONS.react}`, `react-dom@${VERSIONS.react}`]
    // npx gives the program as <folder>/node_modules/.bin/next.
    const modules = dirname(dirname(programFromNpm('next', packages)))
    const program = join(modules, 'next/dist/bin/next')
    writeApplication(folder, project, modules)
    const { code, output } = await ended([process.execPath, program, 'build', '--webpack'], { cwd: folder, env })
    if (code !== 0) throw new Error(`next build ended with ${code}:\n${output}`)
    const application = await start(program, folder)
    try {
      const response = await fetch(`${application.url}/suite?server=${encodeURIComponent(server.url)}`)
      const text = await response.text()
      if (!response.ok) throw new Error(`the route answered ${response.status}: ${text}`)
      return JSON.parse(text) as Outcome[]
    } finally {
      await application.close()
    }
  },
}
