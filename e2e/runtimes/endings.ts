// How a process ends, and whether what it held is in its file then.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackedProject } from '../tools/packed.js'
import { ended } from './runners/child.js'
import type { ProcessRuntime } from './runners/processes.js'

/** What is expected of each ending. */
export const ENDINGS = {
  return: { lines: 1000, end: 0 },
  'process.exit': { lines: 1000, end: 3 },
  error: { lines: 1000, end: 1 },
  rejection: { lines: 1000, end: 1 },
  signal: { lines: 1000, end: 'SIGTERM' },
  timers: { lines: 1000, end: 0 },
} as const

export type Ending = keyof typeof ENDINGS | 'Deno.exit'

export interface End {
  /** The lines in the file, up to the first that is not as it was logged. */
  readonly lines: number
  /** The exit code, or the signal. */
  readonly end: number | string | null
}

/** Runs a program that ends in one way, on a runtime. */
export async function endOf(ending: Ending, runtime: ProcessRuntime, project: PackedProject): Promise<End> {
  const file = join(mkdtempSync(join(project.folder, 'end-')), 'app.log')
  const args = [...runtime.command(), 'entries/ending.mjs', ending, file]
  const { code, signal } = await ended(args, { cwd: project.path })
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
  const wrong = lines.findIndex((line, i) => line !== `line ${i}`)
  return { lines: wrong < 0 ? lines.length : wrong, end: signal ?? code }
}
