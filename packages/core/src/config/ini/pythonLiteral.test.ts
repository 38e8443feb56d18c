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
  ['1 + \\\n2', 3],
  ["{'__proto__': 1}", JSON.parse('{"__proto__": 1}')],
  ['[0x1F, 0o17, 0b11, 1_000, 00, 1e3, .5, 1., -3, --3, 1 + 2 * 3 | 8]', [31, 15, 3, 1000, 0, 1000, 0.5, 1, -3, 3, 15]],
  ['123456789012345678901234567890', 123456789012345678901234567890n],
  ['9007199254740991 + 1', 9007199254740992n],
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
  ['2**9', 'expected an operator or the end'],
  ["-'a'", 'expected a number after the sign'],
  ["'a' + 'b'", "expected numbers around '+'"],
  ["f'{x}'", 'nothing is called'],
  ['1'.repeat(4301), 'no more than 4300 digits'],
  ['('.repeat(201) + ')'.repeat(201), 'nested no more than 200 deep'],
])('refuses %s', (text, message) => {
  expect(() => pythonLiteral(text)).toThrow(SyntaxError)
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
