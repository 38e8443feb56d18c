import { getLogger, Handler, type LogRecord } from '@treeline/core'
import { realmState, StringStream } from '@treeline/core/testing'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Dropped, SocketReceiver, type SocketReceiverOptions } from '../node.js'

class Collector extends Handler {
  readonly records: LogRecord[] = []
  private waiting: (() => void)[] = []

  override emit(record: LogRecord): void {
    this.records.push(record)
    for (const wake of this.waiting.splice(0)) wake()
  }

  get messages(): string[] {
    return this.records.map((record) => record.getMessage())
  }

  async until(count: number): Promise<void> {
    while (this.records.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}

let collector: Collector
let receiver: SocketReceiver
let dropped: string[]
let wake: () => void
const sockets: Socket[] = []

beforeEach(() => {
  collector = new Collector()
  dropped = []
  wake = () => {}
  getLogger('py').addHandler(collector)
  getLogger('py').propagate = false
})

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await receiver?.abort()
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (name.startsWith('py')) loggerDict.delete(name)
  collector.close()
})

async function listen(options: SocketReceiverOptions = {}): Promise<SocketReceiver> {
  const onError = (error: Error | Dropped): void => {
    dropped.push('reason' in error ? `${error.reason}: ${error.message}` : error.message)
    wake()
  }
  receiver = new SocketReceiver({ port: 0, onError, ...options })
  await receiver.start()
  return receiver
}

async function untilDropped(count: number): Promise<void> {
  while (dropped.length < count) await new Promise<void>((resolve) => (wake = resolve))
}

async function sender(): Promise<Socket> {
  const socket = connect(receiver.port!, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.resume().once('close', () => resolve()))
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function pickled(value: unknown): Buffer {
  if (value === null) return latin1('N')
  if (typeof value === 'string') {
    const utf8 = Buffer.from(value)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(utf8.length)
    return Buffer.concat([latin1('X'), length, utf8])
  }
  if (typeof value === 'number') return latin1(`L${value}L\n`)
  if (Array.isArray(value)) return Buffer.concat([latin1('('), ...value.map(pickled), latin1('t')])
  return Buffer.concat([
    latin1('}('),
    ...Object.entries(value as object)
      .flat()
      .map(pickled),
    latin1('u'),
  ])
}

/** What a SocketHandler sends for a record. */
function frame(attributes: object): Buffer {
  const pickle = Buffer.concat([pickled(attributes), latin1('.')])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(pickle.length)
  return Buffer.concat([length, pickle])
}

function record(msg: string, more: object = {}): Buffer {
  return frame({ name: 'py.app', levelno: 20, levelname: 'INFO', msg, args: null, ...more })
}

test('records come in, whatever pieces they come in, and also when their sender has left', async () => {
  await listen()
  const socket = await sender()
  const all = Buffer.concat(Array.from({ length: 300 }, (_, index) => record(`m${index}`)))
  for (let at = 0; at < all.length; at += 997) socket.write(all.subarray(at, at + 997))
  socket.end()
  await collector.until(300)
  expect(collector.messages).toEqual(Array.from({ length: 300 }, (_, index) => `m${index}`))
  expect(dropped).toEqual([])
  expect(receiver.stats()).toMatchObject({ records: 300, dropped: 0, failed: 0, refused: {} })
})

test('a record is what was sent', async () => {
  await listen()
  const sent = {
    created: 1_700_000_000, msecs: 5, relativeCreated: 7, thread: 8, threadName: 'T', process: 9, processName: 'P',
    pathname: '/a/b.py', filename: 'b.py', module: 'b', lineno: 3, funcName: 'f', exc_text: 'Traceback\nx', stack_info: 'Stack\ny',
    exc_info: null, taskName: null, user: 'ann', tags: ['a', { b: 'c' }],
  } // prettier-ignore
  ;(await sender()).write(record('two\nlines', sent))
  await collector.until(1)
  expect(collector.records[0]).toMatchObject({
    ...sent,
    name: 'py.app',
    levelno: 20,
    levelname: 'INFO',
    msg: 'two\nlines',
  })
})

test('a record of a known logger is handled whatever the level of the logger; the receiver has one', async () => {
  await listen({ level: 'WARNING' })
  getLogger('py.app').setLevel('CRITICAL')
  const socket = await sender()
  socket.write(Buffer.concat([record('low'), record('high', { levelno: 30, levelname: 'WARNING' })]))
  await collector.until(1)
  expect(collector.messages).toEqual(['high'])
  expect(receiver.stats()).toMatchObject({ records: 1, dropped: 1 })
})

test('a prefix, fields, a filter and escapes', async () => {
  await listen({
    prefix: 'py.in',
    newlines: 'escape',
    fields: ({ address }) => ({ from: address }),
    filter: (one) => one.getMessage() !== 'drop me',
  })
  const socket = await sender()
  socket.write(
    Buffer.concat([record('drop me'), frame({ name: 'root', levelno: 20, levelname: 'ERROR', msg: 'a\nb' })]),
  )
  await collector.until(1)
  expect(collector.records).toHaveLength(1)
  expect(collector.records[0]).toMatchObject({ name: 'py.in', msg: 'a\\nb', levelname: 'INFO', from: '127.0.0.1' })
  expect(receiver.stats()).toMatchObject({ records: 1, dropped: 1 })
})

test('where fields throw, or cannot be read, that is told, and the records come without them', async () => {
  const answers = [
    () => ({ from: 'here' }),
    () => {
      throw new Error('no')
    },
    () => Object.defineProperty({}, 'from', { enumerable: true, get: () => answers[1]!() }),
    () => 'text',
  ]
  let asked = 0
  await listen({ fields: () => answers[asked++]!() as object })
  const socket = await sender()
  socket.write(Buffer.concat(['a', 'b', 'c', 'd'].map((msg) => record(msg))))
  await collector.until(4)
  expect(collector.records.map(({ msg, from }) => [msg, from])).toEqual([
    ['a', 'here'],
    ['b', undefined],
    ['c', undefined],
    ['d', undefined],
  ])
  expect(receiver.stats()).toMatchObject({ records: 4, failed: 3, refused: {} })
})

test('what derived classes override', async () => {
  class JSONReceiver extends SocketReceiver {
    override unPickle(data: Uint8Array): unknown {
      return JSON.parse(new TextDecoder().decode(data))
    }
    override handleLogRecord(one: LogRecord): void {
      one.msg = `seen: ${String(one.msg)}`
      super.handleLogRecord(one)
    }
  }
  receiver = new JSONReceiver({ port: 0, onError: (error) => void dropped.push(error.message) })
  await receiver.start()
  const body = Buffer.from('{"name":"py.json","levelno":20,"msg":"hello"}')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  ;(await sender()).write(Buffer.concat([length, body]))
  await collector.until(1)
  expect(collector.messages).toEqual(['seen: hello'])
})

test('attributes of kinds that no formatter expects are kept under other names; arguments follow the message', async () => {
  await listen()
  const odd = {
    lineno: 'x',
    created: 'never',
    threadName: 5,
    levelname: null,
    exc_info: ['a'],
    getMessage: 'x',
    args: ['a', 1],
  }
  ;(await sender()).write(record('%s %99999999d', odd))
  await collector.until(1)
  const [one] = collector.records
  expect(one).toMatchObject({
    sent_lineno: 'x', sent_created: 'never', sent_threadName: 5, levelname: 'INFO', exc_info: null, lineno: 0, args: null,
  }) // prettier-ignore
  expect(one!.created).toBeGreaterThan(1.7e9)
  expect(one!.getMessage()).toBe("%s %99999999d [ 'a', 1 ]")
})

test('what is no record is dropped and told, and what stands beside it comes in', async () => {
  await listen()
  const socket = await sender()
  const raw = (pickle: string): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(pickle.length)
    return Buffer.concat([length, latin1(pickle)])
  }
  socket.write(
    Buffer.concat([
      raw('cos\nsystem\n(tR.'),
      record('a'),
      raw('N.'),
      raw(''),
      frame({ name: 5, levelno: 20, msg: 'x' }),
      frame({ name: 'py', levelno: 'INFO', msg: 'x' }),
      frame({ name: 'py', levelno: 20 }),
      record('b'),
    ]),
  )
  await collector.until(2)
  expect(collector.messages).toEqual(['a', 'b'])
  expect(dropped).toEqual([
    'pickle: a record cannot be read: it holds an object of os.system; only plain data is read',
    'record: what came is no record: it is no dict of attributes',
    'pickle: a record cannot be read: it ends too early',
    'record: what came is no record: name: expected a string',
    'record: what came is no record: levelno: expected an integer',
    'record: what came is no record: msg: expected a message',
  ])
  expect(receiver.stats().refused).toEqual({ pickle: 2, record: 4 })
})

test('what is told of a dropped record has the error that was its cause, if there was one', async () => {
  const errors: unknown[] = []
  await listen({
    maxRecordBytes: 100,
    onError: (error) => {
      errors.push(error)
      wake()
    },
  })
  const socket = await sender()
  socket.write(Buffer.concat([Buffer.from([0, 0, 0, 1, 0x52]), record('x'.repeat(100))]))
  while (errors.length < 2) await new Promise<void>((resolve) => (wake = resolve))
  expect(errors).toMatchObject([
    { name: 'Dropped', reason: 'pickle', cause: { name: 'UnpicklingError' } },
    { name: 'Dropped', reason: 'size' },
  ])
  expect(errors[1]).not.toHaveProperty('cause')
})

test('a record has a hundred thousand values at most, thirty-two deep', async () => {
  await listen()
  const socket = await sender()
  const nulls = (count: number): null[] => Array.from({ length: count }, () => null)
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  for (const extra of [nulls(99_000), nulls(100_001), nested(25), nested(33)]) socket.write(record('m', { extra }))
  socket.write(record('last'))
  await collector.until(3)
  expect(collector.messages).toEqual(['m', 'm', 'last'])
  expect(dropped).toEqual([
    'pickle: a record cannot be read: it has more than 100000 values',
    'pickle: a record cannot be read: a value is nested more than 32 deep',
  ])
})

test('the keys of prototypes change none', async () => {
  await listen()
  const evil = { ['__proto__']: { polluted: 'yes' }, constructor: { prototype: { polluted: 'yes' } } }
  ;(await sender()).write(record('x', { ...evil, data: { ['__proto__']: { polluted: 'yes' }, kept: 'yes' } }))
  await collector.until(1)
  const [one] = collector.records
  expect(Object.keys(one!['data'] as object)).toEqual(['kept'])
  expect(one!['polluted']).toBeUndefined()
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(one!.constructor.name).toBe('LogRecord')
})

test('a record that is too long is skipped; what is no frame ends its connection', async () => {
  await listen({ maxRecordBytes: 1000 })
  const socket = await sender()
  socket.write(Buffer.concat([record('a'), record('x'.repeat(5000)), record('b')]))
  await collector.until(2)
  expect(collector.messages).toEqual(['a', 'b'])
  socket.write(Buffer.concat([record('c'), latin1('GET / HTTP/1.1\r\n\r\n')]))
  await closed(socket)
  expect(collector.messages).toEqual(['a', 'b', 'c'])
  expect(dropped.map((text) => text.split(':')[0])).toEqual(['size', 'frame'])
})

test('a record that breaks off is told, and those before it come in; a probe is not told', async () => {
  await listen()
  ;(await sender()).destroy()
  const socket = await sender()
  socket.write(Buffer.concat([record('a'), record('b').subarray(0, 30)]), () => socket.destroy())
  await untilDropped(1)
  expect(collector.messages).toEqual(['a'])
  expect(dropped).toEqual(['aborted: a connection ended within a record'])
  expect(receiver.stats()).toMatchObject({ connections: 0, bytesInProgress: 0 })
})

test('slow senders are cut off, and silent ones that have not begun; others may be silent', async () => {
  await listen({ recordTimeoutMs: 300 })
  const good = await sender()
  good.write(record('first'))
  await collector.until(1)
  const silent = await sender()
  const slow = await sender()
  slow.write(record('x').subarray(0, 8))
  const drip = setInterval(() => slow.write('x'), 50)
  await Promise.all([closed(silent), closed(slow)])
  clearInterval(drip)
  expect(dropped.toSorted()).toEqual([
    'timeout: a record took longer than 300 ms to come',
    'timeout: no record came within 300 ms',
  ])
  good.write(record('second'))
  await collector.until(2)
  expect(good.destroyed).toBe(false)
})

test('a sender that has sent only what is no record counts as one that has not begun', async () => {
  await listen({ recordTimeoutMs: 300 })
  const socket = await sender()
  socket.write(frame({ name: 'py.app' }))
  await closed(socket)
  expect(dropped).toEqual([
    'record: what came is no record: levelno: expected an integer',
    'timeout: no record came within 300 ms',
  ])
})

test('where there are too many connections, those that have sent nothing give way first', async () => {
  await listen({ maxConnections: 3 })
  const good = await sender()
  good.write(record('first'))
  await collector.until(1)
  const idle = [await sender(), await sender(), await sender(), await sender()]
  await Promise.all(idle.slice(0, 2).map((socket) => closed(socket)))
  good.write(record('second'))
  await collector.until(2)
  expect(receiver.stats().connections).toBe(3)
  expect(receiver.stats().refused).toEqual({ busy: 2 })
})

test('where all have sent something, the one that has been silent longest gives way to the newest', async () => {
  await listen({ maxConnections: 2 })
  const [first, second] = [await sender(), await sender()]
  first.write(record('1'))
  await collector.until(1)
  second.write(record('2'))
  await collector.until(2)
  first.write(record('3'))
  await collector.until(3)
  const third = await sender()
  third.write(record('4'))
  await closed(second)
  await collector.until(4)
  first.write(record('5'))
  await collector.until(5)
  expect(collector.messages).toEqual(['1', '2', '3', '4', '5'])
  expect(receiver.stats()).toMatchObject({ connections: 2, refused: { busy: 1 } })
})

test('while a handler is busy, nothing more is read', async () => {
  let most = 0
  const filter = (): boolean => {
    for (const end = performance.now() + 6; performance.now() < end;);
    const { connections } = receiver as unknown as { connections: Iterable<{ frames: { chunk: Uint8Array } }> }
    for (const { frames } of connections) most = Math.max(most, frames.chunk.length)
    return true
  }
  await listen({ filter })
  const socket = await sender()
  socket.write(Buffer.concat(Array.from({ length: 5000 }, () => record('x'.repeat(1000)))))
  await collector.until(100)
  // What is read at once.
  expect(most).toBeLessThanOrEqual(65_536)
})

test('where too much is on its way, the connection that waited longest gives way', async () => {
  await listen({ maxRecordBytes: 30_000, maxBytesInProgressPerAddress: 50_000, maxBytesInProgress: 50_000 })
  const long = record('x'.repeat(20_000))
  const begun: Socket[] = []
  for (let count = 1; count <= 3; count++) {
    const socket = await sender()
    socket.write(Buffer.concat([record(`begun ${count}`), long.subarray(0, 15_000)]))
    await collector.until(count)
    begun.push(socket)
  }
  await closed(begun[0]!)
  expect(dropped).toEqual(['busy: a record gave way to others: too much was on its way'])
  begun[2]!.write(long.subarray(15_000))
  begun[1]!.write(long.subarray(15_000))
  await collector.until(5)
  // The last record is handled before what it took is given back.
  await vi.waitFor(() => expect(receiver.stats().bytesInProgress).toBe(0))
})

test('handlers that take long keep no other sender waiting for more than a piece of work', async () => {
  await listen()
  getLogger('py.slow').addFilter(() => {
    for (const end = performance.now() + 2; performance.now() < end;);
    return true
  })
  const flood = await sender()
  flood.write(Buffer.concat(Array.from({ length: 500 }, () => record('slow', { name: 'py.slow' }))))
  await collector.until(1)
  const good = await sender()
  good.write(record('good'))
  while (!collector.messages.includes('good')) await collector.until(collector.records.length + 1)
  expect(collector.records.length).toBeLessThan(400)
  await collector.until(501)
})

test('filters and handlers that throw, or give a promise that fails, are told; the next record comes in', async () => {
  class Asynchronous extends SocketReceiver {
    // Typed for what returns nothing; applications are not always.
    override async handleLogRecord(one: LogRecord): Promise<void> {
      super.handleLogRecord(one)
      throw new Error('late')
    }
  }
  receiver = new Asynchronous({
    port: 0,
    filter: (one) => {
      if (one.getMessage() === 'a') throw new Error('filter')
      return true
    },
    onError: (error) => void dropped.push(error.message),
  })
  await receiver.start()
  ;(await sender()).write(Buffer.concat([record('a'), record('b')]))
  await collector.until(1)
  await receiver.stop()
  expect(dropped).toEqual(['filter', 'late'])
  expect(receiver.stats()).toMatchObject({ failed: 2 })
})

test('without onError the first of a kind is reported, in one line', async () => {
  receiver = new SocketReceiver({ port: 0 })
  await receiver.start()
  const { platform } = realmState
  const stderr = new StringStream()
  realmState.platform = Object.create(platform ?? null, { stderr: { value: stderr } }) as never
  const socket = await sender()
  socket.write(Buffer.concat([frame(['a']), frame(['a']), frame(['a']), record('done')]))
  await collector.until(1)
  realmState.platform = platform
  expect(stderr.text).toBe(
    '--- Logging error ---\nSocketReceiver: what came is no record: it is no dict of attributes (from 127.0.0.1, 1 so far)\n',
  )
})

test('stop waits for the record that has begun; abort for nothing', async () => {
  await listen()
  const idle = await sender()
  const busy = await sender()
  idle.write(record('idle'))
  busy.write(record('busy').subarray(0, 20))
  await collector.until(1)
  const stopped = receiver.stop()
  expect([receiver.address, receiver.port]).toEqual([undefined, undefined])
  await closed(idle)
  busy.write(record('busy').subarray(20))
  await stopped
  expect(collector.messages).toEqual(['idle', 'busy'])
  await receiver.start()
  const cut = await sender()
  cut.write(record('cut').subarray(0, 20))
  await receiver.abort()
  await closed(cut)
  expect(receiver.stats().connections).toBe(0)
})

test('a port that is taken rejects the start; a second start too', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  receiver = new SocketReceiver({ port: (other.address() as { port: number }).port })
  await expect(receiver.start()).rejects.toThrow('EADDRINUSE')
  other.close()
  await once(other, 'close')
  await receiver.start()
  await expect(receiver.start()).rejects.toThrow('it was started before')
})

test('stopped before it listens, it does not listen', async () => {
  receiver = new SocketReceiver({ port: 0 })
  const started = receiver.start()
  await receiver.stop()
  await started
  expect(receiver.address).toBeUndefined()
})

test('a unix socket: what a killed receiver has left is replaced, what lives is not, nor what is no socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-receiver-'))
  try {
    const path = join(folder, 'log.sock')
    receiver = new SocketReceiver({ path })
    await receiver.start()
    expect(receiver.address).toBe(path)
    const other = new SocketReceiver({ path })
    await expect(other.start()).rejects.toThrow('EADDRINUSE')
    const socket = connect(path)
    sockets.push(socket)
    socket.write(record('unix'))
    await collector.until(1)
    await receiver.stop()
    expect(existsSync(path)).toBe(false)
    // The socket stays, as where a process was killed: the server removes its name, and that is another by now.
    const killed = createServer().listen(join(folder, 'killed.sock'))
    await once(killed, 'listening')
    renameSync(join(folder, 'killed.sock'), path)
    killed.close()
    await once(killed, 'close')
    expect(lstatSync(path).isSocket()).toBe(true)
    await receiver.start()
    expect(receiver.address).toBe(path)
    await receiver.stop()
    writeFileSync(path, 'a file')
    await expect(receiver.start()).rejects.toThrow('EADDRINUSE')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each<[SocketReceiverOptions, string]>([
  [{ prot: 1 } as never, "SocketReceiver: unknown option 'prot'; did you mean port?"],
  [9020 as never, 'SocketReceiver: unknown option 9020; did you mean { host: 9020 }?'],
  [{ port: 70_000 }, 'port: expected a whole number from 0 to 65535, not 70000'],
  [{ host: 5 as never }, 'host: expected a string, not 5'],
  [{ path: '' }, 'path: expected the path of a unix socket, not an empty text'],
  [{ path: '/x', port: 1 }, 'path: expected without host and port'],
  [{ tls: true as never }, 'tls: expected the options of tls.createServer, not true'],
  [{ tls: {}, path: '/x' }, 'tls: expected without path: a unix socket does not leave the machine'],
  [{ recordTimeoutMs: 0 }, 'recordTimeoutMs: expected a whole number from 1 to 2147483647, not 0'],
  [{ maxConnections: 0 }, 'maxConnections: expected a whole number from 1 on, not 0'],
  [{ maxRecordBytes: 0 }, 'maxRecordBytes: expected a whole number from 1 on, not 0'],
  [{ maxBytesInProgressPerAddress: 1 }, 'maxBytesInProgressPerAddress: expected a whole number from 1048576 on, not 1'],
  [{ maxBytesInProgress: 1 }, 'maxBytesInProgress: expected a whole number from 1048576 on, not 1'],
  [{ prefix: 'a..b' }, "prefix: expected the name of a logger, not 'a..b'"],
  [{ newlines: 'no' as never }, "newlines: expected one of 'keep', 'escape', not 'no'"],
  [{ filter: 5 as never }, 'expected a function or an object with filter(), not 5'],
  [{ fields: {} as never }, 'fields: expected a function, not {}'],
  [{ level: 'LOUD' as never }, "Unknown level: 'LOUD'"],
])('wrong options are refused: %j', (options, message) => {
  expect(() => new SocketReceiver(options)).toThrow(message)
})
