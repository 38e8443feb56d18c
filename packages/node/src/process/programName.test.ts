import { basename } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { programName } from './programName.js'

const { argv } = process
afterEach(() => {
  process.argv = argv
})

test.each([
  ['/srv/shop.js', 'shop'],
  ['/srv/shop.mjs', 'shop'],
  ['/srv/shop.cjs', 'shop'],
  ['/srv/shop.ts', 'shop'],
  ['/srv/shop.cts', 'shop'],
  ['shop', 'shop'],
  ['/srv/shop.js.map', 'shop.js.map'],
  ['/srv/shop.xjs', 'shop.xjs'],
  ['/srv/shop.as', 'shop.as'],
  ['/srv/shopjs', 'shopjs'],
  ['/srv/js.shop', 'js.shop'],
  ['.js', 'node'],
  ['', 'node'],
])('the program %j is named %j', (file, name) => {
  process.argv = ['/usr/bin/node', file]
  expect(programName()).toBe(name)
})

test('without a file it has the name of what runs it', () => {
  process.argv = ['/usr/bin/node']
  expect(programName()).toBe(basename(process.argv0))
})
