import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonText, quote } from './jsonText.js'

/** A strict reader that refuses duplicate keys: JSON.parse keeps the last of them in silence. */
function parseStrict(text: string): unknown {
  expect(text.isWellFormed?.() ?? true).toBe(true)
  let keys = 0
  const value = JSON.parse(text) as unknown
  const count = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (!Array.isArray(node)) keys += Object.keys(node).length
    Object.values(node).forEach(count)
  }
  count(value)
  // Every key of the text is a string followed by a colon, outside of strings.
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(:?)/gs)].filter((match) => match[1] === ':').length
  expect(written, `duplicate key in ${text.slice(0, 500)}`).toBe(keys)
  return value
}

const parsed = (value: unknown, limits?: object): unknown => parseStrict(jsonText(value, limits))

test('plain data is what JSON.stringify writes', () => {
  const plain = {
    a: 1,
    b: 'x',
    c: true,
    d: null,
    e: [1, [], {}, 'y', undefined],
    f: undefined,
    g: { h: -1.5e300 },
    '': 0,
    'k"': 1,
    2: 3,
  }
  expect(jsonText(plain)).toBe(JSON.stringify(plain))
  for (const value of [0, -0, 1e21, 1e-7, '', 'é"\\\n', true, null, [], {}])
    expect(jsonText(value)).toBe(JSON.stringify(value))
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => void expect(jsonText(value)).toBe(JSON.stringify(value))),
  )
})

test('quote writes what JSON.stringify writes, lone surrogates escaped', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(quote(text)).toBe(JSON.stringify(text))))
  for (const text of [
    '',
    'plain',
    '"',
    '\\',
    '\n',
    '\u007f',
    '\u2028',
    '\ud800',
    'a\udc00b',
    '😀',
    'é'.repeat(300),
    'a\nb\n',
  ]) {
    expect(quote(text)).toBe(JSON.stringify(text))
  }
  expect(quote('x\ud800')).toBe('"x\\ud800"')
  expect(quote('a'.repeat(1e6))).toHaveLength(1e6 + 2)
})

test('what JSON has no place for becomes text', () => {
  expect(parsed([Number.NaN, Infinity, -Infinity])).toEqual(['NaN', 'Infinity', '-Infinity'])
  expect(jsonText([12n, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 80n)])).toBe(
    '[12,9007199254740991,"9007199254740992","-1208925819614629174706176"]',
  )
  expect(parsed({ s: Symbol('x'), f: function named() {}, r: /a"b/g })).toEqual({
    s: 'Symbol(x)',
    f: '[Function: named]',
    r: '/a"b/g',
  })
  expect(jsonText(undefined)).toBe('null')
  expect(parsed([new Date(0), new Date(Number.NaN)])).toEqual(['1970-01-01T00:00:00.000Z', null])
  expect(parsed([Object('a'), Object(1), Object(false)])).toEqual(['a', 1, false])
  expect(parsed({ u: new Uint8Array(3), big: new Uint8Array(1e6) })).toEqual({
    u: 'Uint8Array(3) [ 0, 0, 0 ]',
    big: expect.stringContaining('Uint8Array(1000000)') as string,
  })
  expect(jsonText(new Uint8Array(1e6)).length).toBeLessThan(1000)
})

test('Map is an object, Set an array', () => {
  expect(
    parsed(
      new Map<unknown, unknown>([
        ['a', new Set([1, 'b'])],
        [1, 2],
      ]),
    ),
  ).toEqual({ a: [1, 'b'], 1: 2 })
  expect(
    parsed(
      new Map<unknown, unknown>([
        [1, 'n'],
        ['1', 's'],
        ['__proto__', 'p'],
      ]),
    ),
  ).toEqual(JSON.parse('{"1":"n","1_1":"s","__proto__":"p"}'))
  expect(parsed(new Map(Array.from({ length: 20 }, (_, i) => [`k${i}`, i])), { maxKeys: 2 })).toEqual({
    k0: 0,
    k1: 1,
    '...': '18 more',
  })
  expect(parsed(new Set([1, 2, 3]), { maxKeys: 2 })).toEqual([1, 2, '... 1 more'])
})

test('an Error is an object with its causes and own properties', () => {
  class HTTPError extends Error {}
  const error = Object.assign(new HTTPError('no', { cause: new TypeError('why') }), { status: 500, type: 'own' })
  expect(parsed(error)).toEqual({
    type: 'HTTPError',
    message: 'no',
    stack: error.stack,
    cause: { type: 'TypeError', message: 'why', stack: (error.cause as Error).stack },
    status: 500,
    type_: 'own',
  })
  expect(parsed(new AggregateError([new Error('a')], 'all'))).toMatchObject({ errors: [{ message: 'a' }] })
  const self = new Error('self')
  self.cause = self
  expect(parsed(self)).toMatchObject({ cause: '[Circular]' })
})

test('toJSON is honoured', () => {
  expect(parsed({ a: { toJSON: () => ({ b: 1 }) }, u: { toJSON: () => undefined }, d: { toJSON: 5 } })).toEqual({
    a: { b: 1 },
    d: { toJSON: 5 },
  })
  expect(
    parsed({
      toJSON() {
        throw new Error('no')
      },
    }),
  ).toBe('<toJSON threw: no>')
  const endless: object = { toJSON: () => ({ again: { toJSON: (endless as { toJSON(): object }).toJSON } }) }
  parsed(endless)
  const self = { x: 1, toJSON: () => self }
  expect(parsed(self)).toEqual({ x: 1, toJSON: expect.any(String) as string })
})

test('hostile values are marked', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const throwing = {
    get a(): never {
      throw new Error('boom')
    },
    b: 1,
  }
  expect(parsed({ proxy, list: [proxy], throwing })).toEqual({
    proxy: '<unreadable object>',
    list: ['<unreadable object>'],
    throwing: { a: '<getter threw: boom>', b: 1 },
  })
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw proxy
      },
    },
  )
  expect(parsed([trap])).toEqual(['<unreadable object>'])
  expect(parsed(JSON.parse('{"__proto__":{"x":1},"constructor":2}'))).toEqual(
    JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
  )
  const error = new Error('x')
  Object.defineProperty(error, 'message', {
    get: () => {
      throw new Error('m')
    },
  })
  expect(parsed(error)).toMatchObject({ message: '<getter threw: m>' })
  expect(parsed(new Proxy([], { get: (_, key) => (key === 'length' ? 5 : key === 'toJSON' ? undefined : 7) }))).toEqual(
    [7, 7, 7, 7, 7],
  )
})

test('cycles are marked, shared references are not', () => {
  const shared = { x: 1 }
  const cyclic: Record<string, unknown> = { a: shared, b: [shared, shared] }
  cyclic['self'] = cyclic
  cyclic['deep'] = { up: cyclic }
  expect(parsed(cyclic)).toEqual({
    a: { x: 1 },
    b: [{ x: 1 }, { x: 1 }],
    self: '[Circular]',
    deep: { up: '[Circular]' },
  })
})

test('depth, entries and strings are bounded', () => {
  expect(parsed({ a: { b: { c: 1 }, d: [1] } }, { maxDepth: 2 })).toEqual({ a: { b: '[Object]', d: '[Array]' } })
  expect(parsed({ a: { at: new Date(0) } }, { maxDepth: 2 })).toEqual({ a: { at: '1970-01-01T00:00:00.000Z' } })
  expect(jsonText([[[[[[[1]]]]]]])).toBe('[[[[[["[Array]"]]]]]]')
  expect(parsed({ a: 1, b: 2, c: 3 }, { maxKeys: 1 })).toEqual({ a: 1, '...': '2 more' })
  expect(parsed({ '...': 1, '....': 2, b: 3 }, { maxKeys: 2 })).toEqual({ '...': 1, '....': 2, '.....': '1 more' })
  expect(parsed([1, 2, 3], { maxKeys: 0 })).toEqual(['... 3 more'])
  expect(parsed(Array(4e9))).toHaveLength(1001)
  expect(parsed('abcdef', { maxLength: 4 })).toBe('abcd... 2 more')
  expect(parsed('abc😀f', { maxLength: 4 })).toBe('abc... 3 more')
  const long = 'k'.repeat(60)
  expect(Object.keys(parsed({ [`${long}1`]: 1, [`${long}2`]: 2 }, { maxLength: 10 }) as object)).toHaveLength(2)
  expect(parsed({ [long]: 1 }, { maxLength: 100 })).toEqual({ [long]: 1 })
})

test('the whole is bounded', () => {
  let dag: unknown = { end: 'x' }
  for (let i = 0; i < 30; i++) dag = { l: dag, r: dag }
  expect(jsonText(dag, { maxDepth: 100 }).length).toBeLessThan(2e6)
  parseStrict(jsonText(dag, { maxDepth: 100 }))
  let empty: unknown = Array(1000)
  for (let i = 0; i < 5; i++) empty = Array(1000).fill(empty)
  expect(jsonText(empty).length).toBeLessThan(1e7)
  expect(jsonText(Array(900).fill('\n'.repeat(1e5))).length).toBeLessThan(4e6)
  expect(jsonText('x'.repeat(3e6), { maxLength: Infinity }).length).toBeLessThan(1.1e6)
  let deep: unknown = 1
  for (let i = 0; i < 1e5; i++) deep = [deep]
  parseStrict(jsonText(deep, { maxDepth: Infinity }))
  const same = new Map(Array.from({ length: 1000 }, () => [{ toString: () => 'k'.repeat(10_000) }, 1]))
  expect(parsed(same)).toBeTypeOf('object')
})

test('anything gives parseable text without duplicate keys', () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    key: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '...', '....', 'toJSON', 'constructor')),
    values: [
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double(),
      fc.constant(undefined),
      fc.func(fc.anything()),
      fc.string().map(Symbol),
    ],
  })
  const limit = fc.option(fc.nat(12), { nil: undefined })
  const limits = fc.record({ maxDepth: limit, maxKeys: limit, maxLength: limit })
  fc.assert(
    fc.property(anything, limits, (value, bounds) => {
      parsed(value, bounds)
      parsed(value)
    }),
    { numRuns: 300 },
  )
}, 30_000)

test("an object of the platform's has its place in the depth, as a plain one has", () => {
  const event = new Event('open')
  for (const value of [{ a: { b: 1 } }, { a: event }]) expect(jsonText(value, { maxDepth: 1 })).toBe('{"a":"[Object]"}')
  expect(jsonText({ a: event }, { maxDepth: 2 })).toContain('"type":"open"')
})

test.each<[string, () => unknown, unknown]>([
  ['a Map', () => new Map([['a', 1]]), { a: 1 }],
  ['a Set', () => new Set([1]), [1]],
  [
    'an object of a class',
    () =>
      new (class Own {
        a = 1
      })(),
    { a: 1 },
  ],
  ['an object without a prototype', () => Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
  ["an object of the platform's", () => new URL('http://h/x'), '[URL http://h/x]'],
  ["an event of the platform's", () => new Event('open'), { type: 'open' }],
  ['a text', () => 'a', 'a'],
])('what toJSON gives is shown as what it is: %s', (_, toJSON, shown) => {
  expect(parsed({ toJSON })).toEqual(shown)
})

test.each<[string, unknown, unknown]>([
  ['bytes', new ArrayBuffer(2), expect.stringContaining('ArrayBuffer') as unknown],
  ['shared bytes', new SharedArrayBuffer(2), expect.stringContaining('SharedArrayBuffer') as unknown],
  ['a symbol as an object', Object(Symbol('s')), 'Symbol(s)'],
  ['a bigint as an object', Object(5n), 5],
  ['what is not there, first', { a: undefined, b: 1 }, { b: 1 }],
])('%s', (_, value, shown) => {
  expect(parsed(value)).toEqual(shown)
})

test('an Error is told by what it has, be its toJSON broken, and by its own name once', () => {
  const toJSON = (): never => {
    throw new Error('no')
  }
  expect(parsed(Object.assign(new Error('x'), { toJSON }))).toMatchObject({ type: 'Error', message: 'x' })
  const named = parsed(Object.assign(new Error('x'), { name: 'Own' }))
  expect(named).toEqual({ type: 'Own', message: 'x', stack: expect.any(String) as unknown })
  // As engines make a SuppressedError.
  const both = Object.defineProperties(new Error('x'), { error: { value: 'second' }, suppressed: { value: 'first' } })
  expect(parsed(both)).toMatchObject({ error: 'second', suppressed: 'first' })
})

test('what is as long as the limit is whole', () => {
  expect(parsed('abcd', { maxLength: 4 })).toBe('abcd')
  expect(parsed([1, 2], { maxKeys: 2 })).toEqual([1, 2])
  const key = (length: number): object => ({ ['k'.repeat(length)]: 1 })
  expect(parsed(key(60), { maxLength: 60 })).toEqual(key(60))
  expect(parsed(key(50), { maxLength: 10 })).toEqual(key(50))
  expect(Object.keys(parsed(key(51), { maxLength: 10 }) as object)).toEqual([
    expect.stringMatching(/^k{10}\.\.\. 41 more #\d+$/),
  ])
  expect(parsed({ a: undefined, b: 1 }, { maxKeys: 1 })).toEqual({ '...': '1 more' })
})

test('the last text has what is left of the whole, and those behind it nothing', () => {
  const text = 'x'.repeat(400_000)
  const texts = parsed([text, text, text, text], { maxLength: Infinity }) as string[]
  expect(texts.slice(0, 2)).toEqual([text, text])
  const [, shown, more] = /^(x+)\.\.\. (\d+) more$/.exec(texts[2]!)!
  expect(shown!.length).toBeGreaterThan(199_000)
  expect(shown!.length).toBeLessThan(200_000)
  expect(shown!.length + Number(more)).toBe(400_000)
  expect(texts[3]).toBe('... 1 more')
})
