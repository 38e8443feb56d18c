// Which format strings the three styles take, as Python does, and the whole texts of refusals.
import { describe, expect, test } from 'vitest'
import { makeLogRecord } from '../records/record.js'
import { Formatter } from './formatter.js'
import { NullHandler } from '../handlers/nullHandler.js'

const made = (style: '%' | '{' | '$', fmt: string) => (): Formatter => new Formatter(fmt, { style })

describe('%', () => {
  test.each([
    '%(a)s',
    '%(é٣_)d',
    '%(a)#0+ -s',
    '%(a)10s',
    '%(a)*s',
    '%(a).3s',
    '%(a).*s',
    '%(a)٣.٣f',
    '%(a)-08.3F',
    '%(a)a',
    '%(a)%',
    '%(a)d',
    '%(a)i',
    '%(a)o',
    '%(a)u',
    '%(a)x',
    '%(a)e',
    '%(a)g',
    '%(a)c',
    '%(a)r',
    'x %(a)s y',
  ])('%s', (fmt) => {
    expect(made('%', fmt)).not.toThrow()
  })

  test.each(['x', '%s', '%()s', '%(a)', '%(a)b', '%(a)n', '%(a b)s', '%(a).s', '%(a)..3s', '%(a)1*s', '(a)s', '%(a)q'])(
    '%s is none',
    (fmt) => {
      expect(made('%', fmt)).toThrow(new RangeError(`Invalid format '${fmt}' for '%' style`))
    },
  )
})

describe('{', () => {
  test.each([
    '{a}',
    '{aé_٣}',
    '{a.bc.de}',
    '{a[0]}',
    '{a[key word]}',
    '{a.b[c].de}',
    '{a!r}',
    '{a!s}',
    '{a!a}',
    '{a:>10}',
    '{a:x<10.3f}',
    '{a:^5}',
    '{a:=5}',
    '{a:+d}',
    '{a: d}',
    '{a:-#010x}',
    '{a:,}',
    '{a:_}',
    '{a:{width}}',
    '{a:.{places}}',
    '{a:٣.٣}',
    '{a:%}',
    '{a:b}',
    '{a:c}',
    '{a:e}',
    '{a:G}',
    '{a:n}',
    '{a:o}',
    '{a:s}',
    '{a:X}',
    '{{}} {a}',
  ])('%s', (fmt) => {
    expect(made('{', fmt)).not.toThrow()
  })

  test.each([
    ['x', 'no fields'],
    ['{{a}}', 'no fields'],
    ['{}', 'no fields'],
    ['{a b}', "invalid field name/expression: 'a b'"],
    ['{-a}', "invalid field name/expression: '-a'"],
    ['{a.}', "invalid field name/expression: 'a.'"],
    ['{a.b-c}', "invalid field name/expression: 'a.b-c'"],
    ['{a[]}', "invalid field name/expression: 'a[]'"],
    ['{a[0]b}', "invalid field name/expression: 'a[0]b'"],
    ['{a!x}', "invalid conversion: 'x'"],
    ['{a:y}', "bad specifier: 'y'"],
    ['{a:xx<5}', "bad specifier: 'xx<5'"],
    ['{a:.f}', "bad specifier: '.f'"],
    ['{a:5 5}', "bad specifier: '5 5'"],
    ['{a:,_}', "bad specifier: ',_'"],
    ['{a:x5}', "bad specifier: 'x5'"],
    ['{a:dd}', "bad specifier: 'dd'"],
  ])('%s is none', (fmt, why) => {
    expect(made('{', fmt)).toThrow(new RangeError(`invalid format: ${why}`))
  })
})

describe('$', () => {
  test.each(['$a', '${a}', '$$ $a', '$_a1', '${_a}', 'x$a.b'])('%s', (fmt) => {
    expect(made('$', fmt)).not.toThrow()
  })

  test.each([
    ['x', 'no fields'],
    ['$$', 'no fields'],
    ['$', "bare '$' not allowed"],
    ['$a $1', "bare '$' not allowed"],
    ['${}', "bare '$' not allowed"],
    ['${a', "bare '$' not allowed"],
    ['${a b}', "bare '$' not allowed"],
    ['$é', "bare '$' not allowed"],
  ])('%s is none', (fmt, why) => {
    expect(made('$', fmt)).toThrow(new RangeError(`invalid format: ${why}`))
  })
})

test.each([
  ['%', '%(message)s', '%(levelname)s:%(name)s:%(message)s'],
  ['{', '{message}', '{levelname}:{name}:{message}'],
  ['$', '${message}', '${levelname}:${name}:${message}'],
] as const)('the formats of style %s', (style, usual, basic) => {
  const record = makeLogRecord({ name: 'app', levelname: 'INFO', msg: 'text' })
  expect(new Formatter(null, { style }).format(record)).toBe('text')
  expect(new Formatter(usual, { style }).format(record)).toBe('text')
  expect(new Formatter(basic, { style }).format(record)).toBe('INFO:app:text')
})

test.each([
  ['$', 1, 1],
  ['ab$', 1, 3],
  ['a\nb $', 2, 3],
  ['a\r\nb\rc\u2028$', 4, 1],
  ['😀$', 1, 2],
])('%j: where the wrong sign stands', (fmt, line, column) => {
  const formatter = new Formatter(`\${message}${fmt}`, { style: '$', validate: false })
  const shift = line === 1 ? '${message}'.length : 0
  expect(() => formatter.format(makeLogRecord({ msg: 'x' }))).toThrow(
    `Invalid placeholder in string: line ${line}, col ${column + shift}`,
  )
})

test('the time’s own format', () => {
  const formatter = new Formatter('%(asctime)s')
  expect([formatter.default_time_format, formatter.default_msec_format]).toEqual(['%Y-%m-%d %H:%M:%S', '%s,%03d'])
})

test('a NullHandler handles nothing', () => {
  expect(new NullHandler().handle(makeLogRecord({ msg: 'x' }))).toBe(false)
})
