import { describe, expect, test } from 'vitest'
import { KeyError } from '../../text/keyError.js'
import { ConfigParser } from './configParser.js'
import { NoSectionError } from './configParserError.js'
import { ConfigSection } from './configSection.js'

const TEXT = `[handler_h]
level=INFO
names=a, b ,,c
none=
count= 7
raw=%(level)s
wrong=5.5
list=(1, INFO)
text=x y
unknown=(nope,)
`

function section(text = TEXT): ConfigSection {
  const parser = new ConfigParser()
  parser.read_string(text)
  return new ConfigSection(parser, 'handler_h')
}

test('options are read as they are, as they are meant, or are not there', () => {
  const own = section()
  expect([own.get('raw', 'x'), own.raw('raw'), own.get('absent', 'x'), own.raw('absent')]).toEqual([
    'INFO',
    '%(level)s',
    'x',
    null,
  ])
  expect([own.has('raw'), own.has('absent'), own.required('none')]).toEqual([true, false, ''])
  expect([own.names('names'), own.names('none')]).toEqual([['a', 'b', '', 'c'], []])
  expect([own.level(), section('[handler_h]').level()]).toEqual([20, undefined])
  expect([own.integer('count', 1), own.integer('absent', 1)]).toEqual([7, 1])
  expect(own.literal('list', own.required('list'))).toEqual([1, 20])
})

describe('what is wrong says where', () => {
  const all = new Map([
    ['brief', 1],
    ['broken', undefined],
  ])

  test.each<[string, (own: ConfigSection) => unknown, new (...parameters: never[]) => Error, string]>([
    [
      'a missing option',
      (own) => own.required('raww'),
      RangeError,
      "'raww'\n[handler_h] raww: this option is missing; did you mean 'raw'?",
    ],
    [
      'no integer',
      (own) => own.integer('wrong', 1),
      RangeError,
      "invalid literal for int() with base 10: '5.5'\n[handler_h] wrong: an integer",
    ],
    ['no literal', (own) => own.literal('text', '1 2'), SyntaxError, '\n[handler_h] text: a Python literal'],
    [
      'an unknown name',
      (own) => own.literal('unknown', '(WARNIN,)'),
      RangeError,
      "name 'WARNIN' is not defined\n[handler_h] unknown: did you mean 'WARNING'?",
    ],
    [
      'no name that is there',
      (own) => own.named('formatter', 'breif', all, 'formatters'),
      RangeError,
      "'breif'\n[handler_h] formatter: did you mean 'brief'?",
    ],
    [
      'no name like it',
      (own) => own.named('formatter', 'nope', all, 'formatters'),
      RangeError,
      "'nope'\n[handler_h] formatter: the formatters are: brief, broken",
    ],
    [
      'none at all',
      (own) => own.named('formatter', 'nope', new Map(), 'formatters'),
      RangeError,
      "'nope'\n[handler_h] formatter: there are no formatters",
    ],
  ])('%s', (_, work, Class, message) => {
    const own = section()
    expect(() => work(own)).toThrow(Class)
    expect(() => work(own)).toThrow(message)
  })

  test('a level', () => {
    const own = section('[handler_h]\nlevel=INFOO')
    expect(() => own.level()).toThrow("Unknown level: 'INFOO'\n[handler_h] level: did you mean 'INFO'?")
  })

  test('unless that was told already, or it is the parser’s own error', () => {
    const own = section()
    expect([own.named('formatter', 'nope', undefined, 'x'), own.named('formatter', 'broken', all, 'x')]).toEqual([
      undefined,
      undefined,
    ])
    expect(own.named('formatter', 'brief', all, 'x')).toBe(1)
    const parsers = new NoSectionError('a')
    expect([own.refusal(parsers, 'x', 'note'), own.refusal('thrown', 'x', 'note')]).toEqual([parsers, 'thrown'])
  })

  test('by an error of the same kind, whose cause is the first', () => {
    const own = section()
    for (const [error, Class] of [
      [new TypeError('boom'), TypeError],
      [new SyntaxError('boom'), SyntaxError],
      [new KeyError('boom'), RangeError],
      [new URIError('boom'), Error],
    ] as const) {
      const refusal = own.refusal(error, 'x', '') as Error
      expect(refusal.constructor).toBe(Class)
      expect([refusal.cause, refusal.message]).toEqual([error, `${error.message}\n[handler_h] x`])
    }
    expect((own.refusal(new Error('boom'), '', 'note') as Error).message).toBe('boom\n[handler_h]: note')
  })
})
