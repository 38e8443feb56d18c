import { expect, test } from 'vitest'
import { utf8Length } from './utf8.js'

test.each([
  '',
  'plain',
  'é',
  'あ',
  '🎉',
  'a🎉b',
  '\x7f',
  '\x80',
  '\u07ff',
  '\u0800',
  '\uffff',
  '\u{10000}',
  '\ud83c',
  '\ud83cx',
  '\udf89',
  '\ud83c\ud83c\udf89',
  '\ud83c\u00e9',
])('counts %j as TextEncoder does', (text) => {
  expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
})
