import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { className, isEmptyMapping, isError, isList, isMap, isMapping, isPlainObject, kindOf } from './kinds.js'

class Own {
  a = 1
}
class OwnMap extends Map<unknown, unknown> {}
class Fake {
  readonly [Symbol.toStringTag] = 'Map'
}
class FakeError {
  readonly [Symbol.toStringTag] = 'Error'
}
const foreign = (source: string): unknown => runInNewContext(source) as unknown
const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

test.each<[string, unknown, { map?: true; plain?: true; error?: true; list?: true }]>([
  ['an object', {}, { plain: true }],
  ['an object without a prototype', Object.create(null), { plain: true }],
  ['an object of another realm', foreign('({ a: 1 })'), { plain: true }],
  ['a Map', new Map(), { map: true }],
  ['a Map of another realm', foreign('new Map()'), { map: true }],
  ['a class derived from Map', new OwnMap(), { map: true }],
  ['what calls itself a Map', new Fake(), {}],
  ['an object of a class', new Own(), {}],
  ['an object over an object', Object.create({ a: 1 }), {}],
  ['a list', [], { list: true }],
  ['a list of another realm', foreign('[]'), { list: true }],
  ['bytes', new Uint8Array(1), { list: true }],
  ['a text', 'ab', { list: true }],
  ['a Set', new Set(), {}],
  ['an Error', new TypeError('x'), { error: true }],
  ['an Error of another realm', foreign('new TypeError()'), { error: true }],
  ['a DOMException', new DOMException('x'), { error: true }],
  ['what calls itself an Error', new FakeError(), { error: true }],
  ['what looks like an Error', { name: 'Error', message: 'x', stack: '' }, { plain: true }],
  ['what has a length', { length: 1 }, { plain: true }],
  ['null', null, {}],
  ['undefined', undefined, {}],
  ['a number', 5, {}],
  ['a function', () => {}, {}],
])('%s', (_, value, { map = false, plain = false, error = false, list = false }) => {
  expect([isMap(value), isPlainObject(value), isMapping(value)]).toEqual([map, plain, map || plain])
  expect([isError(value), isList(value)]).toEqual([error, list])
})

test('a proxy that is revoked is neither an Error nor a Map', () => {
  for (const target of [{}, [], new Error('x'), new Map()])
    expect([isError(revoked(target)), isMap(revoked(target))]).toEqual([false, false])
  expect(() => isPlainObject(revoked({}))).toThrow(TypeError)
})

test.each<[object, boolean]>([
  [{}, true],
  [{ a: undefined }, false],
  [new Map(), true],
  [new Map([[undefined, undefined]]), false],
  [Object.defineProperty({}, 'hidden', { value: 1 }), true],
])('%o has nothing in it: %j', (mapping, is) => {
  expect(isEmptyMapping(mapping)).toBe(is)
})

test.each<[object, string, string]>([
  [new Own(), 'Object', 'Own'],
  [new Fake(), 'Map', 'Fake'],
  [[], 'Array', 'Array'],
  [new Date(0), 'Date', 'Date'],
  [Object.create(null) as object, 'Object', ''],
  [Object.create({ constructor: 5 }) as object, 'Object', ''],
  [Object.create({ constructor: null }) as object, 'Object', ''],
  [Object.create({ constructor: { name: 5 } }) as object, 'Object', ''],
  [Object.create({ constructor: { name: 'x'.repeat(2000) } }) as object, 'Object', 'x'.repeat(1000)],
])('kind and class of an object: %#', (value, kind, name) => {
  expect([kindOf(value), className(value)]).toEqual([kind, name])
})
