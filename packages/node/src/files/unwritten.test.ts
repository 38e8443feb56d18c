import { expect, test } from 'vitest'
import { unwritten } from './unwritten.js'

test.each([
  // Bytes written, and how many records are not whole.
  ['one\ntwo\nthree\n', 3, '\n', 0, 3],
  ['one\ntwo\nthree\n', 3, '\n', 3, 3],
  ['one\ntwo\nthree\n', 3, '\n', 4, 2],
  ['one\ntwo\nthree\n', 3, '\n', 9, 1],
  ['one\ntwo\nthree\n', 3, '\n', 14, 0],
  ['one\r\ntwo\r\n', 2, '\r\n', 4, 2],
  ['one\r\ntwo\r\n', 2, '\r\n', 5, 1],
  // The first record may have both of the first two lines.
  ['one\nmore\ntwo\n', 2, '\n', 4, 2],
  ['one\nmore\ntwo\n', 2, '\n', 9, 1],
  // An end that a torn line has got.
  ['\none\ntwo\n', 2, '\n', 1, 2],
  ['\none\ntwo\n', 2, '\n', 5, 1],
  // An end that cannot be found: a terminator that was changed since.
  ['one\ntwo\n', 2, '|', 4, 2],
  ['one\ntwo\n', 2, '', 4, 2],
  ['', 0, '\n', 0, 0],
])('%j of %d records that end in %j, with %d bytes written: %d are not there', (text, records, end, written, left) => {
  expect(unwritten(Buffer.from(text), written, records, Buffer.from(end))).toBe(left)
})
