import { beforeEach, expect, test } from 'vitest'
import { formatStored, parseQuery, parseStored } from './levelTexts.js'
import type { Overrides } from './override.js'

const NOW = 1_800_000_000_000

let told: string[]
beforeEach(() => {
  told = []
})
const tell = (text: string): void => void told.push(text)
const levels = (overrides: Overrides): unknown[] => [...overrides].map(([name, { levelno }]) => [name, levelno])

test('as much is read as may be stored, and no more', () => {
  const names = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`a${i}`, 10]))
  const text = JSON.stringify(names).padEnd(65_536)
  expect([parseStored(text, NOW, tell).size, told]).toEqual([1000, []])
  expect(parseStored(`${text} `, NOW, tell).size).toBe(0)
  expect(parseStored(JSON.stringify({ ...names, b: 10 }), NOW, tell).size).toBe(0)
  expect(told).toEqual(['expected at most 65536 characters, not 65537', 'expected at most 1000 names, not 1001'])
})

test('no text is no level, and nothing is wrong with it', () => {
  expect([parseStored('', NOW, tell).size, parseQuery('', 'log', NOW, tell).size]).toEqual([0, 0])
  expect(parseQuery(undefined, 'log', NOW, tell).size).toBe(0)
  expect(told).toEqual([])
})

test('what is stored is what was set', () => {
  const text = '{"app":"DEBUG","shop":{"level":15,"seconds":60,"since":5}}'
  expect([formatStored(parseStored(text, NOW, tell)), told]).toEqual([text, []])
})

test.each([
  [
    '?log=app:DEBUG,,shop:15,',
    [
      ['app', 10],
      ['shop', 15],
    ],
  ],
  ['?log=:15', [['root', 15]]],
  ['?log=15', [['root', 15]]],
  ['?log=a:b:15', [['a:b', 15]]],
  ['?log=&other=app:DEBUG', []],
])('%s asks for %j', (search, expected) => {
  expect([levels(parseQuery(search, 'log', NOW, tell)), told]).toEqual([expected, []])
})

test.each([
  ['x15', "?log=: 'app': Unknown level: 'x15'"],
  ['15x', "?log=: 'app': Unknown level: '15x'"],
  ['1.5', "?log=: 'app': Unknown level: '1.5'"],
])('%s is no level', (level, problem) => {
  expect(parseQuery(`?log=app:${level}`, 'log', NOW, tell).size).toBe(0)
  expect(told).toEqual([problem])
})

test('what is told is short, whatever was given', () => {
  parseStored(JSON.stringify({ ['n'.repeat(5000)]: 10, app: 'L'.repeat(5000) }), NOW, tell)
  expect(told.map((text) => text.slice(0, 25))).toEqual([`'${'n'.repeat(24)}`, "'app': Unknown level: 'LL"])
  expect(told.map(({ length }) => length)).toEqual([102 + 2 + 200, 7 + 200])
})
