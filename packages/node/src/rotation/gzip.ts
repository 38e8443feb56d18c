import type { Hash } from 'node:crypto'
import { plainError } from '../files/plainError.js'

// Loaded at first use: `import 'treeline'` needs none of these.

/** How a file is compressed. */
export interface GzipOptions {
  /** The inode of the file: another of the name is not taken. */
  readonly ino: number
  readonly signal: AbortSignal
}

/**
 * Compresses a file into a new one, which is on the disk when this is done. It has the rights and the time of the first.
 *
 * @throws what the file system throws; an error with the code ENOENT where the name stands for another file by now
 */
export async function gzipTo(from: string, to: string, { ino, signal }: GzipOptions): Promise<void> {
  const [{ open }, { createGzip }, { pipeline }] = await Promise.all([
    import('node:fs/promises'),
    import('node:zlib'),
    import('node:stream/promises'),
  ])
  const source = await open(from, 'r')
  try {
    const stat = await source.stat()
    if (stat.ino !== ino) throw plainError(`${from} has been moved`, 'ENOENT')
    const target = await open(to, 'wx', stat.mode & 0o777)
    try {
      const input = source.createReadStream({ autoClose: false })
      await pipeline(input, createGzip(), target.createWriteStream({ autoClose: false }), { signal })
      await target.utimes(stat.atime, stat.mtime)
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Whether an archive is whole and has a file's contents. */
export async function isGzipOf(archive: string, file: string): Promise<boolean> {
  const [{ createReadStream }, { createGunzip }, { pipeline }, { createHash }] = await Promise.all([
    import('node:fs'),
    import('node:zlib'),
    import('node:stream/promises'),
    import('node:crypto'),
  ])
  const expected: Hash = createHash('sha256')
  const found: Hash = createHash('sha256')
  await pipeline(createReadStream(file), expected)
  try {
    await pipeline(createReadStream(archive), createGunzip(), found)
  } catch {
    return false
  }
  return expected.digest('hex') === found.digest('hex')
}

/** Forces the names of a file's folder to the disk, where the system can. */
export async function syncFolder(file: string): Promise<void> {
  const [{ open }, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  try {
    const folder = await open(dirname(file), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch {
    // Windows opens no folder.
  }
}
