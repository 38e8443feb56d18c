import { expect, test } from 'vitest'
import { parseEntries, storedLine } from './storedEntry.js'

const ENTRY = { src: 'a"b', seq: 3, levelno: 20, line: '{"seq":3,"levelno":20,"msg":"x"}\n' }

test('an entry comes back with the very line that it came with', () => {
  const other = { ...ENTRY, seq: 4, line: '{"levelno":20, "seq":4}\n' }
  const text = storedLine(ENTRY) + storedLine(other)
  expect(text.split('\n')[0]).toBe('{"src":"a\\"b","seq":3,"levelno":20,"msg":"x"}')
  expect(parseEntries(`\n${text}\n`, expect.unreachable)).toEqual([ENTRY, other])
})

test.each([
  '{"src":"a","seq":3,"levelno":20',
  '{"src":"a","seq":"3","levelno":20}',
  '{"src":"a","seq":3,"levelno":1.5}',
  '{"src":"a","seq":3}',
  '{"seq":3,"levelno":20,"src":"a"}',
  '{"seq":3,"levelno":20}',
  'null',
])('%s is told, and costs no other line', (line) => {
  let corrupt = 0
  expect(parseEntries(`${line}\n${storedLine(ENTRY)}`, () => corrupt++)).toEqual([ENTRY])
  expect(corrupt).toBe(1)
})
