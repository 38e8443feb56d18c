import { describe, expect, test } from 'vitest'
import { charactersOf, charsetOf } from './charset.js'
import { codecFor, codePoints } from './codec.js'

const hex = (text: string, encoding: string, errors?: string): string =>
  codecFor(encoding, errors).encode(text).toString('hex')

test.each<[string, string, string, number, string]>([
  ['utf8 u8 utf cp65001 UTF-8 utf_8 locale', 'utf-8', 'c3a9', 3, ''],
  ['utf-8-sig', 'utf-8', 'c3a9', 3, 'efbbbf'],
  ['latin1 latin l1 iso-8859-1 iso8859 8859 cp819 Latin_1', 'latin-1', 'e9', 1, ''],
  ['utf-16-le utf16le', 'utf-16-le', 'e900', 2, ''],
  ['utf-16-be', 'utf-16-be', '00e9', 2, ''],
  ['utf-16 u16', 'utf-16', 'e900', 2, 'fffe'],
])('%s', (names, name, bytes, widest, mark) => {
  for (const encoding of names.split(' ')) {
    const charset = charsetOf(encoding)
    expect([charset.name, charset.widest]).toEqual([name, widest])
    expect(Buffer.from(charset.mark ?? []).toString('hex')).toBe(mark)
    expect(hex('é', encoding)).toBe(bytes)
    const room = Buffer.alloc(20, 1)
    expect(codecFor(encoding).encodeInto('éa', room)).toBe(hex('éa', encoding).length / 2)
    expect(room.toString('hex').startsWith(hex('éa', encoding))).toBe(true)
  }
})

test.each(['ascii', 'us-ascii', 'us', '646'])('%s', (encoding) => {
  expect(charsetOf(encoding)).toMatchObject({ name: 'ascii', widest: 1, mark: undefined })
  expect(hex('a\x7f', encoding)).toBe('617f')
})

// What CPython's codecs give for the bytes a1, c4, e9 and fa.
test.each([
  ['cp437 437 ibm437', 'í\u2500Θ·'],
  ['cp850 850 ibm850', 'í\u2500Ú·'],
  ['cp852 852 ibm852', 'í\u2500Ú˙'],
  ['cp858 858 ibm858', 'í\u2500Ú·'],
  ['cp866 866 ibm866', 'б\u2500щ·'],
  ['cp874', '\u0e01\u0e24\u0e49\u0e5a'],
  ['cp1250 1250 windows-1250', 'ˇÄéú'],
  ['cp1251 1251 windows-1251', 'ЎДйъ'],
  ['cp1252 1252 windows-1252', '¡Äéú'],
  ['cp1253 1253 windows-1253', '΅Διϊ'],
  ['cp1254 1254 windows-1254', '¡Äéú'],
  ['cp1255 1255 windows-1255', '¡ִית'],
  ['cp1256 1256 windows-1256', '\u060c\u0624é\u0652'],
  ['cp1257 1257 windows-1257', '\ufffdÄéś'],
  ['cp1258 1258 windows-1258', '¡Äéú'],
  ['iso8859-2 l2 latin2', 'ĄÄéú'],
  ['iso8859-3 l3 latin3', 'ĦÄéú'],
  ['iso8859-4 l4 latin4', 'ĄÄéú'],
  ['iso8859-5 cyrillic', 'ЁФщњ'],
  ['iso8859-6 arabic', '\ufffd\u0624\u0649\ufffd'],
  ['iso8859-7 greek greek8', '\u2018Διϊ'],
  ['iso8859-8 hebrew', '\ufffd\ufffdית'],
  ['iso8859-9 l5 latin5', '¡Äéú'],
  ['iso8859-10 l6 latin6', 'ĄÄéú'],
  ['iso8859-11 thai', '\u0e01\u0e24\u0e49\u0e5a'],
  ['iso8859-13 l7 latin7', '\u201dÄéś'],
  ['iso8859-14 l8 latin8', '\u1e02Äéú'],
  ['iso8859-15 l9 latin9', '¡Äéú'],
  ['iso8859-16 l10 latin10', 'ĄÄéú'],
  ['koi8-r', '\u2551дИЗ'],
  ['koi8-u', '\u2551дИЗ'],
  ['mac-roman macintosh', '°ƒÈ˙'],
])('the code page %s has %s', (names, characters) => {
  for (const name of names.split(' ')) {
    const all = charactersOf(name)!
    expect(all).toHaveLength(256)
    expect(all.slice(0, 128)).toBe(Buffer.from(Array.from({ length: 128 }, (_, code) => code)).toString('latin1'))
    expect([0xa1, 0xc4, 0xe9, 0xfa].map((byte) => all[byte]).join('')).toBe(characters)
    for (const [i, byte] of ['a1', 'c4', 'e9', 'fa'].entries())
      if (characters[i] !== '\ufffd') expect(hex(characters[i]!, name, 'strict')).toBe(byte)
  }
})

describe('characters that an encoding does not have', () => {
  test.each([
    ['ascii', 'replace', '3f613f'],
    ['ascii', 'ignore', '61'],
    ['ascii', 'backslashreplace', Buffer.from('\\xe9a\\u20ac').toString('hex')],
    ['ascii', 'xmlcharrefreplace', Buffer.from('&#233;a&#8364;').toString('hex')],
    ['latin-1', 'replace', 'e9613f'],
    ['cp1252', 'replace', 'e96180'],
    ['cp437', 'replace', '82613f'],
  ])('%s by %s', (encoding, errors, bytes) => {
    expect(hex('éa€', encoding, errors)).toBe(bytes)
    expect(codecFor(encoding, errors).check).toBeNull()
  })

  test.each([
    ['ascii', 'backslashreplace', '😀\x80', '\\U0001f600\\x80'],
    ['ascii', 'xmlcharrefreplace', '😀', '&#128512;'],
    ['utf-8', 'backslashreplace', 'a\ud800', 'a\\ud800'],
    ['utf-8', 'replace', '\udc00a', '?a'],
    ['utf-8', 'ignore', '\udc00a😀', 'a😀'],
  ])('%s by %s: %j', (encoding, errors, text, shown) => {
    expect(codecFor(encoding, errors).encode(text).toString()).toBe(shown)
  })

  test('half a pair becomes U+FFFD in Unicode, unless errors are strict', () => {
    expect(hex('\ud800', 'utf-8')).toBe('efbfbd')
    expect(hex('\ud800', 'utf-16-le')).toBe('fdff')
    expect(codecFor('utf-8').check).toBeNull()
    expect(codecFor('utf-16').check).toBeNull()
  })

  test.each([
    ['ascii', undefined, 'aé', "'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)"],
    ['ascii', 'strict', '😀éb', "'ascii' codec can't encode characters in position 0-1: ordinal not in range(128)"],
    [
      'latin-1',
      undefined,
      '😀a€',
      "'latin-1' codec can't encode character '\\U0001f600' in position 0: ordinal not in range(256)",
    ],
    [
      'latin-1',
      undefined,
      'é€',
      "'latin-1' codec can't encode character '\\u20ac' in position 1: ordinal not in range(256)",
    ],
    [
      'cp1252',
      undefined,
      '\x81',
      "'charmap' codec can't encode character '\\x81' in position 0: character maps to <undefined>",
    ],
    [
      'utf-8',
      'strict',
      'a\ud800\ud801',
      "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed",
    ],
    [
      'utf-16',
      'strict',
      '\udc00',
      "'utf-16' codec can't encode character '\\udc00' in position 0: surrogates not allowed",
    ],
  ])('%s with errors %s refuses %j', (encoding, errors, text, message) => {
    const { check } = codecFor(encoding, errors)
    expect(() => check!('a')).not.toThrow()
    expect(() => check!(text)).toThrow(new RangeError(message))
  })
})

test('what is no encoding, and no handler of errors', () => {
  expect(() => codecFor('klingon')).toThrow(
    new RangeError(
      'unknown encoding: klingon; there are: utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, utf-32, utf-32-le, utf-32-be, ' +
        'ascii, latin-1 and code pages such as cp1252, iso8859-15 and koi8-r',
    ),
  )
  expect(() => codecFor('utf-8', 'klingon')).toThrow(
    new RangeError(
      "unknown error handler name 'klingon'; there are: strict, ignore, replace, backslashreplace, xmlcharrefreplace, " +
        'surrogateescape, surrogatepass',
    ),
  )
  expect(charactersOf('utf-8')).toBeUndefined()
})

test('the defaults, and how wide a unit may become', () => {
  expect([codecFor(), codecFor(null, null)].map(({ isUtf8, widest }) => [isUtf8, widest])).toEqual([
    [true, 3],
    [true, 3],
  ])
  expect(codecFor('utf-8', 'replace')).toMatchObject({ isUtf8: false, widest: 8 })
  expect(codecFor('ascii')).toMatchObject({ isUtf8: false, widest: 8 })
})

test.each([
  ['', 0],
  ['aé', 2],
  ['😀', 1],
  ['\ud83d', 1],
])('%j has %d characters', (text, count) => {
  expect(codePoints(text)).toBe(count)
})
