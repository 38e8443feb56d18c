import { makeLogRecord } from '@treeline/core'
import { expect, test } from 'vitest'
import { isDataId, structuredData } from './structuredData.js'

const shown = (fields: object, maxLength = 1000): string =>
  structuredData('id@1', makeLogRecord({ msg: 'x', ...fields }), maxLength)

test.each([
  ['a', true],
  ['app@32473', true],
  ['!~', true],
  ['x'.repeat(32), true],
  ['x'.repeat(33), false],
  ['', false],
  ['a b', false],
  ['a=b', false],
  ['a]', false],
  ['a"b', false],
  ['é', false],
  ['a\x7f', false],
])('%j may be an ID: %j', (text, isOne) => {
  expect(isDataId(text)).toBe(isOne)
})

test.each<[object, string]>([
  [{}, '-'],
  [{ port: 3000, user: 'ann bell' }, '[id@1 port="3000" user="ann bell"]'],
  [{ text: 'a"b\\c]d' }, '[id@1 text="a\\"b\\\\c\\]d"]'],
  [{ 'a b=c]"é': 1 }, '[id@1 a_b_c___="1"]'],
  [{ '': 1 }, '[id@1 _="1"]'],
  [{ ['k'.repeat(40)]: 1 }, `[id@1 ${'k'.repeat(32)}="1"]`],
  [{ list: [1, 'a'], map: { a: 1 } }, '[id@1 list="[1,\\"a\\"\\]" map="{\\"a\\":1}"]'],
  [{ on: true, none: null, big: 5n }, '[id@1 on="true" none="null" big="5"]'],
  [{ at: new Date(Number.NaN) }, '[id@1 at="Invalid Date"]'],
])('%o', (fields, text) => {
  expect(shown(fields)).toBe(text)
})

test('a parameter that does not fit is left out, those behind it are not', () => {
  const fields = { a: '12345', b: '1' }
  const whole = '[id@1 a="12345" b="1"]'
  expect(shown(fields, whole.length)).toBe(whole)
  expect(shown(fields, whole.length - 1)).toBe('[id@1 a="12345"]')
  expect(shown(fields, 12)).toBe('[id@1 b="1"]')
  expect(shown(fields, 11)).toBe('-')
})
