// What calls, containers and operators of literals give and refuse, by their whole texts and at their bounds.
import { describe, expect, test } from 'vitest'
import { pythonLiteral } from './pythonLiteral.js'

describe('calls', () => {
  test.each<[string, unknown]>([
    ['int(1.9)', 1],
    ["int('-12')", -12],
    ["int('+12')", 12],
    ["int(' 1_000 ')", 1000],
    ['int(9007199254740993)', 9007199254740993n],
    ["int('9007199254740993')", 9007199254740993n],
    ["int('-9007199254740993')", -9007199254740993n],
    ['int(False)', 0],
    ["list('ab')", ['a', 'b']],
    ["list(b'ab')", [97, 98]],
    ['list({1, 2})', [1, 2]],
    ['list({1: 2, 3: 4})', [1, 3]],
    ["list({'a': 2})", ['a']],
    [
      "dict({1: 'a'}, b=2)",
      new Map<unknown, unknown>([
        [1, 'a'],
        ['b', 2],
      ]),
    ],
    [
      "dict(['ab', (1, 2)])",
      new Map<unknown, unknown>([
        ['a', 'b'],
        [1, 2],
      ]),
    ],
    ["dict({'a': 1}, a=2)", { a: 2 }],
    ["os.path.join('a')", 'a'],
    ["os.path.join('a', '')", 'a/'],
    ["os.path.join('', '', 'a')", 'a'],
    ["os.path.join('/a', 'b', '/c', 'd')", '/c/d'],
    ['set(\t[1] )', new Set([1])],
    ["frozenset('aa')", new Set(['a'])],
    ['tuple()', []],
  ])('%s', (text, value) => {
    expect(pythonLiteral(text)).toEqual(value)
  })

  test.each([
    ["int('')", "invalid literal for int() with base 10: ''"],
    ["int('1 2')", "invalid literal for int() with base 10: '1 2'"],
    ["int('x1')", "invalid literal for int() with base 10: 'x1'"],
    ["int('1x')", "invalid literal for int() with base 10: '1x'"],
    ["int('1__0')", "invalid literal for int() with base 10: '1__0'"],
    ['int(None)', 'invalid literal for int() with base 10: null'],
    ['int([])', 'invalid literal for int() with base 10: []'],
    ['int(1e999)', 'invalid literal for int() with base 10: Infinity'],
    ["dict(['abc'])", 'dict() takes pairs; one has length 3'],
    ["dict(['a'])", 'dict() takes pairs; one has length 1'],
  ])('%s: the wrong value', (text, message) => {
    expect(() => pythonLiteral(text)).toThrow(new RangeError(message))
  })

  test('the texts of integers are bounded', () => {
    expect(pythonLiteral(`int('${'9'.repeat(999)}')`)).toBe(BigInt('9'.repeat(999)))
    expect(() => pythonLiteral(`int('${'9'.repeat(1000)}')`)).toThrow(RangeError)
  })

  test.each([
    ['list(a=1)', 'list() takes no keyword arguments'],
    ['tuple(a=1)', 'tuple() takes no keyword arguments'],
    ['set(a=1)', 'set() takes no keyword arguments'],
    ['frozenset(a=1)', 'frozenset() takes no keyword arguments'],
    ['int(a=1)', 'int() takes no keyword arguments'],
    ['dict(1, 2)', 'dict expected at most 1 argument, got 2'],
    ['list(1, 2)', 'list expected at most 1 argument, got 2'],
    ['tuple(1, 2, 3)', 'tuple expected at most 1 argument, got 3'],
    ['set(1, 2)', 'set expected at most 1 argument, got 2'],
    ['frozenset(1, 2)', 'frozenset expected at most 1 argument, got 2'],
    ['int(1, 2)', 'int expected at most 1 argument, got 2'],
    ['dict(1)', 'expected something with items, not int'],
    ['dict([1])', 'expected something with items, not int'],
    ['set(None)', 'expected something with items, not NoneType'],
    ['os.path.join()', 'os.path.join() takes one text or more'],
    ["os.path.join('a', b='c')", 'os.path.join() takes one text or more'],
    ['os.path.join(1)', 'os.path.join() argument must be str, not int'],
    ["os.path.join('a', b'b')", 'os.path.join() argument must be str, not Uint8Array'],
    ['{{1}}', "unhashable type: 'set'"],
    ['{[1]: 2}', "unhashable type: 'list'"],
    ['{(1, [2]): 2}', "unhashable type: 'list'"],
    ['{1: 2, {}: 2}', "unhashable type: 'dict'"],
  ])('%s: the wrong type', (text, message) => {
    expect(() => pythonLiteral(text)).toThrow(new TypeError(message))
  })
})

describe('keys that Python holds equal', () => {
  test.each<[string, unknown]>([
    ["{1: 'a', 1.0: 'b', True: 'c'}", new Map([[1, 'c']])],
    ["{0: 'a', False: 'b'}", new Map([[0, 'b']])],
    [
      "{'1': 'a', 1: 'b'}",
      new Map<unknown, unknown>([
        ['1', 'a'],
        [1, 'b'],
      ]),
    ],
    ["{b'a': 1, b'a': 2}", new Map([[Uint8Array.of(97), 2]])],
    [
      "{b'a': 1, 'a': 2}",
      new Map<unknown, unknown>([
        [Uint8Array.of(97), 1],
        ['a', 2],
      ]),
    ],
    ['{None: 1, None: 2}', new Map([[null, 2]])],
    [
      '{(1, 2): 1, (1, 2): 2, (12,): 3}',
      new Map<unknown, unknown>([
        [[1, 2], 2],
        [[12], 3],
      ]),
    ],
    [
      "{('a', 'b'): 1, ('a,b',): 2}",
      new Map<unknown, unknown>([
        [['a', 'b'], 1],
        [['a,b'], 2],
      ]),
    ],
    ['{9007199254740993: 1, 9007199254740993: 2}', new Map([[9007199254740993n, 2]])],
    ['{1, True, 1.0}', new Set([1])],
    ['{True, 1}', new Set([true])],
  ])('%s', (text, value) => {
    expect(pythonLiteral(text)).toEqual(value)
  })
})

describe('bounds', () => {
  const over = 'more than 65536 characters or items are not made'
  test.each<[string, number]>([
    ["'a' * 65536", 65_536],
    ["b'a' * 65536", 65_536],
    ['[1] * 65536', 65_536],
    ["'ab' * 32768", 65_536],
    ["'a' * 65535 + 'b'", 65_536],
    ["b'a' * 65535 + b'b'", 65_536],
    ['[1] * 65535 + [1]', 65_536],
    ["list('a' * 65536)", 65_536],
    ["os.path.join('a' * 65534, 'b')", 65_536],
    ["'%65529d' % 1", 65_529],
    ["'a' * -1", 0],
    ["'' * 100000", 0],
    ['-1 * [1]', 0],
  ])('%s is made', (text, length) => {
    expect(pythonLiteral(text)).toHaveLength(length)
  })

  test.each([
    "'a' * 65537",
    "b'a' * 65537",
    '[1] * 65537',
    "'ab' * 32769",
    "'a' * 65535 + 'bc'",
    "b'a' * 65535 + b'bc'",
    '[1] * 65535 + [1, 1]',
    "os.path.join('a' * 65536, 'b')",
  ])('%s is not', (text) => {
    expect(() => pythonLiteral(text)).toThrow(new RangeError(over))
  })

  test('all that a literal makes', () => {
    const made = (times: number, more: string): unknown => pythonLiteral(`[${"'a' * 65536,".repeat(times)}${more}]`)
    expect(made(16, '')).toHaveLength(16)
    expect(() => made(16, "'b' * 1")).toThrow(new RangeError('more than 1048576 characters and items are not made'))
  })

  test('integers', () => {
    expect(pythonLiteral('1 << 65532')).toBe(1n << 65_532n)
    const over = new RangeError('an integer of more than 65536 bits is not made')
    expect(() => pythonLiteral('1 << 65533')).toThrow(over)
    expect(pythonLiteral('2 ** 16384')).toBe(2n ** 16_384n)
    expect(() => pythonLiteral('2 ** 16385')).toThrow(over)
    expect(pythonLiteral('(1 << 32767) * (1 << 32767)')).toBe(1n << 65_534n)
    expect(() => pythonLiteral('(1 << 32768) * (1 << 32767)')).toThrow(over)
  })
})

describe('operators', () => {
  test.each<[string, unknown]>([
    ['[7 // 2, 8 // 2, -8 // 2, 7 // -2, -7 // -2, 0 // 5]', [3, 4, -4, -4, 3, 0]],
    ['[7 % -4, -7 % -4, 8 % 4, -8 % 4]', [-1, -3, 0, 0]],
    ['[1.5 + 1, 1.5 - 1, 1.5 * 2, 3 / 2, 1.5 / 0.5]', [2.5, 0.5, 3, 1.5, 3]],
    ['[1 << 0, 1 >> 0, 5 ** 0, 0 << 3]', [1, 1, 1, 0]],
    ['[5 | 2, 5 ^ 1, 5 & 4, ~0, ~-1, ~9007199254740993]', [7, 4, 4, -1, 0, -9007199254740994n]],
    ['9007199254740992 - 1', 9007199254740991],
    ["[(1,) + (2,), [1] + [2], b'a' * 2]", [[1, 2], [1, 2], Uint8Array.of(97, 97)]],
    ["'%(a)s %(a)s' % {'a': 1}", '1 1'],
    ["'%s' % 9007199254740993", '9007199254740993'],
    ["'100%%' % ()", '100%'],
    ["'no format' % {'a': 1}", 'no format'],
    ['{(1,) * 2: 1}', new Map([[[1, 1], 1]])],
  ])('%s', (text, value) => {
    expect(pythonLiteral(text)).toEqual(value)
  })

  test.each([
    ["1 + 'a'", "expected numbers around '+', found the end at character 8"],
    ["'a' - 'b'", "expected numbers around '-', found the end at character 10"],
    ["'a' * 1.5", "expected numbers around '*', found the end at character 10"],
    ['None * 2', "expected numbers around '*', found the end at character 9"],
    ['(1,) + [2]', "expected numbers around '+', found the end at character 11"],
    ["'a' + b'a'", "expected numbers around '+', found the end at character 11"],
    ["b'a' + 'a'", "expected numbers around '+', found the end at character 11"],
    ['1 % 1.5', "expected integers around '%', found the end at character 8"],
    ['1.5 & 1', "expected integers around '&', found the end at character 8"],
    ['1 >> -1', "expected an integer from 0 on behind '>>', found the end at character 8"],
    ["~'a'", 'expected a number after the sign, found the end at character 5'],
    ['1 / 9007199254740993', "expected numbers below 2**53 around '/', found the end at character 21"],
    ["'%s %(a)s' % {'a': 1}", "expected texts and integers behind '%', found the end at character 22"],
    ["'%s' % 1.5", "expected texts and integers behind '%', found the end at character 11"],
    ["'%s%s' % (1, None)", "expected texts and integers behind '%', found the end at character 19"],
    ["'%*d' % (1, 2)", "expected no '*' in a format, found the end at character 15"],
    ["'%.*d' % (1, 2)", "expected no '*' in a format, found the end at character 16"],
  ])('%s is refused', (text, message) => {
    expect(() => pythonLiteral(text)).toThrow(new SyntaxError(message))
  })
})

describe('whole texts of refusals', () => {
  const callable = 'dict(), list(), tuple(), set(), frozenset(), int(), os.path.join()'
  test.each([
    ['', 'expected a literal, found the end at character 1'],
    ["f'x'", "expected a literal: no f-string, but the text itself, or '%s' % value, found \"f'x'\" at character 1"],
    ['[1, 2', "expected ',' or ']', found the end at character 6"],
    ['{1, 2', "expected ',' or '}', found the end at character 6"],
    ['{1: 2, 3}', "expected ':', found '}' at character 9"],
    ['12 012', "expected an operator or the end, found '012' at character 4"],
    ['012', "expected no leading zeros ('0o' before an octal number), found '012' at character 1"],
    ['1..2', "expected a number, found '1..2' at character 1"],
    ['.', "expected a number, found '.' at character 1"],
    ['.e5', "expected a number, found '.e5' at character 1"],
    ['0x', "expected a number, found '0x' at character 1"],
    ['9'.repeat(4301), `expected a number of no more than 4300 digits, found '${'9'.repeat(20)}' at character 1`],
    [' lambda', "expected a literal, found 'lambda' at character 2"],
    [
      "x('y')",
      `expected a literal: nothing is called or looked up here but ${callable}, found "x('y')" at character 1`,
    ],
    [
      "x['y']",
      `expected a literal: nothing is called or looked up here but ${callable}, found "x['y']" at character 1`,
    ],
    [
      'os.environ',
      'expected a literal: the environment is not read here, pass `defaults` and write %(name)s, ' +
        "found 'os.environ' at character 1",
    ],
    ["'a' b'b'", 'expected strings or bytes, not both side by side, found the end at character 9'],
    ['dict(a=1, 2)', "expected a keyword, found '2)' at character 11"],
    ['dict(a=1, a=2)', "expected a keyword once, found '2)' at character 13"],
    ['dict(None=1)', "expected a keyword once, found '1)' at character 11"],
    ['dict(if=1)', "expected a keyword once, found '1)' at character 9"],
    ["'a", "unterminated string literal at character 1: 'a'"],
    ["'''a'", 'unterminated string literal at character 3: "a\'"'],
    ["'\\x1'", "wrong escape '\\\\x'"],
    ["'\\u123'", "wrong escape '\\\\u'"],
    ["'\\U00110000'", 'no character has the number 0x110000'],
    ["'\\N{DASH}'", "wrong escape '\\\\N': characters have no names here"],
    ["b'é'", 'bytes can only contain ASCII literal characters'],
  ])('%j', (text, message) => {
    expect(() => pythonLiteral(text)).toThrow(new SyntaxError(message))
  })

  test('what is nested, and how long a literal is', () => {
    const nested = (depth: number): unknown => pythonLiteral('['.repeat(depth) + ']'.repeat(depth))
    expect(nested(200)).toEqual(JSON.parse('['.repeat(200) + ']'.repeat(200)))
    expect(() => nested(201)).toThrow(/^expected brackets nested no more than 200 deep, found '\[/)
    const calls = (depth: number): unknown => pythonLiteral('list('.repeat(depth) + ')'.repeat(depth))
    expect(calls(200)).toEqual([])
    expect(() => calls(201)).toThrow(/^expected brackets nested no more than 200 deep, found '\(/)
    expect(pythonLiteral(`1${'**1'.repeat(200)}`)).toBe(1)
    expect(() => pythonLiteral(`1${'**1'.repeat(201)}`)).toThrow(/^expected operators nested no more than 200 deep/)
    expect(pythonLiteral(`1${' '.repeat(65_535)}`)).toBe(1)
    expect(() => pythonLiteral(`1${' '.repeat(65_536)}`)).toThrow(
      new RangeError('more than 65536 characters are not read as a literal'),
    )
    expect(pythonLiteral('1'.repeat(4300))).toBe(BigInt('1'.repeat(4300)))
  })
})

test.each<[string, unknown]>([
  [String.raw`'\a\b\f\n\r\t\v\\\'\"\0'`, '\x07\b\f\n\r\t\v\\\'"\0'],
  [String.raw`'\101\x41\u0041\U00000041\1018'`, 'AAAAA8'],
  [String.raw`b'\a\x41\u0041\N'`, Uint8Array.from(Buffer.from('\x07A\\u0041\\N'))],
  [String.raw`R'\n'`, '\\n'],
  [String.raw`bR'\n' Rb'\x41' B''`, Uint8Array.from(Buffer.from('\\n\\x41'))],
  ["'''a\n'b''c'''", "a\n'b''c"],
  ['"""a\n"b\\"""c"""', 'a\n"b"""c'],
  ['  1  # one\n', 1],
  ["'a'\\\n'b'", 'ab'],
  ['\r\n1\r\n', 1],
  ['[\f1 ,\t2 ,\n]', [1, 2]],
  ['0XFF', 255],
  ['0B1_0', 2],
  ['0O_17', 15],
  ['1E2', 100],
  ['1_0.2_5e-1_0', 10.25e-10],
  ['0_0', 0],
])('reads %j', (text, value) => {
  expect(pythonLiteral(text)).toEqual(value)
})
