import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SentRecord } from './encoding.js'
import { otlp } from './otlp.js'
import { sentRecord } from '../testing/sentRecord.js'

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

const record = (more: Partial<SentRecord> = {}): SentRecord => sentRecord({ created: 1_795_234_043.231456, ...more })

interface Attribute {
  readonly key: string
  readonly value: unknown
}

interface Request {
  readonly resourceLogs: {
    readonly resource: { readonly attributes: Attribute[] }
    readonly scopeLogs: {
      readonly scope: object
      readonly logRecords: ({ attributes: Attribute[] } & Record<string, unknown>)[]
    }[]
  }[]
}

function encoded(...records: SentRecord[]): Request {
  return JSON.parse(otlp({ resource: { 'service.name': 'shop', port: 80 } }).encode(records)) as Request
}

function attributesOf(more: Partial<SentRecord>): Record<string, unknown> {
  const { attributes } = encoded(record(more)).resourceLogs[0]!.scopeLogs[0]!.logRecords[0]!
  const keys = attributes.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys).not.toContain('')
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value]))
}

test('a request has the resource, a scope for each logger, and the records of each', () => {
  const request = encoded(record(), record({ seq: 8, name: 'shop' }), record({ seq: 9 }))
  expect(request.resourceLogs).toHaveLength(1)
  expect(request.resourceLogs[0]!.resource).toEqual({
    attributes: [
      { key: 'service.name', value: { stringValue: 'shop' } },
      { key: 'port', value: { intValue: '80' } },
    ],
  })
  const { scopeLogs } = request.resourceLogs[0]!
  expect(scopeLogs.map(({ scope, logRecords }) => [scope, logRecords.length])).toEqual([
    [{ name: 'shop.cart' }, 2],
    [{ name: 'shop' }, 1],
  ])
  expect(scopeLogs[0]!.logRecords[0]).toEqual({
    timeUnixNano: '1795234043231456000',
    observedTimeUnixNano: '1795234043231456000',
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: 'added' },
    attributes: [{ key: 'log.record.uid', value: { stringValue: 'page:7' } }],
  })
})

test.each([
  [0, 1],
  [-5, 1],
  [5, 1],
  [10, 5],
  [19, 5],
  [20, 9],
  [30, 13],
  [40, 17],
  [50, 21],
  [90, 21],
  [Number.NaN, 1],
])('level %d is severity %d', (levelno, severity) => {
  const [logged] = encoded(record({ levelno })).resourceLogs[0]!.scopeLogs[0]!.logRecords
  expect(logged!['severityNumber']).toBe(severity)
})

test('values are of the types that they have', () => {
  const fields = {
    text: 'a',
    yes: true,
    int: 3,
    low: -1,
    real: 1.5,
    huge: 1e300,
    list: [1, 'b', null],
    map: { a: { b: 2 } },
    none: null,
  }
  expect(attributesOf({ fields })).toMatchObject({
    text: { stringValue: 'a' },
    yes: { boolValue: true },
    int: { intValue: '3' },
    low: { intValue: '-1' },
    real: { doubleValue: 1.5 },
    huge: { doubleValue: 1e300 },
    list: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'b' }, {}] } },
    map: {
      kvlistValue: {
        values: [{ key: 'a', value: { kvlistValue: { values: [{ key: 'b', value: { intValue: '2' } }] } } }],
      },
    },
    none: {},
  })
})

test('the error and the place of the call have the names of the semantic conventions', () => {
  const exc_text = 'RangeError: far\n    at f (a.js:1:2)'
  expect(attributesOf({ exc_text, stack_info: 'Stack:', pathname: '/a.js', lineno: 3, funcName: 'f' })).toEqual({
    'log.record.uid': { stringValue: 'page:7' },
    'exception.type': { stringValue: 'RangeError' },
    'exception.message': { stringValue: 'far' },
    'exception.stacktrace': { stringValue: exc_text },
    'code.file.path': { stringValue: '/a.js' },
    'code.line.number': { intValue: '3' },
    'code.function.name': { stringValue: 'f' },
    'code.stacktrace': { stringValue: 'Stack:' },
  })
})

test('a field forges nothing, and is not lost where it has the name of what is absent', () => {
  const fields = {
    'log.record.uid': 'forged',
    'log.record.uid_': 1,
    'exception.type': 'mine',
    'code.file.path': '/mine',
    '': 'empty',
  }
  expect(attributesOf({ fields, exc_text: 'Error: x' })).toMatchObject({
    'log.record.uid': { stringValue: 'page:7' },
    'log.record.uid_': { intValue: '1' },
    'log.record.uid__': { stringValue: 'forged' },
    'exception.type': { stringValue: 'Error' },
    'exception.type_': { stringValue: 'mine' },
    'code.file.path': { stringValue: '/mine' },
    _: { stringValue: 'empty' },
  })
})

test.each([[-1], [Number.NaN], ['NaN' as never], [1e300], [0]])(
  'of the time %s the observation is known',
  (created) => {
    const [logged] = encoded(record({ created })).resourceLogs[0]!.scopeLogs[0]!.logRecords
    expect(logged!['timeUnixNano']).toMatch(/^\d+$/)
    expect(logged!['observedTimeUnixNano']).toBe('1800000000000000000')
  },
)

test('a partial success counts, and another answer is none', () => {
  const { read } = otlp()
  expect(read!('')).toEqual({ refused: [] })
  expect(read!('{}')).toEqual({ refused: [] })
  expect(read!('{"partialSuccess":{}}')).toEqual({ refused: [] })
  expect(read!('{"partialSuccess":null}')).toEqual({ refused: [] })
  expect(read!('{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"x"}}')).toEqual({ refused: [0, 1] })
  expect(read!('{"partialSuccess":{"rejectedLogRecords":1}}')).toEqual({ refused: [0] })
  for (const count of ['-1', '"x"', '0']) {
    expect(read!(`{"partialSuccess":{"rejectedLogRecords":${count}}}`)).toEqual({ refused: [] })
  }
  expect(read!('{"partialSuccess":{"rejectedLogRecords":"1e18"}}').refused!.length).toBeLessThanOrEqual(100_000)
  expect(() => read!('<html>')).toThrow(SyntaxError)
  expect(() => read!('null')).toThrow(TypeError)
})

test('options that are wrong throw', () => {
  expect(() => otlp({ resources: {} } as never)).toThrow("otlp: unknown option 'resources'; there are: resource")
  expect(() => otlp({ resource: 'shop' as never })).toThrow("resource: expected an object, not 'shop'")
})
