// What a configuration may give each class, in the order of its positional parameters: an ini file counts its `args` by it.
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { dictConfig } from './config.node.js'

afterEach(resetLogging)

const BUFFER = 'buffering, flushIntervalMs, flushLevel'
const ROTATION = 'compress, maxTotalBytes, maxAgeSeconds, link, multiprocess'

function problemsOf(klass: string, kwargs: object = { zzzzzzzzzzz: 1 }): string[] {
  const part = { '()': klass, ...kwargs }
  try {
    dictConfig({ version: 1, formatters: { x: part as never } })
  } catch (error) {
    return (error as Error).message.split('\n').slice(1)
  }
  return []
}

test.each<[string, string, string[]?]>([
  ['logging.StreamHandler', 'stream'],
  ['logging.NullHandler', 'none'],
  ['logging.handlers.BufferingHandler', 'capacity', ['capacity']],
  ['logging.handlers.MemoryHandler', 'capacity, flushLevel, target, flushOnClose', ['capacity']],
  ['logging.Filter', 'name'],
  ['logging.Formatter', 'fmt, datefmt, style, validate, defaults, escapeControls'],
  ['logging.BufferingFormatter', 'linefmt'],
  ['logging.handlers.QueueHandler', 'queue'],
  ['queue.Queue', 'maxsize'],
  ['queue.SimpleQueue', 'maxsize'],
  ['logging.FileHandler', `filename, mode, encoding, delay, errors, ${BUFFER}`, ['filename']],
  [
    'logging.handlers.RotatingFileHandler',
    `filename, mode, maxBytes, backupCount, encoding, delay, errors, ${BUFFER}, ${ROTATION}`,
    ['filename'],
  ],
  [
    'logging.handlers.TimedRotatingFileHandler',
    `filename, when, interval, backupCount, encoding, delay, utc, atTime, errors, maxBytes, ${BUFFER}, ${ROTATION}`,
    ['filename'],
  ],
  [
    'logging.handlers.WatchedFileHandler',
    `filename, mode, encoding, delay, errors, checkIntervalMs, ${BUFFER}`,
    ['filename'],
  ],
  ['logging.handlers.SocketHandler', 'host, port, maxQueueBytes', ['host', 'port']],
  ['logging.handlers.DatagramHandler', 'host, port, maxQueueBytes', ['host', 'port']],
  [
    'logging.handlers.SysLogHandler',
    'address, facility, socktype, timeout, format, framing, appName, msgId, structuredDataId, tls, maxMessageBytes, ' +
      'maxQueueBytes',
  ],
  [
    'logging.handlers.SMTPHandler',
    'mailhost, fromaddr, toaddrs, subject, credentials, secure, timeout, capacity, flushIntervalMs, maxQueueRecords, ' +
      'tls, transport',
    ['mailhost', 'fromaddr', 'toaddrs', 'subject'],
  ],
  ['logging.handlers.NTEventLogHandler', 'appname, dllname, logtype', ['appname']],
  ['logging.handlers.JournalFormatter', 'fmt, datefmt, style, validate, defaults, formatter, fd'],
  ['logging.handlers.JournalHandler', 'identifier, path, maxQueueBytes'],
  [
    'logging.handlers.JournalRemoteHandler',
    'url, identifier, capacity, flushIntervalMs, flushLevel, maxQueueRecords, timeoutMs, tls',
    ['url'],
  ],
  [
    'logging.handlers.BufferingHTTPHandler',
    'url, capacity, maxBatchBytes, flushIntervalMs, flushLevel, maxQueueBytes, maxQueueRecords, maxRecordBytes, ' +
      'timeoutMs, credentials, headers, caller',
  ],
  ['logging.handlers.HTTPHandler', 'host, url, method, secure, credentials'],
  ['treeline.ContextFilter', 'none'],
  ['treeline.Redactor', 'paths, patterns, censor'],
  ['treeline.ThrottleFilter', 'limit, seconds, by'],
  ['treeline.SamplingFilter', 'rate, always, by', ['rate']],
  ['treeline.FlightRecorder', 'capacity, target, passLevel, flushLevel, requests, by', ['capacity']],
  ['treeline.PrettyFormatter', 'colors, background, width, stream, datefmt'],
])('%s takes %s', (klass, keywords, required = []) => {
  const call = `${klass.slice(klass.lastIndexOf('.') + 1).replace('SimpleQueue', 'Queue')}()`
  expect(problemsOf(klass)).toEqual([
    `formatters.x.zzzzzzzzzzz: ${call} got an unexpected keyword argument 'zzzzzzzzzzz'. Its keywords are: ${keywords}`,
    ...required.map((name) => `formatters.x.${name}: ${call} missing 1 required positional argument: '${name}'`),
  ])
})

test('a constant of a class and of a module stands under its name', () => {
  const given = (name: string): unknown => {
    let found: unknown
    const take = (kwargs: Record<string, unknown>): object => {
      found = kwargs['value']
      return { format: () => '' }
    }
    dictConfig({ version: 1, formatters: { x: { '()': take as never, value: `ext://${name}` } as never } })
    return found
  }
  expect(
    [
      'logging.handlers.DEFAULT_SOAP_LOGGING_PORT',
      'logging.handlers.DEFAULT_TCP_LOGGING_PORT',
      'logging.handlers.DEFAULT_UDP_LOGGING_PORT',
      'logging.handlers.SYSLOG_TCP_PORT',
      'logging.handlers.SYSLOG_UDP_PORT',
      'logging.handlers.SysLogHandler.LOG_LOCAL7',
      'socket.SOCK_STREAM',
      'socket.SOCK_DGRAM',
      'logging.handlers.socket.SOCK_STREAM',
      'logging.handlers.socket.SOCK_DGRAM',
    ].map(given),
  ).toEqual([9023, 9020, 9021, 514, 514, 23, 1, 2, 1, 2])
  expect(() => given('logging.handlers.SysLogHandler.priority_names')).toThrow(RangeError)
})
