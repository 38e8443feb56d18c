import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { linesLost } from './lines.mjs'

const SERVER = new URL('server.mjs', import.meta.url)
const LOAD = new URL('load.mjs', import.meta.url)

let runs = 0

/**
 * One run of one contestant: a service in a process of its own, asked by another process, and its lines counted.
 *
 * @param {string} name
 * @param {{ requests: number, warmUp: number, folder: string }} sizes
 * @returns {Promise<{ us: number, lines: number, lost: number, bad?: string }>} with the CPU time of a request in microseconds
 */
export async function run(name, { requests, warmUp, folder }) {
  const file = join(folder, `service-${runs++}.log`)
  const server = start(SERVER, name, file)
  const load = start(LOAD)
  try {
    const port = await answer(server)
    await answer(load, { port, first: 0, requests: warmUp })
    const before = await answer(server, 'mark')
    await answer(load, { port, first: warmUp, requests })
    const after = await answer(server, 'mark')
    const closed = once(server, 'close')
    server.send('end')
    await closed
    const us = (after.user + after.system - before.user - before.system) / requests
    if (name === 'none' || name === 'hooks') return { us, lines: 0, lost: 0 }
    return { us, lines: 2 * (warmUp + requests), ...linesLost(file, warmUp + requests) }
  } finally {
    load.kill()
    server.kill()
    rmSync(file, { force: true })
  }
}

function start(program, ...args) {
  return fork(program, args, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** Sends a message, if there is one, and gives what the process sends next. */
async function answer(child, message) {
  const ended = new AbortController()
  const onClose = (code) => ended.abort(new Error(`${child.spawnargs.join(' ')} ended with ${code}`))
  child.once('close', onClose)
  try {
    if (message !== undefined) child.send(message)
    const [given] = await once(child, 'message', { signal: ended.signal })
    return given
  } catch (error) {
    throw ended.signal.reason ?? error
  } finally {
    child.off('close', onClose)
  }
}
