import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { type LogRecord as Event, SeverityNumber } from '@opentelemetry/api-logs'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { Formatter, getLogger, JSONFormatter, type LogRecord } from '@treeline/core'
import { captureStderr, HOSTILE, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OpenTelemetryHandler } from './openTelemetryHandler.js'
import { levelOf, severityOf } from './severity.js'
import { TreeLoggerProvider } from './treeLoggerProvider.js'
import { TreeLogRecordProcessor } from './treeLogRecordProcessor.js'

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }

let list: ListHandler

beforeEach(() => {
  list = new ListHandler()
  getLogger().addHandler(list)
  getLogger().setLevel('DEBUG')
})
afterEach(resetLogging)

/** The two ways into the tree: each gives a logger of OpenTelemetry. */
const WAYS = [
  ['a provider', () => new TreeLoggerProvider({ prefix: 'otel.' })],
  [
    'a processor of the SDK',
    () => new LoggerProvider({ processors: [new TreeLogRecordProcessor({ prefix: 'otel.' })] }),
  ],
] as const

describe.each(WAYS)('through %s', (_name, make) => {
  const received = (event: Event): LogRecord => {
    make().getLogger('lib.http').emit(event)
    expect(list.records).toHaveLength(1)
    return list.records[0]!
  }

  test('an event becomes a record of the logger of its scope', () => {
    const record = received({
      body: '100% of %s done',
      severityNumber: SeverityNumber.WARN,
      severityText: 'WARN',
      timestamp: [1764244800, 123456000],
      attributes: { user: 'ann', name: 'taken' },
    })
    expect(record.getMessage()).toBe('100% of %s done')
    expect([record.name, record.levelno, record.levelname]).toEqual(['otel.lib.http', 30, 'WARN'])
    expect(record.created).toBeCloseTo(1764244800.123456, 5)
    expect([record['user'], record['name_']]).toEqual(['ann', 'taken'])
    expect(new Formatter('%(message)s [%(fields)s]').format(record)).toBe('100% of %s done [user=ann name_=taken]')
    expect(Object.hasOwn(record, 'process')).toBe(false)
  })

  test('error, place and span have their own', () => {
    const record = received({
      body: 'failed',
      severityNumber: 17,
      attributes: {
        'exception.stacktrace': 'Error: x\n    at f (a.js:1:1)',
        'exception.type': 'Error',
        'code.filepath': '/srv/a.js',
        'code.line.number': 7,
        'code.function': 'f',
      },
      context: trace.setSpanContext(ROOT_CONTEXT, SPAN),
    })
    expect([record.levelname, record.pathname, record.lineno, record.funcName]).toEqual(['ERROR', '/srv/a.js', 7, 'f'])
    expect(new Formatter('%(message)s').format(record)).toBe('failed\nError: x\n    at f (a.js:1:1)')
    expect(JSON.parse(new JSONFormatter().format(record))).toMatchObject({
      'exception.type': 'Error',
      trace_id: SPAN.traceId,
      span_id: SPAN.spanId,
      trace_flags: '01',
    })
  })

  test.each([
    [{ body: { a: [1] } }, '{"a":[1]}'],
    [{ body: 7 }, '7'],
    [{}, ''],
    [{ eventName: 'http.request', body: { status: 200 } }, 'http.request'],
  ])('the message of %j is %s', (event, message) => {
    expect(received(event as Event).getMessage()).toBe(message)
  })

  test('what the logger does not hear makes no record', () => {
    getLogger('otel.lib').setLevel('ERROR')
    const logger = make().getLogger('lib.http')
    logger.emit({ body: 'x', severityNumber: 9 })
    expect(list.records).toEqual([])
    if (make() instanceof TreeLoggerProvider)
      expect([logger.enabled({ severityNumber: 9 }), logger.enabled({ severityNumber: 17 })]).toEqual([false, true])
  })
})

test('hostile events throw nothing', () => {
  const logger = new TreeLoggerProvider().getLogger('lib')
  const processor = new TreeLogRecordProcessor()
  captureStderr(() => {
    for (const hostile of HOSTILE) {
      const value = hostile() as never
      const scope = { instrumentationScope: { name: 'lib' }, hrTime: [1, 1] as [number, number] }
      for (const event of [
        { body: value, attributes: { value }, severityNumber: 9 },
        { body: 'x', severityText: value, severityNumber: value, timestamp: value, attributes: value },
        { body: 'x', eventName: value, attributes: {} },
      ]) {
        logger.emit(event)
        processor.onEmit({ ...scope, ...event })
      }
      processor.onEmit(value)
    }
    logger.emit({ body: 'still here', severityNumber: 9 })
  })
  expect(list.records.at(-1)!.getMessage()).toBe('still here')
})

test('nothing goes round where both directions are in use', () => {
  const exporter = new InMemoryLogRecordExporter()
  const processors = [new TreeLogRecordProcessor(), new SimpleLogRecordProcessor({ exporter })]
  const provider = new LoggerProvider({ processors })
  getLogger().addHandler(new OpenTelemetryHandler({ provider }))
  getLogger('ours').info('ours')
  provider.getLogger('theirs').emit({ body: 'theirs', severityNumber: 9 })
  expect(list.records.map((record) => record.getMessage())).toEqual(['ours', 'theirs'])
  expect(exporter.getFinishedLogRecords().map(({ body }) => body)).toEqual(['ours', 'theirs'])
})

test("an exception that was emitted is the record's", () => {
  const error = new Error('x')
  new TreeLoggerProvider().getLogger('lib').emit({ body: 'failed', exception: error, context: context.active() })
  expect(list.records[0]!.exc_info).toBe(error)
})

test('severities come back as they went', () => {
  const all = Array.from({ length: 24 }, (_, i) => i + 1)
  expect(all.map(levelOf).map(severityOf)).toEqual(all)
  expect(levelOf(0)).toBe(20)
  expect(levelOf(undefined)).toBe(20)
})

test('wrong options are refused', () => {
  expect(() => new TreeLoggerProvider({ prefix: 1 as never })).toThrow('prefix: expected a string, not 1')
  expect(() => new TreeLogRecordProcessor({ prefx: 'a' } as never)).toThrow('did you mean prefix?')
})
