import { JSONFormatter } from '@treeline/core'
import { expect, test } from 'vitest'
import type { SentRecord } from './encoding.js'
import { jsonLines } from './jsonLines.js'
import { sentRecord } from '../testing/sentRecord.js'

const encode = (more: Partial<SentRecord>, formatter?: { format(): string }): string =>
  jsonLines(formatter).encode([sentRecord(more)])

test('each record is a line of the formatter’s with its ids at the end', () => {
  expect(
    jsonLines().encode([sentRecord({ fields: { cart: 7 } }), sentRecord({ seq: 8, exc_text: 'Error: x\n    at f' })]),
  ).toBe(
    '{"time":"2026-11-21T04:07:23.231Z","level":"INFO","logger":"shop.cart","message":"added","cart":7,"src":"page","seq":7}\n' +
      '{"time":"2026-11-21T04:07:23.231Z","level":"INFO","logger":"shop.cart","message":"added","exc_info":"Error: x\\n    at f",' +
      '"src":"page","seq":8}\n',
  )
  const formatter = new JSONFormatter({ keys: { m: 'message' }, fields: 'more' })
  expect(jsonLines(formatter).encode([sentRecord({ fields: { src: 1 } })])).toBe(
    '{"m":"added","more":{"src_":1},"src":"page","seq":7}\n',
  )
})

test('no field takes the place of an id, and no number of fields pushes them out', () => {
  const forged = JSON.parse(encode({ fields: { src: 'forged', src_: 1, seq: 99 } })) as object
  expect(forged).toMatchObject({ src: 'page', seq: 7, src__: 'forged', src_: 1, seq_: 99 })
  for (const name of ['f', '']) {
    const fields = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`${name}${n}`, n]))
    expect(JSON.parse(encode({ fields }))).toMatchObject({ src: 'page', seq: 7 })
    const large = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${name}${n}`, 'x'.repeat(100_000)]))
    expect(JSON.parse(encode({ fields: large }))).toMatchObject({ src: 'page', seq: 7 })
  }
})

test('a formatter’s own line breaks stay within the line', () => {
  expect(encode({}, { format: () => '{\n  "a": "b\\n"\r\n}\n' })).toBe('{"a": "b\\n","src":"page","seq":7}\n')
  expect(encode({}, { format: () => '{ }' })).toBe('{"src":"page","seq":7}\n')
})

test('a formatter that makes no object throws', () => {
  for (const text of ['text', '[1]', '']) {
    expect(() => encode({}, { format: () => text })).toThrow('the formatter makes no JSON object')
  }
})

test('a line break that the formatter writes within its text is a space', () => {
  const formatter = { format: () => ' {\r\n"a":\n\n1 }\n' }
  const body = jsonLines(formatter).encode([sentRecord({ src: 'p', seq: 1 })])
  expect(body).toBe('{"a": 1,"src":"p","seq":1}\n')
})
