import { codePoints } from '../files/codec.js'
import type { FileWriter } from '../files/writer.js'

/** Returns whether a file stays below `maxBytes` with `length` more characters, however long they are in bytes. Writes nothing. */
export function isFarFrom(maxBytes: number, stream: FileWriter, length: number): boolean {
  return stream.atMost + length + 1 < maxBytes
}

/**
 * Returns whether a text would make a file reach `maxBytes`. Returns false for an empty file, and for one that is not regular.
 *
 * As in Python, the text counts as its characters and one newline, the file as its bytes.
 *
 * @throws what the file system throws: what is held is written first
 */
export function reaches(maxBytes: number, stream: FileWriter, text: string): boolean {
  // Hot path: far from the limit, nothing is written to learn the size.
  if (isFarFrom(maxBytes, stream, text.length) || !stream.regular) return false
  // The size is 0 where another program has emptied the file since.
  const size = stream.tell()
  return size > 0 && size + codePoints(text) + 1 >= maxBytes
}
