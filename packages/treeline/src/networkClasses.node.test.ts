import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { getLogger } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { DatagramHandler, SOCK_DGRAM, SOCK_STREAM, SocketHandler, SysLogHandler } from '@treeline/node/handlers'
import { afterEach, expect, test } from 'vitest'
import { dictConfig, fileConfig } from './config.node.js'

afterEach(resetLogging)

function configured(handler: object): unknown {
  dictConfig({ version: 1, handlers: { h: handler as never }, root: { handlers: ['h'] } })
  return getLogger().handlers[0]
}

/** Reads an ini file as Python's fileConfig does. */
function fromIni(klass: string, args: string): unknown {
  const text = [
    '[loggers]\nkeys=root',
    '[handlers]\nkeys=h',
    '[formatters]\nkeys=',
    '[logger_root]\nhandlers=h',
    `[handler_h]\nclass=${klass}\nargs=${args}`,
  ].join('\n')
  fileConfig({ read: () => text })
  return getLogger().handlers[0]
}

test('dictConfig makes them by their names', () => {
  const socket = configured({ class: 'logging.handlers.SocketHandler', host: 'localhost', port: 9020 })
  expect(socket).toBeInstanceOf(SocketHandler)
  expect(socket).toMatchObject({ host: 'localhost', port: 9020 })
  const port = 'ext://logging.handlers.DEFAULT_UDP_LOGGING_PORT'
  const datagram = configured({ class: 'logging.handlers.DatagramHandler', host: 'localhost', port })
  expect(datagram).toBeInstanceOf(DatagramHandler)
  expect(datagram).toMatchObject({ address: ['localhost', 9021] })
})

test("dictConfig's SysLogHandler takes Python's names of constants", () => {
  const handler = configured({
    class: 'logging.handlers.SysLogHandler',
    address: ['127.0.0.1', 9],
    facility: 'ext://logging.handlers.SysLogHandler.LOG_LOCAL0',
    socktype: 'ext://socket.SOCK_DGRAM',
  })
  expect(handler).toBeInstanceOf(SysLogHandler)
  expect(handler).toMatchObject({ address: ['127.0.0.1', 9], facility: 16, socktype: SOCK_DGRAM })
  expect(
    configured({ class: 'logging.handlers.SysLogHandler', address: '/dev/log', facility: 'local3' }),
  ).toMatchObject({
    unixsocket: true,
    facility: 'local3',
  })
})

test("fileConfig reads Python's arguments", () => {
  expect(fromIni('handlers.SocketHandler', "('localhost', handlers.DEFAULT_TCP_LOGGING_PORT)")).toMatchObject({
    port: 9020,
  })
  expect(fromIni('handlers.DatagramHandler', "('localhost', handlers.DEFAULT_UDP_LOGGING_PORT)")).toMatchObject({
    port: 9021,
  })
  const args = "(('127.0.0.1', handlers.SYSLOG_UDP_PORT), handlers.SysLogHandler.LOG_USER)"
  expect(fromIni('handlers.SysLogHandler', args)).toMatchObject({ address: ['127.0.0.1', 514], facility: 1 })
  const typed = "(('127.0.0.1', 9), handlers.SysLogHandler.LOG_LOCAL7, handlers.socket.SOCK_STREAM, 0.5)"
  expect(fromIni('handlers.SysLogHandler', typed)).toMatchObject({ facility: 23, socktype: SOCK_STREAM, timeout: 0.5 })
})

test.each([
  [{ class: 'logging.handlers.SocketHandler', host: 'localhost' }, "missing 1 required positional argument: 'port'"],
  [
    { class: 'logging.handlers.SysLogHandler', adress: 'x' },
    "unexpected keyword argument 'adress'. Did you mean 'address'?",
  ],
  [
    { class: 'logging.handlers.SysLogHandler', facility: 'nowhere' },
    'facility: expected a number from 0 to 23 or one of',
  ],
])('%j is refused', (handler, message) => {
  expect(() => configured(handler)).toThrow(message)
})

test('a configured handler sends', async () => {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  configured({ class: 'logging.handlers.SysLogHandler', address: ['127.0.0.1', socket.address().port] })
  const message = once(socket, 'message')
  getLogger().error('x')
  expect(String((await message)[0])).toBe('<11>x\0')
  socket.close()
})

test.each([
  ['SMTPHandler', { mailhost: 'h', fromaddr: 'f', toaddrs: 't' }, "1 required positional argument: 'subject'"],
  ['SMTPHandler', {}, "1 required positional argument: 'mailhost'"],
  ['NTEventLogHandler', { dllname: 'x' }, "1 required positional argument: 'appname'"],
  ['SocketHandler', { host: 'h' }, "1 required positional argument: 'port'"],
])('what %s cannot do without is asked for: %j', (name, options, missing) => {
  expect(() => configured({ class: `logging.handlers.${name}`, ...options })).toThrow(`${name}() missing ${missing}`)
})
