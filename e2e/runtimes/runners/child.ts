import { spawn, type SpawnOptions } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome, Place } from './runtime.js'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/**
 * Runs a program to its end, with standard output and error in one string.
 *
 * @param args the program first
 */
export function ended(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  const [command = '', ...rest] = args
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, output }))
  })
}

/** Runs a program that writes its outcomes into a file. */
export async function outcomesOf(args: readonly string[], { project, server, folder }: Place): Promise<Outcome[]> {
  const env = { ...process.env, SUITE_URL: server.url, SUITE_FOLDER: folder, NO_COLOR: '1' }
  const { code, signal, output } = await ended(args, { cwd: project, env })
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code ?? signal}:\n${output}`)
  return JSON.parse(readFileSync(join(folder, 'outcomes.json'), 'utf8')) as Outcome[]
}
