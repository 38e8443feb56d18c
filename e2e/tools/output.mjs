import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/**
 * Runs a program of Node's, while others run too, and returns what it printed.
 *
 * @param {string[]} args
 * @param {string} cwd
 * @param {Record<string, string>} [env] added to ours
 * @returns {Promise<{ stdout: string, stderr: string }>}
 */
export async function outputOf(args, cwd, env = {}) {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env } })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { stdout, stderr }
}
