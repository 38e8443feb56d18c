import { afterEach, expect, test, vi } from 'vitest'
import { acceptedEncodings, isPacked } from './gzip.js'
import { Refusal } from './refusal.js'

afterEach(() => void vi.unstubAllGlobals())

const packed = (encoding?: string): boolean =>
  isPacked(
    new Request('http://h/', {
      method: 'POST',
      headers: encoding === undefined ? {} : { 'content-encoding': encoding },
    }),
  )

test.each([
  [undefined, false],
  ['identity', false],
  ['Identity', false],
  ['gzip', true],
  ['GZIP', true],
])('the content encoding %j is packed: %j', (encoding, isGzip) => {
  expect(packed(encoding)).toBe(isGzip)
})

test.each(['br', 'gzip, gzip', ''])('%j is refused, with what is taken', (encoding) => {
  const taken = { 'accept-encoding': 'gzip' }
  expect(() => packed(encoding)).toThrow(new Refusal('type', 'a body with this content encoding is not taken', taken))
})

test('where nothing can be unpacked, that is said, and a packed body refused', () => {
  vi.stubGlobal('DecompressionStream', undefined)
  expect(acceptedEncodings()).toEqual({})
  expect(packed()).toBe(false)
  expect(() => packed('gzip')).toThrow('a body with this content encoding is not taken')
})
