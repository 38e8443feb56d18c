// The names under which copies of the library find each other's: a copy of another version asks for the same ones.
import { expect, test } from 'vitest'
import { consoleWrites, registered } from '../runtime/runtime.js'
import { settings } from '../runtime/settings.js'
import { levels } from '../records/levels.js'
import { nesting } from '../records/call.js'
import { origins } from '../records/origin.js'
import { shared } from './realm.js'

const missing = (): never => {
  throw new Error('there is none of that name')
}

test.each<[string, object]>([
  ['settings', settings],
  ['consoleWrites', consoleWrites],
  ['runtime', registered],
  ['levels', levels],
  ['calls', nesting],
  ['origins', origins],
])('%s', (name, own) => {
  expect(shared(name, missing)).toBe(own)
})

test('what nobody has asked for is made once, and nobody who lists the global object meets it', () => {
  const made = shared('a test', () => ({ a: 1 }))
  expect(shared('a test', missing)).toBe(made)
  const symbol = Symbol.for('treeline.realm.1')
  expect(Object.getOwnPropertyDescriptor(globalThis, symbol)).toMatchObject({ enumerable: false, writable: false })
  delete (globalThis as unknown as Record<symbol, Record<string, object>>)[symbol]!['a test']
})
