import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Where programs run: Node's flags, and what the environment says. Each batch of calls takes the next.
 *
 * @type {readonly { name: string, flags: string[], env?: Record<string, string>, isSlow?: boolean }[]}
 */
export const ENVIRONMENTS = [
  { name: 'plain', flags: [] },
  { name: 'no __proto__', flags: ['--disable-proto=throw'] },
  { name: '__proto__ deleted', flags: ['--disable-proto=delete'] },
  { name: 'frozen intrinsics', flags: ['--frozen-intrinsics'] },
  { name: 'no eval', flags: ['--disallow-code-generation-from-strings'] },
  { name: 'source maps', flags: ['--enable-source-maps'] },
  { name: 'interpreter only', flags: ['--jitless'], isSlow: true },
  { name: 'little memory', flags: ['--max-old-space-size=128'] },
  { name: 'a small stack', flags: ['--stack-size=300'] },
  { name: 'no stacks', flags: ['--stack-trace-limit=0'] },
  { name: 'odd time zone', flags: [], env: { TZ: 'Australia/Lord_Howe' } },
  { name: 'no time zone', flags: [], env: { TZ: 'Nowhere/Nope' } },
  { name: 'colours', flags: [], env: { FORCE_COLOR: '1', TERM: 'xterm' } },
  { name: 'Turkish', flags: [], env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
]

/** @typedef {{ calls: number, wrong: string[], slowest: { ms: number, index: number } }} Verdict */

/**
 * Makes random calls in a process of its own, and looks at what it has written.
 *
 * @param {number} seed
 * @param {number} count
 * @param {typeof ENVIRONMENTS[number]} environment
 * @returns {Verdict}
 */
export function run(seed, count, { flags, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-fuzz-'))
  try {
    const child = join(import.meta.dirname, 'child.mjs')
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, child, folder, String(seed), String(count)],
      { encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1e9 },
    )
    if (status !== 0) {
      const wrong = [`ended with ${status ?? signal}: ${stderr.slice(-2000)}`]
      return { calls: 0, wrong, slowest: { ms: 0, index: -1 } }
    }
    const verdict = /** @type {Verdict} */ (JSON.parse(stdout))
    for (const file of ['json.log', 'queue.log']) verdict.wrong.push(...faultsOf(join(folder, file), verdict.calls))
    new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(folder, 'text.log')))
    return verdict
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Returns what is wrong with a file of JSON lines: each call has one.
 *
 * @param {string} file
 * @param {number} calls
 */
function faultsOf(file, calls) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const faults = lines.pop() === '' ? [] : [`${file} ends in the middle of a line`]
  if (lines.length !== calls) faults.push(`${file} has ${lines.length} lines of ${calls}`)
  for (const line of lines) {
    try {
      if (typeof JSON.parse(line).message !== 'string') faults.push(`no message: ${line.slice(0, 200)}`)
    } catch (error) {
      faults.push(`${String(error)}: ${line.slice(0, 200)}`)
    }
  }
  return faults.slice(0, 10)
}
