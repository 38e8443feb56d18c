import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Makes a row of a Markdown table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Makes a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

/**
 * Returns a page of `docs` as it is and as `text` says it must be. `npm run docs` writes it first.
 *
 * @param file the page's name, `python/names.md`
 */
export function page(file: string, text: string): { committed: string; generated: string } {
  const path = resolve('docs', file)
  if (process.env['CONFORMANCE_WRITE'] === '1') writeFileSync(path, text)
  return { committed: readFileSync(path, 'utf8'), generated: text }
}
