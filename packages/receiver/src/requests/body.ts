import type { BodyInProgress } from './bodiesInProgress.js'
import { Refusal } from './refusal.js'

/** The room that a short body takes, unless its length is known. */
const LEAST_BYTES = 4096

/**
 * Reads a request's body, and no more than `maxBytes` of it. Where the headers give the length, a body that is too long is
 * refused before its first byte.
 *
 * @param held counts the bytes that the body takes meanwhile, and may give it up
 * @throws Refusal for a body that is too long, breaks off or is given up
 */
export async function readBody(request: Request, maxBytes: number, held: BodyInProgress): Promise<Uint8Array> {
  const length = Number(request.headers.get('content-length') ?? NaN)
  if (length > maxBytes) throw tooLarge(maxBytes)
  if (request.bodyUsed) throw new Refusal('failure', 'the body was read before the receiver got the request')
  const { body } = request
  if (body === null) return new Uint8Array(0)
  const reader = body.getReader()
  // Not awaited: a source that does not answer must not delay our answer.
  const cancel = (): void => void reader.cancel().catch(() => {})
  held.onGivenUp(cancel)
  try {
    return await readChunks(reader, new Chunks(length, maxBytes, held))
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('aborted', 'the body broke off', {}, error)
  } finally {
    cancel()
  }
}

async function readChunks(reader: ReadableStreamDefaultReader<Uint8Array>, chunks: Chunks): Promise<Uint8Array> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return chunks.end()
    chunks.add(value)
  }
}

/**
 * The bytes that have arrived, in one piece: each chunk alone takes far more than its bytes, which a client that sends byte by
 * byte would use.
 */
class Chunks {
  private bytes: Uint8Array = new Uint8Array(0)
  private length = 0
  private readonly expected: number
  private readonly maxBytes: number
  private readonly held: BodyInProgress

  /** @param expected the length that the headers give; NaN where they do not */
  constructor(expected: number, maxBytes: number, held: BodyInProgress) {
    this.expected = expected
    this.maxBytes = maxBytes
    this.held = held
  }

  add(chunk: Uint8Array): void {
    const { byteLength } = chunk
    if (this.length + byteLength > this.maxBytes) throw tooLarge(this.maxBytes)
    // The whole body at once, as nearly always: it is not copied.
    if (this.length === 0 && byteLength === this.expected) this.bytes = chunk
    else this.append(chunk)
    this.length += byteLength
    this.held.hold(this.bytes.byteLength)
  }

  /** @throws Refusal for a body that was given up */
  end(): Uint8Array {
    this.held.check()
    this.held.isComplete = true
    return this.bytes.subarray(0, this.length)
  }

  private append(chunk: Uint8Array): void {
    const needed = this.length + chunk.byteLength
    if (needed > this.bytes.byteLength) this.grow(needed)
    this.bytes.set(chunk, this.length)
  }

  private grow(needed: number): void {
    const room = Math.max(needed, 2 * this.bytes.byteLength, LEAST_BYTES)
    const most = this.expected >= needed ? this.expected : this.maxBytes
    const size = Math.min(room, most)
    this.held.hold(size)
    const bytes = new Uint8Array(size)
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal('size', `the body is longer than ${maxBytes} bytes`)
}

/** The kind of a body: a batch of `BufferingHTTPHandler`, or a form of Python's `HTTPHandler`. */
export type BodyKind = 'batch' | 'form'

const KINDS: Readonly<Record<string, BodyKind>> = {
  'text/plain': 'batch',
  'application/x-www-form-urlencoded': 'form',
}

/**
 * Returns the kind of a request's body, by its headers.
 *
 * @throws Refusal for another type, charset or content encoding
 */
export function bodyKind(request: Request): BodyKind {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') throw new Refusal('type', 'a body with content encoding is not taken')
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  const kind = Object.hasOwn(KINDS, type.trim()) ? KINDS[type.trim()] : undefined
  if (kind === undefined) throw new Refusal('type', 'expected text/plain or application/x-www-form-urlencoded')
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=')
    if (name!.trim() === 'charset' && !/^"?utf-?8"?$/.test(value.trim()))
      throw new Refusal('type', 'expected charset utf-8')
  }
  return kind
}
