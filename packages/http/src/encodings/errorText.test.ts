import { Formatter } from '@treeline/core'
import { expect, test } from 'vitest'
import { errorParts } from './errorText.js'

const textOf = (error: unknown): string => new Formatter().formatException(error as Error)

test.each([
  [new TypeError('bad'), 'TypeError', 'bad'],
  [new TypeError('two\nlines: and more'), 'TypeError', 'two\nlines: and more'],
  [new Error(''), 'Error', undefined],
  [new Error('mail to a@b.example:25 failed'), 'Error', 'mail to a@b.example:25 failed'],
  [Object.assign(new Error('gone'), { code: 'E', name: 'NotFoundError' }), 'NotFoundError', 'gone'],
  [new Error('outer', { cause: new RangeError('inner') }), 'Error', 'outer'],
  [new AggregateError([new Error('a'), new RangeError('b')], 'all\nfailed'), 'AggregateError', 'all\nfailed'],
  [new Error('outer', { cause: new AggregateError([new RangeError('b')], 'all') }), 'Error', 'outer'],
  [new AggregateError([new Error('a', { cause: new RangeError('b') })], 'all'), 'AggregateError', 'all'],
  [42, undefined, '42'],
  ['text', undefined, "'text'"],
])('reads what was thrown: %s', (error, type, message) => {
  expect(errorParts(textOf(error))).toEqual({ type, message })
})

test('reads the text of an error of Node, with its code and the source above it', () => {
  expect(errorParts('TypeError [ERR_X]: The "p"\n    at f (a.js:1:2)')).toEqual({
    type: 'TypeError',
    message: 'The "p"',
  })
  const text =
    '/srv/app.js:3\n  throw new RangeError()\n  ^\n\nRangeError: far\n    at Object.<anonymous> (/srv/app.js:3:9)'
  expect(errorParts(text)).toEqual({ type: 'RangeError', message: 'far' })
})

test.each([
  ['TypeError: x is undefined\nf@http://h/a.js:1:2\n@http://h/a.js:9:1', 'TypeError', 'x is undefined'],
  ['Uncaught TypeError: no\n    at http://h/a.js:1:2', 'TypeError', 'no'],
  ['SyntaxError: bad\nmap@[native code]\nglobal code@http://h/a.js:1:2', 'SyntaxError', 'bad'],
  ['Überfehler: nein', 'Überfehler', 'nein'],
  ['some words without an error', undefined, 'some words without an error'],
  ['', undefined, undefined],
])('reads the texts of other engines: %j', (text, type, message) => {
  expect(errorParts(text)).toEqual({ type, message })
})

// What CPython 3.11 writes.
const TRACEBACK = `Traceback (most recent call last):
  File "/srv/a.py", line 3, in t
    try: f()
         ^^^
  File "/srv/a.py", line 5, in a
    raise ValueError('bad\\nsecond line')
ValueError: bad
second line`
const GROUP = `  + Exception Group Traceback (most recent call last):
  |   File "/srv/a.py", line 3, in t
  |     try: f()
  |          ^^^
  | ExceptionGroup: many (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +---------------- 2 ----------------
    | KeyError: '2'
    +------------------------------------`

test.each([
  [TRACEBACK, 'ValueError', 'bad\nsecond line'],
  [
    `${TRACEBACK}\n\nThe above exception was the direct cause of the following exception:\n\n` +
      `Traceback (most recent call last):\n  File "a.py", line 8, in b\n    raise KeyError('x') from e\nKeyError: 'x'`,
    'KeyError',
    "'x'",
  ],
  [
    `${TRACEBACK}\n\nDuring handling of the above exception, another exception occurred:\n\n` +
      `Traceback (most recent call last):\n  File "a.py", line 8, in b\n    raise RuntimeError\nRuntimeError`,
    'RuntimeError',
    undefined,
  ],
  [
    'Traceback (most recent call last):\n  File "a.py", line 1\n    a b\n      ^\nSyntaxError: invalid syntax',
    'SyntaxError',
    'invalid syntax',
  ],
  [
    'Traceback (most recent call last):\n  File "a.py", line 1, in d\ndecimal.InvalidOperation: q: r',
    'decimal.InvalidOperation',
    'q: r',
  ],
  [GROUP, 'ExceptionGroup', 'many (2 sub-exceptions)'],
  // An empty line whose space at the end somebody took away.
  [GROUP.replace('many', 'many\n  |\n  | more'), 'ExceptionGroup', 'many\n\nmore (2 sub-exceptions)'],
  ['Traceback (most recent call last):\n  File "a.py", line 1, in d', undefined, undefined],
])('reads the tracebacks of Python: %#', (text, type, message) => {
  expect(errorParts(text)).toEqual({ type, message })
})

test('texts that would make a search try everything are read at once', () => {
  for (const part of ['@', ' ', '\n ', ':1', '^', '\n@:', 'a', '\n+-', '  | ']) {
    for (const begin of [
      '',
      'Error: ',
      'Traceback (most recent call last):\n',
      '  + Exception Group Traceback (most recent call first):\n',
    ])
      expect(errorParts(begin + part.repeat(200_000 / part.length))).toBeDefined()
  }
})

test.each<[string, string | undefined, string | undefined]>([
  ['Error', 'Error', undefined],
  ['Error:', 'Error', undefined],
  ['Error: ', 'Error', undefined],
  ['Error: a: b', 'Error', 'a: b'],
  ['Error [ERR_X]', 'Error', undefined],
  ['Error [ERR_X]: m', 'Error', 'm'],
  ['Error [ERR X]: m', undefined, 'Error [ERR X]: m'],
  ['Error\n    at f (a.js:1:2)', 'Error', undefined],
  ['Error:\n    at f (a.js:1:2)', 'Error', undefined],
  ['a (b): c', undefined, 'a (b): c'],
  ['a@b: c', undefined, 'a@b: c'],
  ['not Uncaught Error: m', undefined, 'not Uncaught Error: m'],
  ['    at f (a.js:1:2)', undefined, '    at f (a.js:1:2)'],
  ['Error: m\n  not at f', 'Error', 'm\n  not at f'],
  ['Error: m\n\tat f', 'Error', 'm'],
  ['Error: m\nat f', 'Error', 'm\nat f'],
  ['Error: m\nann@b:25 x', 'Error', 'm\nann@b:25 x'],
  ['Error: m\nann@b:25', 'Error', 'm'],
  ['Error: m\nb:25', 'Error', 'm\nb:25'],
  ['Error: m\nf@[native code]', 'Error', 'm'],
  ['Error: m\nf [native code]', 'Error', 'm\nf [native code]'],
  ['f@http://h:1\nError: m', undefined, 'f@http://h:1\nError: m'],
  ['f@http://h:1\n    at g', undefined, 'f@http://h:1'],
  ['Thrown: 5', undefined, '5'],
  ['Not Thrown: 5', undefined, 'Not Thrown: 5'],
  ['a.js:1\nthrow x\n  ^^^\n\nError: m\n    at f', 'Error', 'm'],
])('the parts of %j', (text, type, message) => {
  expect(errorParts(text)).toEqual({ type, message })
})

test.each([
  'The above exception was the direct cause of the following exception',
  'During handling of the above exception, another exception occurred',
])('the last error counts: %s', (between) => {
  for (const gap of [`\n\n${between}:\n\n`, `\n${between}:\n`])
    expect(errorParts(`KeyError: a${gap}ValueError: b${gap}TypeError: c`)).toEqual({ type: 'TypeError', message: 'c' })
  expect(errorParts(`KeyError: a\n\n${between}\n\nValueError: b`).type).toBe('KeyError')
})
