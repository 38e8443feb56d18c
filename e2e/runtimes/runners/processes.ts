// Runtimes that run a program from a shell.
import { nodeOf } from '../../tools/node.mjs'
import { programFromNpm } from '../../tools/npx.mjs'
import { VERSIONS } from '../versions.mjs'
import { outcomesOf } from './child.js'
import type { Runtime } from './runtime.js'

export interface ProcessRuntime extends Runtime {
  /** Returns the start of a command line, to be followed by a program's file. */
  command(): readonly string[]
}

function processRuntime(name: string, find: () => readonly string[]): ProcessRuntime {
  let found: readonly string[] | undefined
  const command = (): readonly string[] => (found ??= find())
  return { name, command, run: (place) => outcomesOf([...command(), 'entries/process.mjs'], place) }
}

export const node = (major: number): ProcessRuntime => processRuntime(`Node ${major}`, () => [nodeOf(major).path])

export const bun: ProcessRuntime = processRuntime('Bun', () => [programFromNpm('bun', [`bun@${VERSIONS.bun}`])])

export const deno: ProcessRuntime = processRuntime('Deno', () => [
  programFromNpm('deno', [`deno@${VERSIONS.deno}`]),
  'run',
  '--allow-all',
  '--node-modules-dir=manual',
  '--no-lock',
])
