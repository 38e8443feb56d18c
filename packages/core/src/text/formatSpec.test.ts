import { describe, expect, test } from 'vitest'
import { formatValue } from './formatSpec.js'

// Expectations are python3's, where Python has the value.

function outcome(value: unknown, spec: string): string {
  try {
    return formatValue(value, spec)
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

describe('integers', () => {
  test.each<[number | bigint | boolean, string, string]>([
    [5, '05', '00005'],
    [-5, '05', '-0005'],
    [5, '<05', '50000'],
    [5, '*^4', '*5**'],
    [5, '+', '+5'],
    [-0, 'd', '0'],
    [255, '#x', '0xff'],
    [255, '#010X', '0X000000FF'],
    [-255, '#b', '-0b11111111'],
    [8, 'o', '10'],
    [1234567, ',', '1,234,567'],
    [1234, '010,', '00,001,234'],
    [1234, '09,', '0,001,234'],
    // Zeros that stand elsewhere than between the sign and the digits are no digits.
    [1234, '0<12,', '1,2340000000'],
    [1234, '>012,', '00000001,234'],
    [-1234.5, '0^12,', '00-1,234.500'],
    [65, '010_b', '0_0100_0001'],
    [65, '#010_x', '0x000_0041'],
    [0x1f600, '>3c', '  😀'],
    [65, '05c', '0000A'],
    [65, 'n', '65'],
    [true, '5', '    1'],
    [true, '.1f', '1.0'],
    [1e21, 'd', '1000000000000000000000'],
    [2n ** 70n, ',d', '1,180,591,620,717,411,303,424'],
    [3, '.2f', '3.00'],
    [0.07, '.0%', '7%'],
    [5, '%', '500.000000%'],
    [1234567, '.6_f', '1234567.000_000'],
    [5, '._d', '5'],
    [5, '٣', '  5'],
  ])('format(%s, %j)', (value, spec, text) => {
    expect(outcome(value, spec)).toBe(text)
  })

  test.each<[unknown, string, string]>([
    [5, '.3d', 'RangeError: Precision not allowed in integer format specifier'],
    [5, 'z', 'RangeError: Negative zero coercion (z) not allowed in integer format specifier'],
    [5, 's', "RangeError: Unknown format code 's' for object of type 'int'"],
    [true, 's', "RangeError: Unknown format code 's' for object of type 'bool'"],
    [5, '+c', "RangeError: Sign not allowed with integer format specifier 'c'"],
    [5, '#c', "RangeError: Alternate form (#) not allowed with integer format specifier 'c'"],
    [-1, 'c', 'RangeError: %c arg not in range(0x110000)'],
    [10n ** 400n, 'f', 'RangeError: int too large to convert to float'],
    [5, ',x', "RangeError: Cannot specify ',' with 'x'."],
    [5, '_O', "RangeError: Cannot specify '_' with 'O'."],
    [5, ',D', "RangeError: Cannot specify ',' with 'D'."],
    [5, '_n', "RangeError: Cannot specify '_' with 'n'."],
    [5, ',,', "RangeError: Cannot specify ',' with ','."],
    [5, '.6_d', 'RangeError: Precision not allowed in integer format specifier'],
    [5, '.6_n', "RangeError: Cannot specify '_' with 'n'."],
    [5, '.6,_f', "RangeError: Cannot specify both ',' and '_'."],
    [5, ',_', "RangeError: Cannot specify both ',' and '_'."],
    [5, 'dd', "RangeError: Invalid format specifier 'dd' for object of type 'int'"],
    [5, '.', 'RangeError: Format specifier missing precision'],
    [5, '\x01', "RangeError: Unknown format code '\\x1' for object of type 'int'"],
    [5, '9223372036854775808', 'RangeError: Too many decimal digits in format string'],
    [5, '9223372036854774784', 'RangeError: width too big'],
    [5, '99999999999999999999', 'RangeError: Too many decimal digits in format string'],
  ])('format(%s, %j)', (value, spec, text) => {
    expect(outcome(value, spec)).toBe(text)
  })
})

describe('floats', () => {
  test.each([
    [1.5, '6', '   1.5'],
    [1e-7, '>8', '   1e-07'],
    [1e-7, '#', '1.e-07'],
    [1234.5, '.3', '1.23e+03'],
    [99.99, '.3', '1e+02'],
    [12.5, '.2', '1.2e+01'],
    [5.5, '#.1', '6.e+00'],
    [99.96, '.4', '99.96'],
    [99.999, '.4', '100.0'],
    [2.5, '.0f', '2'],
    [2.5, '#.0f', '2.'],
    [12345.678, 'E', '1.234568E+04'],
    [12345.678, 'n', '12345.7'],
    [12345.678, '015,.1f', '0,000,012,345.7'],
    [1.5, '010,', '0,000,001.5'],
    [-0.04, '.1f', '-0.0'],
    [-0.04, 'z.1f', '0.0'],
    [-0.04, '=+7', '-  0.04'],
    [0.125, '.1%', '12.5%'],
    [Infinity, '010,', '0000000inf'],
    [-Infinity, 'zF', '-INF'],
    [NaN, '+G', '+NAN'],
    [1e308, '#%', 'inf%'],
    [-0, '.1f', '-0.0'],
  ])('format(%d, %j)', (value, spec, text) => {
    // 1e308 is an int here, whose float overflows all the same when it becomes a percentage.
    expect(outcome(value, spec)).toBe(text)
  })

  test.each([
    ['d', "RangeError: Unknown format code 'd' for object of type 'float'"],
    ['N', "RangeError: Unknown format code 'N' for object of type 'float'"],
    ['.9999999f', 'RangeError: precision too big'],
    ['.9223372036854774784f', 'RangeError: precision too big'],
    ['.9223372036854775808f', 'RangeError: Too many decimal digits in format string'],
  ])('format(1.5, %j)', (spec, text) => {
    expect(outcome(1.5, spec)).toBe(text)
  })
})

describe('strings', () => {
  test.each([
    ['a', '5', 'a    '],
    ['a', '05', 'a0000'],
    ['abc', '.2', 'ab'],
    ['😀b', '😀^5s', '😀😀b😀😀'],
    ['😀😀', '.1', '😀'],
    ['a', '=>3', '==a'],
    ['a', '=3', "RangeError: '=' alignment not allowed in string format specifier"],
    ['a', '+s', 'RangeError: Sign not allowed in string format specifier'],
    ['a', ' ', 'RangeError: Space not allowed in string format specifier'],
    ['a', 'z', 'RangeError: Negative zero coercion (z) not allowed in string format specifier'],
    ['a', '#', 'RangeError: Alternate form (#) not allowed in string format specifier'],
    ['a', 'd', "RangeError: Unknown format code 'd' for object of type 'str'"],
    ['a', ',', "RangeError: Cannot specify ',' with 's'."],
  ])('format(%j, %j)', (value, spec, text) => {
    expect(outcome(value, spec)).toBe(text)
  })
})

describe('other values', () => {
  test("an empty spec is JavaScript's text", () => {
    expect([true, null, 1e-7, 'x', 12n].map((value) => formatValue(value, ''))).toEqual([
      'true',
      'null',
      '1e-7',
      'x',
      '12',
    ])
  })

  test.each<[unknown, string]>([
    [null, 'NoneType'],
    [undefined, 'NoneType'],
    [[1], 'list'],
    [{}, 'dict'],
    [new Map(), 'dict'],
    [Object.create(null), 'dict'],
    [new Set(), 'Set'],
    [new (class int {})(), 'int'],
  ])('%s takes no spec', (value, name) => {
    expect(outcome(value, '5')).toBe(`TypeError: unsupported format string passed to ${name}.__format__`)
  })

  test('a Date takes a strftime format and reads local time', () => {
    const date = new Date(2024, 0, 2, 3, 4, 5, 6)
    expect(formatValue(date, '%Y-%m-%d %H:%M:%S.%f %%f')).toBe('2024-01-02 03:04:05.006000 %f')
    expect(formatValue(new Date(Number.NaN), '%Y')).toBe('Invalid Date')
  })

  test('what cannot be read still has an error of ours', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(outcome(proxy, '5')).toBe('TypeError: unsupported format string passed to object.__format__')
  })

  test('a width that would take the memory', () => {
    expect(outcome(1, '999999999')).toBe('RangeError: width too big')
    expect(outcome(1, '0999999999,')).toBe('RangeError: width too big')
    expect(outcome('a', '999999999')).toBe('RangeError: width too big')
  })
})

test('separators in the fraction, as 3.14 has them', () => {
  for (const [spec, text] of [
    ['.6_f', '1234.567_890'],
    ['_.6,f', '1_234.567,890'],
    ['._', '1234.567_890_123_4'],
    ['.10_e', '1.234_567_890_1e+03'],
    ['020,.6_f', '0,000,001,234.567_890'],
    ['.6_%', '123456.789_012%'],
    ['.3_', '1.23e+03'],
  ] as const)
    expect(outcome(1234.5678901234, spec), spec).toBe(text)
  expect(outcome(Infinity, '.6_f')).toBe('inf')
  expect(outcome('abc', '.,s')).toBe('abc')
})
