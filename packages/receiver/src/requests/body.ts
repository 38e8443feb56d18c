import type { BodyInProgress } from './bodiesInProgress.js'
import { Refusal } from './refusal.js'

/** The first room of a body in bytes, unless its length is known. */
const LEAST_BYTES = 4096

/**
 * Reads a request's body, and no more than `maxBytes` of it. Where the headers give the length, it refuses a body that is too long
 * before its first byte.
 *
 * @param held counts the bytes that the body takes, and may give it up
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
    const chunks = new Chunks(length, maxBytes, (bytes) => held.hold(bytes))
    await readChunks(reader, chunks)
    held.check()
    held.isComplete = true
    return chunks.bytes()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('aborted', 'the body broke off', {}, error)
  } finally {
    cancel()
  }
}

/** Adds everything from a stream to the chunks. */
export async function readChunks(reader: ReadableStreamDefaultReader<Uint8Array>, chunks: Chunks): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    chunks.add(value)
  }
}

/**
 * The bytes that have arrived, in one piece: separate chunks take far more than their bytes, which a client that sends byte by byte
 * would exploit.
 */
export class Chunks {
  private room: Uint8Array = new Uint8Array(0)
  private length = 0
  private readonly expected: number
  private readonly maxBytes: number
  private readonly hold: (bytes: number) => void

  /**
   * Makes an empty body.
   *
   * @param expected the length by the headers; NaN where they do not say it
   * @param hold counts the bytes that the chunks take
   */
  constructor(expected: number, maxBytes: number, hold: (bytes: number) => void) {
    this.expected = expected
    this.maxBytes = maxBytes
    this.hold = hold
  }

  /** Returns the added bytes. */
  bytes(): Uint8Array {
    return this.room.subarray(0, this.length)
  }

  /**
   * Adds a chunk.
   *
   * @throws Refusal where there are too many bytes by now
   */
  add(chunk: Uint8Array): void {
    const { byteLength } = chunk
    if (this.length + byteLength > this.maxBytes) throw tooLarge(this.maxBytes)
    // Usually the whole body is in one chunk: it is not copied.
    if (this.length === 0 && byteLength === this.expected) this.room = chunk
    else this.append(chunk)
    this.length += byteLength
    this.hold(this.room.byteLength)
  }

  private append(chunk: Uint8Array): void {
    const needed = this.length + chunk.byteLength
    if (needed > this.room.byteLength) this.grow(needed)
    this.room.set(chunk, this.length)
  }

  private grow(needed: number): void {
    const wanted = Math.max(needed, 2 * this.room.byteLength, LEAST_BYTES)
    const most = this.expected >= needed ? this.expected : this.maxBytes
    const size = Math.min(wanted, most)
    this.hold(size)
    const room = new Uint8Array(size)
    room.set(this.bytes())
    this.room = room
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
 * @throws Refusal for another type or charset
 */
export function bodyKind(request: Request): BodyKind {
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
