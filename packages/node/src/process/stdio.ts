import type { Stream } from '@treeline/core'
import { fileDriver } from '../files/fileDriver.js'
import { nonBlocking } from '../files/nonBlocking.js'
import { FileWriter } from '../files/writer.js'

// Where the descriptor is closed (a daemon's), each write throws EBADF, and the handler reports it.

/**
 * Standard output. `write` returns when the system has taken the text. Once its reader has gone, it drops all text and counts
 * what it drops.
 *
 * Differs from `process.stdout`: synchronous on every platform, and EPIPE is never thrown into the application. A reader that
 * takes nothing is waited for 400 ms. Then text is kept, up to 16 Mi characters, until the reader takes something.
 */
export const stdout: Stream = /* @__PURE__ */ standard(1, '<stdout>')

/** Standard error. Works as `stdout` does. */
export const stderr: Stream = /* @__PURE__ */ standard(2, '<stderr>')

function standard(fd: number, name: string): FileWriter {
  let own: number | undefined
  // This runs at the first write: nothing happens on import.
  const writeSync: typeof fileDriver.writeSync = (_fd, bytes, offset, length) =>
    fileDriver.writeSync((own ??= nonBlocking(fd)), bytes, offset, length)
  // By the ends of lines, it is known how many records of a block the reader has taken.
  const terminator = (): string => '\n'
  return new FileWriter(fd, { name, standard: true, terminator, driver: { ...fileDriver, writeSync } })
}

/** Writes what waits for the readers of the standard streams, and says on standard error how many records are lost, and why. */
export function endStandardStreams(): void {
  const [failure] = [stdout, stderr].map(flushed)
  const { waiting, name } = stdout as FileWriter
  if (waiting === 0) return
  const { code, message } = (failure ?? {}) as NodeJS.ErrnoException
  const reason = code === undefined || code === 'EAGAIN' ? 'the reader takes nothing' : message
  try {
    stderr.write(`${name}: the process ended before ${waiting} records were written: ${reason}\n`)
  } catch {
    // The reader of standard error takes nothing either.
  }
}

/** Flushes a stream; returns what it threw. */
function flushed(stream: Stream): unknown {
  try {
    stream.flush?.()
    return undefined
  } catch (error) {
    return error
  }
}
