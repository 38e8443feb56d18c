import { describe, expect, test } from 'vitest'
import { BufferingFormatter } from '../formatting/bufferingFormatter.js'
import { Formatter } from '../formatting/formatter.js'
import { makeLogRecord } from '../records/record.js'
import { gmtime } from '../text/structTime.js'
import { formatException } from '../text/traceback.js'

const record = (more: object = {}): ReturnType<typeof makeLogRecord> =>
  makeLogRecord({
    name: 'app.db',
    levelno: 20,
    levelname: 'INFO',
    msg: 'hello %s',
    args: ['you'],
    created: 1700000000.123,
    ...more,
  })

describe('the three styles', () => {
  test.each([
    ['%', '%(levelname)-8s|%(name)s|%(message)s|%(lineno)03d%%', 'INFO    |app.db|hello you|000%'],
    ['{', '{levelname:<8}|{name}|{message!r}|{lineno:03d}{{}}', "INFO    |app.db|'hello you'|000{}"],
    ['$', '$levelname|${name}|$message|$$', 'INFO|app.db|hello you|$'],
  ])('%s', (style, fmt, text) => {
    expect(new Formatter(fmt, { style }).format(record())).toBe(text)
  })

  test.each(['%', '{', '$'])('default of %s is the message', (style) => {
    expect(new Formatter(null, { style }).format(record())).toBe('hello you')
    expect(new Formatter('', { style }).format(record())).toBe('hello you')
  })

  test('wrong formats are refused with Python’s text', () => {
    expect(() => new Formatter('hello')).toThrow(new RangeError("Invalid format 'hello' for '%' style"))
    expect(() => new Formatter("it's\n")).toThrow(new RangeError("Invalid format 'it's\n' for '%' style"))
    expect(new Formatter('%(é)٣d').usesTime()).toBe(false)
    expect(() => new Formatter('{a-b}', { style: '{' })).toThrow("invalid format: invalid field name/expression: 'a-b'")
    expect(() => new Formatter('$', { style: '$' })).toThrow("invalid format: bare '$' not allowed")
    expect(() => new Formatter('x', { style: 'x' })).toThrow(new RangeError('Style must be one of: %,{,$'))
    expect(() => new Formatter('x', { style: 'constructor' })).toThrow(RangeError)
    expect(new Formatter('hello', { validate: false }).format(record())).toBe('hello')
  })

  test.each([
    ['%', '%(nope)s'],
    ['{', '{nope}'],
    ['$', '$nope'],
  ])('a missing field, in %s', (style, fmt) => {
    const formatter = new Formatter(fmt, { style })
    expect(() => formatter.format(record())).toThrow(new RangeError("Formatting field not found in record: 'nope'"))
    expect(() => new Formatter(fmt.replace('nope', 'constructor'), { style }).format(record())).toThrow(RangeError)
    expect(new Formatter(fmt, { style, defaults: { nope: 'd' } }).format(record())).toBe('d')
    expect(new Formatter(fmt, { style, defaults: { nope: 'd' } }).format(record({ nope: 'r' }))).toBe('r')
  })
})

test('what takes no key takes what Python gives it: the attributes, once', () => {
  const format = (fmt: string): string => new Formatter(fmt, { validate: false }).format(record())
  expect(format('100% sure %(name)s')).toMatch(
    /^100{ name: 'app.db', msg: 'hello %s', .*message: 'hello you'.*}ure app.db$/,
  )
  expect(() => format('%d %(name)s')).toThrow(new TypeError('%d format: a real number is required, not dict'))
  expect(() => format('%(name)s %s')).toThrow(new TypeError('not enough arguments for format string'))
  expect(() => format('%(name)*s')).toThrow(new TypeError('* wants int'))
  expect(() => format('%(nope)*s')).toThrow(new RangeError("Formatting field not found in record: 'nope'"))
  expect(() => format('%(name)s %(lineno)')).toThrow(new RangeError('incomplete format'))
})

test('an attribute that is undefined has its default, or else is shown', () => {
  const given = record({ tenant: undefined })
  expect(new Formatter('%(tenant)s').format(given)).toBe('undefined')
  expect(new Formatter('%(tenant)s', { defaults: { tenant: '-' } }).format(given)).toBe('-')
})

describe('time', () => {
  test('default, datefmt, and the milliseconds', () => {
    const formatter = new Formatter('%(asctime)s')
    formatter.converter = gmtime
    expect(formatter.format(record())).toBe('2023-11-14 22:13:20,123')
    expect(formatter.format(record({ created: 1700000000.007 }))).toBe('2023-11-14 22:13:20,007')
    formatter.default_msec_format = '%s.%03dZ'
    formatter.default_time_format = '%Y-%m-%dT%H:%M:%S'
    expect(formatter.format(record())).toBe('2023-11-14T22:13:20.123Z')
    formatter.default_msec_format = null
    expect(formatter.format(record())).toBe('2023-11-14T22:13:20')
    formatter.default_msec_format = ''
    expect(formatter.format(record())).toBe('2023-11-14T22:13:20')
    const dated = new Formatter('%(asctime)s', { datefmt: '%d.%m.%y' })
    dated.converter = gmtime
    expect(dated.format(record())).toBe('14.11.23')
  })

  test('the clock of the class holds for formatters without their own', () => {
    class Utc extends Formatter {
      static override converter = gmtime
    }
    expect(new Utc('%(asctime)s').format(record())).toBe('2023-11-14 22:13:20,123')
  })

  test('the text follows the record, not the one before', () => {
    const formatter = new Formatter('%(asctime)s')
    formatter.converter = gmtime
    expect(formatter.format(record({ created: 1 }))).toBe('1970-01-01 00:00:01,000')
    expect(formatter.format(record({ created: 61.5 }))).toBe('1970-01-01 00:01:01,500')
    expect(formatter.format(record({ created: 1 }))).toBe('1970-01-01 00:00:01,000')
  })

  test('a time that no clock shows is shown as its seconds', () => {
    expect(new Formatter('%(asctime)s %(message)s').format(record({ created: 1e300 }))).toMatch(
      /^1e\+300,\d{3} hello you$/,
    )
    expect(new Formatter('%(asctime)s').format(record({ created: Number.NaN }))).toMatch(/^NaN/)
  })

  test('milliseconds of one’s own are formatted as Python formats them', () => {
    const formatter = new Formatter('%(asctime)s')
    formatter.converter = gmtime
    for (const [msecs, text] of [
      [5.5, '005'],
      [1234, '1234'],
      [7, '007'],
      [-3, '-03'],
      [99, '099'],
    ] as const) {
      expect(formatter.format(record({ msecs }))).toBe(`2023-11-14 22:13:20,${text}`)
    }
  })

  test('formatTime is asked only when the format shows the time', () => {
    class Counting extends Formatter {
      calls = 0
      override formatTime(): string {
        this.calls++
        return 'T'
      }
    }
    const without = new Counting('%(message)s')
    without.format(record())
    expect(without.calls).toBe(0)
    expect(new Counting('%(asctime)s').format(record())).toBe('T')
  })
})

describe('errors', () => {
  test('the error follows on lines of its own, and its text is kept', () => {
    const given = record({ exc_info: new TypeError('bad') })
    const text = new Formatter('%(message)s').format(given)
    expect(text).toMatch(/^hello you\nTypeError: bad\n\s+at /)
    given.exc_text = 'cached'
    expect(new Formatter('%(message)s').format(given)).toBe('hello you\ncached')
  })

  test('stack_info comes last', () => {
    expect(new Formatter().format(record({ exc_text: 'E', stack_info: 'S' }))).toBe('hello you\nE\nS')
  })

  test('causes come first, joined as Python joins them', () => {
    const inner = new Error('inner')
    inner.stack = 'Error: inner\n    at i (f.js:1:1)'
    const outer = new Error('outer', { cause: inner })
    outer.stack = 'Error: outer\n    at o (f.js:2:2)'
    expect(formatException(outer)).toBe(
      'Error: inner\n    at i (f.js:1:1)\n\nThe above exception was the direct cause of the following exception:\n\nError: outer\n    at o (f.js:2:2)',
    )
  })

  test('a cycle of causes ends', () => {
    const a = new Error('a')
    const b = new Error('b', { cause: a })
    a.cause = b
    expect(formatException(a).split('direct cause')).toHaveLength(2)
  })

  test('an AggregateError shows its errors', () => {
    const text = formatException(new AggregateError([new Error('one'), 'two'], 'both'))
    expect(text).toContain('AggregateError: both')
    expect(text).toContain('+---------------- 1 ----------------\n    | Error: one')
    expect(text).toContain("---------------- 2 ----------------\n    | Thrown: 'two'")
  })

  test('engines without a headline in the stack get one', () => {
    const error = new RangeError('deep')
    error.stack = 'f@http://h/a.js:1:1\ng@http://h/a.js:2:1'
    expect(formatException(error)).toBe('RangeError: deep\nf@http://h/a.js:1:1\ng@http://h/a.js:2:1')
  })

  test('whatever was thrown has a text', () => {
    const broken = new Error('x')
    Object.defineProperty(broken, 'stack', {
      get() {
        throw new Error('no stack')
      },
    })
    const { proxy, revoke } = Proxy.revocable(new Error(), {})
    revoke()
    expect(formatException(broken)).toBe('Error: x')
    expect(formatException(true)).toBe('NoneType: None')
    expect(formatException(42)).toBe('Thrown: 42')
    expect(formatException(undefined)).toBe('Thrown: undefined')
    expect(formatException(proxy)).toMatch(/^Thrown: /)
  })
})

test('BufferingFormatter puts nothing between', () => {
  class Framed extends BufferingFormatter {
    override formatHeader(records: readonly unknown[]): string {
      return `[${records.length}]`
    }
    override formatFooter(): string {
      return '!'
    }
  }
  expect(new Framed(new Formatter('<%(message)s>')).format([record(), record()])).toBe('[2]<hello you><hello you>!')
  expect(new Framed().format([])).toBe('')
})
