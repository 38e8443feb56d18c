import type { BodyInProgress } from './bodiesInProgress.js'
import { Chunks, readChunks } from './body.js'
import { Refusal } from './refusal.js'

/** Returns the `Accept-Encoding` of an answer: how bodies may be packed (RFC 7694). */
export function acceptedEncodings(): Record<string, string> {
  return typeof DecompressionStream === 'undefined' ? {} : { 'accept-encoding': 'gzip' }
}

/**
 * Returns whether a request's body is packed.
 *
 * @throws Refusal for another content encoding than gzip
 */
export function isPacked(request: Request): boolean {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity') return false
  const accepted = acceptedEncodings()
  if (encoding === accepted['accept-encoding']) return true
  throw new Refusal('type', 'a body with this content encoding is not taken', accepted)
}

/**
 * Unpacks a body, and no more than `maxBytes` of it.
 *
 * @param held counts the bytes that both forms of the body take
 * @throws Refusal for a body that is too long or not gzip
 */
export async function unpack(packed: Uint8Array, maxBytes: number, held: BodyInProgress): Promise<Uint8Array> {
  const source = new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(packed)
      controller.close()
    },
  })
  const chunks = new Chunks(NaN, maxBytes, (bytes) => held.hold(packed.byteLength + bytes))
  const reader = source
    .pipeThrough(new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>)
    .getReader()
  try {
    await readChunks(reader, chunks)
    return chunks.bytes()
  } catch (error) {
    // Not awaited: the rest of a bomb must not delay the answer.
    reader.cancel().catch(() => {})
    throw error instanceof Refusal ? error : new Refusal('batch', 'the body is no gzip', {}, error)
  }
}
