/**
 * A line says whose it is, and which: 100 bytes with its end.
 *
 * @param {number} who
 * @param {number} number
 */
export const line = (who, number) =>
  `p${String(who).padStart(2, '0')} ${String(number).padStart(7, '0')} ${'.'.repeat(87)}`

const WHOLE = /^p(\d\d) (\d{7}) \.{87}$/

/**
 * Reads lines back: whose they are, in the order of the files, and what is no line.
 *
 * @param {string} text
 */
export function linesOf(text) {
  /** @type {Map<number, number[]>} */
  const found = new Map()
  /** @type {string[]} */
  const torn = []
  for (const part of text.split('\n').slice(0, -1)) {
    const match = WHOLE.exec(part)
    if (match === null) torn.push(part.slice(0, 220))
    else {
      const who = Number(match[1])
      if (!found.has(who)) found.set(who, [])
      found.get(who)?.push(Number(match[2]))
    }
  }
  if (text !== '' && !text.endsWith('\n')) torn.push('the last line has no end')
  return { found, torn }
}
