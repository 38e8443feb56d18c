import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const dist = resolve(import.meta.dirname, '../../packages/treeline/dist')
const moduleUrl = (name: string): string => JSON.stringify(pathToFileURL(join(dist, name)).href)

/** How a program has ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/** How a program is run. */
export interface Run {
  /** A program that runs it, with its arguments. */
  readonly under?: readonly string[]
  /** Called at its first output. */
  readonly whenReady?: (child: ChildProcess) => void
}

/** Runs a program on the built packages that has `logging`, `handlers`, and `log` with every level on. */
export async function runProgram(body: string, { under = [], whenReady }: Run = {}): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-program-'))
  const file = join(folder, 'program.mjs')
  writeFileSync(
    file,
    `import * as logging from ${moduleUrl('node.js')}
import * as handlers from ${moduleUrl('handlers.node.js')}
const log = logging.getLogger('app')
log.setLevel('DEBUG')
${body}
`,
  )
  const [command, ...args] = [...under, process.execPath, file]
  const child = spawn(command!, args)
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => void (stderr += data.toString()))
  child.stdout.once('data', () => whenReady?.(child))
  try {
    return await new Promise((done, fail) => {
      child.on('error', fail)
      child.on('close', (code, signal) => done({ code, signal, stderr }))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
