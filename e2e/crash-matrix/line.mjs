/** Every line is as long and as regular as this one, so that a torn or mixed one shows.
 * @param {number} i
 */
export const line = (i) => `line ${String(i).padStart(7, '0')} ${'.'.repeat(80)}`

const WHOLE = /line (\d{7}) \.{80}(?!\.)/

/**
 * Counts the lines of a text, whatever is written around a message.
 *
 * @param {string} text
 */
export function countLines(text) {
  /** @type {Map<number, number>} */
  const found = new Map()
  /** @type {string[]} */
  const torn = []
  for (const part of text.split('\n')) {
    const [match] = part.matchAll(new RegExp(WHOLE, 'g'))
    const isOne = part.split('line ').length <= 2 && (!part.startsWith('{') || part.endsWith('}'))
    if (match && isOne) found.set(Number(match[1]), (found.get(Number(match[1])) ?? 0) + 1)
    // What is no line at all is a notice.
    else if (part.includes('line 0') || part.includes('....')) torn.push(part.slice(0, 120))
  }
  const doubled = [...found.values()].filter((count) => count > 1).length
  return { found, torn, doubled }
}
