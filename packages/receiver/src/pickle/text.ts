import { UnpicklingError } from './unpicklingError.js'

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Returns the text of UTF-8 bytes. Three bytes for half of a surrogate pair become that half: Python writes it so (`surrogatepass`),
 * though UTF-8 forbids it.
 *
 * @throws UnpicklingError for other bytes
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return decodeWithSurrogates(bytes)
  }
}

function decodeWithSurrogates(bytes: Uint8Array): string {
  const parts: string[] = []
  let start = 0
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const unit = surrogateAt(bytes, at)
    if (unit === undefined) continue
    parts.push(decodeStrictly(bytes.subarray(start, at)), String.fromCharCode(unit))
    start = at + 3
  }
  parts.push(decodeStrictly(bytes.subarray(start)))
  return parts.join('')
}

function surrogateAt(bytes: Uint8Array, at: number): number | undefined {
  const second = bytes[at + 1] ?? 0
  const third = bytes[at + 2] ?? 0
  const isSurrogate = second >= 0xa0 && second <= 0xbf && third >= 0x80 && third <= 0xbf
  return isSurrogate ? 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f) : undefined
}

function decodeStrictly(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new UnpicklingError('a text is not UTF-8')
  }
}
