import { expect, test } from 'vitest'
import { PathMachine } from '../filters/redactionPath.js'
import { type FieldName, Names } from './fieldName.js'

const textOf = (key: string): string => `<${key}>:`
const texts = ({ before, beforeText, first, firstText }: FieldName): string[] =>
  [before, beforeText, first, firstText].map(({ text }) => text)

test('a name has what stands before its value on a line, within an object and within a list', () => {
  const name = new Names(textOf, undefined).table.at(0, 'a"b')
  expect(texts(name)).toEqual([',<a"b>:', ',<a"b>:"', '{<a"b>:', '{<a"b>:"'])
  expect(texts(name.table.at(0, 'a"b'))).toEqual([
    String.raw`,"a\"b":`,
    String.raw`,"a\"b":"`,
    String.raw`{"a\"b":`,
    String.raw`{"a\"b":"`,
  ])
  expect(texts(name.item!)).toEqual([',', ',"', '[', '["'])
  expect(name.item!.item).toBeDefined()
})

test('a key has one name, wherever it comes', () => {
  const { table } = new Names(textOf, undefined)
  const [a, b] = [table.at(0, 'a'), table.at(1, 'b')]
  expect([table.at(0, 'a'), table.at(1, 'b'), table.at(0, 'b'), table.at(1, 'a'), table.at(7, 'a')]).toEqual([
    a,
    b,
    b,
    a,
    a,
  ])
  expect(table.at(0, 'a')).toBe(a)
  expect(a.table).toBe(a.table)
  expect(a.item).toBe(a.item)
  expect(table.at(1, 'b').key).toBe('b')
})

test('a name knows where the paths of secrets are', () => {
  const { start } = new PathMachine(['a.b', 'list[*].c'])
  const { table } = new Names(textOf, start)
  expect(table.at(0, 'a').path!.isHit).toBe(false)
  expect(table.at(0, 'a').table.at(0, 'b').path!.isHit).toBe(true)
  expect([table.at(1, 'x').path, table.at(1, 'x').table.at(0, 'b').path]).toEqual([undefined, undefined])
  expect(table.at(1, 'x').item).toBeDefined()
  expect(table.at(2, 'list').item!.table.at(0, 'c').path!.isHit).toBe(true)
  // Which item it is, no name says.
  const named = new Names(textOf, new PathMachine(['one[0]']).start).table
  expect([named.at(0, 'one').item, named.at(0, 'two').item === undefined]).toEqual([undefined, false])
})

test('of more than five thousand names none is kept', () => {
  const names = new Names(textOf, undefined)
  const before = names.table
  for (let i = 0; i < 5000; i++) before.at(0, `k${i}`)
  expect(names.table).toBe(before)
  before.at(0, 'one more')
  expect(names.table).not.toBe(before)
  expect(names.table).toBe(names.table)
})
