import * as fs from 'node:fs'

/** The identity and state of a file: two paths with equal numbers lead to one file. */
export interface FileStat {
  readonly size: number
  readonly dev?: number | undefined
  readonly ino?: number | undefined
  /** When it was last written, in milliseconds since 1970. */
  readonly mtimeMs?: number | undefined
  /** The number of names: 0 for a file that was deleted. */
  readonly nlink?: number | undefined
  isFile(): boolean
  isFIFO?(): boolean
  isDirectory?(): boolean
}

/** The functions of `node:fs` that the file handlers use. Tests pass one that fails on demand. */
export interface FileDriver {
  openSync(path: string, flags: number): number
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number
  closeSync(fd: number): void
  fstatSync(fd: number): FileStat
  existsSync(path: string): boolean
  renameSync(from: string, to: string): void
  /** Returns what a path leads to; undefined where there is nothing. Absent where nobody watches the path. */
  statSync?(path: string): FileStat | undefined
  /** Returns the names in a folder. Absent where nobody looks for rotated files. */
  readdirSync?(folder: string): string[]
  /** Deletes a file. Absent where nobody deletes rotated files. */
  unlinkSync?(path: string): void
  /** Returns the bytes from `position` on, at most `length`. Absent where a file's end need not be looked at. */
  readSync?(path: string, position: number, length: number): Uint8Array
  /** Blocks the thread for `ms` milliseconds. */
  pauseSync(ms: number): void
}

let cell: Int32Array | undefined

/** The flag that opens a pipe without waiting for its other end. Windows has no such flag. */
export const O_NONBLOCK: number = (fs.constants as Partial<typeof fs.constants>).O_NONBLOCK ?? 0

/** The file system. Looks each function up when it is called, so that a mocked `node:fs` is used. */
export const fileDriver: FileDriver = {
  openSync: (path, flags) => (flags & fs.constants.O_TRUNC ? openEmptied(path, flags) : fs.openSync(path, flags)),
  writeSync: (fd, bytes, offset, length) => fs.writeSync(fd, bytes, offset, length),
  closeSync: (fd) => fs.closeSync(fd),
  fstatSync: (fd) => fs.fstatSync(fd),
  existsSync: (path) => fs.existsSync(path),
  renameSync: (from, to) => fs.renameSync(from, to),
  statSync: (path) => fs.statSync(path, { throwIfNoEntry: false }),
  readdirSync: (folder) => fs.readdirSync(folder),
  unlinkSync: (path) => fs.unlinkSync(path),
  readSync(path, position, length) {
    // Opening a pipe that has taken the file's place would wait for its writer.
    const fd = fs.openSync(path, fs.constants.O_RDONLY | O_NONBLOCK)
    try {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, fs.readSync(fd, bytes, 0, length, position))
    } finally {
      fs.closeSync(fd)
    }
  },
  pauseSync: (ms) => void Atomics.wait((cell ??= new Int32Array(new SharedArrayBuffer(4))), 0, 0, ms),
}

/** Opens a file and empties it, in two steps: Deno refuses to open one for both. Throws what the file system throws. */
function openEmptied(path: string, flags: number): number {
  const fd = fs.openSync(path, flags & ~fs.constants.O_TRUNC)
  try {
    // A pipe cannot be emptied.
    if (fs.fstatSync(fd).isFile()) fs.ftruncateSync(fd)
  } catch (error) {
    fs.closeSync(fd)
    throw error
  }
  return fd
}

/** Returns the system's name of an error, such as `ENOSPC`, or else the error's own name. */
export function errorCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'Error')
}
