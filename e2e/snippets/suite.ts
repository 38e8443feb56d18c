import { afterAll, describe, expect, test } from 'vitest'
import { examples, faults } from './markdown.js'
import { closeBrowser } from './pages.js'
import { runExample } from './run.js'
import { Turns } from './turns.js'

/** Tests that the blocks of pages run, two examples at a time, and that none is skipped in silence. */
export function testPages(pages: readonly string[]): void {
  const turns = new Turns(2)
  afterAll(closeBrowser)

  describe.each(pages)('%s', (page) => {
    test('no block is skipped in silence', () => expect(faults(page)).toEqual([]))

    describe.concurrent('its examples', () => {
      test.each(examples(page))('$title', (example) => turns.take(() => runExample(example)))
    })
  })
}
