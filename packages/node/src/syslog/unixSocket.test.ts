import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLogRecord } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SOCK_DGRAM, SOCK_STREAM } from './codes.js'
import { SysLogHandler } from './sysLogHandler.js'

/** What stands for the package unix-dgram; undefined where it is not installed. */
let installed: (() => object) | undefined
vi.mock('../process/optionalPackage.js', () => ({
  findPackage: (name: string) => (installed === undefined ? undefined : name),
  loadPackage: () => installed!(),
}))

let folder: string
let sent: string[]
/** Whether a datagram socket listens at the path. */
let isListening: boolean

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-syslog-'))
  installed = undefined
  sent = []
  isListening = true
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true })
})

class FakeSocket {
  private readonly listeners = new Map<string, (error?: unknown) => void>()

  on(event: string, listener: (error?: unknown) => void): void {
    this.listeners.set(event, listener)
  }

  connect(): void {
    if (isListening) this.listeners.get('connect')?.()
    else this.listeners.get('error')?.(Object.assign(new Error('connect'), { code: -91, syscall: 'connect' }))
  }

  send(bytes: Uint8Array, callback: () => void): void {
    sent.push(String(bytes))
    callback()
  }

  close(): void {}
}

const PATH = '/nowhere/treeline/log'
const MISSING = `${PATH}: a unix datagram socket needs the package unix-dgram: npm install unix-dgram`
const record = (msg: string) => makeLogRecord({ msg, levelname: 'INFO' })

test('the package is needed for a unix socket that is to be a datagram socket, and for no other', () => {
  expect(() => new SysLogHandler({ address: PATH, socktype: SOCK_DGRAM })).toThrow(new Error(MISSING))
  expect(new SysLogHandler({ address: ['127.0.0.1', 9], socktype: SOCK_DGRAM }).socktype).toBe(SOCK_DGRAM)
  expect(new SysLogHandler({ address: PATH, socktype: SOCK_STREAM }).socktype).toBe(SOCK_STREAM)
  expect(new SysLogHandler({ address: PATH }).socktype).toBeNull()
})

test('a handler shows where its records go', () => {
  expect(String(new SysLogHandler({ address: PATH }))).toBe(`<SysLogHandler ${PATH} (NOTSET)>`)
  expect(String(new SysLogHandler({ address: ['127.0.0.1', 9] }))).toBe('<SysLogHandler 127.0.0.1:9 (NOTSET)>')
})

test('a datagram socket that listens at the path is found', () => {
  installed = () => ({ createSocket: () => new FakeSocket() })
  const handler = new SysLogHandler({ address: PATH })
  expect([handler.unixsocket, handler.socktype]).toEqual([true, SOCK_DGRAM])
  handler.emit(record('a'))
  expect(sent).toEqual(['<14>a\0'])
})

test.each<[string, () => object]>([
  [
    'the package does not load',
    () => {
      throw new Error('made for another machine')
    },
  ],
  ['nobody listens', () => ({ createSocket: () => new FakeSocket() })],
])('where %s, the path may be that of a stream socket', async (_, load) => {
  installed = load
  isListening = false
  const server = net.createServer().listen(join(folder, 'log'))
  try {
    await once(server, 'listening')
    const connected = once(server, 'connection')
    const handler = new SysLogHandler({ address: join(folder, 'log') })
    expect(handler.socktype).toBeNull()
    handler.emit(record('a'))
    const [peer] = (await connected) as [net.Socket]
    const [data] = (await once(peer, 'data')) as [Buffer]
    expect(String(data)).toBe('<14>a\0')
    expect(handler.socktype).toBe(SOCK_STREAM)
    await handler.close()
    peer.destroy()
  } finally {
    server.close()
  }
})

/** Has the handler's socket find a datagram socket at the path. */
function meetDatagrams(handler: SysLogHandler): void {
  const error = Object.assign(new Error('connect EPROTOTYPE'), { code: 'EPROTOTYPE' })
  ;(handler.socket as net.Socket).emit('error', error)
}

test('without the package a datagram socket is told once, and records wait', async () => {
  const handler = new SysLogHandler({ address: PATH })
  handler.emit(record('a'))
  const told: unknown[] = []
  handler.handleError = (_record, error) => void told.push(error)
  for (let times = 0; times < 2; times++) {
    meetDatagrams(handler)
    expect(told).toEqual([new Error(MISSING)])
  }
  expect(handler.stats().queued).toBe(1)
})

test('with the package what waits goes to the datagram socket, in order', () => {
  installed = () => ({ createSocket: () => new FakeSocket() })
  isListening = false
  const handler = new SysLogHandler({ address: PATH })
  handler.emit(record('a'))
  handler.emit(record('b'))
  isListening = true
  meetDatagrams(handler)
  expect(sent).toEqual(['<14>a\0', '<14>b\0'])
  expect(handler.socktype).toBe(SOCK_DGRAM)
  expect(handler.stats()).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('a socket that is to be a stream stays one', () => {
  installed = () => ({ createSocket: () => new FakeSocket() })
  const handler = new SysLogHandler({ address: PATH, socktype: SOCK_STREAM })
  handler.emit(record('a'))
  meetDatagrams(handler)
  expect([sent, handler.socktype, handler.stats().queued]).toEqual([[], SOCK_STREAM, 1])
})
