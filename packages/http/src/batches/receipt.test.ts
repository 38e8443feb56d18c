import { expect, test, vi } from 'vitest'
import { heedLevels, readReceipt } from './receipt.js'
import type { Encoding } from '../encodings/encoding.js'

const encoding = (read?: Encoding['read']): Encoding => ({ contentType: 'x', encode: () => '', read }) as Encoding

test('an answer that nobody reads, or that says nothing of records, refuses none', () => {
  const none = { refused: [], later: [] }
  expect(readReceipt('x', undefined)).toEqual(none)
  expect(readReceipt('x', encoding())).toEqual(none)
  expect(
    readReceipt(
      'x',
      encoding(() => undefined as never),
    ),
  ).toEqual(none)
})

test('an encoding says which records are refused, and which are wanted later', () => {
  const read = vi.fn(() => ({ refused: [1], later: [0, 2] }))
  expect(readReceipt('text', encoding(read as never))).toEqual({ refused: [1], later: [0, 2] })
  expect(read).toHaveBeenCalledWith('text')
})

test('an answer that the encoding cannot read is none', () => {
  const read = (): never => {
    throw new Error('no JSON')
  }
  expect(readReceipt('x', encoding(read))).toBeUndefined()
})

test.each<[string, unknown[]]>([
  ['{"levels":{"app":"DEBUG"}}', [[{ levels: { app: 'DEBUG' } }]]],
  ['{"levels":null,"other":1}', [[{ levels: null }]]],
  ['{"other":1}', []],
  ['{}', []],
  ['', []],
  ['null', []],
  ['5', []],
  ['<html>', []],
])('the answer %s changes levels by %j', (text, calls) => {
  const onLevels = vi.fn<(answer: object) => void>()
  heedLevels(text, onLevels)
  expect(onLevels.mock.calls).toEqual(calls)
})

test('a function of the application’s that throws is no matter', () => {
  const onLevels = (): never => {
    throw new Error('mine')
  }
  expect(() => heedLevels('{"levels":{}}', onLevels)).not.toThrow()
})
