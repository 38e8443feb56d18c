import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { count } from './count.mjs'

const HERE = new URL('.', import.meta.url).pathname
// Compiled code and a young generation that has grown, before the clock starts: with 20,000 lines a run was in its last third
// before either was so (docs/measured/notes.md). These lines are counted on disk like the others.
const WARM_UP = 200_000

let runs = 0

/**
 * One run: a process of its own, and its lines counted.
 *
 * @param {object} contestant with a `node` where it is not to run on the Node that runs this
 * @param {object} workload
 * @param {number} lines the race's number of lines
 * @param {string} folder where the files may be
 * @returns {Promise<object>} what the process reported, and `lost`: how many lines are not in the file
 */
export async function run({ name, file, from, setup, node }, workload, lines, folder) {
  const output = join(folder, `${runs++}.log`)
  const wanted = Math.ceil(Math.min(lines, workload.lines ?? lines) * workload.share)
  const sizes = [wanted, Math.min(WARM_UP * workload.share, wanted), output]
  const [command, args] =
    setup.program === undefined
      ? [node?.path ?? process.execPath, [join(HERE, 'child.mjs'), file, name, workload.name, ...sizes]]
      : [from, [join(HERE, 'contestants', setup.program), JSON.stringify(workload), ...sizes]]
  const onDisk = workload.durability !== 'none'
  const result = await measured(command, args.map(String), setup.console && onDisk ? output : undefined)
  if (!onDisk) return { ...result, lost: 0 }

  const source = setup.program ?? file
  const counts = [count(output, workload, result.lines, source)]
  if (workload.needs.includes('tree')) {
    counts.push(count(`${output}.text`, { ...workload, layout: 'text' }, result.lines, source))
  }
  for (const written of [output, `${output}.text`]) rmSync(written, { force: true })
  const lost = result.lines - Math.min(...counts.map(({ good }) => good))
  return { ...result, lost, bad: counts.find(({ bad }) => bad !== undefined)?.bad }
}

/** Runs a program; gives what it reports on file descriptor 3. `console` is a file for standard output and error. */
async function measured(command, args, console) {
  const log = console === undefined ? undefined : openSync(console, 'a')
  const { FORCE_COLOR: _, ...env } = { ...process.env, DEBUG_COLORS: 'no', NO_COLOR: '1', NODE_ENV: 'production' }
  const child = spawn(command, args, { stdio: ['ignore', log ?? 'pipe', log ?? 'pipe', 'pipe'], env })
  if (log !== undefined) closeSync(log)
  let errors = ''
  let report = ''
  child.stdout?.resume()
  child.stderr?.on('data', (piece) => (errors += piece))
  child.stdio[3].on('data', (piece) => (report += piece))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (report === '') throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${errors}`)
  return JSON.parse(report)
}

/** @returns {Promise<boolean>} */
export async function hasPython() {
  const python = spawn('python3', ['-c', ''], { stdio: 'ignore' })
  return new Promise((resolve) =>
    python.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0)),
  )
}
