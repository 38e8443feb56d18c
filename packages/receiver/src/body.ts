import { Refusal } from './refusal.js'

/**
 * Reads a request's body, and no more than `maxBytes` of it. Where the headers give the length, a body that is too long is
 * refused before its first byte.
 *
 * @throws Refusal for a body that is too long or breaks off
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (request.bodyUsed) throw new Refusal('failure', 'the body was read before the receiver got the request')
  const { body } = request
  if (body === null) return new Uint8Array(0)
  const reader = body.getReader()
  try {
    return await readChunks(reader, maxBytes)
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('aborted', 'the body broke off', {}, error)
  } finally {
    // Not awaited: a source that does not answer must not delay our answer.
    reader.cancel().catch(() => {})
  }
}

async function readChunks(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return join(chunks, length)
    length += value.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(value)
  }
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
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
