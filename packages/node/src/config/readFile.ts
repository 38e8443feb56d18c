import * as fs from 'node:fs'
import { repr } from '@treeline/core'
import { codecFor } from '../files/codec.js'

/**
 * Reads a text file as Python's `open(filename, encoding=encoding).read()` does, line ends apart.
 *
 * @param encoding default utf-8; utf-8-sig (which skips a byte order mark), ascii, latin-1 and utf-16-le are the others
 * @returns undefined where there is no such file
 * @throws RangeError for an encoding that is unknown (Python's LookupError) and for bytes that are not text in it; what the
 *   file system throws otherwise
 */
export function readFile(filename: string, encoding?: string): string | undefined {
  const bytes = bytesOf(filename)
  return bytes === undefined ? undefined : decode(bytes, encoding)
}

function bytesOf(filename: string): Buffer | undefined {
  try {
    return fs.readFileSync(filename)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

function decode(bytes: Buffer, encoding: string = 'utf-8'): string {
  const signed = /^utf[\s_-]*8[\s_-]*sig$/i.test(encoding)
  const { name } = codecFor(signed ? 'utf-8' : encoding)
  if (name === 'latin-1') return bytes.toString('latin1')
  try {
    if (name === 'ascii' && bytes.some((byte) => byte > 0x7f)) throw new TypeError('ordinal not in range(128)')
    return new TextDecoder(name === 'ascii' ? 'utf-8' : name.replace('-le', 'le'), {
      fatal: true,
      ignoreBOM: !signed,
    }).decode(bytes)
  } catch (cause) {
    throw new RangeError(`${repr(name)} codec can't decode the file`, { cause })
  }
}
