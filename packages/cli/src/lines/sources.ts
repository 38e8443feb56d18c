import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { LineSplitter } from './lineSplitter.js'

/** Takes lines; may return a promise to wait for. */
export type Take = (lines: readonly string[]) => void | Promise<void>

const CHUNK_BYTES = 262_144

/**
 * Reads standard input to its end.
 *
 * @throws the error of the stream
 */
export function readStdin(take: Take): Promise<void> {
  return readAll(process.stdin, take)
}

/**
 * Reads a file to its end; one that ends in `.gz` is unpacked.
 *
 * @throws what the file system throws
 */
export function readFile(path: string, take: Take): Promise<void> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  if (!path.endsWith('.gz')) return readAll(file, take)
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  file.on('error', (error) => unpacked.destroy(error))
  return readAll(file.pipe(unpacked), take)
}

async function readAll(stream: AsyncIterable<Buffer | string>, take: Take): Promise<void> {
  const splitter = new LineSplitter()
  for await (const chunk of stream) {
    const waiting = take(splitter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk))
    if (waiting !== undefined) await waiting
  }
  await take(splitter.end())
}
