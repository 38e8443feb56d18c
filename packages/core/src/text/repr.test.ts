import { describe, expect, test } from 'vitest'
import { jsonText } from './jsonText.js'
import { argsText, ascii, cut, errorType, lacking, readValue, repr, str, threw, typeName } from './repr.js'

class Foo {
  x = 1
}

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

const raise = (message: string) => (): never => {
  throw new Error(message)
}

// Python's answers, the pictures of characters spelled out.
test.each([
  ['', "''", "''"],
  ['abc', "'abc'", "'abc'"],
  ["it's", `"it's"`, `"it's"`],
  ['say "x"', `'say "x"'`, `'say "x"'`],
  [`it's "x"`, `'it\\'s "x"'`, `'it\\'s "x"'`],
  ['\n\r\t\\\0', "'\\n\\r\\t\\\\\\x00'", "'\\n\\r\\t\\\\\\x00'"],
  ['\x07\x1b\x7f\x85\xa0\xad', "'\\x07\\x1b\\x7f\\x85\\xa0\\xad'", "'\\x07\\x1b\\x7f\\x85\\xa0\\xad'"],
  ['\u200b\u2028\u3000\ufeff', "'\\u200b\\u2028\\u3000\\ufeff'", "'\\u200b\\u2028\\u3000\\ufeff'"],
  ['\ud83d', "'\\ud83d'", "'\\ud83d'"],
  ['\udc00x', "'\\udc00x'", "'\\udc00x'"],
  ['\xe9\u20ac\u{1f600}', "'\xe9\u20ac\u{1f600}'", "'\\xe9\\u20ac\\U0001f600'"],
  ['\ue000\u{e0001}\u{10ffff}', "'\\ue000\\U000e0001\\U0010ffff'", "'\\ue000\\U000e0001\\U0010ffff'"],
])('repr and ascii of %j', (text, asRepr, asAscii) => {
  expect(repr(text)).toBe(asRepr)
  expect(ascii(text)).toBe(asAscii)
  expect(str(text)).toBe(text)
})

test.each([
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [1e-5, '0.00001'],
  [10n, '10'],
  [Symbol('x'), 'Symbol(x)'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(Number.NaN), 'Invalid Date'],
  [{ a: 1, b: 'x' }, "{ a: 1, b: 'x' }"],
  [{}, '{}'],
  [[1, 'a'], "[ 1, 'a' ]"],
  [[], '[]'],
  // oxlint-disable-next-line no-sparse-arrays
  [[, 1], '[ <empty>, 1 ]'],
  [new Map<string, number>([['k', 1]]), "Map(1) { 'k' => 1 }"],
  [new Map(), 'Map(0) {}'],
  [new Set([1, 2]), 'Set(2) { 1, 2 }'],
  [new Foo(), 'Foo { x: 1 }'],
  [Object.assign(Object.create(null), { z: 1 }), '{ z: 1 }'],
  [function name() {}, '[Function: name]'],
  [
    (
      () => () =>
        1
    )(),
    '[Function: (anonymous)]',
  ],
  [Foo, '[class Foo]'],
  [class {}, '[class (anonymous)]'],
  [new Uint8Array([1, 2, 3]), 'Uint8Array(3) [ 1, 2, 3 ]'],
  [new Float64Array([-0, 1.5]), 'Float64Array(2) [ -0, 1.5 ]'],
  [new (class Numbers extends Array<number> {})(1, 2), 'Numbers(2) [ 1, 2 ]'],
  [Promise.resolve(1), 'Promise {}'],
  [
    [-0, 10n, null, undefined, new Foo(), [new Date(0)]],
    '[ -0, 10, null, undefined, Foo { x: 1 }, [ 1970-01-01T00:00:00.000Z ] ]',
  ],
  [JSON.parse('{"__proto__":1,"a-b":2,"":3}'), "{ __proto__: 1, 'a-b': 2, '': 3 }"],
  [
    {
      get secret() {
        return raise('read')()
      },
    },
    '{ secret: [Getter] }',
  ],
])('str and repr agree: %#', (value, expected) => {
  expect(str(value)).toBe(expected)
  expect(repr(value)).toBe(expected)
})

test('zero has a sign where the value is inspected', () => {
  expect([str(-0), repr(-0)]).toEqual(['0', '-0'])
})

test('an Error is its message line, and its repr inside others', () => {
  const error = new TypeError('boom')
  expect(str(error)).toBe('TypeError: boom')
  expect(repr(error)).toBe("TypeError('boom')")
  expect(str({ error })).toBe("{ error: TypeError('boom') }")
})

describe('toString', () => {
  test('its own is used, at every depth', () => {
    const money = { toString: () => '5 EUR' }
    expect(str(money)).toBe('5 EUR')
    expect(str({ money, pattern: /x/g })).toBe('{ money: 5 EUR, pattern: /x/g }')
    expect(
      str(
        class {
          static toString() {
            return 'static'
          }
        },
      ),
    ).toBe('static')
    expect(
      str(
        new (class extends Array {
          override toString() {
            return 'list'
          }
        })(),
      ),
    ).toBe('list')
  })

  test('one that throws leaves a marker', () => {
    class Bad {
      toString(): string {
        return raise('boom')()
      }
    }
    expect(str(new Bad())).toBe('<toString of Bad threw: boom>')
    expect(str([new Bad()])).toBe('[ <toString of Bad threw: boom> ]')
  })

  test('one that throws what cannot be read leaves a marker too', () => {
    const value = {
      toString(): string {
        throw value
      },
    }
    expect(str(value)).toBe('<toString of Object threw: >')
  })

  test('one that gives no string is passed over', () => {
    expect(str({ toString: 1 })).toBe('{ toString: 1 }')
    expect(str({ toString: () => 5 })).toBe('{ toString: [Function: toString] }')
  })
})

describe('bounds', () => {
  test('cycles', () => {
    const value: Record<string, unknown> = { n: 1 }
    value['me'] = value
    value['list'] = [value]
    expect(str(value)).toBe('{ n: 1, me: [Circular], list: [ [Circular] ] }')
    const map = new Map<unknown, unknown>()
    map.set(map, map)
    expect(str(map)).toBe('Map(1) { [Circular] => [Circular] }')
    const twice = {}
    expect(str([twice, twice])).toBe('[ {}, {} ]')
  })

  test('depth', () => {
    expect(str({ a: { b: { c: { d: 1 } } } })).toBe('{ a: { b: { c: [Object] } } }')
    expect(str([[[[1]]]])).toBe('[ [ [ [Array] ] ] ]')
  })

  test('entries', () => {
    const text = str(Array.from({ length: 62 }, (_, index) => index))
    expect(text).toMatch(/^\[ 0, 1, .*, 49, \.\.\. 12 more \]$/)
    expect(str(new Set(Array.from({ length: 51 }, (_, index) => index)))).toMatch(/ 49, \.\.\. 1 more \}$/)
  })

  test('strings and the whole text', () => {
    expect(str(['x'.repeat(1001)])).toBe(`[ '${'x'.repeat(1000)}...' ]`)
    const long = Array.from({ length: 50 }, () => 'x'.repeat(5000))
    expect(str([long, long])).toHaveLength(10_003)
    expect(str('x'.repeat(20_000))).toHaveLength(20_000)
  })
})

describe('objects that cannot be read', () => {
  test.each([{}, [], () => 1])('revoked proxies: %#', (target: object) => {
    const value = revoked(target)
    expect(str(value)).toBe('<unreadable object>')
    expect(str({ value })).toBe('{ value: <unreadable object> }')
  })

  test.each(['ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf'])('a trap that throws: %s', (trap) => {
    expect(str(new Proxy({ a: 1 }, { [trap]: raise('trapped') }))).toBe('<unreadable object>')
  })

  test('an Error whose message throws', () => {
    const error = Object.defineProperty(new Error('x'), 'message', { get: raise('no message') })
    expect(str(error)).toBe('<toString of Error threw: no message>')
    expect(repr(error)).toBe('<unreadable object>')
  })

  test('a proxy that behaves is what it stands for', () => {
    expect(str(new Proxy({ a: 1 }, {}))).toBe('{ a: 1 }')
  })
})

describe('arguments', () => {
  test.each<[unknown, string]>([
    [[], '()'],
    [['a'], "('a',)"],
    [['a', 1, null], "('a', 1, null)"],
    [{ a: 1 }, '{ a: 1 }'],
    ['a', "'a'"],
    [null, 'null'],
  ])('%j', (args, text) => {
    expect(argsText(args)).toBe(text)
  })

  test('that cannot be read are marked', () => {
    expect(argsText(revoked([]))).toBe('<unreadable object>')
    expect(argsText(revoked({}))).toBe('<unreadable object>')
    expect(argsText(new Proxy([1], { get: raise('trapped') }))).toBe('<unreadable object>')
    expect(argsText([revoked({}), 1])).toBe('(<unreadable object>, 1)')
  })
})

// The lengths of Python: of code points.
test.each([
  ['ab', 1, 'a', 0],
  ['ab', 2, 'ab', 0],
  ['ab', 3, 'ab', 1],
  ['\u{1f600}\u{1f600}', 1, '\u{1f600}', 0],
  ['\u{1f600}\u{1f600}', 2, '\u{1f600}\u{1f600}', 0],
  ['\u{1f600}\u{1f600}', 4, '\u{1f600}\u{1f600}', 2],
  ['\u{1f600}b', 1, '\u{1f600}', 0],
  ['', 0, '', 0],
  ['ab', 0, '', 0],
])('%j in %d characters', (text, length, short, missing) => {
  expect([cut(text, length), lacking(text, length)]).toEqual([short, missing])
})

test.each<[unknown, string]>([
  [undefined, 'NoneType'],
  [null, 'NoneType'],
  [1, 'int'],
  [1.5, 'float'],
  [Number.NaN, 'float'],
  [1n, 'int'],
  [true, 'bool'],
  ['a', 'str'],
  [Symbol('s'), 'symbol'],
  [() => {}, 'function'],
  [[], 'list'],
  [{}, 'dict'],
  [new Map(), 'dict'],
  [Object.create(null), 'dict'],
  [new Set(), 'Set'],
  [new Foo(), 'Foo'],
])('the type of a value: %#', (value, name) => {
  expect(typeName(value)).toBe(name)
})

test('what cannot be read has a type, and says nothing of itself when it is thrown', () => {
  const value = revoked({})
  expect(typeName(value)).toBe('object')
  expect(threw('getter', value)).toBe('<getter threw: >')
})

test.each<[unknown, string]>([
  [new Error('no'), 'no'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 7 }, '7'],
  [Object.create(null), ''],
])('what was thrown is told by its message: %#', (error, text) => {
  expect(threw('getter', error)).toBe(`<getter threw: ${text}>`)
})

test('a value is read, or tells that its getter threw', () => {
  const object = {
    a: 1,
    get 'b c'() {
      return raise('no')()
    },
  }
  expect([readValue(object, 'a'), readValue(object, 'x')]).toEqual([1, undefined])
  expect(readValue(object, 'b c')).toBe("<getter of 'b c' threw: no>")
})

test.each<[string, Error, unknown]>([
  ['its own', Object.assign(new Error('x'), { name: 'Own' }), 'Own'],
  ['of its kind', new TypeError('x'), 'TypeError'],
  ['of its class', new (class Failure extends Error {})('x'), 'Failure'],
  ['of none', new Error('x'), 'Error'],
  ['that cannot be read', Object.defineProperty(new Error('x'), 'name', { get: raise('no') }), '<getter threw: no>'],
  ['of a class that cannot be read', new Proxy(new Error('x'), { getPrototypeOf: raise('no') }), 'Error'],
])('the name of an error: %s', (_, error, name) => {
  expect(errorType(error)).toBe(name)
})

test('the window of another origin, whose properties throw but a few, is a word', () => {
  const far: object = new Proxy({} as object, {
    get(_, key) {
      if (key === 'window') return far
      if (key === Symbol.toStringTag) return undefined
      throw new Error('Blocked a frame')
    },
    getPrototypeOf: () => null,
    ownKeys() {
      throw new Error('Blocked a frame')
    },
  })
  expect(str(far)).toBe('[Window]')
  expect(jsonText({ far })).toBe('{"far":"[Window]"}')
})
