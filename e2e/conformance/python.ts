import { spawnSync } from 'node:child_process'
import { installed } from '../tools/installed.mjs'

/** Returns the path of CPython, which Debian's package brings where there is none. */
export function pythonPath(): string {
  return installed(['python3'], ['python3'])
}

/**
 * Runs a Python program and gives the JSON that it prints.
 *
 * @param file the program
 * @param argument goes to its standard input as JSON
 * @param env added to the environment, `{ TZ: 'Europe/Paris' }` for instance
 */
export function runPython<Result>(file: string, argument: unknown, env: Record<string, string> = {}): Result {
  const { status, stdout, stderr, error } = spawnSync(pythonPath(), [file], {
    input: JSON.stringify(argument),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8:surrogatepass', PYTHONHASHSEED: '0', ...env },
  })
  if (status !== 0) throw error ?? new Error(`${file}: ${stderr}`)
  return JSON.parse(stdout) as Result
}
