import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { installed } from './installed.mjs'

// Where X servers have their sockets, whatever TMPDIR says.
const SOCKETS = '/tmp/.X11-unix'
const LISTENING = '/proc/net/unix'

/**
 * Returns the path of `Xvfb`, an X server without a screen. Installs Debian's when it may.
 *
 * @returns {string}
 * @throws Error of one line that says what to do, when there is none
 */
export function xvfbPath() {
  return installed(['Xvfb'], ['xvfb'])
}

/**
 * Starts an X server on a free display.
 *
 * @returns {Promise<{ display: string, close: () => Promise<void> }>} `close` ends it; it then removes its socket
 */
export async function openScreen() {
  // The server picks the number, writes it to file descriptor 3, and needs no lock file for it.
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp', '-noreset']
  const isFirst = !existsSync(SOCKETS)
  const server = spawn(xvfbPath(), args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const exited = new Promise((resolve) => server.on('close', resolve))
  let complaint = ''
  server.stderr?.on('data', (/** @type {Buffer} */ data) => (complaint += data))
  server.on('error', (error) => (complaint += error.message))
  const number = await new Promise((resolve, reject) => {
    let text = ''
    server.stdio[3]?.on('data', (/** @type {Buffer} */ data) => {
      text += data
      if (text.includes('\n')) resolve(text.trim())
    })
    void exited.then(() => reject(new Error(`Xvfb ended: ${complaint}`)))
  })
  return {
    display: `:${number}`,
    async close() {
      server.kill('SIGTERM')
      await exited
      if (isFirst) removeIfEmpty(SOCKETS)
    },
  }
}

/** Lists the sockets of X servers that ended without removing them; where there is no `/proc`, none. */
export function abandonedSockets() {
  if (!existsSync(SOCKETS) || !existsSync(LISTENING)) return []
  const sockets = readdirSync(SOCKETS).map((name) => join(SOCKETS, name))
  const listening = readFileSync(LISTENING, 'utf8').split('\n')
  return sockets.filter((socket) => !listening.some((line) => line.endsWith(` ${socket}`)))
}

/** @param {string} folder */
function removeIfEmpty(folder) {
  try {
    rmdirSync(folder)
  } catch {
    // Another server has its socket there.
  }
}
