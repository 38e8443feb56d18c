import * as fs from 'node:fs'

/** The functions of `node:fs` that the file handlers use. Tests pass one that fails on demand. */
export interface FileDriver {
  openSync(path: string, flags: string): number
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number
  closeSync(fd: number): void
  fstatSync(fd: number): { readonly size: number; isFile(): boolean }
  existsSync(path: string): boolean
  renameSync(from: string, to: string): void
  /** Blocks the thread for `ms` milliseconds. */
  pauseSync(ms: number): void
}

let cell: Int32Array | undefined

/** The file system. Looks each function up when it is called, so that a mocked `node:fs` is used. */
export const fileDriver: FileDriver = {
  openSync: (path, flags) => fs.openSync(path, flags),
  writeSync: (fd, bytes, offset, length) => fs.writeSync(fd, bytes, offset, length),
  closeSync: (fd) => fs.closeSync(fd),
  fstatSync: (fd) => fs.fstatSync(fd),
  existsSync: (path) => fs.existsSync(path),
  renameSync: (from, to) => fs.renameSync(from, to),
  pauseSync: (ms) => void Atomics.wait((cell ??= new Int32Array(new SharedArrayBuffer(4))), 0, 0, ms),
}

/** Returns the system's name of an error, such as `ENOSPC`, or else the error's own name. */
export function errorCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'Error')
}
