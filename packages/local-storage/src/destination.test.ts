import { expect, test } from 'vitest'
import { destinationId } from './destination.js'

// What an earlier release has stored is found by its id: these have to stay.
test.each([
  ['', '0ztntfp0c8ke3x'],
  ['a', '1r9yx4k0acy1hc'],
  ['https://a.example/log', '07vph071bvgs9v'],
])('%j', (destination, id) => {
  expect(destinationId(destination)).toBe(id)
})

test('ids are short, and differ in each character', () => {
  const all = ['', 'a', 'b', 'ab', 'ba', 'https://a.example/log', 'https://b.example/log', 'é', '\u0139']
  const ids = all.map(destinationId)
  expect(new Set(ids).size).toBe(all.length)
  for (const id of ids) expect(id).toMatch(/^[\da-z]{14}$/)
})
