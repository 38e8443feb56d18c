import { withoutFrames } from '@treeline/core/internal'
import { findPackage, loadPackage } from '../process/optionalPackage.js'

/** The part of the package's socket that is used. */
export interface UnixDatagramSocket {
  on(event: 'error' | 'congestion' | 'writable' | 'connect', listener: (error?: unknown) => void): unknown
  connect(path: string): void
  send(bytes: Uint8Array, callback: (error?: Error & { code?: unknown }) => void): void
  close(): void
}

/** The part of the package unix-dgram that is used: Node itself has no unix datagram sockets. */
export interface UnixDgram {
  createSocket(type: 'unix_dgram'): UnixDatagramSocket
}

/**
 * Returns the package unix-dgram, the one beside this package or else the program's own; undefined where it is not installed.
 *
 * @throws what the package throws where it cannot be loaded
 */
export function findUnixDgram(): UnixDgram | undefined {
  const file = findPackage('unix-dgram')
  return file === undefined ? undefined : loadPackage<UnixDgram>(file)
}

/** Returns the error that says how to get the package. */
export function missingUnixDgram(path: string): Error {
  const text = `${path}: a unix datagram socket needs the package unix-dgram: npm install unix-dgram`
  return withoutFrames(new Error(text))
}

/**
 * Returns the package.
 *
 * @param path the path of the socket that needs it
 * @throws Error that names the command to install it
 */
export function needUnixDgram(path: string): UnixDgram {
  const found = findUnixDgram()
  if (found === undefined) throw missingUnixDgram(path)
  return found
}
