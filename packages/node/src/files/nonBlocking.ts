import * as fs from 'node:fs'
import * as tty from 'node:tty'
import { isMainThread } from 'node:worker_threads'

/**
 * Returns a descriptor of the same pipe or terminal on which a write fails with EAGAIN where it would wait for the reader: a
 * blocked write blocks the thread, and no signal's listener runs. Returns the same descriptor for a file, and where that cannot be changed.
 *
 * - Linux: the pipe or terminal is opened once more, so that other processes which share the descriptor notice nothing.
 * - Sockets, which cannot be opened, and pipes elsewhere: Node makes them non-blocking when it makes `process.stdout`, in the
 *   main thread.
 * - Windows, a socket in a worker thread, terminals outside of Linux: writes block.
 */
export function nonBlocking(fd: number): number {
  if (process.platform === 'win32') return fd
  try {
    const stat = fs.fstatSync(fd)
    if (stat.isFIFO() || tty.isatty(fd)) {
      const own = openAgain(fd)
      if (own !== undefined) return own
    }
    // The getter does it. A console's first text does so too.
    if (isMainThread && (stat.isFIFO() || stat.isSocket())) void (fd === 1 ? process.stdout : process.stderr)
  } catch {
    // A closed descriptor: the write says so.
  }
  return fd
}

/** Opens a pipe or terminal once more. Returns undefined where the system does not allow it, as for another user's pipe. */
export function openAgain(fd: number): number | undefined {
  // Deno would ask its user for the permission.
  if (process.platform !== 'linux' || 'deno' in process.versions) return undefined
  const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = fs.constants
  try {
    return fs.openSync(`/proc/self/fd/${fd}`, O_WRONLY | O_NONBLOCK | O_NOCTTY)
  } catch {
    return undefined
  }
}
