// What the README and the pages of docs link to is there: each file, and each heading.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const PAGES = readdirSync('docs', { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name))
PAGES.push('README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md')

const withoutCode = (text: string): string =>
  text.replaceAll(/^```[^]*?^```$|`[^`\n]*`/gm, (code) => code.replaceAll(/[[\]]/g, ''))

/** Returns the anchors of a page's headings, as a code host makes them. */
function anchorsOf(page: string): Set<string> {
  const headings = readFileSync(page, 'utf8')
    .replaceAll(/^```[^]*?^```$/gm, '')
    .matchAll(/^#+ (.*)$/gm)
  const texts = [...headings].map(([, heading]) => heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase())
  const anchors = new Set<string>()
  for (const text of texts) {
    const anchor = text.replaceAll(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-')
    let name = anchor
    for (let count = 1; anchors.has(name); count++) name = `${anchor}-${count}`
    anchors.add(name)
  }
  return anchors
}

test.each(PAGES)('%s', (page) => {
  const links = [...withoutCode(readFileSync(page, 'utf8')).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g)].map(
    ([, link]) => link!,
  )
  const dead = links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : join(dirname(page), decodeURI(path))
    return !existsSync(target) || (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor))
  })
  expect(dead).toEqual([])
})
