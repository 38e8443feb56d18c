// The bounds of what is looked through, and each kind of value that has nothing to hide or something.
import { afterEach, describe, expect, test } from 'vitest'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { captureStderr } from '../testing/captureStderr.js'
import { ListHandler } from '../testing/listHandler.js'
import { resetLogging } from '../testing/realmState.js'
import { getLogger } from '../tree/manager.js'
import { Redactor } from './redactor.js'

afterEach(resetLogging)

const byPath = new Redactor({ paths: ['**.secret'] })
const byPattern = new Redactor({ patterns: [/hunter\d/] })
const HIDDEN = '[redacted]'

function nested(depth: number, leaf: unknown, make: (inner: unknown) => unknown): unknown {
  return depth === 0 ? leaf : make(nested(depth - 1, leaf, make))
}

function innermost(value: unknown): unknown {
  let at = value
  while (typeof at === 'object' && at !== null && ('a' in at || Array.isArray(at)))
    at = Array.isArray(at) ? at[0] : (at as { a: unknown }).a
  return at
}

test('what no path leads into is not looked at: it stays as it is, circles and all', () => {
  const own: Record<string, unknown> = { secret: 1 }
  own['own'] = own
  const shown = new Redactor({ paths: ['secret'] }).redact({ secret: 1, user: own }) as Record<string, unknown>
  expect(shown['secret']).toBe(HIDDEN)
  expect(shown['user']).toBe(own)
})

test('each of three redactors takes out its own, and keeps what those before it have taken out', () => {
  const record = makeLogRecord({ msg: 'id %d, pin %d and %s', args: [12345, 678, 'cat'] })
  const found = (...patterns: RegExp[]) => new Redactor({ patterns })
  const first = found(/\d{5}/).filter(record) as LogRecord
  const second = found(/pin \d+/).filter(first) as LogRecord
  const third = found(/cat/).filter(second) as LogRecord
  expect([record, first, second, third].map((each) => each.getMessage())).toEqual([
    'id 12345, pin 678 and cat',
    'id [redacted], pin 678 and cat',
    'id [redacted], [redacted] and cat',
    'id [redacted], [redacted] and [redacted]',
  ])
})

test('a record that cannot be looked through is replaced, and reported', () => {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  const record = makeLogRecord({ name: 'app', levelno: 40, msg: 'hunter2 %s', user: 'ann' })
  record.args = proxy
  let shown: unknown
  expect(captureStderr(() => (shown = byPattern.filter(record)))).toContain('TypeError')
  expect(shown).toMatchObject({ name: 'app', levelno: 40, created: record.created, args: null })
  expect((shown as LogRecord).getMessage()).toBe('<a record that could not be redacted>')
  expect(shown).not.toHaveProperty('user')
})

describe('bounds', () => {
  const inObject = (inner: unknown): unknown => ({ a: inner })
  const inList = (inner: unknown): unknown => [inner]

  test('thirty deep', () => {
    expect(innermost(byPath.redact(nested(29, { secret: 1 }, inObject)))).toEqual({ secret: HIDDEN })
    expect(innermost(byPath.redact(nested(30, { secret: 1 }, inObject)))).toBe('[Object]')
    expect(innermost(byPath.redact(nested(30, [1], inList)))).toBe('[Array]')
    expect(innermost(byPattern.redact(nested(29, { x: 'hunter2' }, inObject)))).toEqual({ x: HIDDEN })
    expect(innermost(byPattern.redact(nested(30, { x: 'hunter2' }, inObject)))).toBe('[Object]')
  })

  test('fifty thousand values of a list', () => {
    const list = (length: number): unknown[] =>
      byPattern.redact(['hunter2', ...Array.from({ length: length - 1 }, () => 'x')]) as unknown[]
    expect([list(50_000).length, list(50_000).at(-1), list(50_000)[0]]).toEqual([50_000, 'x', HIDDEN])
    expect([list(50_001).length, list(50_001).at(-1)]).toEqual([50_001, '... 1 more'])
    const clean = Array.from({ length: 50_002 }, () => 'x')
    expect((byPattern.redact(clean) as unknown[]).slice(-2)).toEqual(['x', '... 2 more'])
  })

  test('fifty thousand values of an object and a Map', () => {
    const entries = (length: number): [string, string][] => Array.from({ length }, (_, i) => [`k${i}`, 'x'])
    const whole = Object.fromEntries(entries(50_000))
    expect(byPattern.redact(whole)).toBe(whole)
    const cut = byPattern.redact(Object.fromEntries(entries(50_002))) as Record<string, string>
    expect([Object.keys(cut).length, cut['...'], cut['k49999'], cut['k50000']]).toEqual([
      50_001,
      '2 more',
      'x',
      undefined,
    ])
    const map = new Map(entries(50_000))
    expect(byPattern.redact(map)).toBe(map)
    expect((byPattern.redact(new Map(entries(50_001))) as Map<string, string>).size).toBe(50_000)
  })

  test('objects behind the last value are left out', () => {
    const values = [...Array.from({ length: 49_999 }, () => 'x'), [1], [2]]
    const shown = byPattern.redact(values) as unknown[]
    expect(shown.slice(-2)).toEqual(['[Array]', '... 1 more'])
    const inObjects = [...Array.from({ length: 49_999 }, () => 'x'), { a: 1 }]
    expect((byPattern.redact(inObjects) as unknown[]).at(-1)).toBe('[Object]')
    const left = [...Array.from({ length: 49_998 }, () => 'x'), [1]]
    expect(byPattern.redact(left)).toBe(left)
  })
})

test.each<[string, unknown]>([
  ['null', null],
  ['undefined', undefined],
  ['a boolean', true],
  ['a number', 5],
  ['a text', 'plain'],
  ['an empty list', []],
  ['an object', { a: [1, new Map([[1, new Set([2])]])] }],
  ['bytes', Uint8Array.of(1)],
  ['a date', new Date(0)],
  ['an error', new Error('plain')],
  ['a function', (): void => {}],
])('%s has nothing to hide', (_, value) => {
  expect(byPath.redact(value)).toBe(value)
  expect(byPattern.redact(value)).toBe(value)
})

test('a proxy that does not answer, and a circle', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(byPattern.redact({ proxy })).toEqual({ proxy: '<unreadable object>' })
  const own: Record<string, unknown> = { secret: 1 }
  own['own'] = own
  expect(byPath.redact(own)).toEqual({ secret: HIDDEN, own: '[Circular]' })
})

test.each<[string, unknown, unknown]>([
  ['a number', 12345, HIDDEN],
  ['a bigint', 12345n, HIDDEN],
  ['in a list', [1, 12345], [1, HIDDEN]],
  ['in a Set', new Set([12345, 2]), new Set([HIDDEN, 2])],
  ['in a Map', new Map<unknown, unknown>([['a', 12345]]), new Map([['a', HIDDEN]])],
  ['as a key of a Map', new Map([[12345, 'a']]), new Map([[HIDDEN, 'a']])],
  ['as a key', { 'id 12345': 1 }, { 'id [redacted]': 1 }],
  ['as two keys', { 12345: 1, 12346: 2 }, { [HIDDEN]: 1, [`${HIDDEN} 2`]: 2 }],
  ['what toString gives', { toString: () => '12345' }, HIDDEN],
  ['what toJSON gives', { toJSON: () => ({ a: 12345 }) }, { a: HIDDEN }],
  ['what toJSON gives itself', { toJSON: () => 5 }, undefined],
])('digits that a pattern finds: %s', (_, value, shown) => {
  const redactor = new Redactor({ patterns: ['\\d{5}'] })
  if (shown === undefined) expect(redactor.redact(value)).toBe(value)
  else expect(redactor.redact(value)).toEqual(shown)
})

test.each<[string, Error, object]>([
  ['its message', new Error('is hunter2'), { message: 'is [redacted]' }],
  ['its field', Object.assign(new Error('x'), { code: 'hunter2' }), { message: 'x', code: HIDDEN }],
  ['a key', Object.assign(new Error('x'), { hunter2: 1 }), { [HIDDEN]: 1 }],
  ['its cause', new Error('x', { cause: 'hunter2' }), { cause: HIDDEN }],
  ['an error in it', new AggregateError(['hunter2'], 'x'), { errors: [HIDDEN] }],
])('of an error: %s', (_, error, shown) => {
  const copy = byPattern.redact(error) as Error
  expect(copy).not.toBe(error)
  expect(copy).toBeInstanceOf(Error)
  expect(copy).toMatchObject(shown)
  expect(copy.stack).not.toContain('hunter2')
})

test('a message that a path names is gone from the stack, also one that is an expression', () => {
  const redactor = new Redactor({ paths: ['exc_info.message'] })
  const list = new ListHandler()
  list.addFilter(redactor)
  getLogger('red').addHandler(list)
  const error = Object.assign(new Error('$& (x)'), { stack: 'Error: $& (x)\n at $& (x)' })
  getLogger('red').error('failed', { exc_info: error })
  expect((list.records[0]!.exc_info as Error).stack).toBe(`Error: ${HIDDEN}\n at ${HIDDEN}`)
  const empty = Object.assign(new Error(''), { stack: 'Error\n at x' })
  getLogger('red').error('failed', { exc_info: empty })
  expect((list.records[1]!.exc_info as Error).stack).toBe('Error\n at x')
})

type Attributes = Readonly<Record<string, unknown>>

describe('records', () => {
  const filtered = (attributes: Attributes): unknown => byPattern.filter(makeLogRecord(attributes))

  test.each<[string, Attributes]>([
    ['a text', { msg: 'plain' }],
    ['arguments', { msg: '%s is %d', args: ['x', 5] }],
    ['fields', { msg: 'x', user: 'ann' }],
    ['one that does not merge', { msg: '%d', args: ['x'] }],
    ['an error', { msg: 'x', exc_info: new Error('x') }],
    ['texts of an error and a stack', { msg: 'x', exc_text: 'e', stack_info: 's' }],
  ])('%s without a secret passes as it is', (_, attributes) => {
    expect(filtered(attributes)).toBe(true)
  })

  test.each<[string, Attributes, object]>([
    ['the message', { msg: 'hunter2 50%' }, { msg: '[redacted] 50%', args: null }],
    ['the format', { msg: 'hunter2 %s', args: ['x'] }, { msg: '[redacted] x', args: null }],
    ['an argument', { msg: '%s', args: ['hunter2'] }, { msg: '%s', args: [HIDDEN] }],
    ['both together', { msg: 'hunter%d', args: [2] }, { msg: HIDDEN, args: null }],
    ['a format that does not merge', { msg: 'hunter2 %d', args: ['x'] }, { msg: '[redacted] %d', args: ['x'] }],
    ['an argument that does not merge', { msg: '%d', args: ['hunter2'] }, { msg: '%d', args: [HIDDEN] }],
    ['a field', { msg: 'x', user: 'hunter2' }, { msg: 'x', user: HIDDEN }],
    ['texts', { msg: 'x', exc_text: 'hunter2', stack_info: 'hunter3' }, { exc_text: HIDDEN, stack_info: HIDDEN }],
  ])('%s', (_, attributes, shown) => {
    const record = makeLogRecord(attributes)
    const copy = byPattern.filter(record)
    expect(copy).toMatchObject(shown)
    expect(copy).not.toBe(record)
    expect(record).toMatchObject(attributes)
  })

  test('numbers that do not merge are looked at by their texts', () => {
    const redactor = new Redactor({ patterns: [/\d{5}/] })
    const shown = redactor.filter(makeLogRecord({ msg: '%d %d %d', args: [12345, 12346n] }))
    expect(shown).toMatchObject({ msg: '%d %d %d', args: [HIDDEN, HIDDEN] })
    expect(redactor.filter(makeLogRecord({ msg: '%d %d %d', args: [1, 2n] }))).toBe(true)
  })

  test('a field whose key is a secret gets another one', () => {
    const copy = byPattern.filter(makeLogRecord({ msg: 'x', hunter2: 5, [HIDDEN]: 6 })) as never
    expect(copy).toMatchObject({ [HIDDEN]: 6, [`${HIDDEN} 2`]: 5 })
    expect(copy).not.toHaveProperty('hunter2')
  })
})

describe('what is refused', () => {
  test.each<[object, string]>([
    [{ colour: 1 }, "Redactor: unknown option 'colour'; there are: paths patterns censor"],
    [{ censor: 5 }, 'censor: expected a string, not 5'],
    [{ patterns: [5] }, 'patterns[0]: expected a regular expression, not 5'],
    [{ patterns: ['a', 'b*'] }, "patterns[1]: 'b*' finds the empty text"],
    [{ patterns: [/^/] }, "patterns[0]: '^' finds the empty text"],
    [{ paths: [5] }, "paths[0]: expected a path, such as 'user.password', 'users[*].token' or '**.secret', not 5"],
    [
      { paths: ['a', 'b.'] },
      "paths[1]: expected a path, such as 'user.password', 'users[*].token' or '**.secret', not 'b.'",
    ],
  ])('%o', (options, message) => {
    let text = ''
    try {
      text = String(new Redactor(options))
    } catch (error) {
      text = (error as Error).message
    }
    expect(text).toBe(message)
  })

  test('an expression that is none says why', () => {
    expect(() => new Redactor({ patterns: ['('] })).toThrow(/^patterns\[0\]: Invalid regular expression: /)
  })
})
