import { expect, test } from 'vitest'
import { levelsBody } from './levels.js'

test('the body names each level, also that of a logger that is called like a prototype', () => {
  const changes = JSON.parse('{"app":{"level":"DEBUG","seconds":60},"__proto__":{"level":10,"seconds":1}}')
  expect(JSON.parse(levelsBody(changes)!)).toEqual(
    JSON.parse('{"treeline":1,"levels":{"app":{"level":"DEBUG","seconds":60},"__proto__":{"level":10,"seconds":1}}}'),
  )
})

test.each([undefined, {}])('%j is nothing to tell', (changes) => {
  expect(levelsBody(changes)).toBeUndefined()
})

test.each([
  [{ level: 'LOUD', seconds: 1 }, /^levels\['app'\]\.level: /],
  [{ seconds: 1 }, /^levels\['app'\]\.level: /],
  [undefined, /^levels\['app'\]\.level: /],
  [{ level: 10 }, "levels['app'].seconds: expected a whole number from 1 on, not undefined"],
  [{ level: 10, seconds: 0 }, "levels['app'].seconds: expected a whole number from 1 on, not 0"],
  [{ level: 10, seconds: 1.5 }, "levels['app'].seconds: expected a whole number from 1 on, not 1.5"],
])('%j is refused by its name', (change, message) => {
  expect(() => levelsBody({ app: change as never })).toThrow(message)
})
