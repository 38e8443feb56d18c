// Every block of code of the packages' READMEs, of the examples' and of the documents runs as it is pasted, and writes what
// stands under it.
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { examples, faults } from './snippets/markdown.js'
import { closeBrowser } from './snippets/pages.js'
import { runExample } from './snippets/run.js'
import { Turns } from './snippets/turns.js'

const PACKAGES = readdirSync('packages').map((name) => `packages/${name}/README.md`)
const EXAMPLES = readdirSync('examples').map((name) => `examples/${name}/README.md`)
// The others of these are those of snippets.test.ts.
const DOCUMENTS = readdirSync('docs').filter(
  (name) => name.endsWith('.md') && !['README.md', 'howto.md'].includes(name),
)

const pages = [...PACKAGES, ...EXAMPLES, ...DOCUMENTS.map((name) => `docs/${name}`)]
const withBlocks = pages.filter((page) => examples(page).length > 0)
const turns = new Turns(2)

afterAll(closeBrowser)

test('every package and every example has blocks', () => {
  expect(withBlocks).toEqual(expect.arrayContaining([...PACKAGES, ...EXAMPLES]))
})

describe.each(withBlocks)('%s', (page) => {
  test('no block is skipped in silence', () => expect(faults(page)).toEqual([]))

  describe.concurrent('its examples', () => {
    test.each(examples(page))('$title', (example) => turns.take(() => runExample(example)))
  })
})
