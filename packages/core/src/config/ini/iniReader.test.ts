// What CPython 3.11's ConfigParser makes of each text.
import { expect, test } from 'vitest'
import { ConfigParser } from './configParser.js'
import { strip } from './iniReader.js'

type Read = Record<string, Record<string, string>> | string

/** Returns the sections with their options, or the error. */
function read(text: string): Read {
  const parser = new ConfigParser()
  try {
    parser.read_string(text)
    return Object.fromEntries(parser.sections().map((name) => [name, Object.fromEntries(parser.items(name))]))
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

test.each<[string, Read]>([
  ['[a]\nx=1\n y\n\n z\n', { a: { x: '1\ny\n\nz' } }],
  ['[a]\nx=1\n\n\n[b]\ny=2', { a: { x: '1' }, b: { y: '2' } }],
  ['[a]\nx:1=2\ny = : 3', { a: { x: '1=2', y: ': 3' } }],
  ['[a]\nX y = 1\n', { a: { 'x y': '1' } }],
  ['  [a]\n  x=1\n   more\n  y=2', { a: { x: '1\nmore', y: '2' } }],
  ['[a]\n#c\nx=1\n # no comment\n;c\ny=2;3 #4', { a: { x: '1', y: '2;3 #4' } }],
  ['[a] tail\nx=1', { a: { x: '1' } }],
  ['[a]b]\nx=1', { 'a]b': { x: '1' } }],
  ['[]\nx=1', "MissingSectionHeaderError: File contains no section headers.\nfile: '<string>', line: 1\n'[]\\n'"],
  ['[a\nx=1', "MissingSectionHeaderError: File contains no section headers.\nfile: '<string>', line: 1\n'[a\\n'"],
  ['[DEFAULT]\nd=0\n[a]\nx=1\n[DEFAULT]\ne=5', { a: { d: '0', e: '5', x: '1' } }],
  ['[a]\n=1', "ParsingError: Source contains parsing errors: '<string>'\n\t[line  2]: '=1'"],
  ['[a]\nx', "ParsingError: Source contains parsing errors: '<string>'\n\t[line  2]: 'x'"],
  ['[a]\nx=\ny=\n  \n  v', { a: { x: '', y: '\n\nv' } }],
  ['[a]\nx=1\n[b]\n continued=2', { a: { x: '1' }, b: { continued: '2' } }],
  [
    '\ufeff[a]\nx=1',
    "MissingSectionHeaderError: File contains no section headers.\nfile: '<string>', line: 1\n'\\ufeff[a]\\n'",
  ],
  ['[a]\nx=1\n\ty\n z', { a: { x: '1\ny\nz' } }],
  ['[a]\n\u00a0x\u00a0=\u00a01\u00a0\n', { a: { x: '1' } }],
  ['[a]\n  x=1\n y=2\nz=3', { a: { x: '1', y: '2', z: '3' } }],
  ['[ a ]\nx=1', { ' a ': { x: '1' } }],
  ['[a]\nx==1\n', { a: { x: '=1' } }],
  [
    '[a]\nx=1\nx =2',
    "DuplicateOptionError: While reading from '<string>' [line  3]: option 'x' in section 'a' already exists",
  ],
  ['[a]\n[ a]\n[b]\n[a]', "DuplicateSectionError: While reading from '<string>' [line  4]: section 'a' already exists"],
  [
    '[a]\nx=1\n=2\njunk\n',
    "ParsingError: Source contains parsing errors: '<string>'\n\t[line  3]: '=2\\n'\n\t[line  4]: 'junk\\n'",
  ],
  ['x=1', "MissingSectionHeaderError: File contains no section headers.\nfile: '<string>', line: 1\n'x=1'"],
  ['\n\n#c\n', {}],
  ['[a]\nx=%(y)s%%\nY=2', { a: { x: '2%', y: '2' } }],
  ['[a]\nx = 1\n\n\n\n', { a: { x: '1' } }],
  [
    '[a]\nlong\n = 1',
    "ParsingError: Source contains parsing errors: '<string>'\n\t[line  2]: 'long\\n'\n\t[line  3]: ' = 1'",
  ],
  ['[a]\nx=1\n[c:d]\n', { a: { x: '1' }, 'c:d': {} }],
  ['[a]\nx=a\\\n b\n', { a: { x: 'a\\\nb' } }],
  ['[a]\nx=1\n \n  2', { a: { x: '1\n\n2' } }],
])('%j', (text, sections) => {
  expect(read(text)).toEqual(sections)
})

test('a source may add to the sections of another, and go on in none', () => {
  const parser = new ConfigParser()
  parser.read_string('[a]\nx=1\ny=2')
  parser.read_string('[a]\ny=3\n[b]\nz=4')
  expect(parser.items('a')).toEqual([
    ['x', '1'],
    ['y', '3'],
  ])
  expect(() => parser.read_string('z=5')).toThrow('File contains no section headers.')
})

test('the options before a wrong line are there', () => {
  const parser = new ConfigParser()
  expect(() => parser.read_string('[a]\nx=1\n more\n[b]\n[a]')).toThrow('already exists')
  expect(parser.get('a', 'x')).toBe('1\nmore')
})

test.each([
  [' \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0a b\u2003\u2028\u3000 ', 'a b'],
  ['\ufeffa\ufeff', '\ufeffa\ufeff'],
  ['\u200ba', '\u200ba'],
  ['   ', ''],
  ['', ''],
  ['a', 'a'],
])("%j is stripped as Python's strip does", (text, stripped) => {
  expect(strip(text)).toBe(stripped)
})
