import { getLogger, LogRecord, makeLogRecord, StreamHandler } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { PrettyFormatter, type PrettyFormatterOptions } from './prettyFormatter.js'

afterEach(resetLogging)

/** Returns what a handler with the formatter writes for the calls, without a time. */
function written(calls: (log: ReturnType<typeof getLogger>) => void, options: PrettyFormatterOptions = {}): string {
  let text = ''
  const handler = new StreamHandler({ write: (more) => void (text += more) })
  handler.setFormatter(new PrettyFormatter({ datefmt: '', colors: false, ...options }))
  const log = getLogger('app.db')
  log.addHandler(handler)
  log.setLevel(1)
  log.propagate = false
  calls(log)
  return text
}

/** Takes the frames out, which depend on the machine. */
const withoutFrames = (text: string): string => text.replaceAll(/\n\s+at .*/g, '')

test('time, level, logger, message and fields stand on a line', () => {
  const record = new LogRecord('app.db', 30, '', 0, 'slow query', { table: 'orders', ms: 12 }, null)
  record.created = 1_795_780_800.042
  const text = new PrettyFormatter({ colors: false }).format(record)
  expect(text).toMatch(/^\d\d:\d\d:\d\d\.042 WARNING  app\.db {2}slow query {2}table=orders {2}ms=12$/)
})

test('the column of names grows with them', () => {
  const formatter = new PrettyFormatter({ datefmt: '', colors: false })
  const line = (name: string): string =>
    formatter.format(makeLogRecord({ name, levelno: 20, levelname: 'INFO', msg: 'm' }))
  expect([line('a'), line('app.db'), line('b'), line(`c${'.d'.repeat(20)}`), line('e')]).toEqual([
    'INFO     a  m',
    'INFO     app.db  m',
    'INFO     b       m',
    `INFO     c${'.d'.repeat(20)}  m`,
    `INFO     ${'e'.padEnd(24)}  m`,
  ])
})

test('extra and filters’ attributes are fields, and win over the call’s', () => {
  expect(written((log) => log.info('m', { id: 1, a: 2 }, { extra: { id: 3 } }))).toBe('INFO     app.db  m  id=3  a=2\n')
})

test('fields that do not fit stand on the next lines, objects with a line for each entry', () => {
  const user = { id: 7, name: 'ann bell', roles: ['reader'] }
  const text = written((log) => log.info('request completed', { method: 'GET', path: '/users/7', user }), { width: 44 })
  expect(text).toBe(
    [
      'INFO     app.db  request completed',
      '    method=GET  path=/users/7',
      '    user:',
      '      id: 7',
      "      name: 'ann bell'",
      "      roles: [ 'reader' ]",
      '',
    ].join('\n'),
  )
})

test('wide characters take two columns', () => {
  expect(written((log) => log.info('注文', { a: 1, b: 2 }), { width: 26 })).toBe(
    'INFO     app.db  注文  a=1\n    b=2\n',
  )
})

test('a value of several lines has a margin', () => {
  expect(written((log) => log.info('asked', { sql: 'SELECT *\n FROM x\n', ms: 2 }))).toBe(
    'INFO     app.db  asked  ms=2\n    sql:\n      │ SELECT *\n      │  FROM x\n',
  )
})

test('what could forge a line or reach the terminal is text', () => {
  const evil = 'a\nINFO root b\x1b[2J\u202e\u2028\x9b\u{e0041}'
  const text = written((log) => log.info(evil, { [evil]: evil, list: [evil] }))
  expect(text.trimEnd()).not.toMatch(/[\x1b\u202e\u2028\x9b]|\u{e0041}|^INFO root/mu)
  expect(text.split('\n')[0]).toContain('a\\nINFO root b\\x1b[2J\\u202e\\u2028\\x9b\\U000e0041')
  expect(
    text
      .trimEnd()
      .split('\n')
      .slice(1)
      .every((line) => line.startsWith('    ')),
  ).toBe(true)
})

describe('errors', () => {
  test('have their causes before them, and what else they hold behind their frames', () => {
    const cause = Object.assign(new TypeError('no host'), { code: 'ENOTFOUND' })
    const error = Object.assign(new Error('cannot save', { cause }), { status: 503 })
    expect(withoutFrames(written((log) => log.error('failed', error, { id: 7 })))).toBe(
      [
        'ERROR    app.db  failed  id=7',
        '    TypeError: no host',
        '        code: ENOTFOUND',
        '',
        '    The above exception was the direct cause of the following exception:',
        '',
        '    Error: cannot save',
        '        status: 503',
        '',
      ].join('\n'),
    )
  })

  test('inside another one have numbers', () => {
    const group = new AggregateError([new Error('a'), Object.assign(new Error('b'), { code: 1 })], 'two')
    expect(withoutFrames(written((log) => log.error('failed', { err: group })))).toBe(
      'ERROR    app.db  failed\n    AggregateError: two\n        [1] Error: a\n        [2] Error: b\n            code: 1\n',
    )
  })

  test('that hold each other, or are without end, come to one', () => {
    const circle = new AggregateError([], 'circle')
    circle.errors.push(circle)
    circle.cause = circle
    const deep = (levels: number): Error =>
      new AggregateError(levels === 0 ? [] : Array.from({ length: 20 }, () => deep(levels - 1)), 'deep')
    const text = written((log) => {
      log.error('a', circle)
      log.error('b', deep(3))
    })
    expect(text).toContain('[1] [circular]')
    expect(text).toContain('and 5 more exceptions')
    expect(text).toMatch(/\.\.\. \d+ more lines/)
  })

  test.each([
    ['    at load (/a.js:1:2)', true],
    ['load@http://h/a.js:1:2', true],
    ['  File "a.py", line 1', true],
    ['    … 3 more frames', true],
    ['load, at once', false],
    ['a@', true],
    ['user name@host', false],
  ])('have places that are dim: %j is one, %s', (line, isDim) => {
    const record = makeLogRecord({ name: 'a', levelno: 40, levelname: 'E', msg: 'm', exc_text: `Error: x\n${line}` })
    const text = new PrettyFormatter({ datefmt: '', colors: true }).format(record)
    expect(text.endsWith('\x1b[0m') || text.endsWith('\x1b[22m')).toBe(isDim)
  })

  test('are shown ten deep', () => {
    let error = new AggregateError([], 'innermost')
    for (let depth = 0; depth < 12; depth++) error = new AggregateError([error], `at ${depth}`)
    const text = new PrettyFormatter({ datefmt: '', colors: false }).format(
      makeLogRecord({ name: 'a', levelno: 40, levelname: 'ERROR', msg: 'm', exc_info: error }),
    )
    expect(text).toContain('AggregateError: at 1\n')
    expect(text).not.toContain('AggregateError: at 0')
    expect(text).toContain('... (max_group_depth is 10)')
  })

  test('that came without themselves, through a queue, are shown by their text', () => {
    const record = makeLogRecord({
      name: 'a',
      levelno: 40,
      levelname: 'ERROR',
      msg: 'm',
      exc_text: 'Error: gone\n    at x',
    })
    expect(new PrettyFormatter({ datefmt: '', colors: false }).format(record)).toBe(
      'ERROR    a  m\n    Error: gone\n        at x',
    )
  })

  test('are none in place of true, as in Python where no error is handled', () => {
    expect(new PrettyFormatter().formatException(true)).toBe('NoneType: None')
  })

  test('leave no text on the record: it is other formatters’', () => {
    const record = makeLogRecord({ name: 'a', levelno: 40, levelname: 'ERROR', msg: 'm', exc_info: new Error('x') })
    new PrettyFormatter().format(record)
    expect(record.exc_text).toBeNull()
  })
})

test('levels have colours, fields are dim, and nothing is coloured beyond its text', () => {
  const text = written(
    (log) => {
      log.debug('d')
      log.info('i', { a: 1 })
      log.warning('w')
      log.error('e')
      log.critical('c')
    },
    { colors: true },
  )
  expect(text.split('\n').slice(0, 5)).toEqual([
    '\x1b[34mDEBUG\x1b[0m    \x1b[36mapp.db\x1b[0m  d',
    '\x1b[32mINFO\x1b[0m     \x1b[36mapp.db\x1b[0m  i  \x1b[2ma=1\x1b[0m',
    '\x1b[33mWARNING\x1b[0m  \x1b[36mapp.db\x1b[0m  w',
    '\x1b[1;31mERROR\x1b[0m    \x1b[36mapp.db\x1b[0m  e',
    '\x1b[1;7;31mCRITICAL\x1b[0m \x1b[36mapp.db\x1b[0m  c',
  ])
})

test('on a light ground the colours are dark ones', () => {
  const text = written((log) => log.warning('w', { a: 1 }), { colors: true, background: 'light' })
  expect(text.split('\n')[0]).toBe(
    '\x1b[38;5;94mWARNING\x1b[0m  \x1b[38;5;24mapp.db\x1b[0m  w  \x1b[38;5;240ma=1\x1b[0m',
  )
  expect(() => new PrettyFormatter({ background: 'white' as never })).toThrow("expected one of 'light', 'dark', 'auto'")
})

test('hostile values throw nothing and are bounded', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const getter = Object.defineProperty({}, 'x', {
    enumerable: true,
    get() {
      throw new Error('no')
    },
  })
  const wide = Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [`k${i}`, 'x'.repeat(100)]))
  const text = written(
    (log) => log.info('m', { proxy, getter, wide, lines: 'a\nb'.repeat(1e5), long: 'x'.repeat(1e6) }),
    {
      width: 80,
    },
  )
  expect(text).toContain('<unreadable object>')
  expect(text.length).toBeLessThan(100_000)
  expect(written((log) => log.info('x'.repeat(1e6))).length).toBeLessThan(11_000)
})

test.each([
  [50, /k49=49$/],
  [51, /k49=49 {2}\.\.\.='1 more'$/],
  [70, /k49=49 {2}\.\.\.='20 more'$/],
])('of %d fields fifty are shown, and it is told how many there are beside', (count, end) => {
  const fields = Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]))
  expect(written((log) => log.info('m', fields), { width: 1000 }).trimEnd()).toMatch(end)
})

test('a getter that throws costs its own field alone', () => {
  const fields = { a: 1, b: 2 }
  Object.defineProperty(fields, 'bad', {
    enumerable: true,
    get() {
      throw new Error('no')
    },
  })
  expect(written((log) => log.info('m', fields), { width: 200 })).toMatch(
    /a=1 {2}b=2 {2}bad=.*getter of 'bad' threw: no/,
  )
})

test.each([
  [{ colors: 'red' }, "colors: expected one of true, false, 'auto', not 'red'"],
  [{ width: 3 }, "width: expected a number from 20 on, or 'auto', not 3"],
  [{ colour: true }, "PrettyFormatter: unknown option 'colour'; did you mean colors?"],
])('%o is refused', (options, message) => {
  expect(() => new PrettyFormatter(options as never)).toThrow(message)
})

test.each([
  [33, ['INFO     app.db  m  a=1  b=2  c=3']],
  [32, ['INFO     app.db  m  a=1  b=2', '    c=3']],
  [27, ['INFO     app.db  m  a=1', '    b=2  c=3']],
  [23, ['INFO     app.db  m  a=1', '    b=2  c=3']],
  [22, ['INFO     app.db  m', '    a=1  b=2  c=3']],
])('a line of fields is %d columns wide at most', (width, lines) => {
  expect(written((log) => log.info('m', { a: 1, b: 2, c: 3 }), { width })).toBe(`${lines.join('\n')}\n`)
})

test('a field of undefined is shown', () => {
  expect(written((log) => log.info('m', { a: undefined, b: 1 }))).toBe('INFO     app.db  m  a=undefined  b=1\n')
})

test('so are the lines below', () => {
  const fields = { a: 1, b: 2, c: 3, d: 4, e: 5 }
  expect(written((log) => log.info('m', fields), { width: 22 })).toBe(
    'INFO     app.db  m\n    a=1  b=2  c=3  d=4\n    e=5\n',
  )
  expect(written((log) => log.info('m', fields), { width: 21 })).toBe(
    'INFO     app.db  m\n    a=1  b=2  c=3\n    d=4  e=5\n',
  )
})

test('a field as wide as a line stands on one, a wider one has a colon for a name', () => {
  const text = (value: string): string => written((log) => log.info('m', { key: value }), { width: 20 })
  expect(text('x'.repeat(12))).toBe(`INFO     app.db  m\n    key=${'x'.repeat(12)}\n`)
  expect(text('x'.repeat(13))).toBe(`INFO     app.db  m\n    key: ${'x'.repeat(13)}\n`)
})

test('the stream says whether there are colours, and how many columns', () => {
  const stream = { write: (): void => undefined, isTTY: true, columns: 22 }
  expect(written((log) => log.info('m', { a: 1, b: 2 }), { stream })).toBe('INFO     app.db  m\n    a=1  b=2\n')
  const before = process.env['NO_COLOR']
  process.env['NO_COLOR'] = '1'
  try {
    expect(written((log) => log.info('m'), { stream, colors: 'auto' })).toBe('INFO     app.db  m\n')
    expect(written((log) => log.info('m'), { stream, colors: true })).toContain('\x1b[32mINFO')
  } finally {
    if (before === undefined) delete process.env['NO_COLOR']
    else process.env['NO_COLOR'] = before
  }
})

test('a Map’s entries are fields', () => {
  const record = new LogRecord(
    'a',
    20,
    '',
    0,
    'm',
    new Map<unknown, unknown>([
      [1, 2],
      ['b', 'c'],
    ]) as never,
    null,
  )
  expect(new PrettyFormatter({ datefmt: '', colors: false }).format(record)).toMatch(/ m {2}1=2 {2}b=c$/)
})

test('fields that cannot be listed are told of', () => {
  const noText: unknown = Object.create(null)
  const record = new LogRecord('a', 20, '', 0, 'm', new Map([[noText, 1]]) as never, null)
  expect(new PrettyFormatter({ datefmt: '', colors: false }).format(record)).toMatch(
    / m {2}\.\.\.='<unreadable fields>'$/,
  )
})

test('a record has no time where none is shown', () => {
  const record = makeLogRecord({ msg: 'm' })
  new PrettyFormatter({ datefmt: '' }).format(record)
  expect(record.asctime ?? null).toBeNull()
  new PrettyFormatter({ datefmt: '%Y' }).format(record)
  expect(record.asctime).toMatch(/^\d{4}$/)
})

test('an error’s text begins where it begins, and no empty lines follow it', () => {
  const record = makeLogRecord({ name: 'a', levelname: 'ERROR', msg: 'm', exc_text: '  Error: x\n\n' })
  expect(new PrettyFormatter({ datefmt: '', colors: false }).format(record)).toBe('ERROR    a  m\n      Error: x')
})
