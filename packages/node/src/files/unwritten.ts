/**
 * Returns how many of the records in a block are not whole in its first bytes. A record with several ends of lines may make it too
 * high, never too low.
 *
 * @param bytes whole records
 * @param written so many of the bytes were written
 * @param records so many records there are
 * @param end what each record ends in; nothing where that is not known
 */
export function unwritten(bytes: Uint8Array, written: number, records: number, end: Uint8Array): number {
  if (end.length === 0) return records
  const inAll = count(bytes, end)
  const inWritten = count(bytes.subarray(0, written), end)
  // What there is more than one a record may all be in the part that was written.
  return records - Math.max(0, inWritten - Math.max(0, inAll - records))
}

function count(bytes: Uint8Array, end: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let found = 0
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + end.length)) found++
  return found
}
