import { expect, test } from 'vitest'
import { networkOf } from './address.js'

test.each([
  ['', ''],
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['user:7', 'user:7'],
  ['1:2:3', '1:2:3'],
  ['203.0.113.7:80', '203.0.113.7:80'],
  ['tenant a: page', 'tenant a: page'],
])('%j counts as %j', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
