import { expect, test } from 'vitest'
import { about, noted, noteOf, setNote } from './note.js'

test('what is known of an error stays', () => {
  const error = noted(new Error('boom'), undefined, 'expected a number')
  expect(noteOf(error)).toEqual({ key: undefined, text: 'expected a number' })
  expect(noted(noted(error, 'level'), 'other', 'other')).toBe(error)
  expect(noteOf(error)).toEqual({ key: 'level', text: 'expected a number' })
  setNote(error, { key: 'new', text: undefined })
  expect(noteOf(error)).toEqual({ key: 'new', text: undefined })
})

test('it is known of what the error caused too, ten causes deep', () => {
  let error = noted(new Error('boom'), 'level')
  for (let depth = 1; depth < 10; depth++) error = new Error('outer', { cause: error })
  expect(noteOf(error)?.key).toBe('level')
  expect(noteOf(new Error('outer', { cause: error }))).toBeUndefined()
})

test.each([['text'], [5], [null], [undefined], [Symbol('thrown')]])('of %s nothing is known', (thrown) => {
  expect(noted(thrown, 'level')).toBe(thrown)
  expect(noteOf(thrown)).toBeUndefined()
  expect(noteOf(new Error('outer', { cause: thrown }))).toBeUndefined()
})

test('what work throws is about its key, unless it is about a nearer one', () => {
  const thrown = (work: () => never): string | undefined => {
    try {
      return about('outer', work)
    } catch (error) {
      return noteOf(error)?.key
    }
  }
  const fail = (): never => {
    throw new Error('boom')
  }
  expect([thrown(fail), thrown(() => about('inner', fail)), about('outer', () => 7)]).toEqual(['outer', 'inner', 7])
})
