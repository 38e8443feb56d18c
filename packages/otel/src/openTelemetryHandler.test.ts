import { context, logs as apiLogs, type Span, TraceFlags } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { Formatter, getLogger, MemoryHandler, makeLogRecord, QueueHandler, Queue, QueueListener } from '@treeline/core'
import { ContextFilter } from '@treeline/core/context'
import { captureStderr, handlerContract, HOSTILE, resetLogging } from '@treeline/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OpenTelemetryHandler } from './openTelemetryHandler.js'

const tracer = new BasicTracerProvider().getTracer('test')
const log = getLogger('shop.cart')

let exporter: InMemoryLogRecordExporter
let provider: LoggerProvider
let handler: OpenTelemetryHandler

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => context.disable())
beforeEach(() => {
  exporter = new InMemoryLogRecordExporter()
  provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  handler = new OpenTelemetryHandler({ provider })
  log.addHandler(handler)
  log.setLevel('DEBUG')
})
afterEach(resetLogging)

function only(): ReadableLogRecord {
  expect(exporter.getFinishedLogRecords()).toHaveLength(1)
  return exporter.getFinishedLogRecords()[0]!
}

test('body, severity, scope and fields', () => {
  log.info(
    '%d items',
    3,
    { user: 'ann', extra: { tenant: 'acme' } },
    { extra: { deep: { list: [1, null, 'x', true] } } },
  )
  const record = only()
  expect(record.body).toBe('3 items')
  expect([record.severityNumber, record.severityText]).toEqual([9, 'INFO'])
  expect(record.instrumentationScope.name).toBe('shop.cart')
  expect(record.attributes).toMatchObject({ user: 'ann', deep: { list: [1, null, 'x', true] } })
  expect(record.droppedAttributesCount).toBe(0)
})

test.each<[string, object]>([
  ['an id of another kind', { trace_id: '9f1c2d3e-uuid' }],
  ['a span without a trace', { span_id: 12 }],
  ['16 digits', { trace_id: '0123456789abcdef', span_id: '0123456789abcdef' }],
])('ids that are no span are attributes: %s', (_, ids) => {
  log.info('x', { extra: ids })
  expect(only().attributes).toMatchObject(ids)
  expect(only().spanContext).toBeUndefined()
})

test("the time is the record's, to the microsecond", () => {
  handler.handle(makeLogRecord({ name: 'a', levelno: 20, levelname: 'INFO', msg: 'x', created: 1764244800.123456 }))
  expect(only().hrTime).toEqual([1764244800, 123456000])
  expect(only().hrTimeObserved).toEqual([1764244800, 123456000])
})

test('a time right before a second is the second, without a whole one of nanoseconds', () => {
  handler.handle(makeLogRecord({ name: 'a', levelno: 20, levelname: 'INFO', msg: 'x', created: 1764244799.9999998 }))
  expect(only().hrTime).toEqual([1764244800, 0])
})

test('the place of the call', () => {
  log.info('here')
  const { attributes } = only()
  expect(attributes['code.file.path']).toMatch(/openTelemetryHandler\.test\.ts$/)
  expect(attributes['code.line.number']).toBeGreaterThan(10)
  expect(attributes).toHaveProperty(['code.function.name'])
})

test('an error: type, message, stack with its causes', () => {
  log.error('failed', new TypeError('no such item', { cause: new Error('first') }))
  const { attributes, body } = only()
  expect(body).toBe('failed')
  expect(attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'no such item' })
  expect(attributes['exception.stacktrace']).toMatch(/Error: first[^]*TypeError: no such item/)
  expect(attributes).not.toHaveProperty(['exc_info'])
})

test('what was thrown and is no error', () => {
  log.error('failed', { exc_info: 'a text' })
  expect(only().attributes).toMatchObject({ 'exception.message': 'a text' })
  expect(only().attributes).not.toHaveProperty(['exception.type'])
})

test('a field under a name of the conventions gets an underscore', () => {
  log.error('x', { 'exception.type': 'mine', '': 1, ['__proto__']: 2, error: new Error('e') })
  expect(only().attributes).toMatchObject({ 'exception.type': 'Error', 'exception.type_': 'mine', _: 1, __proto___: 2 })
})

test("the formatter's text, where there is one", () => {
  handler.setFormatter(new Formatter('%(name)s: %(message)s'))
  log.info('x')
  expect(only().body).toBe('shop.cart: x')
})

function inSpan<T>(work: (span: Span) => T): T {
  return tracer.startActiveSpan('work', (span) => {
    try {
      return work(span)
    } finally {
      span.end()
    }
  })
}

describe('the span', () => {
  test("that is active is the record's", () => {
    const ids = inSpan((span) => {
      log.info('x')
      return span.spanContext()
    })
    expect(only().spanContext).toMatchObject({
      traceId: ids.traceId,
      spanId: ids.spanId,
      traceFlags: TraceFlags.SAMPLED,
    })
  })

  test('none is none', () => {
    log.info('x')
    expect(only().spanContext).toBeUndefined()
  })

  test('is kept through a queue by a filter, and is no attribute', async () => {
    const queue = new Queue(-1)
    const queueHandler = new QueueHandler(queue)
    queueHandler.addFilter(new ContextFilter())
    const listener = new QueueListener(queue, handler)
    listener.start()
    log.handlers = [queueHandler]
    const ids = inSpan((span) => {
      log.info('x')
      return span.spanContext()
    })
    log.info('without')
    await listener.stop()
    const [first, second] = exporter.getFinishedLogRecords()
    expect(first!.spanContext).toMatchObject({ traceId: ids.traceId, spanId: ids.spanId, traceFlags: 1 })
    expect(Object.keys(first!.attributes).filter((key) => /trace|span/.test(key))).toEqual([])
    expect(second!.spanContext).toBeUndefined()
  })
})

test("levels of one's own, as OpenTelemetry's SDK for Python has them", () => {
  for (const level of [0, 3, 5, 9, 10, 11, 13, 19, 20, 25, 30, 40, 45, 50, 52, 99])
    handler.handle(makeLogRecord({ name: 'a', levelno: level, levelname: `L${level}`, msg: 'x' }))
  expect(exporter.getFinishedLogRecords().map(({ severityNumber }) => severityNumber)).toEqual([
    0, 1, 1, 4, 5, 6, 8, 8, 9, 12, 13, 17, 20, 21, 23, 24,
  ])
})

// That of the API itself is there since 1.10.
test.each([
  ['the API', apiLogs],
  ['api-logs', logs],
])('without a provider the global one of %s, also one that comes later', (_name, global) => {
  log.handlers = [new OpenTelemetryHandler()]
  log.info('lost')
  global.setGlobalLoggerProvider(provider)
  log.info('x')
  global.disable()
  log.info('lost too')
  expect(only().body).toBe('x')
})

test('a provider that throws is reported, once', () => {
  const failing = {
    getLogger: () => ({
      emit: () => {
        throw new Error('no disk')
      },
      enabled: () => true,
    }),
  }
  log.handlers = [new OpenTelemetryHandler({ provider: failing })]
  const said = captureStderr(() => {
    log.info('x')
    log.info('y')
  })
  expect(said.match(/no disk/g)).toHaveLength(1)
})

test('flush and close flush the provider, and leave it running', async () => {
  const memory = new MemoryHandler(10, { target: handler })
  memory.handle(makeLogRecord({ name: 'a', levelno: 20, levelname: 'INFO', msg: 'held' }))
  await memory.close()
  await handler.flush()
  await handler.close()
  expect(only().body).toBe('held')
})

test('wrong options are refused', () => {
  expect(() => new OpenTelemetryHandler({ provider: {} as never })).toThrow('provider: expected a LoggerProvider')
  expect(() => new OpenTelemetryHandler({ provider: null as never })).toThrow('provider: expected a LoggerProvider')
  expect(() => new OpenTelemetryHandler({ provder: provider } as never)).toThrow(
    "OpenTelemetryHandler: unknown option 'provder'; did you mean provider?",
  )
})

test('hostile fields arrive as plain data', () => {
  for (const make of HOSTILE) log.info('hostile', { extra: { value: make() } })
  const records = exporter.getFinishedLogRecords()
  expect(records.length).toBe(HOSTILE.length)
  for (const { attributes } of records) expect(() => JSON.stringify(attributes)).not.toThrow()
})

describe('the contract of handlers', () => {
  const cases = handlerContract(() => {
    const exporter = new InMemoryLogRecordExporter()
    const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
    return {
      handler: new OpenTelemetryHandler({ provider }),
      arrived: () => exporter.getFinishedLogRecords().map(({ body }) => String(body)),
    }
  })
  test.each(cases)('$name', ({ run }) => run())
})
