import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { makeLogRecord } from '../records/record.js'
import { jsonText } from './jsonText.js'
import { formatException } from './traceback.js'

/** An error whose stack is nothing but its headline, as one of Python's that was never raised. */
function bare(message: string, options?: ErrorOptions): Error {
  const error = new Error(message, options)
  error.stack = `Error: ${message}`
  return error
}

function group(message: string, errors: unknown[], options?: ErrorOptions): AggregateError {
  const error = new AggregateError(errors, message, options)
  error.stack = `AggregateError: ${message}`
  return error
}

const HEADER = 'Exception Group Traceback (most recent call first):'
const RULE = '----------------'
const CAUSE = 'The above exception was the direct cause of the following exception:'

// The layouts are CPython 3.11's for the same errors: `traceback.format_exception`, with the header that it has for a group
// that was raised.
describe('layout', () => {
  test('a cause comes first', () => {
    expect(formatException(bare('b', { cause: bare('a') }))).toBe(`Error: a\n\n${CAUSE}\n\nError: b`)
  })

  test('a group, its last error with a rule below', () => {
    expect(formatException(group('g', [bare('a'), bare('b')])).split('\n')).toEqual([
      `  + ${HEADER}`,
      '  | AggregateError: g',
      `  +-+${RULE} 1 ${RULE}`,
      '    | Error: a',
      `    +${RULE} 2 ${RULE}`,
      '    | Error: b',
      '    +------------------------------------',
    ])
  })

  test('a group first in a group closes itself', () => {
    expect(formatException(group('outer', [group('inner', [bare('a'), bare('b')]), bare('c')])).split('\n')).toEqual([
      `  + ${HEADER}`,
      '  | AggregateError: outer',
      `  +-+${RULE} 1 ${RULE}`,
      `    | ${HEADER}`,
      '    | AggregateError: inner',
      `    +-+${RULE} 1 ${RULE}`,
      '      | Error: a',
      `      +${RULE} 2 ${RULE}`,
      '      | Error: b',
      '      +------------------------------------',
      `    +${RULE} 2 ${RULE}`,
      '    | Error: c',
      '    +------------------------------------',
    ])
  })

  test('a group last in a group closes both', () => {
    expect(
      formatException(group('outer', [bare('c'), group('inner', [bare('a')])]))
        .split('\n')
        .slice(2),
    ).toEqual([
      `  +-+${RULE} 1 ${RULE}`,
      '    | Error: c',
      `    +${RULE} 2 ${RULE}`,
      `    | ${HEADER}`,
      '    | AggregateError: inner',
      `    +-+${RULE} 1 ${RULE}`,
      '      | Error: a',
      '      +------------------------------------',
    ])
  })

  test('a cause inside a group is behind its margin, empty lines too', () => {
    expect(
      formatException(group('g', [bare('b', { cause: bare('a') })]))
        .split('\n')
        .slice(2),
    ).toEqual([
      `  +-+${RULE} 1 ${RULE}`,
      '    | Error: a',
      '    | ',
      `    | ${CAUSE}`,
      '    | ',
      '    | Error: b',
      '    +------------------------------------',
    ])
  })

  test('a group may be a cause, and have one', () => {
    expect(formatException(bare('top', { cause: group('g', [bare('a')]) }))).toBe(
      `  + ${HEADER}\n  | AggregateError: g\n  +-+${RULE} 1 ${RULE}\n    | Error: a\n    +------------------------------------\n\n${CAUSE}\n\nError: top`,
    )
    expect(formatException(group('g', [bare('a')], { cause: bare('c') }))).toMatch(
      `Error: c\n\n${CAUSE}\n\n  + ${HEADER}\n  | AggregateError: g\n`,
    )
  })

  test.each([
    [16, 'and 1 more exception'],
    [20, 'and 5 more exceptions'],
  ])('of %d errors fifteen are shown', (count, rest) => {
    const lines = formatException(
      group(
        'big',
        Array.from({ length: count }, (_, i) => bare(String(i))),
      ),
    ).split('\n')
    expect(lines.slice(-5)).toEqual([
      `    +${RULE} 15 ${RULE}`,
      '    | Error: 14',
      `    +${RULE} ... ${RULE}`,
      `    | ${rest}`,
      '    +------------------------------------',
    ])
  })

  test('groups in groups end at the tenth', () => {
    let error: Error = bare('deep')
    for (let i = 0; i < 12; i++) error = group(String(i), [error])
    const lines = formatException(error).split('\n')
    expect(lines.filter((line) => line.includes('AggregateError'))).toHaveLength(10)
    expect(lines.at(-2)).toBe(`${' '.repeat(22)}| ... (max_group_depth is 10)`)
  })
})

describe('the headline', () => {
  function headed(error: Error, stack: string): string {
    error.stack = stack
    return formatException(error)
  }
  class DBError extends Error {}

  test.each([
    [new RangeError('deep'), 'f@http://h/a.js:1:1\n', 'RangeError: deep\nf@http://h/a.js:1:1'],
    [new RangeError('f'), 'f@http://h/a.js:1:1\n', 'RangeError: f\nf@http://h/a.js:1:1'],
    [new DBError(), 'DBError@http://h/a.js:1:1\n', 'DBError\nDBError@http://h/a.js:1:1'],
    [new DBError('gone'), 'Error: gone\n    at f (a.js:1:1)', 'DBError: gone\n    at f (a.js:1:1)'],
    [new Error('new'), 'Error: old\n    at f (a.js:1:1)', 'Error: new\n    at f (a.js:1:1)'],
    [new Error('a\nb'), 'Error: a\nb\n    at f (a.js:1:1)', 'Error: a\nb\n    at f (a.js:1:1)'],
    [new TypeError('x'), 'TypeError [CODE]: x\n    at f (a.js:1:1)', 'TypeError [CODE]: x\n    at f (a.js:1:1)'],
    [
      new Error('x'),
      'a.ts:1\ncode\n^\n\nError: x\n    at f (a.ts:1:1)',
      'a.ts:1\ncode\n^\n\nError: x\n    at f (a.ts:1:1)',
    ],
    [new Error('x'), 'all that is known', 'Error: x\nall that is known'],
    [new Error('x'), '', 'Error: x'],
    [new Error(''), 'Error\n    at f (a.js:1:1)', 'Error\n    at f (a.js:1:1)'],
  ])('%# stands above the frames', (error, stack, text) => expect(headed(error, stack)).toBe(text))
})

describe('whatever is thrown', () => {
  const hostile = new Error('x')
  for (const key of ['stack', 'cause', 'errors', 'message', 'name']) {
    Object.defineProperty(hostile, key, {
      get() {
        throw new Error('no')
      },
    })
  }
  const revoked = Proxy.revocable(new Error('x'), {})
  revoked.revoke()
  const revokedErrors = Proxy.revocable([], {})
  revokedErrors.revoke()

  test.each([
    ['boom', "Thrown: 'boom'"],
    [undefined, 'Thrown: undefined'],
    [Symbol('s'), 'Thrown: Symbol(s)'],
    [Object.create(null), 'Thrown: {}'],
    [Object.assign(bare('x'), { errors: 'none' }), 'Error: x'],
    [Object.assign(bare('x'), { cause: null }), 'Error: x'],
    [Object.assign(bare('x'), { cause: 0 }), `Thrown: 0\n\n${CAUSE}\n\nError: x`],
    [Object.assign(bare('x'), { stack: 42 }), 'Error: x'],
    [Object.assign(bare('x'), { message: undefined }), 'Error: x'],
  ])('%# has a text', (thrown, text) => expect(formatException(thrown)).toBe(text))

  test('what throws when it is looked at does not', () => {
    expect(formatException(revoked.proxy)).toBe('Thrown: <unreadable object>')
    expect(formatException(Object.assign(bare('x'), { errors: revokedErrors.proxy }))).toBe('Error: x')
    expect(formatException(hostile)).toContain('threw: no')
  })

  test('an error of another realm is an error', () => {
    const error: unknown = runInNewContext("new RangeError('far', { cause: new Error('away') })")
    expect(formatException(error)).toMatch(/^Error: away\n[^]*\n\nThe above [^]*\n\nRangeError: far\n {4}at /)
  })

  test('a DOMException is an error', () => {
    expect(formatException(new DOMException('stopped', 'AbortError'))).toMatch(/^AbortError: stopped/)
  })
})

describe('bounds', () => {
  test('cycles end', () => {
    const a = bare('a')
    const b = bare('b', { cause: a })
    a.cause = b
    expect(formatException(a)).toBe(`Error: b\n\n${CAUSE}\n\nError: a`)
    const own = group('own', [])
    own.errors.push(own, bare('x'))
    expect(formatException(own)).toContain(`1 ${RULE}\n    | [circular]\n`)
  })

  test('causes without end end', () => {
    class Endless extends Error {
      override get cause(): unknown {
        return new Endless('again')
      }
    }
    expect(formatException(new Endless('once')).split(CAUSE)).toHaveLength(51)
  })

  test('groups that multiply do not', () => {
    let errors: unknown[] = [bare('x')]
    for (let i = 0; i < 9; i++) errors = Array.from({ length: 15 }, () => group('w', errors))
    expect(formatException(group('w', errors)).length).toBeLessThan(100_000)
  })

  test('of a long message the beginning is shown, and the frames', () => {
    const text = formatException(new Error('x'.repeat(10_000_000)))
    expect(text.length).toBeLessThan(70_000)
    expect(text).toMatch(/^Error: x+\.\.\. \(9990007 more characters\)\n {4}at /)
    expect(formatException(Object.assign(bare('s'), { stack: `Error: s\n${' '.repeat(1e6)}` })).length).toBeLessThan(
      70_000,
    )
  })
})

describe('Formatter', () => {
  const record = () => makeLogRecord({ msg: 'm', exc_info: bare('e'), stack_info: 'S' })

  class Mine extends Formatter {
    readonly given: unknown[] = []
    override formatException(exc_info: unknown): string {
      this.given.push(exc_info)
      return `<${(exc_info as Error).message}>`
    }
    override formatStack(stack_info: string): string {
      this.given.push(stack_info)
      return `[${stack_info}]`
    }
  }

  test('its methods are given the error and the stack’s text', () => {
    const mine = new Mine()
    const given = record()
    expect(mine.format(given)).toBe('m\n<e>\n[S]')
    expect(mine.given).toEqual([given.exc_info, 'S'])
  })

  test('the first formatter’s text of an error stays on the record', () => {
    const given = record()
    new Mine().format(given)
    expect(given.exc_text).toBe('<e>')
    expect(new Formatter().format(given)).toBe('m\n<e>\nS')
  })

  test('a text that came without an error is shown', () => {
    expect(new Formatter().format(makeLogRecord({ msg: 'm', exc_text: 'E' }))).toBe('m\nE')
  })
})

describe('a SuppressedError', () => {
  // As TypeScript's helper makes it; Node has the class from 24 on.
  const suppressedError = (error: unknown, suppressed: unknown): Error =>
    Object.assign(new Error('An error was suppressed during disposal.'), { name: 'SuppressedError', error, suppressed })
  const named = (name: string): Error => Object.assign(new Error('x'), { name, stack: `${name}: x` })
  const heads = (error: unknown): string =>
    formatException(error)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('    at '))
      .join('\n')
  const DURING = 'During handling of the above exception, another exception occurred:'
  const CAUSED = 'The above exception was the direct cause of the following exception:'
  const ITSELF = 'SuppressedError: An error was suppressed during disposal.'

  test('shows both errors in their order, as Python does where __exit__ raises', () => {
    const error = suppressedError(named('Close'), named('Body'))
    expect(heads(error)).toBe(['Body: x', DURING, 'Close: x', CAUSED, ITSELF].join('\n'))
    expect(heads(suppressedError(named('Outer'), error))).toBe(
      ['Body: x', DURING, 'Close: x', CAUSED, ITSELF, DURING, 'Outer: x', CAUSED, ITSELF].join('\n'),
    )
  })

  test('that holds itself, or no errors, comes to an end', () => {
    const error = suppressedError(undefined, 5) as Error & { error: unknown }
    error.error = error
    expect(heads(error)).toBe(['Thrown: 5', DURING, ITSELF, CAUSED, ITSELF].join('\n'))
    let deep = named('First')
    for (let i = 0; i < 5000; i++) deep = suppressedError(named('Close'), deep)
    const lines = heads(deep).split('\n')
    expect([lines[0], lines.filter((line) => line === DURING).length]).toEqual([ITSELF, 50])
  })

  test('has both in JSON', () => {
    const shown = JSON.parse(jsonText(suppressedError(named('Close'), named('Body')))) as object
    expect(shown).toMatchObject({ type: 'SuppressedError', error: { type: 'Close' }, suppressed: { type: 'Body' } })
    const hidden = Object.defineProperties(new Error('x'), { error: { value: 1 }, suppressed: { value: 2 } })
    expect(JSON.parse(jsonText(hidden))).toMatchObject({ error: 1, suppressed: 2 })
  })
})
