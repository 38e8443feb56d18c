import { expect } from 'vitest'

/** Returns output as the documents show it: in `/srv/app`, each test in a millisecond, without what Nodes word differently. */
export function shown(output: string, folder: string): string {
  return output
    .replaceAll(folder, '/srv/app')
    .replaceAll(/ in JSON at position (\d+).*/g, ' in JSON at position $1')
    .replaceAll(/ \([\d.]+ms\)$/gm, ' (1ms)')
    .replaceAll(/[ \t]+$/gm, '')
    .replace(/[^\n]$/, '$&\n')
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

/** Returns the pattern of a line of a page: three dots stand for any text in a line, and alone on it for any lines. */
function linePattern(line: string): string {
  if (line.trim() === '…') return '(?:.*\\n)*?'
  return `${line.split('…').map(escaped).join('.*?')}\\n`
}

/** Tells whether output is what a page shows. */
export function isShown(output: string, page: string): boolean {
  const lines = page.split('\n').map(linePattern)
  return new RegExp(`^${lines.join('').slice(0, -2)}$`).test(output)
}

/** Fails where output is not what a page shows, with both. */
export function expectShown(output: string, page: string, place: string): void {
  if (!isShown(output, page)) expect(output, place).toBe(page)
}
