/**
 * Returns how many records of a block are not wholly in its written part. The result may be too high for a record with several ends
 * of lines, never too low.
 *
 * @param bytes whole records
 * @param written the number of bytes that were written
 * @param records the number of records
 * @param end the end of each record; empty where that is not known
 */
export function unwritten(bytes: Uint8Array, written: number, records: number, end: Uint8Array): number {
  if (end.length === 0) return records
  const inAll = count(bytes, end)
  const inWritten = count(bytes.subarray(0, written), end)
  // The ends beyond one a record may all be in the written part.
  return records - Math.max(0, inWritten - Math.max(0, inAll - records))
}

function count(bytes: Uint8Array, end: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let found = 0
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + end.length)) found++
  return found
}
