// CPython's receivers take what SocketHandler, DatagramHandler and HTTPHandler send.
import * as logging from 'treeline'
import { DatagramHandler, HTTPHandler, SocketHandler } from 'treeline/handlers'
import { resetLogging } from '@treeline/core/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { count, seed } from '../seed.js'
import { Receivers, type Received } from './receivers.js'
import { Records, standardAttributes } from './records.js'

let receivers: Receivers

beforeAll(async () => {
  receivers = await new Receivers().start()
})
afterAll(() => receivers.stop())
afterEach(resetLogging)

/** Keeps the record of a call, as it was within the call. */
class Last extends logging.Handler {
  record!: logging.LogRecord

  override emit(record: logging.LogRecord): void {
    this.record = logging.prepare(record)
  }
}

function makeHandlers(): [by: string, SocketHandler][] {
  const { tcp, udp, udp6, unix, unixgram } = receivers.places
  return [
    ['tcp', new SocketHandler('127.0.0.1', tcp)],
    ['udp', new DatagramHandler('127.0.0.1', udp)],
    ['udp6', new DatagramHandler('::1', udp6)],
    ['unix', new SocketHandler(unix, null)],
    ['unixgram', new DatagramHandler(unixgram, null)],
  ]
}

test('random records with every type of value arrive as they were, field by field', async () => {
  const records = new Records(seed)
  const log = logging.getLogger('app.db')
  log.setLevel('DEBUG')
  const last = new Last()
  log.addHandler(last)
  const handlers = makeHandlers()
  for (let i = 0; i < count(2000); i++) {
    const [by, handler] = handlers[i % handlers.length]!
    log.addHandler(handler)
    const extras = records.extras()
    const extra = Object.fromEntries([...extras].map(([name, [value]]) => [name, value]))
    const [argument] = records.value()
    const error = i % 7 === 0 ? new TypeError(records.text()) : undefined
    log.warning('%s and %r', records.text(), argument, { extra, ...(error && { exc_info: error, stack_info: true }) })
    log.removeHandler(handler)
    const { record } = last
    const received = (await receivers.next()) as Received
    const excText = error === undefined ? null : new logging.Formatter().formatException(error)
    const expected = standardAttributes(record, excText)
    for (const [name, [, theirs]] of extras) expected.set(name, theirs)
    const message = `seed ${seed}, record ${i}, ${by}`
    expect(received.by, message).toBe(by)
    expect(received.message, message).toBe(record.getMessage())
    expect(Object.fromEntries(received.attributes.dict), message).toEqual(Object.fromEntries(expected))
  }
})

test("the fields of a call are attributes, one of an attribute's name behind an underscore", async () => {
  const [[, handler]] = makeHandlers() as [[string, SocketHandler]]
  logging.getLogger().addHandler(handler)
  logging.getLogger('fields').error('started', { port: 3000, name: 'x', message: 'y', err: new Error('no') })
  const received = (await receivers.next()) as Received
  const attributes = new Map(received.attributes.dict)
  expect(received.message).toBe('started')
  expect(attributes.get('port')).toEqual({ int: '3000' })
  expect([attributes.get('name'), attributes.get('name_'), attributes.get('message_')]).toEqual(['fields', 'x', 'y'])
  expect(attributes.get('exc_text')).toMatch(/^Error: no\n/)
})

test('a message that does not merge arrives as its format and arguments', async () => {
  const [[, handler]] = makeHandlers() as [[string, SocketHandler]]
  logging.getLogger().addHandler(handler)
  logging.settings.raiseExceptions = false
  logging.getLogger().error('loaded' as string, 42)
  logging.settings.raiseExceptions = true
  expect(((await receivers.next()) as Received).message).toBe('loaded (42,)')
})

test('a large record arrives whole over a stream, and is reported where it is too large for a datagram', async () => {
  const handlers = new Map(makeHandlers())
  const log = logging.getLogger('large')
  const text = '日'.repeat(100_000)
  for (const by of ['tcp', 'unix']) {
    log.addHandler(handlers.get(by)!)
    log.error(text)
    log.removeHandler(handlers.get(by)!)
    expect(((await receivers.next()) as Received).message).toBe(text)
  }
  for (const by of ['udp', 'unixgram']) {
    const handler = handlers.get(by)!
    const failed = new Promise<string>((resolve) => {
      handler.handleError = (_record, error) => resolve(String((error as Error).message))
    })
    log.addHandler(handler)
    log.error(text.repeat(by === 'udp' ? 1 : 10))
    expect(await failed).toMatch(/EMSGSIZE/)
    log.error('small')
    log.removeHandler(handler)
    expect(((await receivers.next()) as Received).message).toBe('small')
  }
})

test.each(['GET', 'POST'])("CPython's HTTP server takes HTTPHandler's forms by %s", async (method) => {
  const credentials = ['user', 'päss'] as const
  const handler = new HTTPHandler(`127.0.0.1:${receivers.places.http}`, '/log', { method, credentials })
  logging.getLogger().addHandler(handler)
  logging.getLogger('http').error('spä%dm & more=%s', 1, '\n', { extra: { on: true, none: null } })
  const { fields, ...request } = (await receivers.next()) as Received
  const authorization = `Basic ${Buffer.from('user:päss').toString('base64')}`
  expect(request).toEqual({ by: 'http', method, path: '/log', authorization })
  expect(fields).toMatchObject({
    name: ['http'],
    msg: ['spä%dm & more=%s'],
    args: ["(1, '\\n')"],
    levelname: ['ERROR'],
    on: ['True'],
    none: ['None'],
    exc_info: ['None'],
  })
})
