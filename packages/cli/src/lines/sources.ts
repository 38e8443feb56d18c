import { createReadStream } from 'node:fs'
import { addAbortSignal, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LineSplitter } from './lineSplitter.js'

/** Takes lines; may return a promise to wait for. */
export type Take = (lines: readonly string[]) => void | Promise<void>

const CHUNK_BYTES = 262_144

/** The name of standard input where a file's is wanted. */
export const STDIN = '-'

/**
 * Reads standard input to its end; what is packed with gzip is unpacked.
 *
 * @param stop ends the reading before
 * @throws the error of the stream
 */
export async function readStdin(take: Take, stop?: AbortSignal): Promise<void> {
  const { stdin } = process
  if (stop !== undefined) addAbortSignal(stop, stdin)
  const chunks = stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await chunks.next().catch((error: unknown) => {
    if (stop?.aborted !== true) throw error
    return { done: true, value: undefined } as const
  })
  if (first.done) return
  const all = Readable.from(withFirst(first.value, chunks), { objectMode: false })
  await readAll(isPacked(first.value) ? unpacked(all) : all, take, stop)
}

async function* withFirst(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

/** Returns whether bytes begin as gzip's do. */
function isPacked(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Reads a file to its end; one that ends in `.gz` is unpacked, and `-` is standard input.
 *
 * @param stop ends the reading before
 * @throws what the file system throws
 */
export function readFile(path: string, take: Take, stop?: AbortSignal): Promise<void> {
  if (path === STDIN) return readStdin(take, stop)
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  return readAll(path.endsWith('.gz') ? unpacked(file) : file, take, stop)
}

function unpacked(packed: Readable): Readable {
  const text = createGunzip({ chunkSize: CHUNK_BYTES })
  packed.on('error', (error) => text.destroy(error))
  text.once('close', () => packed.destroy())
  return packed.pipe(text)
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
