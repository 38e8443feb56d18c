// llms.txt and llms-full.txt: the site for programs that read it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Group, type Page, root } from './pages'

/** Whose text llms-full.txt has. */
const FULL = ['Guide', 'Coming from', 'How do I']

/** How many names stand for a page of the reference. */
const NAMES = 12

/** Returns the list of all pages, each with its first sentence. */
export function llms(groups: readonly Group[]): string {
  const sections = groups.map(({ title, pages }) => `## ${title}\n\n${pages.map((page) => link(page)).join('\n')}\n`)
  const [home] = groups[0]?.pages ?? []
  return [`# treeline\n`, `> ${home ? firstParagraph(textOf(home)) : ''}\n`, ...sections].join('\n')
}

/** Returns the text of all pages that teach. */
export function llmsFull(groups: readonly Group[]): string {
  const pages = groups.filter(({ title }) => FULL.includes(title)).flatMap(({ pages }) => pages)
  return pages.map((page) => textOf(page).trim()).join('\n\n---\n\n') + '\n'
}

function textOf({ source }: Page): string {
  return readFileSync(join(root, source), 'utf8')
}

function link(page: Page): string {
  return `- [${page.title}](${page.path.replace(/\.md$/, '.html')}): ${summary(page)}`
}

/** Returns a page's first sentence; of one of the reference, which begins with a name, what it describes. */
function summary(page: Page): string {
  const text = textOf(page)
  const names = [...text.matchAll(/^### (.*)$/gm)].map(([, name = '']) =>
    name.replaceAll(/`abstract` |[`\\]|\(\)/g, ''),
  )
  if (page.path.startsWith('reference/') && names.length > 0)
    return `Describes ${names.slice(0, NAMES).join(', ')}${names.length > NAMES ? ' and more' : ''}.`
  return firstSentence(firstParagraph(text))
}

/** Returns the first paragraph of a page as bare text. */
function firstParagraph(markdown: string): string {
  const blocks = markdown
    .replaceAll(/^<!--.*?-->$/gms, '')
    .replaceAll(/^```.*?^```$/gms, '')
    .split(/\n\s*\n/)
  const paragraph = blocks.find((block) => /^\s*[\w`*'[]/.test(block)) ?? ''
  return paragraph
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
}

function firstSentence(text: string): string {
  return /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text.replace(/:$/, '.')
}
