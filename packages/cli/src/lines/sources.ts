import { createReadStream } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LineSplitter } from './lineSplitter.js'

/** Takes lines; may return a promise to wait for. */
export type Take = (lines: readonly string[]) => void | Promise<void>

const CHUNK_BYTES = 262_144

/**
 * Reads standard input to its end.
 *
 * @param stop ends the reading before
 * @throws the error of the stream
 */
export function readStdin(take: Take, stop?: AbortSignal): Promise<void> {
  return readAll(process.stdin, take, stop)
}

/**
 * Reads a file to its end; one that ends in `.gz` is unpacked.
 *
 * @param stop ends the reading before
 * @throws what the file system throws
 */
export function readFile(path: string, take: Take, stop?: AbortSignal): Promise<void> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  if (!path.endsWith('.gz')) return readAll(file, take, stop)
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
  file.on('error', (error) => unpacked.destroy(error))
  unpacked.once('close', () => file.destroy())
  return readAll(file.pipe(unpacked), take, stop)
}

async function readAll(stream: Readable, take: Take, stop: AbortSignal | undefined): Promise<void> {
  const splitter = new LineSplitter()
  if (stop !== undefined) addAbortSignal(stop, stream)
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const waiting = take(splitter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk))
      if (waiting !== undefined) await waiting
    }
  } catch (error) {
    if (stop?.aborted !== true) throw error
  }
  await take(splitter.end())
}
