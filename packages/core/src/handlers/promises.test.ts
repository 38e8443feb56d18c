// Promises that nobody holds: what the application's code gives back within a logging call.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BufferingFormatter } from '../formatting/bufferingFormatter.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { type LogRecord, makeLogRecord, setLogRecordFactory } from '../records/record.js'
import { registered, type Runtime, runtime } from '../runtime/runtime.js'
import { ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import { basicConfig } from '../tree/basicConfig.js'
import { getLogger } from '../tree/manager.js'
import { Handler } from './handler.js'
import { BufferingHandler } from './memoryHandler.js'
import { StreamHandler } from './streamHandler.js'

let said: StringStream
let before: Runtime | undefined

beforeEach(() => {
  before = registered.runtime
  said = new StringStream()
  registered.runtime = Object.create(runtime(), { stderr: { value: said } }) as Runtime
})

afterEach(() => {
  registered.runtime = before
  resetLogging()
})

const late = async (): Promise<never> => {
  await Promise.resolve()
  throw new Error('late')
}

/** Lets what is pending come to its end; an unhandled rejection fails the run. */
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5))

/** Logs twice, and returns the reports, each as its first line. */
async function reports(handler: Handler): Promise<string[]> {
  const root = getLogger()
  root.addHandler(handler)
  root.error('one %d', 1)
  root.error('one %d', 1)
  await settled()
  return [...said.text.matchAll(/--- Logging error ---\n(.*)/g)].map(([, line]) => line!)
}

const withFormatter = (formatter: object): StreamHandler => {
  const handler = new StreamHandler(new StringStream())
  handler.setFormatter(formatter as Formatter)
  return handler
}

const ASYNC = 'TypeError: expected a function that is not async, not Promise {}'

const failing: Record<string, () => Handler> = {
  emit: () => Object.assign(new Handler(), { emit: late }),
  handle: () => Object.assign(new Handler(), { handle: late }),
  'write of a stream': () => new StreamHandler({ write: late }),
  'flush of a stream': () => new StreamHandler({ write() {}, flush: late }),
  'flush of a buffering handler': () => Object.assign(new BufferingHandler(1), { flush: late, close() {} }),
  put_nowait: () => new QueueHandler({ put_nowait: late }),
  enqueue: () => Object.assign(new QueueHandler(new Queue()), { enqueue: late }),
  handleError: () =>
    Object.assign(new Handler(), {
      handleError: late,
      emit() {
        throw new Error('at once')
      },
    }),
  'handleError of a stream handler': () =>
    Object.assign(new StreamHandler({ write: () => Promise.reject(new Error('at once')) }), { handleError: late }),
}

test.each(Object.keys(failing))('a promise of %s that is rejected is reported, once', async (name) => {
  expect(await reports(failing[name]!())).toEqual(['Error: late'])
  expect(said.text).not.toContain('at once')
})

test('the report of a promise shows the call', async () => {
  await reports(new StreamHandler({ write: late }))
  expect(said.text).toContain("Message: 'one %d'\nArguments: (1,)\n")
})

test('promises that are kept are no errors', async () => {
  const texts: string[] = []
  const stream = { write: async (text: string) => void texts.push(text), flush: async () => {} }
  expect(await reports(new StreamHandler(stream))).toEqual([])
  expect(texts).toEqual(['one 1\n', 'one 1\n'])
})

test('a thenable of another kind is a promise', async () => {
  class Deferred {
    // oxlint-disable-next-line unicorn/no-thenable
    then(_: unknown, onRejected: (error: unknown) => void): void {
      onRejected(new Error('x'))
    }
  }
  const write = (): unknown => new Deferred()
  expect(await reports(new StreamHandler({ write }))).toEqual(['Error: x'])
})

test.each([
  ['a formatter whose format is async', { format: late }, ASYNC],
  ['a formatter that returns nothing', { format() {} }, 'TypeError: expected a string from format(), not undefined'],
  ['a formatter that returns a number', { format: () => 5 }, 'TypeError: expected a string from format(), not 5'],
  ['an async formatTime', Object.assign(new Formatter('%(asctime)s'), { formatTime: late }), ASYNC],
  ['an async formatMessage', Object.assign(new Formatter('%(message)s'), { formatMessage: late }), ASYNC],
])('%s is reported, and nothing is written', async (_, formatter, error) => {
  const handler = withFormatter(formatter)
  expect(await reports(handler)).toEqual([error])
  expect((handler.stream as StringStream).text).toBe('')
})

test.each([
  ['formatException', new Formatter()],
  ['formatStack', new Formatter()],
  ['formatException', new JSONFormatter()],
  ['formatStack', new JSONFormatter()],
])('an async %s is reported', async (name, formatter) => {
  const handler = withFormatter(Object.assign(formatter, { [name]: late }))
  getLogger().addHandler(handler)
  getLogger().error('x', { exc_info: new Error('e'), stack_info: true })
  await settled()
  expect(said.text).toContain(ASYNC)
  expect((handler.stream as StringStream).text).toBe('')
})

test('an async formatTime of a JSONFormatter is reported', async () => {
  const formatter = new JSONFormatter({ keys: { time: 'asctime' } })
  expect(await reports(withFormatter(Object.assign(formatter, { formatTime: late })))).toEqual([ASYNC])
})

test('a handler whose own format is async writes nothing', async () => {
  class Own extends StreamHandler {
    override format = late as never
  }
  const stream = new StringStream()
  expect(await reports(new Own(stream))).toEqual([ASYNC])
  expect(stream.text).toBe('')
})

test.each(['formatHeader', 'formatFooter'])('%s of a BufferingFormatter has to give text', (name) => {
  const formatter = Object.assign(new BufferingFormatter(), { [name]: () => undefined })
  expect(() => formatter.format([makeLogRecord({ msg: 'x' })])).toThrow(
    'expected a string from format(), not undefined',
  )
})

test('an async filter drops its records, as one that throws, and is reported', async () => {
  const handler = new ListHandler()
  handler.addFilter(late as never)
  expect(await reports(handler)).toEqual([ASYNC])
  expect(handler.texts).toEqual([])
  expect(said.text).toContain("Message: 'one %d'")
})

test('an async shouldFlush is reported', async () => {
  expect(await reports(Object.assign(new BufferingHandler(2), { shouldFlush: late }) as never)).toEqual([ASYNC])
})

test('an async record factory is reported, and plain records are logged', async () => {
  const handler = new ListHandler()
  setLogRecordFactory(late as never)
  expect(await reports(handler)).toEqual([
    'RecordFactoryError: TypeError: expected a LogRecord, not Promise {} ' +
      '(the factory of setLogRecordFactory failed: a plain LogRecord is logged)',
  ])
  expect(handler.texts).toEqual(['one 1', 'one 1'])
})

test('an async makeRecord or process is reported, and logs nothing', async () => {
  const handler = new ListHandler()
  getLogger().addHandler(handler)
  const made = Object.assign(getLogger('made'), { makeRecord: late })
  made.error('x')
  new LoggerAdapter(getLogger('adapted')).error('logged')
  Object.assign(new LoggerAdapter(getLogger('adapted')), { process: late }).error('x')
  await settled()
  expect(said.text.split(ASYNC)).toHaveLength(3)
  expect(handler.texts).toEqual(['logged'])
})

test('an async close of a handler that basicConfig removes is reported', async () => {
  basicConfig({ handlers: [Object.assign(new ListHandler(), { close: late })] })
  basicConfig({ handlers: [new ListHandler()], force: true })
  await settled()
  expect(said.text).toContain('Error: late')
  expect(getLogger().handlers).toHaveLength(1)
})

test('setStream reports what a flush gives later', async () => {
  const handler = new StreamHandler({ write() {}, flush: late })
  handler.setStream(new StringStream())
  await settled()
  expect(said.text).toContain('Error: late')
})

test("a stream's flush is what the handler's flush waits for", async () => {
  let isDone = false
  const flush = (): Promise<void> => settled().then(() => void (isDone = true))
  await new StreamHandler({ write() {}, flush }).flush()
  expect(isDone).toBe(true)
})

test.each(['handle', 'prepare'])('an async %s of a listener is reported', async (name) => {
  const queue = new Queue()
  const listener = Object.assign(new QueueListener(queue, new ListHandler()), { [name]: late }).start()
  queue.put_nowait(makeLogRecord({ msg: 'x' }))
  await settled()
  await listener.stop()
  expect(said.text).toContain(name === 'handle' ? 'Error: late' : ASYNC)
})

test('a queue that is full later is one that is full', async () => {
  const got: unknown[] = []
  let isFull = true
  const put_nowait = async (item: unknown): Promise<void> => {
    if (isFull) throw Object.assign(new Error('full'), { name: 'Full' })
    got.push((item as LogRecord).message)
  }
  getLogger().addHandler(new QueueHandler({ put_nowait }))
  getLogger().error('lost')
  await settled()
  isFull = false
  getLogger().error('kept')
  await settled()
  expect(got).toEqual(['kept', '1 records were dropped: the queue was full'])
})

test('a queue of the application that throws in a turn of its own is reported', async () => {
  let wake = (): void => {}
  const queue = {
    put_nowait() {},
    get() {},
    qsize: () => 1,
    get_nowait() {
      throw new Error('broken')
    },
    watch: (watcher: { wake(): void }) => {
      wake = () => watcher.wake()
      return () => {}
    },
  }
  new QueueListener(queue, new ListHandler()).start()
  wake()
  await settled()
  expect(said.text).toContain('Error: broken')
})

test('a listener waits for an async put_nowait of its sentinel', async () => {
  const items: unknown[] = []
  const queue = {
    put_nowait: (item: unknown) => settled().then(() => void items.push(item)),
    get: () => new Promise<void>(() => {}),
  }
  const listener = new QueueListener(queue, new ListHandler()).start()
  void listener.stop()
  await settled()
  await settled()
  expect(items).toEqual([null])
  const broken = new QueueListener(
    { put_nowait: late, get: () => new Promise<void>(() => {}) },
    new ListHandler(),
  ).start()
  await expect(broken.stop()).rejects.toThrow('late')
})

test('a handler whose flush gives something else is flushed by a listener', async () => {
  const queue = new Queue()
  const handler = Object.assign(new ListHandler(), { flush: () => 5 as never })
  const listener = new QueueListener(queue, handler).start()
  await queue.flush()
  await listener.stop()
  expect(said.text).toBe('')
})

test('a record with an attribute `then` is no promise: not where it is made, nor where a filter returns it', () => {
  let calls = 0
  const then = (): never => {
    calls++
    throw new Error('no')
  }
  const list = new ListHandler()
  list.addFilter((record) => record)
  const log = getLogger('thenable')
  log.addHandler(list)
  // oxlint-disable-next-line unicorn/no-thenable -- an attribute of that name
  const attributes = { then }
  log.error('x', { extra: attributes })
  log.handle(makeLogRecord({ msg: 'y', ...attributes }))
  expect(list.records).toHaveLength(2)
  expect([said.text, calls]).toEqual(['', 0])
})
