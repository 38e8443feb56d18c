// Every block of code of the README, of docs/howto.md and of the guide runs as it is pasted, and writes what stands under it.
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { examples, faults } from './snippets/markdown.js'
import { closeBrowser } from './snippets/pages.js'
import { Turns } from './snippets/turns.js'
import { runExample } from './snippets/run.js'

const GUIDE = readdirSync('docs/guide').map((name) => `docs/guide/${name}`)
const turns = new Turns(2)

afterAll(closeBrowser)

describe.each(['README.md', 'docs/howto.md', ...GUIDE])('%s', (page) => {
  test('no block is skipped in silence', () => {
    expect(faults(page)).toEqual([])
    expect(examples(page).length).toBeGreaterThan(0)
  })

  describe.concurrent('its examples', () => {
    test.each(examples(page))('$title', (example) => turns.take(() => runExample(example)))
  })
})
