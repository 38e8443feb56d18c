import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pythonPath } from '../conformance/python.js'
import { linkPackages } from '../tools/linkPackages.js'
import type { Block } from './page.js'

/** What stands between the outputs of two blocks: `endBlock` of start.mjs and PYTHON_END write it. */
const END = '\u0001'

/** The file that a program's standard output and standard error are. */
const OUTPUT = '.output'

/** The loggers that are installed for the races. */
const PEERS = ['log4js', 'loglevel', 'pino', 'pino-pretty', 'winston']

/** Some loggers write after the call: a block has ended when its lines are there. */
const jsEnd = ({ output }: Block): string =>
  `\nawait endBlock(${output.split('\n').filter((line) => line.trim() !== '…').length - 1})\n`

const PYTHON_START = `import sys, time
time.time = lambda: ${Date.UTC(2026, 10, 27, 12) / 1000}.0
`
const PYTHON_END = `
for stream in sys.stdout, sys.stderr: stream.flush()
print('\\1', end='', flush=True)
`

interface Program {
  readonly file: string
  readonly text: string
  readonly command: readonly string[]
}

function programOf(blocks: readonly Block[]): Program {
  if (blocks[0]?.language === 'python') {
    const text = PYTHON_START + blocks.map(({ code }) => code + PYTHON_END).join('')
    return { file: 'main.py', text, command: [pythonPath()] }
  }
  const start = pathToFileURL(join(import.meta.dirname, 'start.mjs')).href
  const text = blocks.map((block) => block.code + jsEnd(block)).join('')
  return { file: 'main.mjs', text, command: [process.execPath, '--import', start] }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-coming-from-'))
  linkPackages(folder)
  for (const name of PEERS)
    symlinkSync(resolve('packages/bench/node_modules', name), join(folder, 'node_modules', name))
  return folder
}

/**
 * Runs blocks, one behind the other in one program, and returns what each wrote, to standard output and standard error alike.
 *
 * @throws Error with the program's output where it fails
 */
export async function outputsOf(blocks: readonly Block[]): Promise<string[]> {
  const folder = makeFolder()
  try {
    const { file, text, command } = programOf(blocks)
    writeFileSync(join(folder, file), text)
    const output = openSync(join(folder, OUTPUT), 'a')
    const [program = '', ...args] = command
    const env = { ...process.env, TZ: 'UTC', LOG_LEVEL: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined }
    const child = spawn(program, [...args, file], { cwd: folder, env, stdio: ['ignore', output, output] })
    const [status] = (await once(child, 'close')) as [number | null]
    closeSync(output)
    const written = readFileSync(join(folder, OUTPUT), 'utf8')
      .replaceAll(pathToFileURL(folder).href, 'file:///srv/app')
      .replaceAll(folder, '/srv/app')
    if (status !== 0) throw new Error(`${file} ended with ${status}:\n${written}`)
    // A page shows no space at the end of a line.
    const outputs = written.replaceAll(/ +$/gm, '').split(END)
    const atExit = outputs.pop()
    return outputs.with(-1, `${outputs.at(-1)}${atExit}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
