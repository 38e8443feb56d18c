/** The most bytes of a line: the journal cuts at 48 KiB, and the rest would have no priority. */
const MAX_LINE_BYTES = 48 * 1024 - 8

/** Returns a text with the priority in front of each line, as the journal reads it: `<3>disk full`. */
export function journalLines(priority: number, text: string): string {
  const prefix = `<${priority}>`
  return text
    .split('\n')
    .flatMap(cutLine)
    .map((line) => prefix + line)
    .join('\n')
}

/** Returns a line in pieces that the journal does not cut. */
function cutLine(line: string): string[] {
  if (line.length * 3 <= MAX_LINE_BYTES) return [line]
  const pieces: string[] = []
  let piece = ''
  let bytes = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (bytes + size > MAX_LINE_BYTES) {
      pieces.push(piece)
      piece = ''
      bytes = 0
    }
    piece += character
    bytes += size
  }
  return [...pieces, piece]
}
