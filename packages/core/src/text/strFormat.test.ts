import { describe, expect, test } from 'vitest'
import { braces, validateBraces } from './strFormat.js'
import { KeyError } from './keyError.js'

// Expectations are python3's, where Python has the value.

const values: Record<string, unknown> = {
  a: 'A',
  n: 3.75,
  w: 7,
  p: 2,
  list: [1, 'two'],
  map: new Map<unknown, unknown>([
    ['k', 'v'],
    [1, 'one'],
  ]),
  object: { k: 'v', 0: 'zero', inner: { deep: 'down' } },
  none: null,
}

function lookup(name: string): unknown {
  if (!Object.hasOwn(values, name)) throw new KeyError(name)
  return values[name]
}

function outcome(format: string, ...args: unknown[]): string {
  try {
    return braces(format).format(lookup, args)
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

describe('braces', () => {
  test.each([
    ['', ''],
    ['{{}} {a}', '{} A'],
    ['{a!r:>5}|{n:{w}.{p}f}|{none}', "  'A'|   3.75|null"],
    ['{list[1]} {map[k]} {map[1]} {a[0]}', 'two v one A'],
    ['{object.inner.deep} {object[inner][deep]} {object[0]}', 'down down zero'],
    ['{a!s}{a!a:^5}', "A 'A' "],
    ['{a:😀<3}', 'A😀😀'],
  ])('%j', (format, text) => {
    expect(outcome(format)).toBe(text)
  })

  test('positional fields', () => {
    expect(outcome('{} {}', 1, 'x')).toBe('1 x')
    expect(outcome('{1} {0} {01}', 1, 'x')).toBe('x 1 x')
    expect(outcome('{:{}}|{:{}}', 1, 3, 2, 4)).toBe('  1|   2')
    expect(outcome('{[0]}{.k}', ['x'], { k: 'y' })).toBe('xy')
    expect(outcome('{a} {} {a}', 1)).toBe('A 1 A')
  })

  test('the names it looks up', () => {
    const names: string[] = []
    const { format } = braces('{asctime!r:>5} {n:{w}} {0} {asctime}')
    expect(format((name) => names.push(name), ['x'])).toBe('    1   2 x 4')
    expect(names).toEqual(['asctime', 'n', 'w', 'asctime'])
  })

  test.each([
    ['{', "Single '{' encountered in format string"],
    ['a}b', "Single '}' encountered in format string"],
    ['{a', "expected '}' before end of string"],
    ['{a[}', "expected '}' before end of string"],
    ['{a{}', "unexpected '{' in field name"],
    ['{a:{}', "unmatched '{' in format spec"],
    ['{a!r', "unmatched '{' in format spec"],
    ['{a!', 'end of string while looking for conversion specifier'],
    ['{a!rr}', "expected ':' after conversion specifier"],
    ['{a!x}', 'Unknown conversion specifier x'],
    ['{a!é}', 'Unknown conversion specifier \\xe9'],
    ['{a.}', 'Empty attribute in format string'],
    ['{a[]}', 'Empty attribute in format string'],
    ['{a[0]b}', "Only '.' or '[' may follow ']' in format field specifier"],
    ['{a:{p:{w}}}', 'Max string recursion exceeded'],
    ['{a:{{}}}', "Invalid format specifier '{}' for object of type 'str'"],
    ['{}{0}', 'cannot switch from automatic field numbering to manual field specification'],
    ['{0}{}', 'cannot switch from manual field specification to automatic field numbering'],
    ['{99999999999999999999}', 'Too many decimal digits in format string'],
    ['{5}', 'Replacement index 5 out of range for positional args tuple'],
    ['{list[9]}', 'list index out of range'],
    ['{٣}', 'Replacement index 3 out of range for positional args tuple'],
    ['{99999999999999999999x}', 'Too many decimal digits in format string'],
    ['{a[9]}', 'string index out of range'],
  ])('%j is a RangeError', (format, message) => {
    expect(outcome(format, 'x')).toBe(`RangeError: ${message}`)
  })

  test.each([
    ['{missing}', "KeyError: 'missing'"],
    ['{ 0}', "KeyError: ' 0'"],
    ['{-1}', "KeyError: '-1'"],
    ['{map[nope]}', "KeyError: 'nope'"],
    ['{map[0]}', 'KeyError: 0'],
    ['{list[-1]}', 'TypeError: list indices must be integers or slices, not str'],
    ['{a[x]}', "TypeError: string indices must be integers, not 'str'"],
    ['{n[0]}', "TypeError: 'float' object is not subscriptable"],
    ['{a.0}', "TypeError: 'str' object has no attribute '0'"],
    ['{none[0]}', "TypeError: 'NoneType' object is not subscriptable"],
    ['{none.x}', "TypeError: 'NoneType' object has no attribute 'x'"],
    ['{list:5}', 'TypeError: unsupported format string passed to list.__format__'],
  ])('%j', (format, text) => {
    expect(outcome(format)).toBe(text)
  })

  test('errors come in the order in which Python meets them', () => {
    expect(outcome('{missing} }')).toBe("KeyError: 'missing'")
    expect(outcome('{a!x} {missing}')).toBe('RangeError: Unknown conversion specifier x')
    expect(outcome('{missing!x}')).toBe("KeyError: 'missing'")
  })

  test('parsed once, formatted often', () => {
    const parsed = braces('{} {}')
    expect(parsed.format(lookup, [1, 2])).toBe('1 2')
    expect(parsed.format(lookup, [3, 4])).toBe('3 4')
    expect(() => parsed.format(lookup)).toThrow('Replacement index 0 out of range')
  })
})

describe('what a field may read', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('nothing inherited: %s', (name) => {
    expect(outcome(`{0.${name}}`, {})).toBe(`TypeError: 'dict' object has no attribute '${name}'`)
    expect(outcome(`{0[${name}]}`, {})).toBe(`KeyError: '${name}'`)
    expect(outcome(`{0.${name}}`, 'text')).toBe(`TypeError: 'str' object has no attribute '${name}'`)
  })

  test('nothing of a function', () => {
    expect(outcome('{0.prototype}', class Secret {})).toBe("TypeError: 'function' object has no attribute 'prototype'")
    expect(outcome('{0.constructor.prototype}', Map.prototype)).toMatch(/has no attribute 'prototype'$/)
    expect(outcome('{0[name]}', () => 1)).toBe("TypeError: 'function' object is not subscriptable")
  })

  test('no method of an array, no property of a Map', () => {
    expect(outcome('{list.map}')).toBe("TypeError: 'list' object has no attribute 'map'")
    expect(outcome('{list.0}')).toBe("TypeError: 'list' object has no attribute '0'")
    expect(outcome('{map.size}')).toBe("TypeError: 'dict' object has no attribute 'size'")
  })

  test('a failing getter or trap is a marker, not an error', () => {
    const hostile = {
      get x(): never {
        throw new Error('boom')
      },
    }
    expect(outcome('{0.x}', hostile)).toBe("<getter of 'x' threw: boom>")
    expect(outcome('{0[x]:>29}', hostile)).toBe("  <getter of 'x' threw: boom>")
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(outcome('{0.x}', proxy)).toMatch(/^<getter of 'x' threw: /)
  })
})

describe('validateBraces', () => {
  test.each([
    '{message}',
    '{0}',
    '{levelname:<8} {message!r:>5}',
    '{a.b[c]}',
    '{é:{w}.{p}f}',
    '{a:5S}',
    '{a:,d}',
    '{a} {}',
    '{a:٣}',
    '{a:\u2028<5}',
  ])('takes %j', (format) => {
    expect(() => validateBraces(format)).not.toThrow()
  })

  test.each([
    ['', 'no fields'],
    ['{}', 'no fields'],
    ['{{a}}', 'no fields'],
    ['{a-b}', "invalid field name/expression: 'a-b'"],
    ['{a.}', "invalid field name/expression: 'a.'"],
    ['{a!x}', "invalid conversion: 'x'"],
    ['{asctime:%H:%M}', "bad specifier: '%H:%M'"],
    ['{a:z.1f}', "bad specifier: 'z.1f'"],
    ['{a', "expected '}' before end of string"],
    ['{a}}', "Single '}' encountered in format string"],
    ['{a!r', "unmatched '{' in format spec"],
  ])('refuses %j', (format, message) => {
    expect(() => validateBraces(format)).toThrow(new RangeError(`invalid format: ${message}`))
  })
})
