import * as dgram from 'node:dgram'
import { once } from 'node:events'
import * as net from 'node:net'
import { Logger, LogRecord, makeLogRecord } from '@treeline/core'
import { dictConfig } from '@treeline/core/config'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { cutBytes, frame } from './framing.js'
import { header } from './rfc5424.js'
import { SysLogHandler } from './sysLogHandler.js'
import { SOCK_DGRAM, SOCK_STREAM } from './codes.js'
import { isDataId, structuredData } from './structuredData.js'

afterEach(resetLogging)

const ADDRESS = ['127.0.0.1', 9] as const

test.each<[object, string]>([
  [{ address: 5 }, "address: expected [host, port], or a unix socket's path such as '/dev/log', not 5"],
  [{ address: ['host', 70_000] }, 'address: expected [host, port]'],
  [{ address: '' }, 'address: expected'],
  [{ address: 'localhost' }, 'address: expected [host, port]'],
  [{ address: 'localhost:514' }, 'address: expected [host, port]'],
  [{ facility: 'locl0' }, 'facility: expected a number from 0 to 23 or one of auth, authpriv'],
  [{ facility: 24 }, 'facility: expected a number from 0 to 23'],
  [{ socktype: 3 }, 'socktype: expected one of null, 2, 1, not 3'],
  [{ timeout: 0 }, 'timeout: expected a number above 0, not 0'],
  [{ format: 'rfc3164' }, "format: expected one of 'python', 'rfc5424', not 'rfc3164'"],
  [{ framing: 'crlf' }, "framing: expected one of 'octet-counting', 'lf', 'nul', not 'crlf'"],
  [{ appName: 5 }, 'appName: expected a string, not 5'],
  [{ structuredDataId: 'a b' }, 'structuredDataId: expected up to 32 visible ASCII characters'],
  [{ tls: true }, "tls: expected an object with options of Node's tls.connect, not true"],
  [{ tls: {}, socktype: SOCK_DGRAM }, 'socktype: expected SOCK_STREAM, as tls is given'],
  [{ maxMessageBytes: 10 }, 'maxMessageBytes: expected a whole number from 100 on, not 10'],
  [{ maxQueueBytes: 0 }, 'maxQueueBytes: expected a number above 0, not 0'],
  [{ address: ['host', -1] }, 'address: expected [host, port]'],
  [{ facility: -1 }, 'facility: expected a number from 0 to 23'],
  [{ maxMessageBytes: 99 }, 'maxMessageBytes: expected a whole number from 100 on, not 99'],
  [{ adress: 'x' }, "SysLogHandler: unknown option 'adress'; did you mean address?"],
])('%j is refused', (options, message) => {
  expect(() => new SysLogHandler(options)).toThrow(message)
})

test("a facility and a priority are Python's, by number or name", () => {
  const handler = new SysLogHandler({ address: ADDRESS })
  expect(handler.encodePriority('local7', 'debug')).toBe(191)
  expect(handler.encodePriority(SysLogHandler.LOG_USER, SysLogHandler.LOG_ERR)).toBe(11)
  expect([handler.unixsocket, handler.socktype]).toEqual([false, SOCK_DGRAM])
  expect(() => handler.encodePriority('nowhere', 0)).toThrow("'nowhere'")
  expect(() => handler.encodePriority('toString', 0)).toThrow("'toString'")
  expect([handler.mapPriority('ERROR'), handler.mapPriority('NOTICE'), handler.mapPriority('constructor')]).toEqual([
    'error',
    'warning',
    'warning',
  ])
})

function record(extra: object = {}): LogRecord {
  const made = new LogRecord('app', 20, '/srv/app.py', 42, 'text', [], null)
  made.created = 1_700_000_000.25
  made.process = 9
  return Object.assign(made, extra)
}

test("RFC 5424's header", () => {
  const head = header(14, record(), { appName: 'my äpp', msgId: '' }, 1000)
  expect(head.replace(/Z \S+ /, 'Z host ')).toBe('<14>1 2023-11-14T22:13:20.250Z host my__pp 9 - - ')
  const long = header(14, record({ process: null }), { appName: 'x'.repeat(99), msgId: () => 'y'.repeat(99) }, 1000)
  expect(long).toMatch(/ x{48} - y{32} - $/)
  for (const created of [NaN, Infinity, 1e300, -1e13]) {
    expect(header(14, record({ created }), {}, 1000)).toMatch(/^<14>1 - /)
  }
  for (const time of ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.000Z']) {
    const created = Date.parse(time) / 1000
    expect(header(14, record({ created }), {}, 1000)).toContain(`<14>1 ${time} `)
    const beyond = created + (created < 0 ? -1 : 1)
    expect(header(14, record({ created: beyond }), {}, 1000)).toMatch(/^<14>1 - /)
  }
})

test('fields that are structured data are not in the text too', () => {
  class Sending extends SysLogHandler {
    sent(fields: object): string {
      const log = new Logger('app')
      const texts: string[] = []
      const { message } = this as unknown as { message(made: LogRecord): Uint8Array }
      this.emit = (made) => void texts.push(Buffer.from(message.call(this, made)).toString())
      log.addHandler(this)
      log.info('paid', fields)
      return texts.join()
    }
  }
  const address = ['localhost', 9] as const
  expect(new Sending({ address, format: 'rfc5424', structuredDataId: 'a@1' }).sent({ id: 7 })).toMatch(
    / \[a@1 id="7"\] paid$/,
  )
  expect(new Sending({ address, format: 'rfc5424' }).sent({ id: 7 })).toMatch(/ - paid id=7$/)
})

test('structured data is escaped, its names are mended, and what has no room is left out', () => {
  expect(structuredData('a@1', record(), 1000)).toBe('-')
  const fields = { 'b c="]': 'q"\\]', n: 3, list: [1, 'x'], none: null, [`${'k'.repeat(40)}`]: true, '': 'e' }
  expect(structuredData('a@1', record(fields), 1000)).toBe(
    `[a@1 b_c___="q\\"\\\\\\]" n="3" list="[1,\\"x\\"\\]" none="null" ${'k'.repeat(32)}="true" _="e"]`,
  )
  expect(structuredData('a@1', record({ long: 'x'.repeat(100), short: 'y' }), 50)).toBe('[a@1 short="y"]')
  expect(['a@1', 'x'.repeat(32)].map(isDataId)).toEqual([true, true])
  expect(['', 'a b', 'a=b', 'a]', 'a"', 'ä', 'x'.repeat(33)].map(isDataId)).toEqual(Array(7).fill(false))
})

test('frames', () => {
  const message = Buffer.from('é\n\0x')
  expect(String(frame(message, undefined))).toBe('é\n\0x')
  expect(String(frame(message, 'octet-counting'))).toBe('5 é\n\0x')
  expect(String(frame(message, 'lf'))).toBe('é#012\0x\n')
  expect(String(frame(message, 'nul'))).toBe('é\n#000x\0')
  expect([0, 1, 2, 3, 4, 5, 6].map((most) => String(cutBytes(Buffer.from('aé日'), most)))).toEqual([
    '',
    'a',
    'a',
    'aé',
    'aé',
    'aé',
    'aé日',
  ])
})

test('over TCP a text ends with a NUL as in Python, and without it where append_nul is false', async () => {
  let text = ''
  const server = net.createServer((socket) => socket.on('data', (data) => (text += String(data))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const handler = new SysLogHandler({ address: ['127.0.0.1', port], socktype: SOCK_STREAM, facility: 0 })
  handler.emit(makeLogRecord({ msg: 'a', levelname: 'CRITICAL' }))
  handler.append_nul = false
  handler.emit(makeLogRecord({ msg: 'b', levelname: 'DEBUG' }))
  const ended = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)))
  await handler.close()
  await ended
  expect(text).toBe('<2>a\0<7>b')
  server.close()
})

test('a facility that is no longer one is reported for the record', () => {
  const text = captureStderr(() => {
    const handler = new SysLogHandler({ address: ADDRESS })
    handler.facility = 'gone'
    handler.emit(makeLogRecord({ msg: 'x' }))
  })
  expect(text).toContain("KeyError: 'gone'")
})

test('over UDP a record is a datagram, and what goes wrong is told for the place', async () => {
  const server = dgram.createSocket('udp4')
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  const handler = new SysLogHandler({ address: ['127.0.0.1', server.address().port] })
  handler.emit(makeLogRecord({ msg: 'a', levelname: 'INFO' }))
  const [datagram] = (await once(server, 'message')) as [Buffer]
  expect(String(datagram)).toBe('<14>a\0')
  expect(handler.socket).toBeInstanceOf(dgram.Socket)
  const failures: unknown[] = []
  handler.handleError = (record, error) => void failures.push([record.getMessage(), error])
  const failure = new Error('the network is down')
  ;(handler.socket as dgram.Socket).emit('error', failure)
  expect(failures).toEqual([[`records to 127.0.0.1:${server.address().port}`, failure]])
  await handler.close()
  server.close()
})

test('how many datagrams were dropped is told to us and to the daemon', async () => {
  const server = dgram.createSocket('udp4')
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  const texts: string[] = []
  server.on('message', (text) => texts.push(String(text)))
  const handler = new SysLogHandler({ address: ['127.0.0.1', server.address().port], maxQueueBytes: 100 })
  const socket = handler.socket as dgram.Socket
  socket.getSendQueueSize = () => 101
  handler.emit(makeLogRecord({ msg: 'a', levelname: 'INFO' }))
  expect(handler.stats().dropped).toBe(1)
  socket.getSendQueueSize = () => 100
  const said = captureStderr(() => handler.emit(makeLogRecord({ msg: 'b', levelname: 'INFO' })))
  expect(said).toContain(': 1 records were dropped: more came than maxQueueBytes lets wait')
  while (texts.length < 2) await once(server, 'message')
  expect(texts).toEqual([
    '<12>1 records were dropped: more came than could wait to be sent, or they were too large\0',
    '<14>b\0',
  ])
  await handler.close()
  server.close()
})

test('what RFC 5424 knows nothing of is a dash', () => {
  const none = header(14, record({ process: undefined }), { appName: '' }, 1000)
  expect(none).toMatch(/^<14>1 \S+ \S+ - - - - $/)
})

test('by RFC 5424 what is not ASCII has a mark before it, and ends with no NUL', async () => {
  let text = ''
  const server = net.createServer((socket) => socket.on('data', (data) => (text += String(data))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const options = { socktype: SOCK_STREAM, format: 'rfc5424', framing: 'lf', appName: 'app' } as const
  const handler = new SysLogHandler({ address: ['127.0.0.1', port], ...options })
  const ended = new Promise((resolve) => server.once('connection', (socket) => socket.once('close', resolve)))
  for (const msg of ['ascii', 'caf\xe9', '\ufeffcaf\xe9']) handler.emit(makeLogRecord({ msg, levelname: 'INFO' }))
  handler.ident = 'own: '
  handler.emit(makeLogRecord({ msg: 'x', levelname: 'INFO' }))
  await handler.close()
  await ended
  expect(text.split('\n').map((line) => line.replace(/^<14>1 .* - - /, ''))).toEqual([
    'ascii',
    '\ufeffcaf\xe9',
    '\ufeffcaf\xe9',
    'own: x',
    '',
  ])
  server.close()
})

test('a handler connects at once, or when its configuration is accepted', () => {
  const address = ['127.0.0.1', 9] as const
  expect(new SysLogHandler({ address }).socket).not.toBeNull()
  let made: SysLogHandler | undefined
  const make = (): SysLogHandler => {
    made = new SysLogHandler({ address })
    expect(made.socket).toBeNull()
    return made
  }
  dictConfig({ version: 1, handlers: { own: { '()': make } } })
  expect(made!.socket).not.toBeNull()
})
