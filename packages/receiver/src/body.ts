import { Refusal } from './refusal.js'

/**
 * Reads a request's body, at most `maxBytes` of it: what is longer is refused when the limit is reached, or before the
 * first byte where the length was told.
 *
 * @throws Refusal for a body too long, or one that breaks off
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
    // Not awaited: a source that does not answer must not hold up ours.
    reader.cancel().catch(() => {})
  }
}

async function readChunks(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, length)
    length += value.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(value)
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
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

/** The kinds of body that are understood: a batch of ours, or a form post of Python's `HTTPHandler`. */
export type BodyKind = 'batch' | 'form'

const KINDS: Readonly<Record<string, BodyKind>> = {
  'text/plain': 'batch',
  'application/x-www-form-urlencoded': 'form',
}

/** @throws Refusal for a type, charset or encoding other than ours */
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
