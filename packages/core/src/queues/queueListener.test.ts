import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Handler } from '../handlers/handler.js'
import { type Platform, platform } from '../handlers/platform.js'
import { getLogger } from '../tree/manager.js'
import { Empty, Queue, type ReceivingQueue } from './queue.js'
import { QueueHandler } from './queueHandler.js'
import { QueueListener } from './queueListener.js'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { realmState } from '../testing/realmState.js'
import { shutdown } from '../handlers/shutdown.js'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

const record = (msg: string, levelno = 20): LogRecord => makeLogRecord({ name: 'n', levelno, levelname: 'L', msg })

/** A queue as someone else would write it: with promises and nothing that is not needed. */
class Foreign implements ReceivingQueue {
  private readonly items: unknown[] = []
  private waiting: ((item: unknown) => void)[] = []

  put_nowait(item: unknown): void {
    const taker = this.waiting.shift()
    if (taker === undefined) this.items.push(item)
    else taker(item)
  }

  get(): Promise<unknown> {
    return this.items.length > 0
      ? Promise.resolve(this.items.shift())
      : new Promise((resolve) => this.waiting.push(resolve))
  }
}

describe.each([
  ['a Queue', () => new Queue()],
  ['any queue with put_nowait and get', () => new Foreign()],
])('on %s', (_, make) => {
  test('records are handled after the code that logged, in order', async () => {
    const queue = make()
    const target = new ListHandler()
    const listener = new QueueListener(queue, target).start()
    const logger = getLogger('q')
    logger.addHandler(new QueueHandler(queue))
    logger.warning('one %d', 1)
    logger.warning('two')
    expect(target.records).toEqual([])
    await vi.waitFor(() => expect(target.texts).toEqual(['one 1', 'two']), 60_000)
    await listener.stop()
  })

  test('stop handles what was queued before it, and leaves what comes after', async () => {
    const queue = make()
    const target = new ListHandler()
    for (const msg of ['a', 'b']) queue.put_nowait(record(msg))
    const listener = new QueueListener(queue, target).start()
    queue.put_nowait(record('c'))
    const stopped = listener.stop()
    queue.put_nowait(record('late'))
    await stopped
    expect(target.texts).toEqual(['a', 'b', 'c'])
    await listener.stop()
    await listener.start().stop()
    expect(target.texts).toEqual(['a', 'b', 'c', 'late'])
  })

  test('a handler that throws is reported, the others and the next record are served', async () => {
    const queue = make()
    const target = new ListHandler()
    class Broken extends Handler {
      override handle(): never {
        throw new Error('broken handler')
      }
    }
    const listener = new QueueListener(queue, new Broken(), target).start()
    for (const msg of ['a', 'b']) queue.put_nowait(record(msg))
    const before = realmState.platform
    let said = ''
    realmState.platform = { stderr: { write: (text: string) => void (said += text) } } as never
    await listener.stop()
    realmState.platform = before
    expect(target.texts).toEqual(['a', 'b'])
    expect(said.match(/Error: broken handler/g)).toHaveLength(1)
  })
})

test('stop on a Queue has handled everything when it returns', () => {
  const queue = new Queue()
  const target = new ListHandler()
  const listener = new QueueListener(queue, target).start()
  for (const msg of ['a', 'b']) queue.put_nowait(record(msg))
  void listener.stop()
  expect(target.texts).toEqual(['a', 'b'])
  expect(queue.qsize()).toBe(0)
})

test('stop finds room for its sentinel in a full queue', async () => {
  const queue = new Queue(1)
  const target = new ListHandler()
  const listener = new QueueListener(queue, target).start()
  queue.put_nowait(record('a'))
  await listener.stop()
  expect(target.texts).toEqual(['a'])
})

test('starting twice is an error, stopping one that never started is none', async () => {
  const listener = new QueueListener(new Queue())
  await listener.stop()
  listener.start()
  expect(() => listener.start()).toThrow(new Error('Listener already started'))
  await listener.stop()
})

test('every item that was got is reported as done, the sentinel too', async () => {
  const queue = new Queue()
  const listener = new QueueListener(queue, new ListHandler()).start()
  queue.put_nowait(record('a'))
  await listener.stop()
  await queue.join()
  expect(() => queue.task_done()).toThrow('task_done() called too many times')
})

test('handlers get every record, with respect_handler_level only theirs', () => {
  const all = [10, 20, 30].map((level) => record('m', level))
  const got = (options?: { respect_handler_level: boolean }): number[] => {
    const target = new ListHandler()
    target.setLevel('INFO')
    const queue = new Queue()
    const listener = new QueueListener(queue, target, ...(options ? [options] : [])).start()
    for (const one of all) queue.put_nowait(one)
    void listener.stop()
    return target.records.map(({ levelno }) => levelno)
  }
  expect(got()).toEqual([10, 20, 30])
  expect(got({ respect_handler_level: false })).toEqual([10, 20, 30])
  expect(got({ respect_handler_level: true })).toEqual([20, 30])
})

test('the handlers come before the options', () => {
  expect(() => new QueueListener(new Queue(), {}, new ListHandler())).toThrow(TypeError)
  const handlers = [new ListHandler(), new ListHandler()]
  expect(new QueueListener(new Queue(), ...handlers).handlers).toEqual(handlers)
  expect(new QueueListener(new Queue()).handlers).toEqual([])
})

test('subclasses may get, prepare and handle in their own way', async () => {
  const seen: string[] = []
  class Mine extends QueueListener {
    override readonly _sentinel = 'stop'
    override async dequeue(block: boolean): Promise<unknown> {
      seen.push(`dequeue ${block}`)
      return super.dequeue(block)
    }
    override prepare(item: unknown): LogRecord {
      return record(String(item))
    }
  }
  const target = new ListHandler()
  const queue = new Queue()
  const listener = new Mine(queue, target).start()
  queue.put_nowait('text')
  queue.put_nowait(null)
  await listener.stop()
  expect(target.texts).toEqual(['text', 'null'])
  expect(seen).toEqual(['dequeue true', 'dequeue true', 'dequeue true'])
})

test('a dequeue that throws Empty ends the listener', async () => {
  class Once extends QueueListener {
    override dequeue(): never {
      throw new Empty()
    }
  }
  const listener = new Once(new Queue())
  expect(captureStderr(() => void listener.start())).toBe('')
  await Promise.resolve()
  listener.start()
  await listener.stop()
})

test('an item that is no record is reported, and the next is handled', () => {
  const queue = new Queue()
  const target = new ListHandler()
  const listener = new QueueListener(queue, target, { respect_handler_level: true }).start()
  queue.put_nowait(undefined)
  queue.put_nowait(record('a'))
  expect(captureStderr(() => void listener.stop())).toContain('TypeError')
  expect(target.texts).toEqual(['a'])
})

test('work that takes long lets others have their turn', async () => {
  vi.useFakeTimers()
  const queue = new Queue()
  class Slow extends ListHandler {
    override emit(given: LogRecord): void {
      super.emit(given)
      vi.setSystemTime(Date.now() + 3)
    }
  }
  const target = new Slow()
  const listener = new QueueListener(queue, target).start()
  for (let i = 0; i < 8; i++) queue.put_nowait(record(`m${i}`))
  await Promise.resolve()
  expect(target.records).toHaveLength(3)
  await vi.runAllTimersAsync()
  expect(target.records).toHaveLength(8)
  await listener.stop()
})

test('so does a queue that is asked item by item, however full it is', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const items = Array.from({ length: 8 }, (_, i) => record(`m${i}`))
  const queue = { enqueue_sentinel: () => {}, get: async () => items.shift() ?? new Promise<never>(() => {}) }
  class Slow extends ListHandler {
    override emit(given: LogRecord): void {
      super.emit(given)
      vi.setSystemTime(Date.now() + 3)
    }
  }
  const target = new Slow()
  new QueueListener(queue as unknown as ReceivingQueue, target).start()
  const counts: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    counts.push(target.records.length)
    vi.advanceTimersByTime(1)
  }
  expect(counts).toEqual([3, 6, 8])
})

test('a handler that logs into the queue it is served from does not keep stop or shutdown from ending', () => {
  const queue = new Queue()
  const handler = new QueueHandler(queue)
  const logger = getLogger('loop')
  logger.addHandler(handler)
  const target = new ListHandler()
  target.addFilter(() => (logger.warning('again'), true))
  const listener = new QueueListener(queue, target).start()
  logger.warning('first')
  void shutdown()
  void listener.stop()
  expect(target.records.length).toBeGreaterThan(0)
})

test('a handler that flushes, or ends the process, has the rest handled', () => {
  const queue = new Queue()
  const target = new ListHandler()
  target.addFilter((given) => {
    if (given.msg === 'fatal') void shutdown()
    return true
  })
  new QueueListener(queue, target).start()
  for (const msg of ['a', 'fatal', 'b', 'c']) queue.put_nowait(record(msg))
  void queue.flush()
  expect(target.texts).toEqual(['a', 'b', 'c', 'fatal'])
})

test('the end of a block stops it', async () => {
  const queue = new Queue()
  const target = new ListHandler()
  {
    using listener = new QueueListener(queue, target).start()
    queue.put_nowait(record('sync'))
    expect(listener.handlers).toEqual([target])
  }
  expect(target.texts).toEqual(['sync'])
  const foreign = new Foreign()
  {
    await using listener = new QueueListener(foreign, target).start()
    foreign.put_nowait(record('async'))
    expect(listener.respect_handler_level).toBe(false)
  }
  expect(target.texts).toEqual(['sync', 'async'])
})

test('a stopped listener leaves nothing among the open handlers', async () => {
  const target = new ListHandler()
  const open = realmState.handlers.open.size
  const listener = new QueueListener(new Queue(), target).start()
  await listener.stop()
  expect(realmState.handlers.open.size).toBe(open)
})

test('a pause that faked timers have begun does not stop the listener once they are gone', async () => {
  const queue = new Queue()
  const handler = new ListHandler()
  handler.addFilter(() => {
    const untilMs = Date.now() + 10
    while (Date.now() < untilMs);
    return true
  })
  const listener = new QueueListener(queue, handler).start()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  for (const msg of ['one', 'two']) queue.put_nowait(makeLogRecord({ msg }))
  await Promise.resolve()
  expect(handler.texts).toEqual(['one'])
  vi.useRealTimers()
  queue.put_nowait(makeLogRecord({ msg: 'three' }))
  await vi.waitFor(() => expect(handler.texts).toEqual(['one', 'two', 'three']))
  await listener.stop()
})

describe('in a thread that is ended without a word', () => {
  const before = realmState.platform
  beforeEach(() => void (realmState.platform = Object.create(platform(), { endsUntold: { value: true } }) as Platform))
  afterEach(() => void (realmState.platform = before))

  test('a record is handled in the logging call, and what a handler logs behind it', async () => {
    const queue = new Queue()
    const target = new ListHandler()
    class Echo extends Handler {
      override emit({ msg }: LogRecord): void {
        if (msg === 'one') logger.warning('echo')
      }
    }
    const listener = new QueueListener(queue, new Echo(), target).start()
    const logger = getLogger('q')
    logger.addHandler(new QueueHandler(queue))
    logger.warning('one')
    expect(target.texts).toEqual(['one'])
    await Promise.resolve()
    expect(target.texts).toEqual(['one', 'echo'])
    logger.warning('two')
    expect([target.texts, queue.qsize()]).toEqual([['one', 'echo', 'two'], 0])
    await listener.stop()
    expect(listener.isRunning).toBe(false)
  })

  test('a queue without a listener keeps what is put', () => {
    const queue = new Queue()
    queue.put_nowait('one')
    expect(queue.get_nowait()).toBe('one')
  })
})

test('it says whether it runs: until its queue has given the sentinel', async () => {
  const listener = new QueueListener(new Queue())
  expect(listener.isRunning).toBe(false)
  expect(listener.start().isRunning).toBe(true)
  await listener.stop()
  expect(listener.isRunning).toBe(false)
})
