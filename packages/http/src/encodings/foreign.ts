import type { Encoding, SentRecord } from './encoding.js'
import { renamedFields } from './fieldNames.js'
import { type SoundRecord, soundRecord } from './soundRecord.js'

/** Matches in JSON text: an escaped backslash, an escaped pair of surrogates, or a lone surrogate, which is always escaped. */
const ESCAPES = /\\\\|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u[dD][89a-fA-F]../g

/**
 * Returns an `encode` for a server that refuses what is not well-formed: values of a wrong type are mended, and a lone surrogate
 * becomes U+FFFD, as in UTF-8.
 */
export function foreign(encode: (records: readonly SoundRecord[]) => string): Encoding['encode'] {
  return (records: readonly SentRecord[]) => {
    const sound = records.map(soundRecord)
    const body = encode(sound)
    if (wellFormed(body) === body) return body
    return wellFormed(encode(sound.map(wellFormedRecord)))
  }
}

/** Returns a record without lone surrogates. Names of fields that become the same by that stay apart. */
function wellFormedRecord(record: SoundRecord): SoundRecord {
  const fields = renamedFields(record.fields, (key) => JSON.parse(wellFormed(JSON.stringify(key))) as string)
  return JSON.parse(wellFormed(JSON.stringify({ ...record, fields }))) as SoundRecord
}

/** Returns JSON text without lone surrogates. */
function wellFormed(json: string): string {
  return json.replace(ESCAPES, (escape) => (escape.length === 6 ? '\ufffd' : escape))
}
