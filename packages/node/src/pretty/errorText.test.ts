import { expect, test } from 'vitest'
import { errorText } from './errorText.js'

function made(name: string, message: string, more: object = {}): Error {
  const error = Object.assign(new Error(message), { stack: `${name}: ${message}\n    at f` }, more)
  return Object.defineProperty(error, 'name', { value: name })
}

test.each<[string, unknown, string]>([
  ['an error', made('Error', 'red'), 'Error: red\n    at f'],
  ['its fields', made('Error', 'red', { code: 'E', n: 1 }), 'Error: red\n    at f\n    code: E\n    n: 1'],
  [
    'its cause',
    made('Error', 'red', { cause: made('Cause', 'blue') }),
    'Cause: blue\n    at f\n\nThe above exception was the direct cause of the following exception:\n\nError: red\n    at f',
  ],
  [
    'a group',
    made('AggregateError', 'all', { errors: [made('A', 'a', { code: 1 }), made('B', 'b')] }),
    'AggregateError: all\n    at f\n    [1] A: a\n        at f\n        code: 1\n    [2] B: b\n        at f',
  ],
  [
    'a suppressed error',
    Object.defineProperties(made('SuppressedError', 's'), {
      error: { value: made('A', 'a') },
      suppressed: { value: made('B', 'b') },
    }),
    'SuppressedError: s\n    at f\n    [suppressed] B: b\n        at f\n    [error] A: a\n        at f',
  ],
])('%s', (_, error, text) => {
  expect(errorText(error)).toBe(text)
})

test('a group that cannot be looked at is an error like any other', () => {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  expect(errorText(Object.defineProperty(made('G', 'g'), 'errors', { value: proxy }))).toBe('G: g\n    at f')
})

test('fifteen errors of a group are shown', () => {
  const group = (count: number): string[] =>
    errorText(made('G', 'g', { errors: Array.from({ length: count }, (_, i) => made('E', `${i}`)) })).split('\n')
  expect(group(15).filter((line) => line.startsWith('    ['))).toHaveLength(15)
  expect(group(15).at(-1)).toBe('        at f')
  expect(group(16).filter((line) => line.startsWith('    ['))).toHaveLength(15)
  expect(group(16).at(-1)).toBe('    and 1 more exceptions')
})

test('ten groups within each other, and an error within itself', () => {
  const nested = (depth: number): Error =>
    depth === 0 ? made('Leaf', 'leaf') : made('G', `${depth}`, { errors: [nested(depth - 1)] })
  expect(errorText(nested(10))).toContain('Leaf: leaf')
  expect(errorText(nested(10))).not.toContain('max_group_depth')
  expect(errorText(nested(11))).not.toContain('Leaf: leaf')
  expect(errorText(nested(11)).split('\n').at(-1)!.trim()).toBe('... (max_group_depth is 10)')
  const own = made('G', 'g')
  Object.assign(own, { errors: [own] })
  expect(errorText(own)).toBe('G: g\n    at f\n    [1] [circular]')
})

test('two hundred errors in all', () => {
  const group = (count: number, make: () => Error): Error =>
    made('G', 'g', { errors: Array.from({ length: count }, make) })
  const text = errorText(group(15, () => group(15, () => made('E', 'e'))))
  expect(text.match(/^ *(?:\[\d+\] )?[EG]: /gm)).toHaveLength(200)
  expect(text).toContain('... (more exceptions)')
})
