import { closeSync, openSync, readSync } from 'node:fs'

/**
 * Counts the lines that a file lacks, or has too many, or that are torn: a run's lines all have one length.
 *
 * @param {string} file
 * @param {number} count how many there must be
 */
export function linesLost(file, count) {
  const { whole, torn } = countLines(file)
  return Math.abs(count - whole) + torn
}

/** Counts the lines of the first one's length, and the others. */
export function countLines(file) {
  const fd = openSync(file, 'r')
  const block = Buffer.allocUnsafe(1 << 20)
  let [whole, torn, length, at, begin] = [0, 0, 0, 0, 0]
  for (let read = readSync(fd, block); read > 0; read = readSync(fd, block)) {
    const part = block.subarray(0, read)
    for (let end = part.indexOf(10); end >= 0; end = part.indexOf(10, end + 1)) {
      const size = at + end + 1 - begin
      begin += size
      if (length === 0) length = size
      if (size === length) whole++
      else torn++
    }
    at += read
  }
  closeSync(fd)
  return { whole, torn: begin === at ? torn : torn + 1 }
}
