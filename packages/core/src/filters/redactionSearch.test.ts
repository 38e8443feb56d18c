import { describe, expect, test } from 'vitest'
import { PathMachine } from './redactionPath.js'
import { compilePatterns } from './redactionPattern.js'
import { RedactionSearch } from './redactionSearch.js'

const HIDDEN = '[redacted]'

function make(paths: readonly string[], patterns: readonly RegExp[] = []): RedactionSearch {
  const { clean, finds } = compilePatterns(patterns, () => HIDDEN) ?? {}
  return new RedactionSearch({ clean, finds, censor: () => HIDDEN }, new PathMachine(paths).start)
}

/** Reads a mapping anew each time. */
const mapping = {
  of: (object: object) => ({ keys: Object.keys(object), values: Object.values(object) as unknown[] }),
}

interface Given {
  readonly extra?: object
  readonly added?: object
}

function finds(search: RedactionSearch, msg: string, args: readonly unknown[], given: Given = {}): boolean {
  const { extra = null, added = null } = given
  return search.findsInCall(msg, args, { mapping, extra, added } as never)
}

function nested(depth: number, leaf: object): object {
  return depth === 0 ? leaf : { a: nested(depth - 1, leaf) }
}

describe('what paths find in fields', () => {
  const search = make(['**.secret', 'list[1]'])

  test.each<[object, boolean]>([
    [{}, false],
    [{ a: 1, b: 'x', c: null, d: true }, false],
    [{ secret: 1 }, true],
    [{ SECRET: '' }, true],
    [{ secret: null, a: { secret: undefined } }, false],
    [{ a: { b: { secret: 0 } } }, true],
    [{ a: [{ b: 1 }, { secret: 1 }] }, true],
    [{ a: [{ b: 1 }] }, false],
    [{ list: [1] }, false],
    [{ list: [1, 2] }, true],
    [new Map([['a', 1]]), true], // It has to be looked through in another way.
    [[1], true],
    [{ a: new Map([['b', 1]]) }, false],
    [{ a: new Map([['secret', 1]]) }, true],
    [{ a: { toJSON: () => ({ secret: 1 }) } }, true],
    [{ a: { toJSON: () => ({ b: 1 }) } }, false],
    [
      {
        a: new (class Own {
          secret = 1
        })(),
      },
      true,
    ],
    [nested(18, { b: {} }), false],
    [nested(19, { b: {} }), true], // Too deep to tell.
    [Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i])), false],
    [Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`k${i}`, i])), true], // Too many to tell.
  ])('%#: %j', (fields, isFound) => {
    for (let round = 0; round < 2; round++) expect(search.findsInFields(fields)).toBe(isFound)
  })

  test('is in what the call gives, in extra, or in what was added', () => {
    expect(finds(search, 'x', [{ a: 1 }], { extra: { b: 1 }, added: { c: 1 } })).toBe(false)
    expect(finds(search, 'x', [{ secret: 1 }])).toBe(true)
    expect(finds(search, 'x', [], { extra: { secret: 1 } })).toBe(true)
    expect(finds(search, 'x', [], { added: { secret: 1 } })).toBe(true)
    expect(finds(search, '%s %d', ['secret', 7])).toBe(false)
  })

  test('is found where the keys are those of the call before', () => {
    expect(finds(search, 'x', [{ a: { b: 1 }, c: 1 }])).toBe(false)
    expect(finds(search, 'x', [{ a: { secret: 1 }, c: 1 }])).toBe(true)
    expect(finds(search, 'x', [{ a: { b: 1 }, c: 2 }])).toBe(false)
    expect(finds(search, 'x', [{ a: 1, secret: 2 }])).toBe(true)
    expect(finds(search, 'x', [{ a: 1, c: null }])).toBe(false)
  })

  test('an object among the arguments is left to the record', () => {
    for (const arg of [{ a: 1 }, [1], null, undefined, true, 7n, Symbol('x')]) {
      expect(finds(search, '%s %s', ['x', arg])).toBe(true)
    }
  })
})

describe('what patterns find', () => {
  const search = make([], [/hunter\d/])

  test.each<[string, unknown[], Given, boolean]>([
    ['plain', [], {}, false],
    ['hunter2', [], {}, true],
    ['%s', ['hunter2'], {}, true],
    ['%s', ['hunter'], {}, false],
    ['hunter%d', [2], {}, true], // Only once it is merged.
    ['hunter%s', ['2'], {}, true],
    ['%d', [2], {}, false],
    ['x', [{ a: 'hunter2' }], {}, true],
    ['x', [{ hunter2: 1 }], {}, true],
    ['x', [{ a: 'b' }], {}, false],
    ['x', [{ a: 'b' }], {}, false],
    ['%(a)s', [{ a: 'b' }], {}, true], // A mapping is not merged here.
    ['x', [{ a: { b: ['hunter2'] } }], {}, true],
    ['x', [{ a: true, b: null, c: undefined, d: 5 }], {}, false],
    ['x', [], { extra: { a: 'hunter2' } }, true],
    ['x', [], { extra: { hunter1: 1 } }, true],
    ['x', [], { extra: { a: 1 }, added: { a: 'hunter2' } }, true],
    ['x', [], { extra: { a: 1 }, added: { a: 'x' } }, false],
  ])('%j, %j, %j: %j', (msg, args, given, isFound) => {
    for (let round = 0; round < 2; round++) expect(finds(search, msg, args, given)).toBe(isFound)
  })

  test('in numbers and symbols as they are shown', () => {
    const digits = make([], [/4111\d+/])
    expect(finds(digits, 'x', [{ card: 41112222 }])).toBe(true)
    expect(finds(digits, 'x', [{ card: 41112222n }])).toBe(true)
    expect(finds(digits, 'x', [{ card: 5 }])).toBe(false)
    expect(finds(make([], [/true/]), 'x', [{ ok: true }])).toBe(false)
  })
})
