import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

/**
 * @typedef {object} BrowserProcess a browser that shows a page
 * @property {() => string} output what the browser wrote so far, for the message of a test that waited in vain
 * @property {() => Promise<void>} close ends it with all the processes it started
 */

/**
 * Starts a browser that is driven by nothing but the page it shows.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} env beside this process's
 * @param {() => void | Promise<void>} cleanUp called when it has ended
 * @returns {BrowserProcess}
 */
export function launch(program, args, env, cleanUp) {
  // A group of its own: the processes for pages and network end with it.
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ data) => (output += data))
  child.on('error', (error) => (output += error.message))
  const exited = new Promise((resolve) => child.on('close', resolve))
  return {
    output: () => output,
    async close() {
      endGroup(child.pid)
      await exited
      await cleanUp()
    },
  }
}

/**
 * Removes a browser's profile. A process that is being ended may still write into it.
 *
 * @param {string} folder
 */
export function removeProfile(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

/**
 * Kills a process that was started with `detached`, and all that it started. One that has ended already is left alone.
 *
 * @param {number | undefined} pid
 */
export function endGroup(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // All of it had ended.
  }
}
