// Counterparts of QueueHandlerTest and QueueListenerTest.
import * as logging from 'treeline'
import { Empty, Queue, QueueHandler, QueueListener } from 'treeline/handlers'
import { ListHandler } from '@treeline/core/testing'
import { beforeEach, expect, test } from 'vitest'
import { counter, useRoot } from './setup.js'

const root = useRoot()

let queue: Queue
let handler: QueueHandler
let logger: logging.Logger
let message: () => string

beforeEach(() => {
  queue = new Queue(-1)
  handler = new QueueHandler(queue)
  logger = logging.getLogger('que')
  logger.propagate = false
  logger.setLevel(logging.WARNING)
  logger.addHandler(handler)
  message = counter()
})

/** Logs three messages, at WARNING, ERROR and CRITICAL. */
function logThree(): void {
  logger.warning(message())
  logger.error(message())
  logger.critical(message())
}

/** What a handler was given, each as level and message. */
function handled(list: ListHandler): string[] {
  return list.records.map((record) => `${record.levelname} ${record.getMessage()}`)
}

test('QueueHandlerTest.test_queue_handler', () => {
  logger.debug(message())
  expect(() => queue.get_nowait()).toThrow(Empty)
  logger.info(message())
  expect(() => queue.get_nowait()).toThrow(Empty)
  logger.warning(message())
  const record = queue.get_nowait() as logging.LogRecord
  expect(record).toBeInstanceOf(logging.LogRecord)
  expect(record).toMatchObject({ name: 'que', msg: '3', args: null })
})

test('QueueHandlerTest.test_formatting', () => {
  handler.setFormatter(new logging.Formatter('%(name)s -> %(levelname)s: %(message)s'))
  logger.warning('%s pears', 3)
  const text = 'que -> WARNING: 3 pears'
  expect(queue.get_nowait()).toMatchObject({ msg: text, message: text, args: null })
})

test('QueueHandlerTest.test_queue_listener', async () => {
  const all = new ListHandler()
  const listener = new QueueListener(queue, all)
  listener.start()
  logThree()
  await listener.stop()
  // Stopping twice does no harm.
  await listener.stop()
  expect(handled(all)).toEqual(['WARNING 1', 'ERROR 2', 'CRITICAL 3'])

  const critical = new ListHandler('CRITICAL')
  const choosy = new QueueListener(queue, critical, { respect_handler_level: true })
  choosy.start()
  logThree()
  await choosy.stop()
  expect(handled(critical)).toEqual(['CRITICAL 6'])

  const indifferent = new QueueListener(queue, critical)
  indifferent.start()
  logThree()
  await indifferent.stop()
  expect(handled(critical)).toEqual(['CRITICAL 6', 'WARNING 7', 'ERROR 8', 'CRITICAL 9'])
})

test('QueueHandlerTest.test_queue_listener_context_manager', async () => {
  const list = new ListHandler()
  let kept: QueueListener
  {
    using listener = new QueueListener(queue, list).start()
    expect(listener).toBeInstanceOf(QueueListener)
    kept = listener
    logger.warning(message())
  }
  // It is stopped: what was there is handled, what comes now stays.
  expect(handled(list)).toEqual(['WARNING 1'])
  logger.warning(message())
  await kept.stop()
  expect(handled(list)).toEqual(['WARNING 1'])
  expect(queue.get_nowait()).toMatchObject({ msg: '2' })
  expect(queue.empty()).toBe(true)
})

test('QueueHandlerTest.test_queue_listener_multi_start', async () => {
  const list = new ListHandler()
  const listener = new QueueListener(queue, list)
  const twice = 'Listener already started'
  for (let i = 0; i < 2; i++) {
    using started = listener.start()
    expect(() => started.start()).toThrow(twice)
  }
  listener.start()
  logger.warning(message())
  await listener.stop()
  expect(handled(list)).toEqual(['WARNING 1'])
})

/** How often a text occurs in what was written. */
function occurrences(text: string): number {
  return root.stream.text.split(text).length - 1
}

test('QueueHandlerTest.test_queue_listener_with_StreamHandler', async () => {
  const listener = new QueueListener(queue, root.handler)
  listener.start()
  // The handler of the queue has put both texts into the message; the one of the stream adds them no second time.
  logger.exception(message(), { exc_info: new RangeError('out of pears') })
  logger.error(message(), { stack_info: true })
  await listener.stop()
  expect(occurrences('RangeError: out of pears')).toBe(1)
  expect(occurrences('Stack (most recent call first)')).toBe(1)
})

test('QueueHandlerTest.test_queue_listener_with_multiple_handlers', async () => {
  handler.setFormatter(root.handler.formatter)
  logger.addHandler(root.handler)
  // What the listener hands to the queue's own handler comes back, behind the sentinel.
  const listener = new QueueListener(queue, handler)
  listener.start()
  logger.error('no pears')
  await listener.stop()
  expect(root.stream.text).toBe('que -> ERROR: no pears\n')
})

test('QueueListenerTest.test_handle_called_with_queue_queue', async () => {
  let calls = 0
  class Counting extends QueueListener {
    override handle(): void {
      calls++
    }
  }
  for (let i = 0; i < 20; i++) {
    const own = new Queue()
    const sending = new QueueHandler(own)
    const one = logging.getLogger(`test_queue_${i}`)
    one.setLevel(logging.DEBUG)
    one.addHandler(sending)
    const listener = new Counting(own)
    listener.start()
    for (const msg of ['one', 'two', 'three', 'four', 'five']) one.info(msg)
    await listener.stop()
    one.removeHandler(sending)
    void sending.close()
  }
  expect(calls).toBe(100)
})

test('QueueListenerTest.test_calls_task_done_after_stop', async () => {
  const own = new Queue()
  const listener = new QueueListener(own)
  listener.start()
  own.put_nowait(logging.makeLogRecord({}))
  await listener.stop()
  // All is dealt with, so nobody who joins waits.
  await own.join()
  expect(() => own.task_done()).toThrow(new RangeError('task_done() called too many times'))
})
