import { expect, test } from 'vitest'
import { FieldsRead, namedValues } from './fieldsRead.js'

/** A mapping whose getter counts how often it is asked. */
function counting(): { mapping: { a: number; b: string }; asked: () => number } {
  let asked = 0
  const mapping = {
    get a() {
      return ++asked
    },
    b: 'x',
  }
  return { mapping, asked: () => asked }
}

test('each value is read once, for a message first or for fields', () => {
  const { mapping, asked } = counting()
  const names = ['b', 'a']
  const read = new FieldsRead()
  expect(read.at(mapping, names)).toEqual(['x', 1])
  expect(read.at(mapping, names)).toEqual(['x', 1])
  expect(read.of(mapping)).toMatchObject({ keys: ['a', 'b'], values: [1, 'x'] })
  expect(read.of(mapping).values).toEqual([1, 'x'])
  expect(read.at(mapping, ['a'])).toEqual([1])
  expect(asked()).toBe(1)
  read.forget()
  expect([read.mapping, read.keys, read.values]).toEqual([undefined, [], []])
  expect(read.of(mapping).values).toEqual([2, 'x'])
  read.forget()
  expect(read.at(mapping, names)).toEqual(['x', 3])
  read.forget()
  expect(read.at(mapping, names)).toEqual(['x', 4])
})

test('other names, and another mapping, are read for themselves', () => {
  const { mapping } = counting()
  const read = new FieldsRead()
  read.at(mapping, ['a'])
  expect(read.at(mapping, ['b', 'a'])).toEqual(['x', 2])
  expect(read.at({ a: 'other' }, ['a'])).toEqual(['other'])
  expect(read.of({ c: 1 })).toMatchObject({ keys: ['c'], values: [1] })
})

test('a key that is not there is left to the record, one that is not enumerable is read', () => {
  const mapping = Object.defineProperty({ a: 1 }, 'hidden', { value: 2 })
  for (const isRead of [false, true]) {
    const read = new FieldsRead()
    if (isRead) read.of(mapping)
    expect(read.at(mapping, ['a', 'hidden'])).toEqual([1, 2])
    expect(read.at(mapping, ['a', 'b'])).toBeUndefined()
    expect(read.at(mapping, ['toString'])).toBeUndefined()
    expect([read.has('hidden'), read.has('a'), read.has('b'), read.has('toString')]).toEqual([
      isRead,
      isRead,
      false,
      false,
    ])
  }
  expect(namedValues(mapping, ['hidden', 'a'])).toEqual([2, 1])
  expect(namedValues(mapping, ['b'])).toBeUndefined()
  expect(namedValues(mapping, [])).toEqual([])
})

test('where a getter throws, its mark is the field, and the message is left to the record', () => {
  const mapping = {
    get a(): never {
      throw new Error('no')
    },
    b: 1,
  }
  const read = new FieldsRead()
  expect(read.of(mapping).values).toEqual([expect.stringContaining('getter'), 1])
  expect(read.at(mapping, ['b'])).toBeUndefined()
  expect(read.of({ b: 2 }).values).toEqual([2])
  expect(read.at(read.mapping!, ['b'])).toEqual([2])
  expect(() => new FieldsRead().at(mapping, ['a'])).toThrow('no')
})

test('a thousand fields are read, more are left to the record', () => {
  const of = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]))
  expect(new FieldsRead().of(of(1000)).keys).toHaveLength(1000)
  expect(() => new FieldsRead().of(of(1001))).toThrow(RangeError)
})
