import { expect, test } from 'vitest'
import { suggest } from './suggest.js'

test.each([
  ['fromat', ['fmt', 'format', 'formats'], 'format'],
  ['info', ['DEBUG', 'INFO'], 'INFO'],
  ['levle', ['level'], 'level'],
  // As near as another: the first.
  ['cat', ['bat', 'hat'], 'bat'],
  ['ab', ['xy'], undefined],
  // As others call it.
  ['fmt', ['datefmt', 'format'], 'format'],
  ['date_format', ['format', 'datefmt'], 'datefmt'],
  ['maxSize', ['mode', 'maxBytes'], 'maxBytes'],
  ['filemode', ['filename', 'mode'], 'mode'],
  ['timeout', ['timeouts', 'timeoutMs'], 'timeoutMs'],
  ['constructor', ['x'], undefined],
  ['handlers', ['formatters'], undefined],
  ['x'.repeat(1000), ['x'.repeat(999)], undefined],
  [5, ['5'], undefined],
])('%s among %s is %s', (name, candidates, meant) => {
  expect(suggest(name, candidates)).toBe(meant)
})

test('a long list is not looked through', () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `name${i}`)
  expect(suggest('name7', names)).toBe('name7')
  expect(suggest('something', [...names, 'somethink'])).toBe(undefined)
})
