import * as dgram from 'node:dgram'
import { once } from 'node:events'
import * as net from 'node:net'
import { getLogger, makeLogRecord, settings } from '@treeline/core'
import { captureStderr, handlerContract, type HandlerUnderTest, resetLogging } from '@treeline/core/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { SOCK_STREAM } from '../syslog/codes.js'
import { SysLogHandler } from '../syslog/sysLogHandler.js'
import { DatagramHandler } from './datagramHandler.js'
import { SocketHandler } from './socketHandler.js'

let ends: (() => unknown)[] = []

afterEach(() => {
  for (const end of ends) end()
  ends = []
  resetLogging()
})

/** A server that keeps the bytes that it is sent. */
async function server(): Promise<{ port: number; taken(count: number): Promise<string> }> {
  const parts: Buffer[] = []
  const made = net.createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        parts.push(data)
        made.emit('taken')
      })
  })
  made.listen(0, '127.0.0.1')
  await once(made, 'listening')
  ends.push(() => made.close())
  const size = (): number => parts.reduce((sum, { length }) => sum + length, 0)
  return {
    port: (made.address() as net.AddressInfo).port,
    async taken(count) {
      while (size() < count) await once(made, 'taken')
      return Buffer.concat(parts).toString('utf8')
    },
  }
}

async function overTCP(make: (port: number) => SocketHandler | SysLogHandler): Promise<HandlerUnderTest> {
  const { port, taken } = await server()
  const handler = make(port)
  const sock = (): net.Socket | null => ('sock' in handler ? handler.sock : handler.socket) as net.Socket | null
  return { handler, arrived: async () => [await taken(sock()?.bytesWritten ?? 0)] }
}

const MAKERS: Readonly<Record<string, () => Promise<HandlerUnderTest>>> = {
  SocketHandler: () => overTCP((port) => new SocketHandler('127.0.0.1', port)),
  SysLogHandler: () =>
    overTCP((port) => new SysLogHandler({ address: ['127.0.0.1', port], socktype: SOCK_STREAM, framing: 'lf' })),
}

describe.each(Object.entries(MAKERS))('%s keeps the contract', (_name, make) => {
  for (const { name, run } of handlerContract(make)) test(name, run)
})

test.each([
  ['host', [5, 9020], 'host: expected a string, not 5'],
  [
    'port',
    ['localhost', '9020'],
    "port: expected a whole number from 0 to 65535, or null for a unix socket, not '9020'",
  ],
  ['port', ['localhost', 70_000], 'port: expected a whole number from 0 to 65535'],
  ['port', ['localhost', -1], 'port: expected a whole number from 0 to 65535, or null for a unix socket, not -1'],
  ['options', ['localhost', 9020, { maxQueue: 1 }], "unknown option 'maxQueue'; there are: maxQueueBytes"],
  ['maxQueueBytes', ['localhost', 9020, { maxQueueBytes: 0 }], 'maxQueueBytes: expected a number above 0, not 0'],
])('a wrong %s is refused: %j', (_what, parameters, message) => {
  for (const Class of [SocketHandler, DatagramHandler]) {
    expect(() => Reflect.construct(Class, parameters)).toThrow(message)
  }
})

test("a subclass's makeSocket and makePickle are used", async () => {
  const { port, taken } = await server()
  class Own extends SocketHandler {
    override makeSocket(): net.Socket {
      return net.connect(port, '127.0.0.1')
    }
    override makePickle(): Uint8Array {
      return Buffer.from('own')
    }
  }
  const handler = new Own('nowhere.invalid', 1)
  handler.emit(makeLogRecord({}))
  expect(await taken(3)).toBe('own')
  await handler.close()
})

test('closeOnError closes the connection in place of a report, and the next record opens another', async () => {
  const { port, taken } = await server()
  const handler = new SocketHandler('127.0.0.1', port)
  handler.makePickle = ({ msg }) => {
    if (msg === 'bad') throw new Error('no pickle')
    return Buffer.from(String(msg))
  }
  handler.closeOnError = true
  handler.emit(makeLogRecord({ msg: 'one' }))
  await handler.flush()
  const before = handler.sock
  expect(captureStderr(() => handler.emit(makeLogRecord({ msg: 'bad' })))).toBe('')
  expect(handler.sock).toBeNull()
  handler.emit(makeLogRecord({ msg: 'two' }))
  await taken(6)
  expect(handler.sock).not.toBe(before)
  handler.closeOnError = false
  expect(captureStderr(() => handler.emit(makeLogRecord({ msg: 'bad' })))).toContain('Error: no pickle')
  await handler.close()
})

test('what close gives up is told', async () => {
  const { port } = await server()
  for (const end of ends.splice(0)) end()
  const handler = new SocketHandler('127.0.0.1', port)
  getLogger('lost').addHandler(handler)
  getLogger('lost').error('x')
  const told = new Promise<string>((resolve) => {
    Reflect.set(handler, 'tell', resolve)
  })
  await handler.close()
  expect(await told).toBe('closed, and 1 records were not delivered')
})

test('a host that is a name is looked up, and what comes before waits', async () => {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  ends.push(() => socket.close())
  const handler = new DatagramHandler('localhost', socket.address().port)
  const texts: string[] = []
  const both = new Promise<void>((resolve) =>
    socket.on('message', (bytes) => void (texts.push(bytes.toString()) === 2 && resolve())),
  )
  handler.emit(makeLogRecord({ msg: 'first' }))
  expect(handler.stats().queued).toBe(1)
  handler.emit(makeLogRecord({ msg: 'second' }))
  await both
  expect(texts.map((text) => /first|second/.exec(text)![0])).toEqual(['first', 'second'])
  handler.emit(makeLogRecord({ msg: 'third' }))
  expect(handler.stats().queued).toBe(0)
  await handler.close()
})

test('a host that has no address is told once, and datagrams wait', async () => {
  settings.raiseExceptions = true
  const failures: unknown[] = []
  const handler = new DatagramHandler('nowhere.invalid', 9)
  handler.handleError = (_record, error) => void failures.push(error)
  handler.emit(makeLogRecord({ msg: 'a' }))
  await handler.flush()
  handler.emit(makeLogRecord({ msg: 'b' }))
  await handler.flush()
  expect(failures).toHaveLength(1)
  expect(handler.stats().queued).toBe(2)
  settings.raiseExceptions = false
  await handler.close()
  settings.raiseExceptions = true
})

test('at the end of the process a thread connects as the handler does, unless a subclass makes sockets of its own', async () => {
  class Own extends SocketHandler {
    override makeSocket(): net.Socket {
      return new net.Socket()
    }
  }
  const targetOf = (handler: SocketHandler): unknown =>
    (handler as unknown as { transport: { options: { target(): unknown } } }).transport.options.target()
  const [plain, own] = [new SocketHandler('127.0.0.1', 9), new Own('127.0.0.1', 9)]
  expect(targetOf(plain)).toEqual({
    kind: 'tcp',
    options: expect.objectContaining({ host: '127.0.0.1', port: 9 }) as unknown,
  })
  expect(targetOf(own)).toBeUndefined()
  await Promise.all([plain.close(), own.close()])
})
