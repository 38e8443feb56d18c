import { describe, expect, test } from 'vitest'
import {
  InterpolationDepthError,
  InterpolationMissingOptionError,
  InterpolationSyntaxError,
} from './configParserError.js'
import { checkSyntax, interpolate, type InterpolationScope } from './interpolation.js'

const scopeOf = (options: Readonly<Record<string, string>>): InterpolationScope => ({
  section: 'sec',
  option: 'OPT',
  lookUp: (option) => (Object.hasOwn(options, option) ? options[option] : undefined),
  optionxform: (name) => name.toLowerCase(),
})

describe('values', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ['%%', '%'],
    ['50%% of %%(a)s', '50% of %(a)s'],
    ['%(a)s', '1'],
    ['<%(A)s-%(b)s>', '<1-[1]>'],
    ['%(a)ss', '1s'],
    ['%(empty)s.', '.'],
    ['%(x y)s', 'z'],
  ])('%j', (value, text) => {
    expect(interpolate(value, scopeOf({ a: '1', b: '[%(a)s]', empty: '', 'x y': 'z' }))).toBe(text)
  })

  test.each([
    ['%', "'%' must be followed by '%' or '(', found: '%'"],
    ['a%b', "'%' must be followed by '%' or '(', found: '%b'"],
    ['%%%', "'%' must be followed by '%' or '(', found: '%'"],
    ['%(', "bad interpolation variable reference '%('"],
    ['-%(a', "bad interpolation variable reference '%(a'"],
    ['%(a)', "bad interpolation variable reference '%(a)'"],
    ['%(a)d', "bad interpolation variable reference '%(a)d'"],
    ['%()s', "bad interpolation variable reference '%()s'"],
    ['%(a)d)s', "bad interpolation variable reference '%(a)d)s'"],
  ])('%j is no reference', (value, message) => {
    const scope = scopeOf({ a: '1', '': '2', 'a)d': '3' })
    expect(() => interpolate(value, scope)).toThrow(new InterpolationSyntaxError('OPT', 'sec', message))
  })

  test.each([
    ['the value as it is written', {}, '<%(nope)s>'],
    ['the option’s own', { opt: 'raw' }, 'raw'],
  ])('a name of nothing is told with %s', (_, options, raw) => {
    expect(() => interpolate('<%(nope)s>', scopeOf(options))).toThrow(
      new InterpolationMissingOptionError('OPT', 'sec', raw, 'nope'),
    )
  })
})

describe('bounds', () => {
  const chain = (length: number): Record<string, string> => ({
    ...Object.fromEntries(Array.from({ length }, (_, i) => [`v${i}`, `%(v${i + 1})s`])),
    [`v${length}`]: 'end',
  })

  test('values name values ten deep', () => {
    // The value itself is the first, and the last one names nothing.
    expect(interpolate('%(v0)s', scopeOf(chain(9)))).toBe('end')
    expect(() => interpolate('%(v0)s', scopeOf(chain(10)))).toThrow(
      new InterpolationDepthError('OPT', 'sec', '%(v10)s'),
    )
  })

  const long = 'x'.repeat(1 << 20)
  const refused = new InterpolationDepthError('OPT', 'sec', 'raw')

  test('a text without a reference may have any length', () => {
    expect(interpolate(`${long}%%xx`, scopeOf({}))).toBe(`${long}%xx`)
  })

  test('a reference costs its length, what it brings, and a hundred', () => {
    // `%(a)s` has `)` four characters behind its `%` less one.
    const left = (1 << 20) - 3 - 100
    const scope = (length: number): InterpolationScope => scopeOf({ opt: 'raw', a: 'x'.repeat(length) })
    expect(interpolate('%(a)s', scope(left))).toHaveLength(left)
    expect(() => interpolate('%(a)s', scope(left + 1))).toThrow(refused)
    expect(() => interpolate(`${'-'.repeat(left)}%(a)s%%`, scope(0))).toThrow(refused)
  })
})

describe('the syntax of a value that is set', () => {
  test.each(['', 'a', '%%', '%(a)s', 'x%(a)s%(b)sy%%', '%%%(a)s', '%%s', '%(a b)s'])('%j is right', (value) => {
    expect(() => checkSyntax(value)).not.toThrow()
  })

  test.each([
    ['%', 0],
    ['ab%', 2],
    ['%d', 0],
    ['%(', 0],
    ['%()s', 0],
    ['%(a', 0],
    ['%(a)', 0],
    ['%(a)d', 0],
    ['x%(a)s%y', 1],
    ['x%(a)sz%(b)s%y', 2],
    ['%%x%', 1],
    ['%a)s', 0],
    ['%abc)s', 0],
  ])('%j is wrong', (value, position) => {
    expect(() => checkSyntax(value)).toThrow(
      new RangeError(`invalid interpolation syntax in '${value}' at position ${position}`),
    )
  })
})
