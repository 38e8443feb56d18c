import { expect, test } from 'vitest'
import { fieldsBeside, renamedFields } from './fieldNames.js'

test('a field under a name that is taken gets as many underscores as it needs, the others keep theirs', () => {
  const fields = { id: 1, id_: 2, other: 3 }
  expect(fieldsBeside(fields, ['id', 'id__'])).toEqual({ id___: 1, id_: 2, other: 3 })
  expect(fieldsBeside({ a: 1 }, ['id'])).toEqual({ a: 1 })
})

test('two taken names do not meet', () => {
  expect(fieldsBeside({ a: 1, a_: 2 }, ['a', 'a_'])).toEqual({ a__: 1, a___: 2 })
})

test('of names that become the same the later ones get underscores, and a taken one is not used', () => {
  const flat = (key: string): string => key.replace('.', '_')
  expect(renamedFields({ 'a.b': 1, a_b: 2, c: 3 }, flat)).toEqual({ a_b: 1, a_b_: 2, c: 3 })
  expect(renamedFields({ 'a.b': 1 }, flat, ['a_b'])).toEqual({ a_b_: 1 })
})
