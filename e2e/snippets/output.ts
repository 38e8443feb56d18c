import { expect } from 'vitest'

/** A line that stands for any lines. */
const CUT = /^ *…\n/m

/** Returns output as the documents show it: the folder is `/srv/app`, and Nodes word their errors differently. */
export function shown(output: string, folder: string): string {
  return output
    .replaceAll(folder, '/srv/app')
    .replaceAll(/ in JSON at position (\d+).*/g, ' in JSON at position $1')
    .replaceAll(/[ \t]+$/gm, '')
}

/** Tells whether output is what a page shows, whose line of three dots stands for any lines. */
export function isShown(output: string, page: string): boolean {
  const [head = '', ...others] = page.split(new RegExp(CUT, 'gm'))
  if (others.length === 0) return output === head
  if (!output.startsWith(head)) return false
  let at = head.length
  for (const part of others) {
    const isLast = part === others.at(-1)
    const found = isLast && part !== '' ? output.lastIndexOf(part) : output.indexOf(part, at)
    if (found < at) return false
    at = found + part.length
  }
  return others.at(-1) === '' || at === output.length
}

/** Fails where output is not what a page shows, with both. */
export function expectShown(output: string, page: string, place: string): void {
  if (!isShown(output, page)) expect(output, place).toBe(page)
}
