import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigParser } from './configParser.js'
import * as errors from './configParserError.js'
import {
  ConfigParserError,
  DuplicateOptionError,
  DuplicateSectionError,
  InterpolationDepthError,
  InterpolationMissingOptionError,
  InterpolationSyntaxError,
  MissingSectionHeaderError,
  NoOptionError,
  NoSectionError,
  ParsingError,
} from './configParserError.js'

function parse(text: string, defaults: Record<string, unknown> = {}): ConfigParser {
  const parser = new ConfigParser(defaults)
  parser.read_string(text)
  return parser
}

test('sections, options, comments and values over several lines', () => {
  const parser = parse(
    '# first\n[a]\nX = 1\n; second\nlong: one\n  # not part of it\n\n  two ; part of it\n\n[b]\n[c d]\n__proto__=p\nempty=\n',
  )
  expect(parser.sections()).toEqual(['a', 'b', 'c d'])
  expect(parser.items('a')).toEqual([
    ['x', '1'],
    ['long', 'one\n\ntwo ; part of it'],
  ])
  expect(parser.options('b')).toEqual([])
  expect(parser.get('c d', '__proto__')).toBe('p')
  expect(parser.get('c d', 'EMPTY')).toBe('')
  expect([parser.has_section('c d'), parser.has_section('DEFAULT'), parser.has_option('a', 'x')]).toEqual([
    true,
    false,
    true,
  ])
})

test('[DEFAULT] and defaults stand in every section, whose own options go first', () => {
  const parser = parse('[DEFAULT]\nx=1\n[a]\ny=%(X)s-%(z)s-%%\n[b]\nx=2\ny=%(x)s', { Z: 9 })
  expect(parser.get('a', 'y')).toBe('1-9-%')
  expect(parser.get('a', 'y', { raw: true })).toBe('%(X)s-%(z)s-%%')
  expect(parser.get('b', 'y')).toBe('2')
  expect(parser.options('b')).toEqual(['x', 'y', 'z'])
  expect(parser.has_option(null, 'z')).toBe(true)
  expect(parser.has_option('nowhere', 'z')).toBe(false)
  expect(Object.fromEntries(parser.defaults())).toEqual({ z: '9', x: '1' })
})

test('optionxform decides about the case of names', () => {
  const parser = new ConfigParser()
  parser.optionxform = (name) => name
  parser.read_string('[a]\nX=1\nx=2\ny=%(X)s')
  expect(parser.items('a')).toEqual([
    ['X', '1'],
    ['x', '2'],
    ['y', '1'],
  ])
})

test('reads files, lines and objects', () => {
  const parser = new ConfigParser()
  parser.read_file({ read: () => '[a]\nx=1' })
  const lines = ['[a]\n', 'y=2\n', '']
  parser.read_file({ readline: () => lines.shift()! })
  parser.read_dict({ a: { z: 3 }, b: { w: '%(nope)s' }, DEFAULT: { d: true } })
  expect(parser.items('a')).toEqual([
    ['d', 'true'],
    ['x', '1'],
    ['y', '2'],
    ['z', '3'],
  ])
  expect(parser.getint('a', 'z')).toBe(3)
  expect(parser.getint('a', 'nope', { fallback: 7 })).toBe(7)
  parser.set('a', 'long', ' -1_000_000 ')
  expect(parser.getint('a', 'long')).toBe(-1_000_000)
  expect(() => parser.getint('a', 'd')).toThrow(new RangeError("invalid literal for int() with base 10: 'true'"))
  expect(() => parser.read_file({})).toThrow(TypeError)
  expect(() => parser.read_file({ read: () => 5 as never })).toThrow(TypeError)
  expect(() => parser.set('a', 'x', '100%')).toThrow(
    new RangeError("invalid interpolation syntax in '100%' at position 3"),
  )
  parser.set('a', 'x', '100%%')
  expect(parser.get('a', 'x')).toBe('100%')
})

describe("what is wrong is said in Python's words", () => {
  test.each<[string, new (...parameters: never[]) => Error, string]>([
    ['x=1', MissingSectionHeaderError, "File contains no section headers.\nfile: '<string>', line: 1\n'x=1'"],
    ['[a]\n[a]', DuplicateSectionError, "While reading from '<string>' [line  2]: section 'a' already exists"],
    [
      '[a]\nx=\nX=',
      DuplicateOptionError,
      "While reading from '<string>' [line  3]: option 'x' in section 'a' already exists",
    ],
    [
      '[a]\njunk\n=x\n',
      ParsingError,
      "Source contains parsing errors: '<string>'\n\t[line  2]: 'junk\\n'\n\t[line  3]: '=x\\n'",
    ],
    [
      '[a]\njunk\njunk\n',
      ParsingError,
      "Source contains parsing errors: '<string>'\n\t[line  2]: 'junk\\n'\n\t[line  3]: 'junk\\n'",
    ],
  ])('%j', (text, Class, message) => {
    expect(() => parse(text)).toThrow(Class)
    expect(() => parse(text)).toThrow(message)
  })

  test.each<[string, new (...parameters: never[]) => Error, string]>([
    ['50%', InterpolationSyntaxError, "'%' must be followed by '%' or '(', found: '%'"],
    ['%(x', InterpolationSyntaxError, "bad interpolation variable reference '%(x'"],
    [
      '%(nope)s',
      InterpolationMissingOptionError,
      "Bad value substitution: option 'x' in section 'a' contains an interpolation key 'nope' which is not a valid option " +
        "name. Raw value: '%(nope)s'",
    ],
    [
      '%(x)s',
      InterpolationDepthError,
      "Recursion limit exceeded in value substitution: option 'x' in section 'a' contains an interpolation key which cannot " +
        "be substituted in 10 steps. Raw value: '%(x)s'",
    ],
  ])('the value %s', (value, Class, message) => {
    const parser = parse(`[a]\nx=${value}`)
    expect(() => parser.get('a', 'x')).toThrow(Class)
    expect(() => parser.get('a', 'x')).toThrow(message)
  })

  test('each error has the name of its class', () => {
    for (const [name, Class] of Object.entries(errors)) {
      if (typeof Class !== 'function') continue
      const make = Class as new (...parameters: unknown[]) => Error
      expect(new make('s', [], 'x', 'y').name).toBe(name)
    }
  })

  test('what is not there', () => {
    const parser = parse('[a]')
    expect(() => parser.get('b', 'x')).toThrow(new NoSectionError('b'))
    expect(() => parser.get('a', 'X')).toThrow(new NoOptionError('x', 'a'))
    expect(() => parser.set('b', 'x', '')).toThrow("No section: 'b'")
    expect(() => parser.add_section('DEFAULT')).toThrow(RangeError)
    expect([parser.get('b', 'x', { fallback: null }), parser.get('a', 'x', { fallback: 1 })]).toEqual([null, 1])
    expect(() => new ConfigParser({ a: 1, A: 2 })).toThrow(DuplicateOptionError)
    expect(() => new ConfigParser({ a: null })).toThrow(new TypeError('option values must be strings'))
  })
})

test('values that name each other do not grow without bound', () => {
  const wide = Array.from({ length: 9 }, (_, i) => `v${i}=${`%(v${i + 1})s`.repeat(100)}`).join('\n')
  for (const last of ['', 'x'.repeat(1000), '%%']) {
    const parser = parse(`[a]\n${wide}\nv9=${last}`)
    expect(() => parser.get('a', 'v0')).toThrow(InterpolationDepthError)
  }
})

const PIECES = [
  '[a]',
  '[',
  ']',
  'x',
  'y',
  '=',
  ':',
  '%',
  '%%',
  '%(x)s',
  '%(',
  ')s',
  '#',
  ';',
  ' ',
  '\n',
  '\n ',
  '\r',
  'DEFAULT',
]

test('any text is read, or refused with one of the errors', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (text) => {
      try {
        const parser = parse(text)
        for (const section of parser.sections()) parser.items(section)
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigParserError)
      }
    }),
  )
})

test.each(['%%', '%(', '(', "'", '[', ']', '=', ' ', '#', '%(a', '\n ', '\n', '\nx', ' %(x)s', ')s'])(
  'a megabyte of %j takes linear time',
  (piece) => {
    const filler = piece.repeat((1 << 20) / piece.length)
    for (const text of [`[a]\nx=${filler}`, `[a]\n${filler}`, filler, `[${filler}`]) {
      try {
        const parser = parse(text)
        for (const section of parser.sections()) parser.items(section)
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigParserError)
      }
    }
    try {
      new ConfigParser().set('DEFAULT', 'x', filler)
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
    }
  },
)

test('DEFAULT is asked as a section is', () => {
  const parser = parse('[a]\ny=2\n', { n: 1 })
  expect([parser.has_option('DEFAULT', 'N'), parser.has_option('DEFAULT', 'y')]).toEqual([true, false])
  expect(parser.items('DEFAULT')).toEqual([['n', '1']])
})

test('a raw integer is read without what it names', () => {
  const parser = parse('[a]\nn=1\nm=%(n)s\n')
  expect(parser.getint('a', 'm')).toBe(1)
  expect(() => parser.getint('a', 'm', { raw: true })).toThrow(
    new RangeError("invalid literal for int() with base 10: '%(n)s'"),
  )
})
