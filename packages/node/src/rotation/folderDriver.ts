import * as fs from 'node:fs'
import type { FileDriver } from '../files/fileDriver.js'

/** The state of a name in a folder; links are not followed. */
export interface NameStat {
  readonly ino: number
  readonly size: number
  readonly mtimeMs: number
  isFile(): boolean
  isSymbolicLink(): boolean
}

/** The functions of `node:fs` that rotation uses beside those of a file that is open. */
export interface FolderDriver {
  existsSync(path: string): boolean
  renameSync(from: string, to: string): void
  /** Returns the state of a path; undefined where there is nothing. */
  lstatSync(path: string): NameStat | undefined
  /** Returns the names in a folder; none where there is no folder. */
  readdirSync(path: string): string[]
  mkdirSync(path: string): void
  rmdirSync(path: string): void
  unlinkSync(path: string): void
  /** Gives a file one more name. Throws where the name is taken. */
  linkSync(file: string, path: string): void
  symlinkSync(target: string, path: string): void
  readlinkSync(path: string): string
  /** Creates an empty file. */
  createSync(path: string): void
  /** Blocks the thread for `ms` milliseconds. */
  pauseSync(ms: number): void
}

/** Returns the functions for folders: those that `files` has, for tests that let some fail, else the file system's. */
export function folderDriver(files: FileDriver): FolderDriver {
  return {
    existsSync: (path) => files.existsSync(path),
    renameSync: (from, to) => files.renameSync(from, to),
    pauseSync: (ms) => files.pauseSync(ms),
    lstatSync: (path) => fs.lstatSync(path, { throwIfNoEntry: false }),
    readdirSync: namesIn,
    mkdirSync: (path) => void fs.mkdirSync(path),
    rmdirSync: (path) => fs.rmdirSync(path),
    unlinkSync: (path) => (files.unlinkSync === undefined ? fs.unlinkSync(path) : files.unlinkSync(path)),
    linkSync: (file, path) => fs.linkSync(file, path),
    symlinkSync: (target, path) => fs.symlinkSync(target, path),
    readlinkSync: (path) => fs.readlinkSync(path),
    createSync: (path) => fs.closeSync(fs.openSync(path, 'a')),
  }
}

function namesIn(path: string): string[] {
  try {
    return fs.readdirSync(path)
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return []
    throw error
  }
}
