import { expect, test } from 'vitest'
import { cutBytes, frame, type Framing, FRAMINGS } from './framing.js'

test.each<[Framing | undefined, string, string]>([
  [undefined, 'a\nb\0c', 'a\nb\0c'],
  ['octet-counting', 'a\nb\0é', '6 a\nb\0é'],
  ['octet-counting', '', '0 '],
  ['lf', 'ab', 'ab\n'],
  ['lf', 'a\nb\n\0é', 'a#012b#012\0é\n'],
  ['nul', 'ab', 'ab\0'],
  ['nul', 'a\0b\0\né', 'a#000b#000\né\0'],
])('%s frames %j', (framing, message, framed) => {
  expect(Buffer.from(frame(Buffer.from(message), framing)).toString()).toBe(framed)
})

test('bytes that are no text stay', () => {
  const bytes = Buffer.of(0xff, 0x0a, 0x80)
  expect(Buffer.from(frame(bytes, 'lf'))).toEqual(Buffer.from('\xff#012\x80\n', 'latin1'))
  expect(frame(bytes, undefined)).toBe(bytes)
})

test('the framings', () => {
  expect(FRAMINGS).toEqual(['octet-counting', 'lf', 'nul'])
})

test.each<[string, number, string]>([
  ['abc', 4, 'abc'],
  ['abc', 3, 'abc'],
  ['abc', 2, 'ab'],
  ['abc', 0, ''],
  ['abc', -1, ''],
  ['aé', 2, 'a'],
  ['aé', 3, 'aé'],
  ['éa', 2, 'é'],
  ['éa', 1, ''],
  ['a😀', 4, 'a'],
  ['a😀', 2, 'a'],
  ['a😀b', 5, 'a😀'],
])('%j in %d bytes', (text, maxBytes, cut) => {
  expect(Buffer.from(cutBytes(Buffer.from(text), maxBytes)).toString()).toBe(cut)
})
