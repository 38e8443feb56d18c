import type { Charset } from './charset.js'

// Halves of surrogate pairs, where they stand alone: with the flag `u`, a whole pair is one character.

const HALF = /\p{Surrogate}/gu
/** The characters that Python decodes bytes to which are no text. */
const ESCAPE = '[\\udc80-\\udcff]'

/** Returns the charset of Python's `surrogateescape`: U+DC80 to U+DCFF are the bytes 80 to FF. UTF-16 and UTF-32 have none. */
export function escapingSurrogates(charset: Charset): Charset {
  if (/^utf-(?:16|32)/.test(charset.name)) return charset
  const any = charset.unencodable.source
  const other = `(?!${ESCAPE})${any}`
  const unencodable = new RegExp(other, 'u')
  // Python's charmap passes a whole run of characters to the error handler, the other codecs the rest of it.
  const run = charset.name === 'charmap' ? `(?=${ESCAPE}*${other})${any}+` : `${other}${any}*`
  return {
    ...charset,
    unencodable,
    run: new RegExp(run, 'u'),
    hasUnencodable: (text) => unencodable.test(text),
    write: writingHalves(charset, new RegExp(ESCAPE, 'gu'), (code) => [code - 0xdc00]),
  }
}

/** Returns the charset of Python's `surrogatepass`: the UTF encodings write half a pair as if it were a character. */
export function passingSurrogates(charset: Charset): Charset {
  if (!charset.name.startsWith('utf')) return charset
  const write = charset.name === 'utf-8' ? writingHalves(charset, HALF, threeBytes) : charset.write
  return { ...charset, hasUnencodable: () => false, unencodable: /(?!)/u, write }
}

function threeBytes(code: number): number[] {
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
}

/** Returns a `write` that encodes the halves by `bytesOf`. */
function writingHalves(charset: Charset, halves: RegExp, bytesOf: (code: number) => number[]): Charset['write'] {
  return (text, bytes) => {
    let length = 0
    let begin = 0
    for (const { 0: half, index } of text.matchAll(halves)) {
      length += charset.write(text.slice(begin, index), bytes.subarray(length))
      for (const byte of bytesOf(half.charCodeAt(0))) bytes[length++] = byte
      begin = index + 1
    }
    return length + charset.write(text.slice(begin), bytes.subarray(length))
  }
}
