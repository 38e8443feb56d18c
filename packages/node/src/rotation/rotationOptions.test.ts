import { expect, test } from 'vitest'
import { checkRotation, type RotationOptions } from './rotationOptions.js'

test.each<[object, string]>([
  [{ compress: 'zip' }, "compress: expected one of 'gzip', null, not 'zip'"],
  [{ maxTotalBytes: 0 }, 'maxTotalBytes: expected a number above 0, not 0'],
  [{ maxTotalBytes: '5' }, "maxTotalBytes: expected a number above 0, not '5'"],
  [{ maxAgeSeconds: 0 }, 'maxAgeSeconds: expected a number above 0, not 0'],
  [{ maxAgeSeconds: NaN }, 'maxAgeSeconds: expected a number above 0, not NaN'],
  [{ link: '' }, "link: expected a path, not ''"],
  [{ link: 'a\0b' }, "link: expected a path, not 'a\\x00b'"],
  [{ link: 5 }, 'link: expected a path, not 5'],
  [{ multiprocess: 1 }, 'multiprocess: expected true or false, not 1'],
  [
    { multiprocess: true, encoding: 'utf-16' },
    "encoding: expected one without a byte order mark together with multiprocess, not 'utf-16'",
  ],
])('%j is refused', (options, message) => {
  expect(() => checkRotation(options)).toThrow(expect.objectContaining({ message }))
})

test.each<RotationOptions>([
  {},
  { compress: null, maxTotalBytes: null, maxAgeSeconds: null, link: null },
  { compress: 'gzip', maxTotalBytes: 0.5, maxAgeSeconds: Infinity, link: 'current.log' },
  { multiprocess: true },
  { multiprocess: true, encoding: 'utf-16-le' },
  { encoding: 'utf-16' },
])('%j is taken', (options) => {
  expect(() => checkRotation(options)).not.toThrow()
})
