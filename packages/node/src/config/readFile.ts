import * as fs from 'node:fs'
import { repr } from '@treeline/core'
import { charactersOf, charsetOf } from '../files/charset.js'

/**
 * Reads a text file as Python's `open(filename, encoding=encoding).read()` does, but leaves line ends as they are.
 *
 * @param encoding utf-8 (default), or what FileHandler takes; utf-8-sig, utf-16 and utf-32 skip a byte order mark
 * @returns the text; undefined where the file does not exist
 * @throws RangeError for an unknown encoding (Python's LookupError), and for bytes that are no text in it; what the file system
 *   throws otherwise
 */
export function readFile(filename: string, encoding?: string): string | undefined {
  const bytes = readBytes(filename)
  return bytes === undefined ? undefined : decode(bytes, encoding)
}

function readBytes(filename: string): Buffer | undefined {
  try {
    return fs.readFileSync(filename)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

function decode(bytes: Buffer, encoding: string = 'utf-8'): string {
  const { name, mark } = charsetOf(encoding)
  try {
    const characters = charactersOf(encoding)
    if (characters !== undefined) return decodePage(bytes, characters)
    if (name === 'latin-1') return bytes.toString('latin1')
    if (name === 'ascii' && bytes.some((byte) => byte > 0x7f)) throw new TypeError('ordinal not in range(128)')
    const skipsMark = mark !== undefined
    if (name.startsWith('utf-32')) return decodeUtf32(bytes, name)
    if (!name.startsWith('utf-16')) return decodeUnicode('utf-8', bytes, skipsMark)
    const isSwapped = name === 'utf-16-be' || (skipsMark && bytes[0] === 0xfe && bytes[1] === 0xff)
    return decodeUnicode('utf-16le', isSwapped ? Buffer.from(bytes).swap16() : bytes, skipsMark)
  } catch (cause) {
    throw new RangeError(`${repr(name)} codec can't decode the file`, { cause })
  }
}

function decodeUnicode(label: string, bytes: Buffer, skipsMark: boolean): string {
  return new TextDecoder(label, { fatal: true, ignoreBOM: !skipsMark }).decode(bytes)
}

const MARK = 0xfeff

/**
 * Returns the text of UTF-32 bytes.
 *
 * @throws TypeError, RangeError for bytes that are no text
 */
function decodeUtf32(bytes: Buffer, name: string): string {
  if (bytes.length % 4 > 0) throw new TypeError('truncated data')
  const skipsMark = name === 'utf-32' && bytes.length > 0
  const isSwapped = name === 'utf-32-be' || (skipsMark && bytes.readUInt32BE(0) === MARK)
  const codes = Array.from({ length: bytes.length / 4 }, (_, i) =>
    isSwapped ? bytes.readUInt32BE(4 * i) : bytes.readUInt32LE(4 * i),
  )
  if (skipsMark && codes[0] === MARK) codes.shift()
  if (codes.some((code) => code >= 0xd800 && code < 0xe000))
    throw new TypeError('code point in surrogate code point range')
  // What is above the last character throws.
  return codes.map((code) => String.fromCodePoint(code)).join('')
}

/**
 * Returns the text of bytes in a code page.
 *
 * @throws TypeError for a byte without a character
 */
function decodePage(bytes: Buffer, characters: string): string {
  const text = Array.from(bytes, (byte) => characters[byte]!).join('')
  if (text.includes('\ufffd')) throw new TypeError('character maps to <undefined>')
  return text
}
