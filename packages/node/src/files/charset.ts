import { CODE_PAGES } from './codePages.js'

/** The characters that an encoding has, and their bytes. */
export interface Charset {
  /** Python's name of the encoding, in its errors. */
  readonly name: string
  /** The most bytes that one UTF-16 unit of text can become. */
  readonly widest: number
  /** The byte order mark of an empty file. */
  readonly mark: Uint8Array | undefined
  /** Matches a character that the encoding does not have. With the flag `u`, half a surrogate pair matches only when it is alone. */
  readonly unencodable: RegExp
  readonly reason: string
  /** Matches the characters of one error. Default a run of characters that `unencodable` matches. */
  readonly run?: RegExp | undefined
  /** Returns whether the text has such a character. Hot path: asked for each text. */
  hasUnencodable(text: string): boolean
  /** Writes a text whose characters the encoding has at the start of `bytes`, and returns the number of bytes. */
  write(text: string, bytes: Buffer): number
}

const LONE = {
  unencodable: /\p{Surrogate}/u,
  // Constant time for strings that V8 stores as one byte a character. A cast, because the types are those of ES2022.
  hasUnencodable: (text: string): boolean => !(text as string & { isWellFormed(): boolean }).isWellFormed(),
  reason: 'surrogates not allowed',
}

const writeUtf16 = (text: string, bytes: Buffer): number => bytes.write(text, 0, 'utf16le')

function writeUtf16Swapped(text: string, bytes: Buffer): number {
  const length = writeUtf16(text, bytes)
  bytes.subarray(0, length).swap16()
  return length
}

const writeUtf32LE = (text: string, bytes: Buffer): number =>
  writeUtf32(text, (code, at) => bytes.writeUInt32LE(code, at))
const writeUtf32BE = (text: string, bytes: Buffer): number =>
  writeUtf32(text, (code, at) => bytes.writeUInt32BE(code, at))

function writeUtf32(text: string, put: (code: number, at: number) => number): number {
  let length = 0
  for (const character of text) length = put(character.codePointAt(0)!, length)
  return length
}

const UTF_8: Charset = {
  name: 'utf-8',
  widest: 3,
  mark: undefined,
  write: (text, bytes) => bytes.write(text, 0, 'utf8'),
  ...LONE,
}
/** One error for each half of a pair. */
const ONE = { ...LONE, run: LONE.unencodable }
const UTF_32_LE: Charset = { name: 'utf-32-le', widest: 4, mark: undefined, write: writeUtf32LE, ...ONE }
const UTF_16_LE: Charset = { name: 'utf-16-le', widest: 2, mark: undefined, write: writeUtf16, ...ONE }

function singleByte(name: string, codes: number): Charset {
  const unencodable = codes === 128 ? /[^\0-\x7f]/u : /[^\0-\xff]/u
  return {
    name,
    widest: 1,
    mark: undefined,
    unencodable,
    hasUnencodable: (text) => unencodable.test(text),
    reason: `ordinal not in range(${codes})`,
    write: (text, bytes) => bytes.write(text, 0, 'latin1'),
  }
}

const ASCII = singleByte('ascii', 128)
const LATIN_1 = singleByte('latin-1', 256)

// The names without hyphens, underscores and spaces, which Python ignores.
const CHARSETS: ReadonlyMap<string, Charset> = new Map<string, Charset>([
  // `locale`: the encoding of today's locales.
  ...named('utf8 u8 utf cp65001 locale', UTF_8),
  ...named('utf8sig', { ...UTF_8, mark: Uint8Array.of(0xef, 0xbb, 0xbf) }),
  ...named('ascii usascii us 646', ASCII),
  ...named('latin1 latin l1 iso88591 iso8859 8859 cp819', LATIN_1),
  ...named('utf16le', UTF_16_LE),
  ...named('utf16be', { ...UTF_16_LE, name: 'utf-16-be', write: writeUtf16Swapped }),
  // The lower byte comes first, as on all machines that Node runs on.
  ...named('utf32le', UTF_32_LE),
  ...named('utf32be', { ...UTF_32_LE, name: 'utf-32-be', write: writeUtf32BE }),
  ...named('utf32 u32', { ...UTF_32_LE, name: 'utf-32', mark: Uint8Array.of(0xff, 0xfe, 0, 0) }),
  ...named('utf16 u16', { ...UTF_16_LE, name: 'utf-16', mark: Uint8Array.of(0xff, 0xfe) }),
])

const UNICODE = 'utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-32, utf-32-le, utf-32-be'

/** Python's names, with aliases, of the encodings with thousands of characters that are not Unicode's. */
const EAST_ASIAN = (
  '932 936 949 950 big5 big5hkscs big5tw chinese cp1361 cp932 cp936 cp949 cp950 csbig5 csiso2022jp csiso2022kr ' +
  'csiso58gb231280 csshiftjis euccn eucgb2312cn eucjis2004 eucjisx0213 eucjp euckr gb18030 gb180302000 gb2312 ' +
  'gb23121980 gb231280 gbk hkscs hz hzgb hzgb2312 iso2022jp iso2022jp1 iso2022jp2 iso2022jp2004 iso2022jp3 ' +
  'iso2022jpext iso2022kr isoir58 jisx0213 johab korean ksc5601 ksc56011987 ksx1001 ms1361 ms932 ms936 ms949 ms950 ' +
  'mskanji shiftjis shiftjis2004 shiftjisx0213 sjis sjis2004 sjisx0213 uhc ujis xmacjapanese xmackorean ' +
  'xmacsimpchinese xmactradchinese'
).split(' ')

const pages = new Map<string, Charset>()

function named(names: string, charset: Charset): [string, Charset][] {
  return names.split(' ').map((name) => [name, charset])
}

/**
 * Returns the charset of one of Python's names.
 *
 * @throws RangeError (Python's LookupError) for an unknown name
 */
export function charsetOf(encoding: string): Charset {
  const key = normalized(encoding)
  const charset = CHARSETS.get(key) ?? pages.get(key) ?? pageCharset(key)
  if (charset !== undefined) return charset
  const known = `${UNICODE}, ascii, latin-1 and code pages such as cp1252, iso8859-15 and koi8-r`
  if (EAST_ASIAN.includes(key))
    throw new RangeError(
      `unsupported encoding: ${encoding}; East Asia's encodings are not supported, write utf-8; there are: ${known}`,
    )
  throw new RangeError(`unknown encoding: ${encoding}; there are: ${known}`)
}

/** Returns a name without hyphens, underscores and spaces, which Python ignores. */
function normalized(encoding: string): string {
  return encoding.toLowerCase().replace(/[\s_-]/g, '')
}

// --- code pages ------------------------------------------------------------------------------------------------------

/** Returns the characters of all bytes in a code page, U+FFFD where there is none; undefined for another encoding. */
export function charactersOf(encoding: string): string | undefined {
  const key = normalized(encoding)
  const chars = CODE_PAGES.find(({ names }) => names.replaceAll('-', '').split(' ').includes(key))?.chars
  if (chars === undefined) return undefined
  return String.fromCharCode(...Array.from({ length: 256 - chars.length }, (_, code) => code)) + chars
}

function pageCharset(key: string): Charset | undefined {
  const characters = charactersOf(key)
  if (characters === undefined) return undefined
  const byteOf = new Uint8Array(65_536)
  for (let byte = 0; byte < characters.length; byte++) byteOf[characters.charCodeAt(byte)] = byte
  const known = [...characters].filter((char) => char !== '\ufffd').map(escaped)
  const unencodable = new RegExp(`[^${known.join('')}]`, 'u')
  const charset: Charset = {
    name: 'charmap',
    widest: 1,
    mark: undefined,
    unencodable,
    hasUnencodable: (text) => unencodable.test(text),
    reason: 'character maps to <undefined>',
    write(text, bytes) {
      for (let i = 0; i < text.length; i++) bytes[i] = byteOf[text.charCodeAt(i)]!
      return text.length
    },
  }
  pages.set(key, charset)
  return charset
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
