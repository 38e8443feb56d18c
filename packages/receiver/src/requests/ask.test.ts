import { expect, test } from 'vitest'
import { ask, attributesOf } from './ask.js'
import { Refusal } from './refusal.js'

test('what a function of the application’s gives is passed on, and what it throws is a refusal with that cause', () => {
  expect(ask('fields', () => 5)).toBe(5)
  const cause = new Error('mine')
  const fail = (): never => {
    throw cause
  }
  expect(() => ask('fields', fail)).toThrow(Refusal)
  try {
    ask('fields', fail)
  } catch (error) {
    expect(error).toMatchObject({ reason: 'failure', status: 500, cause })
    expect((error as Error).message).toBe('the receiver failed: its option fields did')
  }
})

test('attributes are copied into an object in which every key is an ordinary one', () => {
  const given = JSON.parse('{"__proto__":{"a":1},"b":2}') as object
  const copy = attributesOf(given)!
  expect([Object.getPrototypeOf(copy), Object.keys(copy), copy === given]).toEqual([null, ['__proto__', 'b'], false])
  expect(attributesOf(undefined)).toBeUndefined()
})

test.each([null, 5, 'text', [], () => 1])('%j is no object of attributes', (given) => {
  expect(() => attributesOf(given)).toThrow(/^fields: expected an object of attributes, not /)
})
