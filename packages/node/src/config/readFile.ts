import * as fs from 'node:fs'
import { repr } from '@treeline/core'
import { codecFor } from '../files/codec.js'

/**
 * Reads a text file as Python's `open(filename, encoding=encoding).read()` does, but leaves line ends as they are.
 *
 * @param encoding utf-8 (default), utf-8-sig (which skips a byte order mark), ascii, latin-1 or utf-16-le
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
  const skipsMark = /^utf[\s_-]*8[\s_-]*sig$/i.test(encoding)
  const { name } = codecFor(skipsMark ? 'utf-8' : encoding)
  if (name === 'latin-1') return bytes.toString('latin1')
  try {
    if (name === 'ascii' && bytes.some((byte) => byte > 0x7f)) throw new TypeError('ordinal not in range(128)')
    return new TextDecoder(name === 'ascii' ? 'utf-8' : name.replace('-le', 'le'), {
      fatal: true,
      ignoreBOM: !skipsMark,
    }).decode(bytes)
  } catch (cause) {
    throw new RangeError(`${repr(name)} codec can't decode the file`, { cause })
  }
}
