import { expect, test } from 'vitest'
import { addressesOf } from './address.js'

test.each([
  ['a@x', ['a@x']],
  ['a@x, b@y', ['a@x', 'b@y']],
  ['"Last, \\"First\\"" <a@x>,b@y', ['"Last, \\"First\\"" <a@x>', 'b@y']],
  ['root', [{ name: '', address: 'root' }]],
  ['root,a@x,', [{ name: '', address: 'root' }, 'a@x']],
  ['', []],
])('%s', (text, addresses) => {
  expect(addressesOf(text)).toEqual(addresses)
})
