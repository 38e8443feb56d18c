// Cloudflare's workerd, the engine of its workers.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { programFromNpm } from '../../tools/npx.mjs'
import { VERSIONS } from '../versions.mjs'
import type { Outcome, Runtime } from './runtime.js'

/** A running workerd. */
export interface Worker {
  readonly url: string
  /** What it printed so far. */
  output(): string
  close(): Promise<void>
}

/** The port is chosen by the system, and told on the file descriptor 3. */
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["nodejs_als"]
);
`

/**
 * Bundles a worker as wrangler does, and starts it.
 *
 * @param entry the worker's module
 * @param folder for the bundle and the configuration
 * @param server for a worker that has to know its server before its first request: `globalThis.SERVER`
 */
export async function startWorker(entry: string, folder: string, server = ''): Promise<Worker> {
  await build({
    entryPoints: [entry],
    outfile: join(folder, 'worker.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*'],
    define: { 'globalThis.SERVER': JSON.stringify(server) },
    // esbuild renames classes that name themselves.
    keepNames: true,
    logLevel: 'error',
  })
  const config = join(folder, 'config.capnp')
  writeFileSync(config, CONFIG)
  const program = programFromNpm('workerd', [`workerd@${VERSIONS.workerd}`])
  // A group of its own: npm's program starts the one that does the work.
  const child = spawn(program, ['serve', config, '--control-fd=3'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    await exited
  }
  const port = await new Promise<number>((resolve, reject) => {
    let text = ''
    child.stdio[3]!.on('data', (data: Buffer) => {
      text += data.toString()
      for (const line of text.split('\n').filter((each) => each.endsWith('}'))) {
        const { event, port } = JSON.parse(line) as { event: string; port: number }
        if (event === 'listen') resolve(port)
      }
    })
    child.on('error', reject)
    void exited.then(() => reject(new Error(`workerd ended: ${output}`)))
  })
  return { url: `http://127.0.0.1:${port}`, output: () => output, close }
}

export const workerd: Runtime = {
  name: 'workerd',
  async run({ project, server, folder }) {
    const worker = await startWorker(join(project, 'entries/worker.mjs'), folder)
    try {
      const response = await fetch(`${worker.url}/?server=${encodeURIComponent(server.url)}`)
      const text = await response.text()
      if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text}${worker.output()}`)
      return JSON.parse(text) as Outcome[]
    } finally {
      await worker.close()
    }
  },
}
