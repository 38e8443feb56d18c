import { exchangeOf } from './exchangeObjects.js'

/** Returns the bytes of a buffer; any other value as it is. */
export function unpackBuffer(value: object, kind: string): object {
  if (kind.endsWith('ArrayBuffer')) return new Uint8Array(value as ArrayBuffer)
  if (kind !== 'DataView') return value
  const { buffer, byteOffset, byteLength } = value as DataView
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** The headers that hold credentials. */
const CREDENTIALS = /^(proxy-)?authorization$|^(set-)?cookie2?$/i

/**
 * Returns the content of headers and forms as a Map, and of addresses as a text, without credentials; of a server's requests and
 * responses a short part. Undefined for other kinds.
 */
export function contentsOf(value: object, kind: string): object | string | undefined {
  if (kind === '') return exchangeOf(value)
  if (kind === 'FormData') return new Map(distinct(value as Iterable<[string, unknown]>))
  if (kind === 'Headers') {
    const headers = [...(value as Iterable<[string, unknown]>)]
    return new Map(distinct(headers.map(([key, text]) => [key, CREDENTIALS.test(key) ? '...' : text])))
  }
  if (kind === 'URLSearchParams') return String(value)
  return kind === 'URL' ? (value as { href: string }).href.replace(/^([\w+.-]+:\/\/)[^/?#]*@/, '$1') : undefined
}

/** Returns entries whose keys are distinct, as a form's need not be: `a`, `a_1`. */
function distinct(entries: Iterable<[string, unknown]>): [string, unknown][] {
  const seen = new Set<string>()
  return [...entries].map(([key, value], index) => {
    while (seen.has(key)) key += `_${index}`
    seen.add(key)
    return [key, value]
  })
}
