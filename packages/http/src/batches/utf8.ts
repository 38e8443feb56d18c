/**
 * Returns how many bytes `text` takes in UTF-8; a lone surrogate counts as the replacement character that is sent for it.
 * Counts by itself: bare engines and jsdom have no TextEncoder.
 */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index)!
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (code > 0xffff) index++
  }
  return bytes
}
