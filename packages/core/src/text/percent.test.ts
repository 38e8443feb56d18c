import { describe, expect, test } from 'vitest'
import { KeyError } from './keyError.js'
import { formatConversion, percent } from './percent.js'

const format = (text: string, args: unknown): string => percent(text).format(args)

function failure(text: string, args: unknown): Error {
  try {
    format(text, args)
  } catch (error) {
    return error as Error
  }
  throw new Error(`${text} did not throw`)
}

// Both tables are python3's answers; `%c`'s TypeErrors, which changed in 3.14, stand below.
const results: [string, unknown, string][] = [
  ['%%', [], '%'],
  ['%s', ['a'], 'a'],
  ['%d', [3.9], '3'],
  ['%d', [-3.9], '-3'],
  ['%i|%u', [true, -0], '1|0'],
  ['%.3d', [5], '005'],
  ['%08.3d', [5], '00000005'],
  ['%08.3d', [-5], '-0000005'],
  ['%+d|% d|%+ d', [5, 5, 5], '+5| 5|+5'],
  ['%-5d|%05d', [5, -5], '5    |-0005'],
  ['%-05d|', [3], '3    |'],
  ['%.0d', [0], '0'],
  ['%5.d', [3], '    3'],
  ['%d', [1e22], '10000000000000000000000'],
  ['%d', [1152921504606846976n], '1152921504606846976'],
  [
    '%d',
    [1.5e300],
    '1500000000000000078757140382806630373056702871662238732373781173267703686983362293679557062620671796065556665749325817265413784853040645863467188277180060474272580801389863705606745350692182135089053429852456199917621678558451461320111979114170213741868888183230085264257173504208294580298189100810240',
  ],
  ['%x %X %o', [255, 255, 8], 'ff FF 10'],
  ['%#x %#X %#o %#d', [255, 255, 0, 1], '0xff 0XFF 0o0 1'],
  ['%#x', [-255], '-0xff'],
  ['%#08x', [255], '0x0000ff'],
  ['%#010x', [-255], '-0x00000ff'],
  ['%#.5x', [255], '0x000ff'],
  ['%x', [1180591620717411303424n], '400000000000000000'],
  ['%f', [1e22], '10000000000000000000000.000000'],
  ['%f', [1180591620717411303424n], '1180591620717411303424.000000'],
  ['%.0f %.0f %.0f', [0.5, 1.5, 2.5], '0 2 2'],
  ['%.2f', [2.675], '2.67'],
  ['%.1f %.1f', [0.25, 0.35], '0.2 0.3'],
  ['%.3f', [2.0005], '2.001'],
  ['%.f', [2.5], '2'],
  ['%#.0f|%#.0e|%#.1g', [1, 1, 1], '1.|1.e+00|1.'],
  ['%f', [true], '1.000000'],
  ['%05d', [true], '00001'],
  ['%08.3f|%-8.2f|%+.1f', [3.14159, 3.14159, 3], '0003.142|3.14    |+3.0'],
  [
    '%.120f',
    [0.1],
    '0.100000000000000005551115123125782702118158340454101562500000000000000000000000000000000000000000000000000000000000000000',
  ],
  ['%e %E', [12345.678, 1e-10], '1.234568e+04 1.000000E-10'],
  ['%.0e', [25], '2e+01'],
  ['%.16e', [1e-7], '9.9999999999999995e-08'],
  ['%e', [1e100], '1.000000e+100'],
  ['%e %g %f', [0, 0, 0], '0.000000e+00 0 0.000000'],
  ['%g %g %g %g', [1e-5, 0.0001, 123456, 1234567], '1e-05 0.0001 123456 1.23457e+06'],
  ['%#g %.0g %G', [1, 25, 1e-10], '1.00000 2e+01 1E-10'],
  ['%.3g|%#.3g', [99.95, 10000000000], '100|1.00e+10'],
  ['%g', [100000], '100000'],
  ['%f %F %e %G', [Number.NaN, Number.NaN, Infinity, -Infinity], 'nan NAN inf -INF'],
  [
    '%05f|%05f|%010f|%+f|% f',
    [Infinity, -Infinity, Number.NaN, Number.NaN, Infinity],
    '00inf|-0inf|0000000nan|+nan| inf',
  ],
  ['%f %e %g', [-0, -0, -0], '-0.000000 -0.000000e+00 -0'],
  ['%c%c%c', [65, 128512, '\u00e9'], 'A\ud83d\ude00\u00e9'],
  ['%c|%5c|%-3c|%05c|%.0c', ['\ud83d\ude00', 'a', 'b', 'c', 'd'], '\ud83d\ude00|    a|b  |    c|d'],
  ['%c', [true], '\u0001'],
  ['%5s|%-5s|%05s|%+5s', ['a', 'b', 'c', 'd'], '    a|b    |    c|    d'],
  [
    '%.2s|%5.1s|',
    ['\ud83d\ude00\ud83d\ude01\ud83d\ude02', '\ud83d\ude00x'],
    '\ud83d\ude00\ud83d\ude01|    \ud83d\ude00|',
  ],
  ['%3s|%-3s|', ['\ud83d\ude00', '\ud83d\ude00'], '  \ud83d\ude00|\ud83d\ude00  |'],
  ['%.s|', ['abc'], '|'],
  ['%r %a', ["it's", '\u20ac'], "\"it's\" '\\u20ac'"],
  ['%10r|%-6a|%.3r', ['\u00e9', '\u00e9', 'abc'], "       '\u00e9'|'\\xe9'|'ab"],
  ['%*d|%-*d|%*d|', [5, 1, 5, 1, -5, 1], '    1|1    |1    |'],
  ['%.*f %.*f', [2, 1.005, -3, 2.5], '1.00 2'],
  ['%*.*f', [8, 2, 3.14159], '    3.14'],
  ['%*d', [true, 1], '1'],
  ['%hd %ld %Lf', [1, 2, 3], '1 2 3.000000'],
  ['100% sure', [1], '1001ure'],
  ['%(a)s %(b)d', { a: 'x', b: 2 }, 'x 2'],
  ['%(a(b))s %()s %(k k)s', { 'a(b)': 1, '': 2, 'k k': 3 }, '1 2 3'],
  ['no', { a: 1 }, 'no'],
  ['%(a)s %(a)5.1f %%', { a: 1.5 }, '1.5   1.5 %'],
]

const failures: [string, unknown, string, string][] = [
  ['%d', ['a'], 'TypeError', '%d format: a real number is required, not str'],
  ['%i', ['a'], 'TypeError', '%i format: a real number is required, not str'],
  ['%u', [null], 'TypeError', '%u format: a real number is required, not NoneType'],
  ['%d', [{}], 'TypeError', '%d format: a real number is required, not dict'],
  ['%x', [1.5], 'TypeError', '%x format: an integer is required, not float'],
  ['%X', ['a'], 'TypeError', '%X format: an integer is required, not str'],
  ['%o', [Number.NaN], 'TypeError', '%o format: an integer is required, not float'],
  ['%f', ['1'], 'TypeError', 'must be real number, not str'],
  ['%g', [null], 'TypeError', 'must be real number, not NoneType'],
  ['%d', [Number.NaN], 'RangeError', 'cannot convert float NaN to integer'],
  ['%d', [-Infinity], 'RangeError', 'cannot convert float infinity to integer'],
  ['%f', [10n ** 400n], 'RangeError', 'int too large to convert to float'],
  ['%c', [-1], 'RangeError', '%c arg not in range(0x110000)'],
  ['%c', [1114112], 'RangeError', '%c arg not in range(0x110000)'],
  ['%s %s', ['a'], 'TypeError', 'not enough arguments for format string'],
  ['%s', [], 'TypeError', 'not enough arguments for format string'],
  ['%s', ['a', 'b'], 'TypeError', 'not all arguments converted during string formatting'],
  ['x', [1], 'TypeError', 'not all arguments converted during string formatting'],
  ['%(a)s', ['x'], 'TypeError', 'format requires a mapping'],
  ['%(a)s', {}, 'KeyError', "'a'"],
  ['%(constructor)s', {}, 'KeyError', "'constructor'"],
  ['%(a)s %s', { a: 1 }, 'TypeError', 'not enough arguments for format string'],
  ['%(a)*d', { a: 1 }, 'TypeError', 'not enough arguments for format string'],
  ['%*d', [1.5, 1], 'TypeError', '* wants int'],
  ['%.*f', ['2', 1], 'TypeError', '* wants int'],
  ['%*d', [1], 'TypeError', 'not enough arguments for format string'],
  ['%', [], 'RangeError', 'incomplete format'],
  ['%', [1], 'RangeError', 'incomplete format'],
  ['50%', [1], 'RangeError', 'incomplete format'],
  ['%5', [1], 'RangeError', 'incomplete format'],
  ['%(a)', { a: 1 }, 'RangeError', 'incomplete format'],
  ['%(a', { a: 1 }, 'RangeError', 'incomplete format key'],
  ['%(a', [1], 'TypeError', 'format requires a mapping'],
  ['%(a)5', {}, 'KeyError', "'a'"],
  ['%*', [], 'TypeError', 'not enough arguments for format string'],
  ['%z', [1], 'RangeError', "unsupported format character 'z' (0x7a) at index 1"],
  ['%z', [], 'TypeError', 'not enough arguments for format string'],
  ['%d %z', ['a'], 'TypeError', '%d format: a real number is required, not str'],
  ['%5%', [1], 'RangeError', "unsupported format character '%' (0x25) at index 2"],
  ['%(a)%', { a: 1 }, 'RangeError', "unsupported format character '%' (0x25) at index 4"],
  ['%lld', [1], 'RangeError', "unsupported format character 'l' (0x6c) at index 2"],
  ['\ud83d\ude00%\u00e9', [1], 'RangeError', "unsupported format character '?' (0xe9) at index 2"],
  ['%~', [1], 'RangeError', "unsupported format character '~' (0x7e) at index 1"],
  ['%99999999999999999999d', [1], 'RangeError', 'width too big'],
  ['%.99999999999d', [1], 'RangeError', 'precision too big'],
  ['%99999999999999999999.*d', ['x', 1], 'RangeError', 'width too big'],
]

describe('as Python', () => {
  test.each(results)('result %#: %s', (text, args, expected) => {
    expect(format(text, args)).toBe(expected)
  })

  test.each(failures)('failure %#: %s', (text, args, name, message) => {
    const error = failure(text, args)
    expect([error.name, error.message]).toEqual([name, message])
  })

  test("%c says what it got in 3.14's words", () => {
    expect(failure('%c', [1.5]).message).toBe('%c requires an int or a unicode character, not float')
    expect(failure('%c', ['ab']).message).toBe('%c requires an int or a unicode character, not a string of length 2')
    expect(failure('%c', ['\u{1f600}x']).message).toBe(
      '%c requires an int or a unicode character, not a string of length 2',
    )
  })

  test('a missing key is a KeyError, which is a RangeError', () => {
    expect(failure('%(user)s', { name: 'x' })).toBeInstanceOf(KeyError)
    expect(failure('%(user)s', { name: 'x' })).toBeInstanceOf(RangeError)
  })
})

describe("JavaScript's values", () => {
  test('%s prints them as JavaScript does', () => {
    expect(format('%s %s %s %s %s %s', [null, undefined, true, 1e-5, 10n, Symbol('x')])).toBe(
      'null undefined true 0.00001 10 Symbol(x)',
    )
    expect(format('%s|%5s|%-6s|%.2s', [1.5, null, true, undefined])).toBe('1.5| null|true  |un')
  })

  test.each([
    [undefined, 'NoneType'],
    [[], 'list'],
    [new Map(), 'dict'],
    [Object.create(null), 'dict'],
    [new Date(0), 'Date'],
    [() => 1, 'function'],
    [Symbol('x'), 'symbol'],
  ])('a TypeError names a value by its Python counterpart: %#', (value, name) => {
    expect(failure('%d', [value]).message).toBe(`%d format: a real number is required, not ${name}`)
  })

  test('a boolean is 0 or 1, and no int is too large', () => {
    expect(format('%d %x %.1f', [true, true, false])).toBe('1 1 0.0')
    expect(format('%d', [10n ** 5000n])).toHaveLength(5001)
  })
})

describe('mappings', () => {
  test('a Map is one', () => {
    expect(format('%(a)s', new Map([['a', 1]]))).toBe('1')
    expect(failure('%(b)s', new Map([['a', 1]])).message).toBe("'b'")
  })

  test('a conversion without a key takes all of it', () => {
    expect(format('%s %(a)s', { a: 1 })).toBe('{ a: 1 } 1')
  })

  test('only own properties count', () => {
    expect(failure('%(toString)s', {})).toBeInstanceOf(KeyError)
    expect(failure('%(__proto__)s', {})).toBeInstanceOf(KeyError)
    expect(failure('%(a)s', Object.create({ a: 1 }))).toBeInstanceOf(KeyError)
  })

  test('a getter that throws leaves its marker, whatever the conversion', () => {
    const hostile = {
      get a(): never {
        throw new Error('no')
      },
      b: 1,
    }
    expect(format('%(a)s %(b)d', hostile)).toBe("<getter of 'a' threw: no> 1")
    expect(format('%(a)5.1f', hostile)).toBe("<getter of 'a' threw: no>")
  })

  test("a getter's own KeyError is no missing key", () => {
    const nested = {
      get a(): string {
        return format('%(b)s', {})
      },
    }
    expect(format('%(a)s', nested)).toBe("<getter of 'a' threw: 'b'>")
  })

  test('a trap that throws leaves its marker', () => {
    const traps: ProxyHandler<object> = {
      getOwnPropertyDescriptor() {
        throw new Error('trapped')
      },
    }
    expect(format('%(a)s', new Proxy({}, traps))).toBe("<getter of 'a' threw: trapped>")
  })
})

describe('hostile arguments', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()

  test('%s never throws', () => {
    expect(format('%s', [proxy])).toBe('<unreadable object>')
  })

  test('%d throws the TypeError it throws for any object', () => {
    expect(failure('%d', [proxy]).message).toBe('%d format: a real number is required, not object')
  })

  test('sizes that no line has are refused', () => {
    expect(failure('%*d', [1e10, 1]).message).toBe('width too big')
    expect(failure('%.*f', [1e10, 1]).message).toBe('precision too big')
  })
})

test('what is neither array nor object stands for itself', () => {
  expect(format('%s', 5)).toBe('5')
  expect(format('%s', null)).toBe('null')
  expect(failure('x', 5).message).toBe('not all arguments converted during string formatting')
  expect(failure('%(a)s', 5).message).toBe('format requires a mapping')
})

test.each([
  ['%s %d', 2, false],
  ['%%', 0, false],
  ['%*.*f', 3, false],
  ['%(a)s', 0, true],
  ['%(a)s %s', 1, true],
  ['100%', 0, false],
])('%s takes %i values, mapping: %s', (text, positional, mapping) => {
  expect(percent(text)).toMatchObject({ positional, mapping })
})

test('parsed formats are kept, and not for ever', () => {
  const first = percent('kept %s')
  expect(percent('kept %s')).toBe(first)
  for (let index = 0; index < 1000; index++) percent(`${index} %s`)
  expect(percent('kept %s')).not.toBe(first)
  const long = 'x'.repeat(5000)
  expect(percent(long)).not.toBe(percent(long))
})

describe('a parsed format', () => {
  test('has its literals around its conversions', () => {
    const { literals, conversions } = percent('a%%%(k)-5.2f%s')
    expect(literals).toEqual(['a%', '', ''])
    expect(conversions).toHaveLength(2)
    expect(conversions[0]).toMatchObject({ key: 'k', width: 5, precision: 2, type: 'f', bare: false, error: '' })
    expect(conversions[1]).toMatchObject({ key: undefined, type: 's', bare: true })
    expect(formatConversion(conversions[0]!, 1.005)).toBe('1.00 ')
  })

  test('ends with a conversion that throws where the syntax is wrong', () => {
    const { conversions } = percent('%(a)s %(b')
    expect(conversions).toHaveLength(2)
    expect(() => formatConversion(conversions[1]!, 1)).toThrow(new RangeError('incomplete format key'))
  })
})

describe('named values', () => {
  const named = (text: string, values: Readonly<Record<string, unknown>>): string =>
    percent(text).formatNamed((key) => {
      if (Object.hasOwn(values, key)) return values[key]
      throw new KeyError(key)
    }, values)

  test('are looked up by key', () => {
    expect(named('%(a)s|%(b)05.1f|%%', { a: 'x', b: 1.25 })).toBe('x|001.2|%')
    expect(named('no key', {})).toBe('no key')
  })

  test('a conversion without a key shows the mapping', () => {
    expect(named('%s %(a)s', { a: 1, b: 2 })).toBe('{ a: 1, b: 2 } 1')
  })

  test.each([
    ['%(b)s', 'KeyError', "'b'"],
    ['%(a)s %(b)s', 'KeyError', "'b'"],
    ['%(a)*d', 'TypeError', '* wants int'],
    ['%(a)s %d', 'TypeError', 'not enough arguments for format string'],
    ['%d %(a)s', 'TypeError', '%d format: a real number is required, not dict'],
    ['%(a)d', 'TypeError', '%d format: a real number is required, not str'],
    ['%(a)s%', 'RangeError', 'incomplete format'],
    ['%(a', 'RangeError', 'incomplete format key'],
    ['%(a)9999999s', 'RangeError', 'width too big'],
  ])('%s fails as with a mapping', (text, name, message) => {
    const values = { a: 'x' }
    const errors = [() => named(text, values), () => format(text, values)].map((call) => {
      try {
        return [call()]
      } catch (error) {
        return [(error as Error).name, (error as Error).message]
      }
    })
    expect(errors).toEqual([
      [name, message],
      [name, message],
    ])
  })

  test('of a look-up that throws there is a mark', () => {
    const lookup = (): never => {
      throw new TypeError('broken')
    }
    expect(percent('%(a)5.2f').formatNamed(lookup, {})).toBe("<getter of 'a' threw: broken>")
  })
})
