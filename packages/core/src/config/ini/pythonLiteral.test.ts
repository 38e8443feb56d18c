import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pythonLiteral } from './pythonLiteral.js'

test.each<[string, unknown]>([
  ["('app.log', 'a', 1024*1024, 5)", ['app.log', 'a', 1048576, 5]],
  ["'a',", ['a']],
  ['()', []],
  ['( 1 )', 1],
  ['(1,)', [1]],
  ["{'secure': True, 'x': None}", { secure: true, x: null }],
  [
    "{1: 'a', True: 'b', 2.5: 'c'}",
    new Map<unknown, unknown>([
      [1, 'b'],
      [2.5, 'c'],
    ]),
  ],
  ['{1, 2, 1.0, (1, 2)}', new Set([1, 2, [1, 2]])],
  ['set()', new Set()],
  ['set(\n)', new Set()],
  ["('a' + 'b' 'c' + \"d\",)", ['abcd']],
  ["b'a' + b'b'", Uint8Array.of(97, 98)],
  ["{b'a', b'b', b'a'}", new Set([Uint8Array.of(97), Uint8Array.of(98)])],
  ["'ab' * 2 + 2 * 'c' + -1 * 'd'", 'ababcc'],
  ['(1,) * 2 + (3,)', [1, 1, 3]],
  ['[1] + [2] * 2', [1, 2, 2]],
  ['{(1,) + (2,): 3}', new Map([[[1, 2], 3]])],
  ["'%s-%03d%%' % ('app', 7)", 'app-007%'],
  ["'%s.log' % 'app' + '.1'", 'app.log.1'],
  ["'%(name)s.log' % {'name': 'app'}", 'app.log'],
  ["'%(name)s.log' % dict(name='app')", 'app.log'],
  [
    '[2 ** 20, 1 << 20, 7 // 2, -7 // 2, 7 % 4, -7 % 4, 7 / 2, ~5, 6 & 3, 6 ^ 3, 1024 >> 3]',
    [1048576, 1048576, 3, -4, 3, 1, 3.5, -6, 2, 5, 128],
  ],
  ['[-2 ** 2, 2 ** 3 ** 2, 2 ** (1 + 1), 1 | 2 ^ 3 & 4 << 1 + 2 * 3, -~+1]', [-4, 512, 4, 3, 2]],
  ["dict(filename='a', maxBytes=5 * 2,)", { filename: 'a', maxBytes: 10 }],
  ["dict({'a': 1}, b=2)", { a: 1, b: 2 }],
  ["dict([('a', 1), ['b', 2]])", { a: 1, b: 2 }],
  ['dict(__proto__=1)', JSON.parse('{"__proto__": 1}')],
  ["[list(), list('ab'), list((1,)), list({'a': 1}), dict()]", [[], ['a', 'b'], [1], ['a'], {}]],
  ['{tuple([1, 2]): 1}', new Map([[[1, 2], 1]])],
  ['[set([1, 1]), frozenset((2,))]', [new Set([1]), new Set([2])]],
  ["[int(1e6), int('1_0'), int(' -5 '), int(), int(True), int(-1.5)]", [1000000, 10, -5, 0, 1, -1]],
  ["[os.path.join('a', 'b/', 'c'), os.path.join('a', '/b'), os.path.join('', 'c')]", ['a/b/c', '/b', 'c']],
  ['1 + \\\n2', 3],
  ["{'__proto__': 1}", JSON.parse('{"__proto__": 1}')],
  ['[0x1F, 0o17, 0b11, 1_000, 00, 1e3, .5, 1., -3, --3, 1 + 2 * 3 | 8]', [31, 15, 3, 1000, 0, 1000, 0.5, 1, -3, 3, 15]],
  ['123456789012345678901234567890', 123456789012345678901234567890n],
  ['9007199254740991 + 1', 9007199254740992n],
  ['9007199254740993 - 1', 9007199254740992n],
  ['9007199254740993 | 2', 9007199254740995n],
  ['[+3, -+3, +-+3, +-9007199254740993]', [3, -3, -3, -9007199254740993n]],
  [
    String.raw`'a\
b'`,
    'ab',
  ],
  [`'a' "b" '''c\nd'''`, 'abc\nd'],
  [`'\\x41\\u00e9\\U0001F600\\101\\n\\q\\'' r'\\n' u"x" R'\\''`, "Aé😀A\n\\q'\\nx\\'"],
  ["b'a\\xff\\400' B'b' rb'\\n'", Uint8Array.of(97, 255, 0, 98, 92, 110)],
  ["('a', # one\n  'b'\n 'c')", ['a', 'bc']],
  ["\n('a',)\n", ['a']],
])('reads %s', (text, value) => {
  expect(pythonLiteral(text)).toEqual(value)
})

test('looks names up, and calls nothing', () => {
  const names = new Map<string, unknown>([
    ['sys.stdout', 'out'],
    ['handlers.PORT', 514],
  ])
  const lookUp = (name: string): unknown => names.get(name)
  expect(pythonLiteral("(sys.stdout, ('localhost', handlers.PORT))", lookUp)).toEqual(['out', ['localhost', 514]])
  expect(() => pythonLiteral('(sys.stdoutt,)', lookUp)).toThrow(new RangeError("name 'sys.stdoutt' is not defined"))
  expect(() => pythonLiteral("open('x')", lookUp)).toThrow('nothing is called')
})

test.each([
  ['', 'expected a literal, found the end at character 1'],
  ["('a'", "expected ',' or ')', found the end"],
  ['(1 2)', "expected ',' or ')', found '2)'"],
  ['[1,,2]', 'expected a literal'],
  ['{1: 2, 3}', "expected ':'"],
  ["'a", 'unterminated string literal'],
  ["'a\nb'", 'unterminated string literal'],
  ["'a'\n'b'", 'expected an operator or the end'],
  ["'a' b'b'", 'strings or bytes'],
  ["'\\xg'", 'wrong escape'],
  ["'\\N{DASH}'", 'characters have no names here'],
  ["b'é'", 'bytes can only contain ASCII literal characters'],
  ['012', 'no leading zeros'],
  ['1__0', 'expected a number'],
  ['2j', 'expected a number'],
  ["-'a'", 'expected a number after the sign'],
  ["'a' + 1", "expected numbers around '+'"],
  ['[1] + (2,)', "expected numbers around '+'"],
  ["'a' * 'b'", "expected numbers around '*'"],
  ['{1} | {2}', "expected numbers around '|'"],
  ['1.5 // 1', "expected integers around '//'"],
  ['~1.5', "expected an integer behind '~'"],
  ['2 ** -1', "expected an integer from 0 on behind '**'"],
  ['1 << -1', "expected an integer from 0 on behind '<<'"],
  ['2 ** 60 / 3', "expected numbers below 2**53 around '/'"],
  ["'%s' % None", "expected texts and integers behind '%'"],
  ["'%s' % [1]", "expected texts and integers behind '%'"],
  ["'%s' % {'a': 1}", "expected texts and integers behind '%'"],
  ["'%*d' % (3, 1)", "expected no '*' in a format"],
  ["f'{x}'", 'no f-string'],
  ["(rF'x',)", 'no f-string'],
  ["os.environ['HOME']", 'the environment is not read here'],
  ["os.getenv('HOME')", 'the environment is not read here'],
  ["open('x')", 'nothing is called or looked up here but dict(), list()'],
  ["'a'.upper()", "expected an operator or the end, found '.upper()'"],
  ["'a' if True else 'b'", 'expected an operator or the end, found "if True else \'b\'"'],
  ['lambda: 1', 'expected a literal, found'],
  ['not True', 'expected a literal, found'],
  ['dict(a=1, a=2)', 'a keyword once'],
  ['dict(a=1, 2)', 'expected a keyword'],
  ['dict(a=1', "expected ',' or ')'"],
  ['dict(*[])', 'expected a literal'],
  ['1'.repeat(4301), 'no more than 4300 digits'],
  ['('.repeat(201) + ')'.repeat(201), 'nested no more than 200 deep'],
])('refuses %s', (text, message) => {
  expect(() => pythonLiteral(text)).toThrow(SyntaxError)
  expect(() => pythonLiteral(text)).toThrow(message)
})

test.each([
  ['2 ** 65536', 'more than 65536 bits'],
  ['1 << 65536', 'more than 65536 bits'],
  ['1 << 10 ** 30', 'more than 65536 bits'],
  ['(1 << 40000) * (1 << 40000)', 'more than 65536 bits'],
  ["'ab' * 32769", 'more than 65536 characters'],
  ["('a' * 40000) + ('a' * 40000)", 'more than 65536 characters'],
  ["b'a' * 10 ** 9", 'more than 65536 characters'],
  ['[[]] * 10 ** 30', 'more than 65536 characters'],
  ["'%99999d' % 1", 'more than 65536 characters'],
  ["'%.99999d' % 1", 'more than 65536 characters'],
  ["'%s%s%s' % ('a' * 30000, '', '')", 'more than 65536 characters'],
  ["'%(a)s' * 10000 % {'a': 'a' * 30000}", 'more than 65536 characters'],
  [`[${"list('a' * 60000),".repeat(20)}]`, 'more than 1048576 characters and items'],
  ['{((((1,) * 1000,) * 1000,) * 1000,): 1}', 'more than 1048576 characters and items'],
  [`[${"os.path.join('a' * 60000),".repeat(20)}]`, 'more than 1048576 characters and items'],
  ['1 // 0', 'division by zero'],
  ['1 % 0', 'division by zero'],
  ['1 / 0.0', 'division by zero'],
  ["int('x')", 'invalid literal for int()'],
  ["'%(b)s' % {'a': 1}", 'b'],
  ["dict([('a',)])", 'one has length 1'],
])('refuses %s: there is a bound, or no value', (text, message) => {
  expect(() => pythonLiteral(text)).toThrow(RangeError)
  expect(() => pythonLiteral(text)).toThrow(message)
})

test.each([
  ["'%s' % ()", 'not enough arguments'],
  ["'%d' % 'x'", 'a real number is required'],
  ["'a' % 1", 'not all arguments converted'],
  ['list(1)', 'expected something with items, not int'],
  ['list((), ())', 'list expected at most 1 argument, got 2'],
  ['tuple(a=1)', 'tuple() takes no keyword arguments'],
  ['os.path.join()', 'takes one text or more'],
  ["os.path.join('a', 1)", 'must be str, not'],
])('refuses %s: the wrong type', (text, message) => {
  expect(() => pythonLiteral(text)).toThrow(TypeError)
  expect(() => pythonLiteral(text)).toThrow(message)
})

test('refuses keys that Python cannot hash, and texts without end', () => {
  expect(() => pythonLiteral('{[]: 1}')).toThrow(new TypeError("unhashable type: 'list'"))
  expect(() => pythonLiteral('{{}}')).toThrow(new TypeError("unhashable type: 'dict'"))
  expect(() => pythonLiteral(' '.repeat(70_000))).toThrow(RangeError)
})

const PIECES = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  "'",
  '"',
  '\\',
  'x',
  'b',
  '1',
  '.',
  'e',
  '_',
  '-',
  '*',
  '|',
  '%',
  '/',
  '<<',
  '~',
  'dict',
  'int',
  '=',
  ' ',
  '\n',
  '#',
  'None',
]

test('any text is read, or refused with one of the errors', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (text) => {
      try {
        pythonLiteral(text)
      } catch (error) {
        expect([SyntaxError, RangeError, TypeError]).toContain((error as Error).constructor)
      }
    }),
  )
})

test.each([
  '(',
  '[',
  '{',
  '-',
  '1',
  '1_',
  "'",
  '"""',
  '\\',
  "'a' ",
  '1+',
  '1*',
  '2**',
  '1<<',
  '~',
  "'%s'%",
  'dict(',
  'dict(a=',
  'list([',
  "'a'+",
  '[1]+',
  '(1,)+',
  '2*',
  '9'.repeat(4000) + '*',
  ' ',
  '#\n',
  '{1:',
  'x.',
  '()',
  "('',),",
])('as many %j as are read take linear time', (piece) => {
  const text = piece.repeat(Math.floor(65_536 / piece.length))
  for (const whole of [text, `(${text}`, `('a', ${text})`, `[${text}1]`]) {
    try {
      pythonLiteral(whole)
    } catch (error) {
      expect([SyntaxError, RangeError, TypeError]).toContain((error as Error).constructor)
    }
  }
  expect(() => pythonLiteral(piece.repeat((1 << 20) / piece.length + 1))).toThrow(RangeError)
})

test.each(['\n', '\r', '\r\n'])('lines may end in %j, and a text has newlines of one kind', (end) => {
  expect(pythonLiteral(`('''a${end}b''',${end} 1 + \\${end}2)`)).toEqual(['a\nb', 3])
})
