// Every block of code of the packages' READMEs, of the examples' and of the documents runs as it is pasted, and writes what
// stands under it.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { examples } from './snippets/markdown.js'
import { testPages } from './snippets/suite.js'

const PACKAGES = readdirSync('packages').map((name) => `packages/${name}/README.md`)
const EXAMPLES = readdirSync('examples').map((name) => `examples/${name}/README.md`)
// The others of these are those of snippets.test.ts.
const DOCUMENTS = readdirSync('docs').filter(
  (name) => name.endsWith('.md') && !['README.md', 'howto.md'].includes(name),
)

const pages = [...PACKAGES, ...EXAMPLES, ...DOCUMENTS.map((name) => `docs/${name}`)]
const withBlocks = pages.filter((page) => examples(page).length > 0)

test('every package and every example has blocks', () => {
  expect(withBlocks).toEqual(expect.arrayContaining([...PACKAGES, ...EXAMPLES]))
})

testPages(withBlocks)
