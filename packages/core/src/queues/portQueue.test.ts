import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { getLogger } from '../tree/manager.js'
import { context } from '../context/context.js'
import { ContextFilter } from '../context/contextFilter.js'
import { decode, type Port, type PortMessage } from './port.js'
import { PortQueue, type PortQueueOptions } from './portQueue.js'
import { Full, type SendingQueue } from './queue.js'
import { QueueHandler } from './queueHandler.js'
import { QueueListener } from './queueListener.js'
import { UNWRITTEN } from './unacknowledged.js'
import { LogRecord, makeLogRecord } from '../records/record.js'
import { realmState } from '../testing/realmState.js'
import { settings } from '../runtime/settings.js'
import { captureStderr, handlerContract, ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { type Platform, platform } from '../handlers/platform.js'

const open: MessagePort[] = []

afterEach(async () => {
  vi.useRealTimers()
  resetLogging()
  // What was said on closing arrives; else each end would complain that the other one is gone.
  await new Promise((resolve) => setTimeout(resolve, 5))
  for (const port of open.splice(0)) port.close()
})

/** Two ends over a real channel, whose messages are cloned. */
function ends(options?: PortQueueOptions): { near: PortQueue; far: PortQueue } {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  return { near: new PortQueue(port1, options), far: new PortQueue(port2, options) }
}

/** One end over a port that keeps what is posted, and what the other end says is up to the test. */
function alone(options: PortQueueOptions = { timeoutMs: 1 }): {
  queue: PortQueue
  posted: PortMessage[]
  hear(message: object): void
  port: Port
} {
  const posted: PortMessage[] = []
  const listeners = new Map<string, (data: unknown) => void>()
  const port = {
    postMessage: (message: unknown) => void posted.push(message as PortMessage),
    on: (event: string, listener: (data: unknown) => void) => listeners.set(event, listener),
    ref: vi.fn(),
    unref: vi.fn(),
  }
  const queue = new PortQueue(port, options)
  return { queue, posted, hear: (message) => listeners.get('message')!({ treeline: 'queue', ...message }), port }
}

function errors(work: () => void): string[] {
  return captureStderr(work).match(/^\w*(Error|Full): .*$/gm) ?? []
}

/** Returns what is written to standard error until the work is done. */
async function captureStderrOf(work: () => Promise<void>): Promise<string> {
  const before = realmState.platform
  const stderr = new StringStream()
  realmState.platform = Object.create(platform(), { stderr: { value: stderr } }) as Platform
  try {
    await work()
  } finally {
    realmState.platform = before
  }
  return stderr.text
}

/** Gets an item and says that it is dealt with, so that nobody waits for it when the test is over. */
async function take(queue: PortQueue): Promise<unknown> {
  const item = await queue.get()
  queue.task_done()
  return item
}

const record = (msg: string): LogRecord => makeLogRecord({ name: 'n', levelno: 20, levelname: 'INFO', msg })

describe('QueueHandler on a PortQueue keeps the contract', () => {
  const cases = handlerContract(() => {
    const { near, far } = ends({ timeoutMs: 50 })
    const target = new ListHandler()
    new QueueListener(far, target).start()
    return { handler: new QueueHandler(near), arrived: () => target.texts }
  })
  for (const { name, run } of cases) test(name, run)
})

test('a record arrives as it was, without what cannot travel', async () => {
  const { near, far } = ends()
  const handler = new QueueHandler(near)
  const logger = getLogger('app.db')
  logger.addHandler(handler)
  logger.error('lost %s', 'it', { exc_info: new Error('boom'), extra: { user: 'ann', call: () => 1 } })
  const got = (await take(far)) as LogRecord
  expect(got).toBeInstanceOf(LogRecord)
  expect(got).toMatchObject({
    name: 'app.db',
    levelname: 'ERROR',
    levelno: 40,
    args: null,
    exc_info: null,
    user: 'ann',
  })
  expect(got.msg).toMatch(/^lost it\nError: boom\n/)
  expect([got.message, got.exc_text]).toEqual([got.msg, null])
  expect(new Formatter('%(filename)s').format(got)).toBe('portQueue.test.ts')
  expect(typeof got['call']).toBe('string')
  await near.join()
})

test('what is made in one go is what preparing a record and its wire form give', async () => {
  const { queue, posted } = alone()
  const handler = new QueueHandler(queue)
  class Slow extends QueueHandler {
    override prepare(given: LogRecord): unknown {
      return super.prepare(given)
    }
  }
  const logger = getLogger('app "db"')
  logger.setLevel(1)
  const say = (): void => {
    logger.info('user %s "did" %d', 'ann', 7)
    logger.log(21, 'line\n\ud83d')
    logger.info('done', { user: 'ann', none: undefined, at: { deep: [1, new Date(0)] }, big: 2n ** 70n })
    logger.info('done', { none: undefined })
    logger.info('done', { err: new Error('boom') })
    logger.info('done', { toJSON: () => 1, user: 1 })
    logger.info('done', new Map([['user', 1]]))
    logger.info('user %(user)s', { user: 'ann' })
    logger.info('done', { extra: { user: 'ann' } })
    logger.info('x'.repeat(10_001))
    context.run({ request: 1 }, () => logger.info('in', { a: 1 }))
    logger.info('wrong %d', 'x' as never)
  }
  for (const put of [handler, new Slow(queue)]) {
    for (const formatter of [null, new Formatter('%(levelname)s %(message)s')]) {
      put.formatter = formatter
      put.addFilter(new ContextFilter())
      logger.handlers = [put]
      errors(say)
    }
  }
  await Promise.resolve()
  const lines = posted
    .flatMap((message) => (message.kind === 'items' ? message.lines : []))
    .map((line) => line.replaceAll(/"(created|relativeCreated)":[\d.]+|portQueue.test.ts:\d+:\d+/g, ''))
  const half = lines.length / 2
  expect(half).toBe(24)
  expect(lines.slice(0, half)).toEqual(lines.slice(half))
})

test('without callers a record says that its place is unknown', async () => {
  const { queue, posted } = alone({ caller: false, timeoutMs: 1 })
  const logger = getLogger('app')
  logger.addHandler(new QueueHandler(queue))
  logger.warning('plain')
  logger.warning('fields', { extra: { user: 'ann' } })
  await Promise.resolve()
  const lines = posted.flatMap((message) => (message.kind === 'items' ? message.lines : []))
  expect(lines.map((line) => (decode(line) as LogRecord).pathname)).toEqual(['(unknown file)', '(unknown file)'])
  expect(() => new PortQueue({} as Port, { caller: 1 as never })).toThrow(TypeError)
})

test('a queue whose put_nowait is overridden is given what is prepared', () => {
  const { port } = alone()
  const given: unknown[] = []
  class Counting extends PortQueue {
    override put_nowait(item: unknown): void {
      given.push(item)
    }
  }
  new QueueHandler(new Counting(port)).handle(record('a'))
  expect(given).toMatchObject([{ msg: 'a', args: null }])
})

test('times are the sender’s', async () => {
  const { near, far } = ends()
  near.put_nowait(
    makeLogRecord({ msg: 'm', levelno: 20, levelname: 'INFO', name: 'n', relativeCreated: 7, created: 1.5 }),
  )
  expect(await take(far)).toMatchObject({ relativeCreated: 7, created: 1.5, msecs: 500 })
})

test('other items travel as JSON, None too', async () => {
  const { near, far } = ends()
  near.put_nowait({ a: [1, 2n ** 70n], text: 'x\ny' })
  near.put_nowait(null)
  expect(await take(far)).toEqual({ a: [1, String(2n ** 70n)], text: 'x\ny' })
  expect(await take(far)).toBeNull()
})

test('a prepare that gives the record itself sends its fields and error as such', async () => {
  class Whole extends QueueHandler {
    override prepare(given: LogRecord): unknown {
      return given
    }
  }
  const { near, far } = ends()
  const logger = getLogger('app')
  logger.addHandler(new Whole(near))
  logger.warning('user %(id)s', { id: 7 }, { exc_info: new Error('boom') })
  const got = (await take(far)) as LogRecord
  expect(got).toMatchObject({ msg: 'user 7', id: 7 })
  expect(got.exc_text).toContain('Error: boom')
  await near.join()
})

test('join and flush resolve when the other end has dealt with all, and flushed its handlers', async () => {
  const { near, far } = ends()
  const seen: string[] = []
  class Held extends ListHandler {
    override async flush(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve))
      seen.push(`${this.records.length} flushed`)
    }
  }
  const target = new Held()
  for (let i = 0; i < 200; i++) near.put_nowait(record(`m${i}`))
  expect(near.qsize()).toBe(200)
  new QueueListener(far, target).start()
  await near.join()
  expect([target.records.length, near.qsize(), near.empty()]).toEqual([200, 0, true])
  near.put_nowait(record('last'))
  await near.flush()
  expect(seen).toEqual(['201 flushed'])
  await near.flush()
  expect(seen).toEqual(['201 flushed'])
})

test('a flush asked for before anybody listens is answered when somebody has', async () => {
  const { near, far } = ends()
  near.put_nowait(record('early'))
  const flushed = near.flush()
  await new Promise((resolve) => setTimeout(resolve, 20))
  const target = new ListHandler()
  new QueueListener(far, target).start()
  await flushed
  expect(target.texts).toEqual(['early'])
})

test('stop handles what the other end had sent', async () => {
  const { near, far } = ends()
  const target = new ListHandler()
  const listener = new QueueListener(far, target).start()
  for (let i = 0; i < 300; i++) near.put_nowait(record(`m${i}`))
  await listener.stop()
  expect(target.records).toHaveLength(300)
  await near.join()
  await listener.stop()
  await listener.start().stop()
})

test('a sentinel put at the other end stops the listener', async () => {
  const { near, far } = ends()
  const target = new ListHandler()
  const listener = new QueueListener(far, target).start()
  near.put_nowait(record('a'))
  near.put_nowait(null)
  near.put_nowait(record('b'))
  await listener.stop().then(() => listener.start())
  await near.join()
  expect(target.texts).toEqual(['a', 'b'])
  await listener.stop()
})

test('records are posted at the end of the turn in one message, 64 at most', async () => {
  const { queue, posted } = alone()
  for (let i = 0; i < 150; i++) queue.put_nowait(record(`m${i}`))
  await Promise.resolve()
  const lines = posted.flatMap((message) => (message.kind === 'items' ? [message.lines.length] : []))
  expect(lines).toEqual([64, 64, 22])
})

test('beyond maxsize it is full until the other end has acknowledged', async () => {
  const { queue, hear } = alone({ maxsize: 2, timeoutMs: 1 })
  queue.put_nowait(record('a'))
  queue.put_nowait(record('b'))
  expect(queue.full()).toBe(true)
  expect(() => queue.put_nowait(record('c'))).toThrow(Full)
  const waiting = queue.put(record('c'))
  await Promise.resolve()
  hear({ kind: 'done', count: 1 })
  await waiting
  expect(queue.qsize()).toBe(2)
})

test('the handler counts what was refused, and says so when there is room', () => {
  const { queue, hear, posted } = alone({ maxsize: 1, timeoutMs: 1 })
  const handler = new QueueHandler(queue)
  expect(errors(() => void ['a', 'b', 'c'].map((msg) => handler.handle(record(msg))))).toEqual([
    'Full: the queue is full',
  ])
  hear({ kind: 'done', count: 1 })
  void handler.flush()
  const sent = posted.flatMap((message) => (message.kind === 'items' ? message.lines : []))
  expect(sent.map((line) => (JSON.parse(line.slice(1)) as { msg: string }).msg)).toEqual([
    'a',
    '2 records were dropped: the queue was full',
  ])
})

test('an end that hears nothing gives up after timeoutMs, and says how much is not acknowledged', async () => {
  vi.useFakeTimers()
  const { queue, hear } = alone({ timeoutMs: 100 })
  for (const msg of ['a', 'b']) queue.put_nowait(record(msg))
  let said = ''
  const before = realmState.platform
  realmState.platform = { stderr: { write: (text: string) => void (said += text) } } as never
  const flushed = queue.flush()
  await vi.advanceTimersByTimeAsync(90)
  hear({ kind: 'done', count: 1 })
  await vi.advanceTimersByTimeAsync(90)
  expect(said).toBe('')
  await vi.advanceTimersByTimeAsync(110)
  await flushed
  realmState.platform = before
  expect(said).toContain('has not answered for 100 ms; 1 records are not acknowledged')
})

test('an answer resolves the flushes up to its own, and no later one', async () => {
  const { queue, posted, hear } = alone({ timeoutMs: 60_000 })
  const seen: string[] = []
  for (const name of ['first', 'second']) {
    queue.put_nowait(record(name))
    void Promise.resolve(queue.flush()).then(() => seen.push(name))
  }
  const asked = posted.filter(({ kind }) => kind === 'flush') as { id: number }[]
  expect(asked).toHaveLength(2)
  hear({ kind: 'flushed', id: asked[0]!.id })
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual(['first'])
  hear({ kind: 'done', count: 2 })
  hear({ kind: 'flushed', id: asked[1]!.id })
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual(['first', 'second'])
})

test('without shared memory flushSync sends what it has, and waits for nothing', () => {
  vi.stubGlobal('SharedArrayBuffer', undefined)
  const { queue, posted } = alone({ timeoutMs: 1 })
  queue.put_nowait(record('a'))
  const said = errors(() => queue.flushSync())
  vi.unstubAllGlobals()
  expect(said).toEqual([])
  expect(posted.map(({ kind }) => kind)).toContain('items')
})

test('flushSync waits no longer than timeoutMs, and not again for one that was silent', () => {
  const { queue } = alone({ timeoutMs: 1 })
  const handler = new QueueHandler(queue)
  handler.handle(record('a'))
  const said = errors(() => {
    void handler.close()
    handler.handle(record('after'))
  })
  expect(said).toEqual(['Error: the other end of the queue has not answered for 1 ms; 1 records are not acknowledged'])
})

describe('what the handlers at the other end could not write', () => {
  class Full extends ListHandler {
    unwritten = 0
  }
  const text = (count: string): string =>
    `--- Logging error ---\nError: <Full (NOTSET)>: ${count} lost if the process ends now\n`

  /** Listens at an end that hears what the test says, and gives the memory that it shares. */
  function listening(): ReturnType<typeof alone> & { shared: Int32Array; target: Full } {
    const end = alone()
    const target = new Full()
    new QueueListener(end.queue, target).start()
    const shared = new Int32Array(new SharedArrayBuffer(16))
    end.hear({ kind: 'open', shared })
    return { ...end, shared, target }
  }

  test.each([
    [0, ''],
    [1, text('1 record is not written, and is')],
    [3, text('3 records are not written, and are')],
  ])('%d records: is told there before the last flush is answered', async (count, told) => {
    const { hear, posted, shared, target } = listening()
    target.unwritten = count
    let answered = 0
    const said = await captureStderrOf(async () => {
      hear({ kind: 'flush', id: 1 })
      await vi.waitFor(() => expect(posted).toContainEqual({ treeline: 'queue', kind: 'flushed', id: 1 }), 60_000)
      answered = posted.length
    })
    expect([said, shared[UNWRITTEN], answered]).toEqual(['', count, 1])
    expect(
      await captureStderrOf(async () => {
        hear({ kind: 'flush', id: 2, last: true })
        await vi.waitFor(() => expect(posted.length).toBe(2), 60_000)
      }),
    ).toBe(told)
  })

  test('a handler whose count cannot be had is reported, and the others are counted', async () => {
    const { hear, posted, shared, target } = listening()
    Object.defineProperty(target, 'unwritten', {
      get() {
        throw new Error('no count')
      },
    })
    const other = Object.assign(new ListHandler(), { unwritten: 2 })
    const none = Object.assign(new ListHandler(), { unwritten: 'many' })
    const said = await captureStderrOf(async () => {
      hear({ kind: 'flush', id: 1, last: true })
      await vi.waitFor(() => expect(posted.length).toBe(1), 60_000)
    })
    expect([shared[UNWRITTEN], said.includes('no count')]).toEqual([2, true])
    expect(said).toContain('<ListHandler (NOTSET)>: 2 records are not written')
    void [other, none]
  })

  test.each([
    [0, 1],
    [2, 2],
  ])('%d records: an end that has heard of it asks for the last time though all is answered', (count, flushes) => {
    const { queue, posted, hear } = alone({ timeoutMs: 1 })
    queue.put_nowait(record('a'))
    void queue.flush()
    const opened = posted.find((message) => message.kind === 'open') as { shared: Int32Array }
    Atomics.store(opened.shared, UNWRITTEN, count)
    hear({ kind: 'flushed', id: 1 })
    captureStderr(() => queue.flushSync())
    const asked = posted.filter((message) => message.kind === 'flush')
    expect(asked.map(({ last }) => last)).toEqual([false, true].slice(0, flushes))
  })
})

test('a worker that an error has ended is gone before that error ends this thread', () => {
  class EndingWorker extends EventEmitter {
    postMessage(): void {}
  }
  const worker = new EndingWorker()
  const queue = new PortQueue(worker, { timeoutMs: 60_000 })
  queue.put_nowait(record('a'))
  const said = errors(() => {
    // Nobody listens to it.
    expect(() => worker.emit('error', new Error('at its start'))).toThrow('at its start')
    queue.flushSync()
  })
  expect(said).toEqual(['Error: the other end of the queue is gone; 1 records were not acknowledged'])
})

test('a stop that is not answered ends after timeoutMs', async () => {
  vi.useFakeTimers()
  const { queue, hear } = alone({ timeoutMs: 100 })
  const target = new ListHandler()
  const listener = new QueueListener(queue, target).start()
  hear({ kind: 'items', lines: [] })
  const stopped = listener.stop()
  await vi.advanceTimersByTimeAsync(100)
  await stopped
})

test('an end that is gone is reported once with what it has not acknowledged; nobody waits for it', async () => {
  const { near, far } = ends()
  settings.raiseExceptions = false
  near.put_nowait(record('a'))
  const waiting = Promise.all([near.flush(), near.join()])
  for (const port of open) port.close()
  await waiting
  expect(() => near.put_nowait(record('b'))).toThrow(new Error('the other end of the queue is gone'))
  const listener = new QueueListener(far, new ListHandler()).start()
  await listener.stop()
})

test('an end keeps nobody alive but while somebody waits', async () => {
  const { queue, hear, port } = alone()
  expect(port.unref).toHaveBeenCalledTimes(1)
  queue.put_nowait(record('a'))
  expect(port.ref).not.toHaveBeenCalled()
  const joined = queue.join()
  expect(port.ref).toHaveBeenCalledTimes(1)
  hear({ kind: 'done', count: 1 })
  await joined
  expect(port.unref).toHaveBeenCalledTimes(2)
})

test('a listener in a worker keeps it alive until it is stopped, one in the main thread does not', () => {
  const refs = (thread: number): number[] => {
    const before = realmState.platform
    realmState.platform = { ...before, thread } as never
    const { queue, port, hear } = alone()
    const listener = new QueueListener(queue).start()
    const started = vi.mocked(port.ref!).mock.calls.length
    void listener.stop()
    hear({ kind: 'answer' })
    void queue.flush()
    realmState.platform = before
    return [started, vi.mocked(port.unref!).mock.calls.length]
  }
  expect(refs(3)).toEqual([1, 2])
  expect(refs(0)).toEqual([0, 1])
})

test('messages of others are left alone, broken ones are reported', () => {
  const { queue, hear, port, posted } = alone()
  queue.watch({ wake() {}, flush() {} })
  expect(errors(() => hear({ treeline: 'other', kind: 'items', lines: ['x'] }))).toEqual([])
  const said = errors(() => {
    hear({ kind: 'items', lines: ['r{"levelno":1,"created":1}'] })
    hear({ kind: 'items' })
  })
  expect(said).toEqual(['TypeError: name: expected a string', expect.stringMatching(/^TypeError: /)])
  expect(posted.at(-1)).toMatchObject({ kind: 'done', count: 1 })
  expect([queue.qsize(), port.terminate]).toEqual([0, undefined])
})

test('it is a queue to send to, for TypeScript too', () => {
  const queue: SendingQueue = alone().queue
  expect(new QueueHandler(queue).queue).toBe(queue)
})
