import { afterEach, expect, test, vi } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { getLogger } from '../tree/manager.js'
import { Handler } from '../handlers/handler.js'
import { keptFields, LogRecord, makeLogRecord } from '../records/record.js'
import { captureStderr, resetLogging } from '../testing/index.js'
import { fromWire, toWire, toWireLine } from './wire.js'

afterEach(resetLogging)

class Sender extends Handler {
  readonly lines: string[] = []
  override emit(record: LogRecord): void {
    this.lines.push(toWireLine(record, { seq: this.lines.length + 1 }))
  }
}

function sent(log: (logger: ReturnType<typeof getLogger>) => void): Record<string, unknown> {
  const sender = new Sender()
  getLogger('page.ui').addHandler(sender)
  log(getLogger('page.ui'))
  return JSON.parse(sender.lines[0]!)
}

test('a record travels with its text, error, caller and fields', () => {
  function click(): Record<string, unknown> {
    return sent((logger) =>
      logger.error('saved %(what)s', { what: 'it', n: 2n }, { exc_info: new Error('boom'), extra: { user: 'ann' } }),
    )
  }
  const wire = click()
  expect(wire).toMatchObject({ seq: 1, name: 'page.ui', levelno: 40, levelname: 'ERROR', msg: 'saved it' })
  expect(wire['fields']).toEqual({ what: 'it', n: 2, user: 'ann' })
  const record = fromWire(wire)
  const formatter = new Formatter('%(name)s %(levelname)s %(filename)s %(user)s %(message)s')
  expect(formatter.format(record)).toMatch(/^page.ui ERROR wire.test.ts ann saved it\nError: boom\n/)
  expect(record.created).toBe(wire['created'])
})

test('fields are shown where the record arrives, as where it was made', () => {
  const arrived = (...args: unknown[]): LogRecord => fromWire(sent((logger) => logger.error('50%% started', ...args)))
  const record = arrived({ port: 3000, name: 'ann' })
  expect(new Formatter().format(record)).toBe('50% started port=3000 name_=ann')
  expect(new Formatter('%(name_)s [%(fields)s] %(message)s').format(record)).toBe(
    'ann [port=3000 name_=ann] 50% started',
  )
  expect(new JSONFormatter({ keys: { message: 'message' } }).format(record)).toBe(
    '{"message":"50% started","port":3000,"name_":"ann"}',
  )
  expect(new Formatter().format(arrived({ port: 3000 }, { extra: { user: 'ann' } }))).toBe('50% started port=3000')
  expect(new Formatter().format(arrived({ extra: { user: 'ann' } }))).toBe('50%% started')
  for (const given of [-1, 'x', null, Number.NaN, 1e9])
    expect(new Formatter().format(fromWire({ ...toWire(record), given }))).toMatch(
      /^50% started( port=3000 name_=ann)?$/,
    )
  // Sent on by another handler they are the same.
  expect(toWire(record).fields).toEqual({ port: 3000, name_: 'ann' })
})

test.each<[string, unknown, object, string]>([
  ['undefined', { a: undefined, port: 1, b: undefined }, { user: 'ann' }, 'port=1'],
  [
    'undefined of a Map',
    new Map<unknown, unknown>([
      ['a', undefined],
      [1, 'x'],
      ['1', 'y'],
    ]),
    { user: 'ann' },
    '1=y',
  ],
  ['its own text', { toJSON: () => 'x', port: 1 }, { user: 'ann' }, 'port=1'],
  ['nothing', { a: undefined }, { user: 'ann' }, ''],
  ['undefined that extra fills', { a: undefined, port: 1 }, { a: 2, user: 'ann' }, 'a=2 port=1'],
])('of a mapping with %s, what arrives is shown, and nothing of extra', (_, mapping, extra, text) => {
  const wire = sent((logger) => logger.error('started', mapping, { extra }))
  expect(new Formatter().format(fromWire(wire))).toBe(`started ${text}`.trim())
  expect(wire['given']).toBe(text === '' ? undefined : text.split(' ').length)
})

test('the stack of an error among the fields arrives', () => {
  const wire = sent((logger) => logger.error('failed', { err: new RangeError('boom'), id: 7 }))
  expect(new Formatter('%(message)s').format(fromWire(wire))).toMatch(/^failed\nRangeError: boom\n +at /)
})

test('hostile values travel as text', () => {
  const cyclic: { self?: object } = {}
  cyclic.self = cyclic
  const wire = sent((logger) => logger.warning('x', { extra: { cyclic, bad: Symbol('s'), fine: 1 } }))
  expect(wire['fields']).toMatchObject({ fine: 1 })
})

test.each<[string, unknown]>([
  ['name', 5],
  ['levelno', 'ERROR'],
  ['levelno', 2.5],
  ['levelname', null],
  ['created', NaN],
  ['created', '5'],
  ['created', 8.65e12],
  ['exc_text', 5],
  ['stack_info', { at: 1 }],
  ['pathname', 5],
  ['funcName', []],
  ['lineno', 'x'],
])('a record whose %s is %o arrives', (key, value) => {
  const record = makeLogRecord({ name: 'app', msg: 'x', levelno: 20, levelname: 'INFO' })
  record[key] = value
  const arrived = fromWire(JSON.parse(toWireLine(record, {}, { caller: true })))
  expect(arrived.getMessage()).toBe('x')
  expect(arrived.created).toBeGreaterThan(1.6e9)
})

test('where no clock works, the time is 0', () => {
  vi.spyOn(Date, 'now').mockReturnValue(NaN)
  expect(toWire(makeLogRecord({ created: NaN })).created).toBe(0)
  vi.restoreAllMocks()
})

test('a message that does not merge travels as format and arguments', () => {
  captureStderr(() => expect(sent((logger) => logger.warning('loaded' as string, 42))['msg']).toBe('loaded (42,)'))
})

test('fields never hide the record’s own attributes or its methods', () => {
  const record = fromWire({
    name: 'n',
    levelno: 20,
    levelname: 'INFO',
    msg: '100%',
    created: 1,
    fields: JSON.parse('{"name":"evil","getMessage":1,"__proto__":{"p":1},"ok":1}'),
  })
  expect([record.name, record.getMessage(), record['ok'], record['p']]).toEqual(['n', '100%', 1, undefined])
  expect([record['name_'], record['getMessage_']]).toEqual(['evil', 1])
  expect(Object.getPrototypeOf(record)).toBe(LogRecord.prototype)
})

test('process and thread are the sender’s', () => {
  const received = fromWire({
    name: 'n',
    levelno: 20,
    levelname: 'INFO',
    msg: 'm',
    created: 1,
    threadName: 'w',
    process: 'x',
  })
  expect([received.process, received.processName, received.threadName]).toEqual([0, 'MainProcess', 'w'])
  const record = makeLogRecord({ name: 'n', threadName: 'Thread-2', thread: 2 })
  expect(toWire(record)).toMatchObject({ threadName: 'Thread-2', thread: 2 })
  expect(toWire(record)).not.toHaveProperty('process')
})

test.each([
  [null, 'a record must be an object'],
  [[], 'a record must be an object'],
  [{ levelno: 20, levelname: 'INFO', msg: 'm', created: 1 }, 'name: expected a string'],
  [{ name: 'n', levelno: '20', levelname: 'INFO', msg: 'm', created: 1 }, 'levelno: expected an integer'],
  [
    { name: 'n', levelno: 20, levelname: 'INFO', msg: 'm', created: 1e300 },
    'created: expected seconds since the epoch',
  ],
  [{ name: 'n', levelno: 20, levelname: 'INFO', msg: {}, created: 1 }, 'msg: expected a string'],
  [{ name: 'n', levelno: 20, levelname: 'INFO', msg: 'm', created: 1, fields: [] }, 'fields: expected an object'],
])('refuses %o', (wire, message) => {
  expect(() => fromWire(wire)).toThrow(new TypeError(message))
})

const LEAST = { name: 'n', levelno: 20, levelname: 'INFO', msg: 'm', created: 1 }

test('what a record that arrives does not say is unknown, or a page’s', () => {
  expect(fromWire(LEAST)).toMatchObject({
    ...LEAST,
    args: null,
    exc_info: null,
    exc_text: null,
    stack_info: null,
    pathname: '(unknown file)',
    lineno: 0,
    funcName: '(unknown function)',
    process: 0,
    processName: 'MainProcess',
    thread: 0,
    threadName: 'MainThread',
  })
  const more = { exc_text: 'e', stack_info: 's', pathname: '/a.js', lineno: 7, funcName: 'f', process: 3, thread: 4 }
  expect(fromWire({ ...LEAST, ...more, processName: 'P' })).toMatchObject({ ...more, processName: 'P' })
})

test.each<[string, unknown, unknown]>([
  ['lineno', '7', 0],
  ['lineno', 1.5, 0],
  ['processName', 5, 'MainProcess'],
  ['thread', '4', 0],
  ['created', 8.64e12, 8.64e12],
  ['created', -8.64e12, -8.64e12],
  ['levelno', -5, -5],
  ['levelno', 2 ** 53 - 1, 2 ** 53 - 1],
])('%s: %j arrives as %j', (key, value, arrived) => {
  expect(fromWire({ ...LEAST, [key]: value })).toHaveProperty(key, arrived)
})

test.each<[string, unknown, string]>([
  ['created', 8.64e12 + 1, 'seconds since the epoch'],
  ['created', Number.NaN, 'seconds since the epoch'],
  ['created', '1', 'seconds since the epoch'],
  ['levelno', 1.5, 'an integer'],
  ['levelname', 5, 'a string'],
  ['exc_text', 5, 'a string'],
  ['stack_info', {}, 'a string'],
  ['pathname', null, 'a string'],
  ['funcName', 1, 'a string'],
  ['fields', null, 'an object'],
  ['fields', 'x', 'an object'],
])('%s: %j is refused', (key, value, wanted) => {
  expect(() => fromWire({ ...LEAST, [key]: value })).toThrow(new TypeError(`${key}: expected ${wanted}`))
})

test('of the fields that arrive the first are the call’s', () => {
  const fields = { a: 1, name: 2, b: 3 }
  const shown = (given?: unknown): unknown => keptFields(fromWire({ ...LEAST, fields, given }))
  expect([shown(1), shown(2), shown(3), shown(9)]).toEqual([
    { a: 1 },
    { a: 1, name_: 2 },
    { a: 1, name_: 2, b: 3 },
    { a: 1, name_: 2, b: 3 },
  ])
  expect([shown(0), shown(-1), shown(), shown('x')]).toEqual([undefined, undefined, undefined, undefined])
  const twice = fromWire({ ...LEAST, fields: { name: 1, name_: 2 } })
  expect([twice['name_'], twice['name__']]).toEqual([1, 2])
})

test('what a record has travels, and no more', () => {
  const record = makeLogRecord({ name: null, levelno: 20, levelname: 'INFO', msg: 'm', created: 1, args: null })
  expect(toWire(record, { caller: false })).toEqual({ ...LEAST, name: 'root' })
  Object.assign(record, { exc_text: 'kept', exc_info: new Error('boom'), stack_info: 'stack', pathname: null })
  expect(toWire(record, { caller: true })).toEqual({
    ...LEAST,
    name: 'root',
    exc_text: 'kept',
    stack_info: 'stack',
    pathname: '',
    lineno: 0,
    funcName: '',
  })
  Object.assign(record, { exc_text: null, toJSON: () => 'own', user: undefined, at: 'x' })
  const wire = toWire(record, { caller: false })
  expect([wire.exc_text?.split('\n')[0], { ...wire.fields }]).toEqual(['Error: boom', { at: 'x' }])
})

test('an object among the fields is cut, a text that is a field is not', () => {
  const record = makeLogRecord({ msg: 'm', long: 'x'.repeat(20_000), inside: { text: 'y'.repeat(20_000) } })
  const lengths = (line: string): number[] => {
    const { fields } = JSON.parse(line) as { fields: { long: string; inside: { text: string } } }
    return [fields.long.length, JSON.stringify(fields.inside).length]
  }
  const [long, inside] = lengths(toWireLine(record))
  expect([long, inside! > 15_000, inside! < 17_000]).toEqual([20_000, true, true])
  expect(lengths(toWireLine(record, {}, { maxInside: 100 }))[1]).toBeLessThan(300)
  expect(lengths(toWireLine(record, {}, { maxInside: Infinity }))).toEqual([20_000, 20_011])
})
