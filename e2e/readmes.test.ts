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
const DOCUMENTS = ['batches', 'reliability-pages'].map((name) => `docs/${name}.md`)

const turns = new Turns(2)

afterAll(closeBrowser)

describe.each([...PACKAGES, ...EXAMPLES, ...DOCUMENTS])('%s', (page) => {
  test('no block is skipped in silence', () => {
    expect(faults(page)).toEqual([])
    expect(examples(page).length).toBeGreaterThan(0)
  })

  describe.concurrent('its examples', () => {
    test.each(examples(page))('$title', (example) => turns.take(() => runExample(example)))
  })
})
