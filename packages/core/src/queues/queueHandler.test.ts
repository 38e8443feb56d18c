import { afterEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { Queue } from './queue.js'
import { QueueHandler } from './queueHandler.js'
import { QueueListener } from './queueListener.js'
import { isStandardAttribute, type LogRecord, makeLogRecord } from '../records/record.js'
import { settings } from '../runtime/settings.js'
import { shutdown } from '../handlers/shutdown.js'
import { captureStderr, handlerContract, ListHandler, resetLogging, StringStream } from '../testing/index.js'

afterEach(resetLogging)

function logged(handler: QueueHandler, log: (logger: ReturnType<typeof getLogger>) => void): void {
  const logger = getLogger('que')
  logger.propagate = false
  logger.setLevel('DEBUG')
  logger.addHandler(handler)
  log(logger)
}

describe('QueueHandler keeps the contract', () => {
  const cases = handlerContract(() => {
    const target = new ListHandler()
    const queue = new Queue()
    const listener = new QueueListener(queue, target)
    listener.start()
    return { handler: new QueueHandler(queue), arrived: () => target.texts }
  })
  for (const { name, run } of cases) test(name, run)
})

describe('prepare', () => {
  // What CPython 3.11 to 3.14 give for the same calls.
  test('merges message, error and stack into the text, and clears what they came from', () => {
    const queue = new Queue<LogRecord>()
    const handler = new QueueHandler(queue)
    handler.setFormatter(new Formatter('%(levelname)s:%(message)s'))
    const others = new ListHandler()
    const list = [1]
    logged(handler, (logger) => {
      logger.addHandler(others)
      logger.error('a %s', 'b', { exc_info: new Error('boom'), stack_info: true, extra: { x: list } })
    })
    const record = queue.get_nowait()
    const original = others.records[0]!
    expect(record.msg).toMatch(/^ERROR:a b\nError: boom\n[^]*\nStack \(most recent call [a-z]+\):\n/)
    expect(record.message).toBe(record.msg)
    const { args, exc_info, exc_text, stack_info } = record
    expect({ args, exc_info, exc_text, stack_info }).toEqual({
      args: null,
      exc_info: null,
      exc_text: null,
      stack_info: null,
    })
    const { name, levelname, levelno, created, x } = record
    expect({ name, levelname, levelno, created, x }).toEqual({
      name: 'que',
      levelname: 'ERROR',
      levelno: 40,
      created: original.created,
      x: list,
    })
    expect(record.x).toBe(list)
    expect(record).not.toBe(original)
    expect([original.msg, original.args, original.message]).toEqual(['a %s', ['b'], 'a b'])
    expect(original.exc_info).toBeInstanceOf(Error)
    expect(original.exc_text).toContain('Error: boom')
    expect(original.stack_info).toContain('Stack')
  })

  test('of a message that is no text gives its text', () => {
    const queue = new Queue<LogRecord>()
    const record = makeLogRecord({ msg: { toString: () => 'custom' }, levelno: 20 })
    new QueueHandler(queue).handle(record)
    expect([queue.get_nowait().msg, queue.qsize()]).toEqual(['custom', 0])
  })

  test('fixes the place of the call, which is over when the record is handled', () => {
    const queue = new Queue<LogRecord>()
    function place(): void {
      logged(new QueueHandler(queue), (logger) => logger.info('here'))
    }
    place()
    const record = queue.get_nowait()
    expect([record.filename, record.module]).toEqual(['queueHandler.test.ts', 'queueHandler.test'])
    expect(record.lineno).toBeGreaterThan(50)
    expect(Object.keys(record).filter((key) => !isStandardAttribute(key))).toEqual([])
  })

  test('may give something else, and enqueue may put it elsewhere', () => {
    const sent: unknown[] = []
    class Sender extends QueueHandler {
      override prepare(record: LogRecord): unknown {
        return { text: this.format(record) }
      }
      override enqueue(item: unknown): void {
        sent.push(item)
      }
    }
    logged(new Sender(new Queue()), (logger) => logger.info('to %s', 'ann'))
    expect(sent).toEqual([{ text: 'to ann' }])
  })
})

test('a listener is none at first', () => {
  expect(new QueueHandler(new Queue()).listener).toBeNull()
})

test('a full queue is reported once a burst, the records dropped are told of when there is room', () => {
  const queue = new Queue<LogRecord>(2)
  const handler = new QueueHandler(queue)
  const said = captureStderr(() =>
    logged(handler, (logger) => {
      for (let i = 0; i < 5; i++) logger.info('m%d', i)
    }),
  )
  expect(said.match(/Full: the queue is full/g)).toHaveLength(1)
  const take = (): unknown => queue.get_nowait().msg
  expect([take(), take()]).toEqual(['m0', 'm1'])
  logged(handler, (logger) => logger.info('after'))
  expect([take(), take()]).toEqual(['after', '3 records were dropped: the queue was full'])
  expect(queue.empty()).toBe(true)
})

test('records dropped are told of at the end, too', async () => {
  settings.raiseExceptions = false
  const queue = new Queue(1)
  const handler = new QueueHandler(queue)
  const target = new ListHandler()
  logged(handler, (logger) => {
    for (let i = 0; i < 3; i++) logger.info('m%d', i)
  })
  new QueueListener(queue, target).start()
  await handler.flush()
  expect(target.records.map(({ msg }) => msg)).toEqual(['m0', '2 records were dropped: the queue was full'])
  expect(target.records[1]).toMatchObject({ name: 'treeline.queue', levelname: 'WARNING' })
})

test('what enqueue or prepare throws is reported and does not reach the application', () => {
  const handler = new QueueHandler({
    put_nowait() {
      throw new Error('no way')
    },
  })
  const said = captureStderr(() => logged(handler, (logger) => logger.info('x')))
  expect(said).toContain('Error: no way')
})

test('shutdown hands over what waits, whichever handler is older', () => {
  const queue = new Queue()
  const handler = new QueueHandler(queue)
  const seen: string[] = []
  class Closing extends ListHandler {
    override emit(record: LogRecord): void {
      seen.push(record.getMessage())
    }
    override close(): void {
      seen.push('closed')
    }
  }
  new QueueListener(queue, new Closing()).start()
  logged(handler, (logger) => {
    logger.info('one')
    void shutdown()
    expect(seen).toEqual(['one', 'closed'])
    logger.info('two')
    expect(seen).toEqual(['one', 'closed', 'two'])
  })
})

test('flush brings records to handlers that hold them, and flushes those; not one told to keep them', async () => {
  const queue = new Queue()
  const done: string[] = []
  class Held extends ListHandler {
    readonly flushOnClose: boolean
    constructor(flushOnClose: boolean) {
      super()
      this.flushOnClose = flushOnClose
    }
    override async flush(): Promise<void> {
      await Promise.resolve()
      done.push(`${this.records.length} flushed ${this.flushOnClose}`)
    }
  }
  new QueueListener(queue, new Held(true), new Held(false)).start()
  const handler = new QueueHandler(queue)
  logged(handler, (logger) => logger.info('one'))
  await handler.flush()
  expect(done).toEqual(['1 flushed true'])
})

describe('a listener that dictConfig made', () => {
  const made = (): { handler: QueueHandler; target: ListHandler } => {
    const target = new ListHandler()
    const queue = new Queue<LogRecord>()
    const handler = new QueueHandler(queue)
    handler.name = 'queue'
    handler.listener = new QueueListener(queue, target)
    logged(handler, (logger) => logger.info('first'))
    return { handler, target }
  }

  test('and nobody started: at the end the records that wait for it are told of', () => {
    const { handler } = made()
    getLogger('que').info('second')
    expect(captureStderr(() => void shutdown())).toBe(
      '--- Logging error ---\n' +
        "Error: 2 records wait for a listener that was not started: call getHandlerByName('queue').listener.start()\n",
    )
    handler.name = null
    expect(captureStderr(() => void handler.close())).toContain(': call handler.listener.start()')
  })

  test('one record; none; a listener that was started, or stopped with nothing left', async () => {
    expect(captureStderr(() => void made().handler.close())).toContain('Error: 1 record waits for a listener')
    const { handler, target } = made()
    handler.listener!.start()
    expect(captureStderr(() => void handler.close())).toBe('')
    expect(target.texts).toEqual(['first'])
    await handler.listener!.stop()
    expect(captureStderr(() => void handler.close())).toBe('')
  })
})

/** Logs once through a queue; returns what a listener's handlers of text, of fields and of JSON write. */
async function throughQueue(formatter: Formatter | null, log: (logger: Logger) => void): Promise<string[]> {
  const formats = [new Formatter(), new Formatter('[%(fields)s]'), new JSONFormatter({ keys: { message: 'message' } })]
  const stream = new StringStream()
  const handlers = formats.map((format) => {
    const handler = new StreamHandler(stream)
    handler.setFormatter(format)
    return handler
  })
  const queue = new Queue()
  const handler = new QueueHandler(queue)
  handler.setFormatter(formatter)
  const listener = new QueueListener(queue, ...handlers)
  listener.start()
  const logger = getLogger('fields')
  logger.addHandler(handler)
  log(logger)
  await listener.stop()
  return stream.text
    .replaceAll(/^ +at .*\n/gm, '')
    .split('\n')
    .slice(0, -1)
}

test('fields that the message does not use go through the queue', async () => {
  const port = { port: 3000 }
  expect(await throughQueue(null, (log) => log.error('50%% started', port))).toEqual([
    '50% started port=3000',
    '[port=3000]',
    '{"message":"50% started","port":3000}',
  ])
  expect(await throughQueue(null, (log) => log.error('port %(port)d', port))).toEqual([
    'port 3000',
    '[]',
    '{"message":"port 3000"}',
  ])
  // A formatter of its own has made the text that was asked for.
  expect(await throughQueue(new Formatter('%(message)s!'), (log) => log.error('started', port))).toEqual([
    'started!',
    '[]',
    '{"message":"started!"}',
  ])
})

test('an error among the fields goes through the queue', async () => {
  const err = new RangeError('boom')
  err.stack = 'RangeError: boom\n    at x'
  const [text, stack, fields, , json] = await throughQueue(null, (log) => log.error('failed', { err, id: 7 }))
  expect([text, stack]).toEqual(['failed id=7', 'RangeError: boom'])
  expect(fields).toBe('[id=7]')
  expect(json).toMatch(/^\{"message":"failed","err":.*boom.*,"id":7\}$/)
})
