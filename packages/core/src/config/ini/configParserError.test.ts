import { expect, test } from 'vitest'
import * as errors from './configParserError.js'

// The texts are what CPython 3.11 gives for the same parameters.
test.each<[errors.ConfigParserError, string, string]>([
  [new errors.NoSectionError('a'), 'NoSectionError', "No section: 'a'"],
  [new errors.NoOptionError('x', 'a'), 'NoOptionError', "No option 'x' in section: 'a'"],
  [new errors.DuplicateSectionError('a'), 'DuplicateSectionError', "Section 'a' already exists"],
  [
    new errors.DuplicateSectionError('a', 'f.ini'),
    'DuplicateSectionError',
    "While reading from 'f.ini': section 'a' already exists",
  ],
  [
    new errors.DuplicateSectionError('a', 'f.ini', 7),
    'DuplicateSectionError',
    "While reading from 'f.ini' [line  7]: section 'a' already exists",
  ],
  [new errors.DuplicateOptionError('a', 'x'), 'DuplicateOptionError', "Option 'x' in section 'a' already exists"],
  [
    new errors.DuplicateOptionError('a', 'x', 'f.ini', 123),
    'DuplicateOptionError',
    "While reading from 'f.ini' [line 123]: option 'x' in section 'a' already exists",
  ],
  [
    new errors.MissingSectionHeaderError('f.ini', 1, 'x=1\n'),
    'MissingSectionHeaderError',
    "File contains no section headers.\nfile: 'f.ini', line: 1\n'x=1\\n'",
  ],
  [
    new errors.ParsingError('f.ini', [[12, 'junk']]),
    'ParsingError',
    "Source contains parsing errors: 'f.ini'\n\t[line 12]: 'junk'",
  ],
  [new errors.InterpolationSyntaxError('x', 'a', 'text'), 'InterpolationSyntaxError', 'text'],
  [new errors.InterpolationError('x', 'a', 'text'), 'InterpolationError', 'text'],
  [new errors.ConfigParserError('text'), 'ConfigParserError', 'text'],
])('%s', (error, name, message) => {
  expect([error.name, error.message]).toEqual([name, message])
  expect(error).toBeInstanceOf(errors.ConfigParserError)
})

test('errors have what they are about', () => {
  expect(new errors.DuplicateOptionError('a', 'x', 'f.ini', 3)).toMatchObject({
    section: 'a',
    option: 'x',
    source: 'f.ini',
    lineno: 3,
  })
  expect(new errors.MissingSectionHeaderError('f.ini', 1, 'x')).toMatchObject({ source: 'f.ini', errors: [[1, 'x']] })
  expect(new errors.InterpolationMissingOptionError('x', 'a', '%(y)s', 'y')).toMatchObject({
    option: 'x',
    section: 'a',
    reference: 'y',
    name: 'InterpolationMissingOptionError',
  })
  expect(new errors.InterpolationDepthError('x', 'a', '%(x)s')).toMatchObject({
    option: 'x',
    section: 'a',
    name: 'InterpolationDepthError',
  })
})

test.each([
  [100, '[line 100]: '],
  [101, 'and 1 more lines'],
  [250, 'and 150 more lines'],
])('of %d wrong lines a hundred are listed', (count, last) => {
  const lines = Array.from({ length: count }, (_, index): [number, string] => [index + 1, 'junk'])
  const listed = new errors.ParsingError('f.ini', lines).message.split('\n\t')
  expect(listed.length - 1).toBe(Math.min(count, 101))
  expect(listed.at(-1)).toContain(last)
})
