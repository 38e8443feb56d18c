// Counterparts of FormatterTest, BufferingFormatterTest and ExceptionTest.
import * as logging from 'treeline'
import { realmState } from '@treeline/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { formatOf, RecordingHandler, useRoot } from './setup.js'

const root = useRoot()

afterEach(() => vi.restoreAllMocks())

function makeRecord(attributes: Readonly<Record<string, unknown>> = {}): logging.LogRecord {
  return logging.makeLogRecord({
    name: 'formatter.record',
    levelno: logging.DEBUG,
    pathname: '/srv/shop/cart.js',
    lineno: 7,
    msg: 'sold %d %s',
    args: [3, 'pears'],
    ...attributes,
  })
}

function formatter(fmt: string, style: string, options: logging.FormatterOptions = {}): logging.Formatter {
  return new logging.Formatter(fmt, { style, ...options })
}

const TEXT = 'sold 3 pears'

test('FormatterTest.test_percent', () => {
  const record = makeRecord()
  expect(new logging.Formatter('{$%(message)s}').format(record)).toBe(`{$${TEXT}}`)
  const missing = new logging.Formatter('%(basket)s')
  expect(() => missing.format(record)).toThrow(new RangeError("Formatting field not found in record: 'basket'"))
  expect(missing.usesTime()).toBe(false)
  for (const fmt of ['%(asctime)s', '%(asctime)-20s', '%(asctime)#20s']) {
    expect(new logging.Formatter(fmt).usesTime()).toBe(true)
  }
})

test('FormatterTest.test_braces', () => {
  const record = makeRecord()
  expect(formatter('%${message}$%', '{').format(record)).toBe(`%$${TEXT}$%`)
  const missing = formatter('{basket}', '{')
  expect(() => missing.format(record)).toThrow(new RangeError("Formatting field not found in record: 'basket'"))
  expect(formatter('{message}', '{').usesTime()).toBe(false)
  for (const fmt of ['{asctime}', '{asctime!s:20}', '{asctime:20}']) {
    expect(formatter(fmt, '{').usesTime()).toBe(true)
  }
})

test('FormatterTest.test_dollars', () => {
  const record = makeRecord()
  expect(formatter('${message}', '$').format(record)).toBe(TEXT)
  expect(formatter('$message', '$').format(record)).toBe(TEXT)
  expect(formatter('%$$${message}$$%', '$').format(record)).toBe(`%$${TEXT}$%`)
  const missing = formatter('${basket}', '$')
  expect(() => missing.format(record)).toThrow(new RangeError("Formatting field not found in record: 'basket'"))
  expect(missing.usesTime()).toBe(false)
  expect(formatter('${message}', '$').usesTime()).toBe(false)
  for (const fmt of ['${asctime}', '$asctime', '${asctime}...']) expect(formatter(fmt, '$').usesTime()).toBe(true)
})

// What each style takes, by the rules that CPython's method goes through.
const VALID: readonly (readonly [style: string, fmt: string])[] = [
  // Flags, widths, precisions; a key without its conversion is text as long as another one is whole.
  ['%', '%(name)-12s | %(message) 8s | %(lineno)05d | %(filename) | %(asctime)*.5s'],
  ['%', '%(asctime)*s | %(asctime)*.5s | %(lineno)-21.20o'],
  ['%', '%(lineno)#+019.17X'],
  ['%', '%(basket)#.*g'],
  // Conversions, fill and alignment, nested widths, attributes and indices.
  ['{', "%${message}$% | {asctime!a:9} | {basket['pear']}"],
  ['{', '{lineno:.3f} | {basket.weight:.1f}'],
  ['{', '{basket!s:*<24}'],
  ['{', '{message!r}'],
  ['{', '{message!s}'],
  ['{', '{message!a}'],
  ['{', '{lineno!r:6.3}'],
  ['{', '{lineno!s:<#24,.10f} | {basket:=+#24,.2d} | {filename:^24}'],
  ['{', '{lineno!s:{width},.{digits}}'],
  ['{', '{basket:9.{digits}}'],
  ['{', '{basket:{width}.4}'],
  ['{', '{basket[1].pears[2].ripe}'],
  ['{', '{basket[a].pears[b].ripe}'],
  ['{', '{7[a].pears[b].ripe}'],
  ['$', '${asctime} | $message'],
  ['$', '$basket $$'],
  ['$', '$basket $$$$'],
]

// What each style refuses, and why.
const INVALID: readonly (readonly [style: string, fmt: string, message: string])[] = [
  // Conversions that there are not, stars beside digits.
  ['%', '%(name)Z', "Invalid format '%(name)Z' for '%' style"],
  ['%', '%(name)b', "Invalid format '%(name)b' for '%' style"],
  ['%', '%(name)*', "Invalid format '%(name)*' for '%' style"],
  ['%', '%(name)*5s', "Invalid format '%(name)*5s' for '%' style"],
  ['%', '%(name)_', "Invalid format '%(name)_' for '%' style"],
  ['%', '{name}', "Invalid format '{name}' for '%' style"],
  ['%', '${name}', "Invalid format '${name}' for '%' style"],
  ['%', '%(basket)#9.4*f', "Invalid format '%(basket)#9.4*f' for '%' style"],
  ['%', '%(basket)0*.6*f', "Invalid format '%(basket)0*.6*f' for '%' style"],
  // Names.
  ['{', '{pear-tree}', "invalid format: invalid field name/expression: 'pear-tree'"],
  ['{', '{pear/tree}', "invalid format: invalid field name/expression: 'pear/tree'"],
  ['{', '{pear.!a:d}', "invalid format: invalid field name/expression: 'pear.'"],
  ['{', '%(name)s', 'invalid format: no fields'],
  ['{', '{{pear!r:6.3}}', 'invalid format: no fields'],
  // Conversions.
  ['{', '{name!Z:9}', "invalid format: invalid conversion: 'Z'"],
  ['{', '{name!rr:9}', "invalid format: expected ':' after conversion specifier"],
  // Specifications.
  ['{', '{name!s:#24,11f}', "invalid format: bad specifier: '#24,11f'"],
  ['{', '{lineno:.3gg}', "invalid format: bad specifier: '.3gg'"],
  ['{', '{lineno:.3Z}', "invalid format: bad specifier: '.3Z'"],
  ['{', '{lineno!s:<##24,9g}', "invalid format: bad specifier: '<##24,9g'"],
  ['{', '{lineno!s:<#24#,9g}', "invalid format: bad specifier: '<#24#,9g'"],
  ['{', '{basket!a:pears}', "invalid format: bad specifier: 'pears'"],
  ['{', '{basket!a:pe{a}rs}', "invalid format: bad specifier: 'pe{a}rs'"],
  ['{', '{lineno!s:{{w}},{{d}}}', "invalid format: bad specifier: '{{w}},{{d}}'"],
  // Braces.
  ['{', '{basket!X:{{w}}.{{d}}}', "invalid format: invalid conversion: 'X'"],
  ['{', '{lineno', "invalid format: expected '}' before end of string"],
  ['{', '{basket!a:pe{ars}', "invalid format: unmatched '{' in format spec"],
  ['{', 'lineno}', "invalid format: Single '}' encountered in format string"],
  ['{', '{{pear!r:6.3}', "invalid format: Single '}' encountered in format string"],
  ['{', '{pear:{{w}}.{{d}}}}', "invalid format: bad specifier: '{{w}}.{{d}}'"],
  // Dollars.
  ['$', '$basket $$$', "invalid format: bare '$' not allowed"],
  ['$', 'basket $', "invalid format: bare '$' not allowed"],
  ['$', 'pears $.', "invalid format: bare '$' not allowed"],
  ['$', '{name}', 'invalid format: no fields'],
  ['$', '%(name)s', 'invalid format: no fields'],
  ['$', 'pears', 'invalid format: no fields'],
  ['$', '${name', "invalid format: bare '$' not allowed"],
]

test('FormatterTest.test_format_validate', () => {
  for (const [style, fmt] of VALID) expect(formatOf(formatter(fmt, style))).toBe(fmt)
  for (const [style, fmt, message] of INVALID) {
    expect(() => formatter(fmt, style), `${style} ${fmt}`).toThrow(new RangeError(message))
    expect(formatOf(formatter(fmt, style, { validate: false }))).toBe(fmt)
  }
})

test('FormatterTest.test_defaults_parameter', () => {
  const formats = { '%': '%(basket)s %(message)s', '{': '{basket} {message}', $: '$basket $message' }
  for (const [style, fmt] of Object.entries(formats)) {
    const withDefault = formatter(fmt, style, { defaults: { basket: 'empty' } })
    expect(withDefault.format(makeRecord())).toBe(`empty ${TEXT}`)
    expect(withDefault.format(makeRecord({ basket: 12 }))).toBe(`12 ${TEXT}`)
    expect(() => formatter(fmt, style).format(makeRecord())).toThrow(RangeError)
    const withOther = formatter(fmt, style, { defaults: { other: 'unused' } })
    expect(withOther.format(makeRecord({ basket: 12 }))).toBe(`12 ${TEXT}`)
    expect(() => withOther.format(makeRecord())).toThrow(RangeError)
  }
})

test('FormatterTest.test_invalid_style', () => {
  expect(() => new logging.Formatter(null, { style: 'x' })).toThrow(new RangeError('Style must be one of: %,{,$'))
})

test('FormatterTest.test_time', () => {
  const record = makeRecord({ created: Date.UTC(2001, 1, 3, 4, 5, 6) / 1000, msecs: 78 })
  const utc = new logging.Formatter('%(asctime)s %(message)s')
  utc.converter = logging.gmtime
  expect(utc.formatTime(record)).toBe('2001-02-03 04:05:06,078')
  expect(utc.formatTime(record, '%d/%Y')).toBe('03/2001')
  expect(utc.format(record)).toBe(`2001-02-03 04:05:06,078 ${TEXT}`)
  expect(record.asctime).toBe('2001-02-03 04:05:06,078')
})

test('FormatterTest.test_default_msec_format_none', () => {
  class WithoutMsecs extends logging.Formatter {
    override default_msec_format = null
    override default_time_format = '%H:%M:%S %d.%m.%Y'
  }
  const record = makeRecord({ created: Date.UTC(2001, 1, 3, 4, 5, 6, 78) / 1000 })
  const utc = new WithoutMsecs()
  utc.converter = logging.gmtime
  expect(utc.formatTime(record)).toBe('04:05:06 03.02.2001')
})

/** Runs `work` at each millisecond of three seconds, the last of them the end of a minute. */
function atEachMillisecond(work: (now: number) => void): void {
  const start = Date.UTC(2023, 2, 4, 4, 25, 57)
  const clock = vi.spyOn(Date, 'now')
  for (let now = start; now < start + 3000; now++) {
    clock.mockReturnValue(now)
    work(now)
  }
}

test('FormatterTest.test_issue_89047', () => {
  const fmt = '{asctime}.{msecs:03.0f} {message}'
  const utc = formatter(fmt, '{', { datefmt: '%Y-%m-%d %H:%M:%S' })
  utc.converter = logging.gmtime
  let first: string | undefined
  atEachMillisecond((now) => {
    const text = utc.format(logging.makeLogRecord({ msg: 'tick' }))
    first ??= text
    expect(text).toBe(`${new Date(now).toISOString().replace('T', ' ').replace('Z', '')} tick`)
  })
  expect(first).toBe('2023-03-04 04:25:57.000 tick')
})

test('FormatterTest.test_msecs_has_no_floating_point_precision_loss', () => {
  atEachMillisecond((now) => {
    const record = logging.makeLogRecord({ msg: 'tick' })
    expect(record.created).toBe(now / 1000)
    expect(record.msecs).toBe(now % 1000)
  })
})

test('FormatterTest.test_relativeCreated_has_higher_precision', () => {
  const clock = vi.spyOn(Date, 'now')
  for (const sinceStart of [0, 1, 2, 999, 1000, 86_399_999]) {
    clock.mockReturnValue(realmState.records.startedAtMs + sinceStart)
    expect(logging.makeLogRecord({ msg: 'tick' }).relativeCreated).toBe(sinceStart)
  }
})

class Framed extends logging.BufferingFormatter {
  override formatHeader(records: readonly logging.LogRecord[]): string {
    return `begin ${records.length}:`
  }

  override formatFooter(records: readonly logging.LogRecord[]): string {
    return `:end ${records.length}`
  }
}

const batch = ['pear', 'plum'].map((msg) => logging.makeLogRecord({ msg }))

test('BufferingFormatterTest.test_default', () => {
  const buffering = new logging.BufferingFormatter()
  expect(buffering.format([])).toBe('')
  expect(buffering.format(batch)).toBe('pearplum')
})

test('BufferingFormatterTest.test_custom', () => {
  expect(new Framed().format([])).toBe('')
  expect(new Framed().format(batch)).toBe('begin 2:pearplum:end 2')
  expect(new Framed(new logging.Formatter('(%(message)s)')).format(batch)).toBe('begin 2:(pear)(plum):end 2')
})

test('ExceptionTest.test_formatting', function failing() {
  const recording = new RecordingHandler()
  root.logger.addHandler(recording)
  const error = new TypeError('deliberately thrown', { cause: new RangeError('out of pears') })

  logging.exception('failed', error, { stack_info: true })

  const { exc_text, stack_info } = recording.last
  const joint = 'The above exception was the direct cause of the following exception:'
  const [cause, effect] = exc_text!.split(`\n\n${joint}\n\n`)
  expect(cause).toMatch(/^RangeError: out of pears\n\s+at .*formatter\.test\.ts/)
  expect(effect).toMatch(/^TypeError: deliberately thrown\n\s+at .*failing.*formatter\.test\.ts/)
  expect(stack_info).toMatch(/^Stack \(most recent call first\):\n\s+at .*failing.*formatter\.test\.ts/)
  expect(root.stream.text).toBe(`root -> ERROR: failed\n${exc_text}\n${stack_info}\n`)
})
