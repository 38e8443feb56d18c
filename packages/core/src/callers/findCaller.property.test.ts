// The quick way to a caller must give what the plain one gives: the text of the stack is whatever the application's own
// `prepareStackTrace` makes, so any text can be put before it. What is kept from call to call is put to the test by texts that
// come again, and by more of them than are kept.
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Caller, Method } from '../records/caller.js'
import { findCaller } from './findCaller.js'
import { parseFrame, splitFrames } from './stackFrame.js'

const { prepareStackTrace } = Error

afterEach(() => {
  if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
  else Error.prepareStackTrace = prepareStackTrace
})

function method(stacklevel: number): Caller {
  const caller = findCaller(method as Method, stacklevel)
  return caller
}

/** Looks for the caller in an application whose stacks have this text. */
function found(stack: unknown, stacklevel: number): Caller {
  Error.prepareStackTrace = () => stack
  const caller = method(stacklevel)
  return caller
}

/** What is found where the application's text is no stack: this file. */
const OWN = { pathname: expect.stringMatching(/findCaller\.property\.test\.ts$/) as string, funcName: 'found' }
const UNKNOWN = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

/** The frames one by one, and nothing kept. */
function plain(stack: string, stacklevel: number): object | undefined {
  const texts = splitFrames(stack)
  if (texts.length === 0) return stacklevel === 1 ? OWN : undefined
  const frames = texts.map(parseFrame).filter((frame) => frame !== undefined)
  const { pathname, lineno, funcName } = frames[stacklevel - 1] ?? frames.at(-1) ?? UNKNOWN
  return { pathname, lineno, funcName }
}

const name = fc.oneof(
  fc.constantFrom('f', 'Object.f', 'new Store', 'async f', 'get size', 'f [as g]', 'a/b<', '<anonymous>', 'x@y', ''),
  fc.constantFrom('Object.<anonymous>', 'a (b', 'two\nlines', '[Symbol.iterator]', 'eval', 'async*f', '__proto__'),
  fc.string(),
)
const place = fc.oneof(
  fc.constantFrom('/a.js', 'file:///a%20b.mjs', 'file:///%', 'C:\\a (1).js', 'http://h/a.js?b#c', 'node:events', ''),
  fc.constantFrom('node:internal/timers', 'native', '<anonymous>', 'eval at f (/a.js:1:2), <anonymous>', 'data:,x'),
  fc.string(),
)
const position = fc.oneof(
  fc.constantFrom('', ':1', ':wasm-function[1]:0x27'),
  fc.nat().map((line) => `:${line}:2`),
)
const shape = fc.constantFrom('    at N (P)', '    at P', 'N@P', ' at N (P)\n     -> P', '@P', 'N')
const frame = fc
  .tuple(shape, name, place, position)
  .map(([text, called, file, at]) => text.replaceAll('P', () => file + at).replaceAll('N', () => called))
const stack = fc
  .tuple(
    fc.constantFrom('Error\n', '', 'Error: x\n    at\n'),
    fc.array(frame, { maxLength: 5 }),
    fc.constantFrom('', '\n'),
  )
  .map(([head, frames, end]) => head + frames.join('\n') + end)

test('a caller is the frame that the text of the stack has at that level', () => {
  fc.assert(
    fc.property(
      fc.array(stack, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 6 }),
      (stacks, stacklevel) => {
        for (const text of [...stacks, ...stacks]) {
          const expected = plain(text, stacklevel)
          if (expected !== undefined) expect(found(text, stacklevel)).toMatchObject(expected)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

describe('texts that are not kept for long', () => {
  test.each([
    ['many', 3000, ''],
    ['long', 3, '/long'.repeat(1000)],
  ])('%s', (_, count, folder) => {
    for (let round = 0; round < 2; round++) {
      for (let i = 1; i <= count; i++) {
        const at = { pathname: `${folder}/${i}.js`, lineno: i, funcName: `f${i}` }
        expect(found(`Error\n    at f${i} (${folder}/${i}.js:${i}:2)`, 1)).toMatchObject(at)
      }
    }
  })
})

test.each([[undefined], [null], [42], [Symbol('stack')], [[]], [{}], [''], ['Error']])(
  'a text that is none is made again: %#',
  (text) => expect(found(text, 1)).toMatchObject(OWN),
)
