import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Starts one of the programs beside this file, with a channel to it. */
export function start(program, ...args) {
  return fork(new URL(program, import.meta.url), args, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** Sends a message, if there is one, and gives what the process sends next. */
export async function answer(child, message) {
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
