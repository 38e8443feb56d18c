import type { FileHandle } from 'node:fs/promises'

// Node's modules are loaded at first use: `import 'treeline'` needs none of them.

const CHUNK_BYTES = 65_536

/**
 * Opens a file for reading. While it is open, no other file gets its inode.
 *
 * @throws what the file system throws
 */
export async function openToRead(path: string): Promise<FileHandle> {
  const { open } = await import('node:fs/promises')
  return open(path, 'r')
}

/**
 * Compresses a file into a new one, and forces that to the disk. It gets the rights and the time of the first and, where that is
 * allowed, its owner.
 *
 * @throws what the file system throws
 */
export async function gzipTo(source: FileHandle, to: string, signal: AbortSignal): Promise<void> {
  const [{ createWriteStream }, { open }, { createGzip }, { pipeline }] = await Promise.all([
    import('node:fs'),
    import('node:fs/promises'),
    import('node:zlib'),
    import('node:stream/promises'),
  ])
  const { mode, uid, gid, atime, mtime } = await source.stat()
  // The stream closes what it writes, also where that fails.
  const target = createWriteStream(to, { flags: 'wx', mode: mode & 0o777 })
  await pipeline(chunks(source), createGzip(), target, { signal })
  const made = await open(to, 'r+')
  try {
    // Only root may give a file away.
    await made.chown(uid, gid).catch(() => undefined)
    await made.utimes(atime, mtime)
    await made.sync()
  } finally {
    await made.close()
  }
}

/** Returns whether an archive is whole and has a file's contents. */
export async function isGzipOf(archive: FileHandle, file: FileHandle, signal: AbortSignal): Promise<boolean> {
  const [{ createGunzip }, { pipeline }, { createHash }] = await Promise.all([
    import('node:zlib'),
    import('node:stream/promises'),
    import('node:crypto'),
  ])
  const expected = createHash('sha256')
  const found = createHash('sha256')
  await pipeline(chunks(file), expected, { signal })
  try {
    await pipeline(chunks(archive), createGunzip(), found, { signal })
  } catch {
    return false
  }
  return expected.digest('hex') === found.digest('hex')
}

/** Yields the chunks of a file. A stream of the file would close it. */
async function* chunks(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
