import { lstatSync, unlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getSystemErrorName } from 'node:util'

/** Removes a unix socket at which nobody listens any more. */
export async function removeStale(path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return
  const isStale = await new Promise<boolean>((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => resolve(false))
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    probe.once('connect', () => probe.destroy())
  })
  if (isStale) unlinkSync(path)
}

/** The part of unix-dgram's socket that is used: Node itself has no unix datagram sockets. */
interface UnixDatagramSocket {
  on(event: 'error', listener: (error: Error & { code: number }) => void): unknown
  bind(path: string): void
  close(): void
}

interface UnixDgram {
  createSocket(type: 'unix_dgram', take: (datagram: Buffer) => void): UnixDatagramSocket
}

/**
 * Listens for datagrams at a unix socket.
 *
 * @returns a function that stops it, and removes the socket
 * @throws Error where the package unix-dgram is missing, or it cannot listen at the path
 */
export function listenForDatagrams(path: string, take: (datagram: Buffer) => void): () => void {
  const socket = needUnixDgram(path).createSocket('unix_dgram', take)
  let failure: string | undefined
  // Errors of binding only: the package reports no others.
  socket.on('error', ({ code }) => (failure = getSystemErrorName(code)))
  socket.bind(path)
  if (failure !== undefined) {
    socket.close()
    throw new Error(`bind ${failure}: ${path}`)
  }
  return () => {
    socket.close()
    unlinkSync(path)
  }
}

/**
 * Returns the package unix-dgram: the one beside this package, or else the program's own.
 *
 * @throws Error that names the command to install it
 */
function needUnixDgram(path: string): UnixDgram {
  for (const from of [import.meta.url, String(pathToFileURL(join(process.cwd(), 'index.js')))]) {
    const require = createRequire(from)
    try {
      require.resolve('unix-dgram')
    } catch {
      continue
    }
    return require('unix-dgram') as UnixDgram
  }
  throw new Error(`${path}: a unix datagram socket needs the package unix-dgram: npm install unix-dgram`)
}
