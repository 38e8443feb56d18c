// Counterparts of ConfigDictTest: queue handlers and their listeners.
import { readFileSync } from 'node:fs'
import * as logging from 'treeline'
import { dictConfig, registerClass, registerObject } from 'treeline/config'
import { Queue, QueueHandler, QueueListener } from 'treeline/handlers'
import { resetLogging } from '@treeline/core/testing'
import { expect, test } from 'vitest'
import { useCleanLogging, useFolder } from './setup.js'

useCleanLogging()
const inFolder = useFolder()

class OwnQueue extends Queue {}

/** All that a queue must be able to, without being one of ours. */
class LikeQueue {
  private readonly queue: Queue
  constructor({ maxsize = 0 }: { maxsize?: number } = {}) {
    this.queue = new Queue(maxsize)
  }
  put_nowait(item: unknown): void {
    this.queue.put_nowait(item)
  }
  get(block?: boolean): Promise<unknown> {
    return this.queue.get(block)
  }
}

class OwnListener extends QueueListener {}

registerClass('test_logging.OwnQueue', OwnQueue)
registerClass('test_logging.LikeQueue', LikeQueue)
registerClass('test_logging.OwnListener', OwnListener)
registerObject('test_logging.makeQueue', () => new OwnQueue())
registerObject('test_logging.makeListener', (given: object) => (queue: Queue, ...rest: logging.Handler[]) => {
  expect(given).toEqual({ first: null, second: null, respect_handler_level: true })
  return new OwnListener(queue, ...rest)
})

/** Configures a queue handler before a file, runs its listener, and gives the lines in the file. */
async function linesThrough(filename: string, queue: unknown, listener: unknown): Promise<string[]> {
  const ah = {
    class: 'logging.handlers.QueueHandler',
    handlers: ['h1'],
    ...(queue === undefined ? {} : { queue }),
    ...(listener === undefined ? {} : { listener }),
  }
  const h1 = { class: 'logging.FileHandler', filename, mode: 'w' }
  dictConfig({ version: 1, handlers: { h1, ah }, root: { level: 'DEBUG', handlers: ['ah'] } })
  const handler = logging.getHandlerByName('ah') as QueueHandler
  expect([...logging.getHandlerNames()].toSorted()).toEqual(['ah', 'h1'])
  expect(handler.listener).toBeInstanceOf(listener === undefined ? QueueListener : OwnListener)
  expect(handler.listener!.queue).toBe(handler.queue)
  handler.listener!.start()
  logging.debug('one')
  logging.info('two')
  logging.warning('three')
  await handler.listener!.stop()
  return readFileSync(filename, 'utf8').split('\n')
}

test('ConfigDictTest.test_config_queue_handler', async () => {
  const filename = inFolder('queue.log')
  const queues = [
    undefined,
    'test_logging.makeQueue',
    'test_logging.OwnQueue',
    { '()': 'test_logging.OwnQueue', maxsize: 10 },
    { '()': 'test_logging.LikeQueue', maxsize: 10 },
    new OwnQueue(),
    new LikeQueue(),
  ]
  const listeners = [
    undefined,
    'test_logging.OwnListener',
    { '()': 'test_logging.makeListener', first: null, second: null, respect_handler_level: true },
    OwnListener,
  ]
  for (const queue of queues) {
    for (const listener of listeners) {
      expect(await linesThrough(filename, queue, listener)).toEqual(['one', 'two', 'three', ''])
    }
  }
  resetLogging()
  for (const queue of [undefined, 4, Number, '', 'no.such.queue']) {
    for (const listener of [undefined, 4, Number, '', 'no.such.listener']) {
      if (queue === undefined && listener === undefined) continue
      await expect(linesThrough(filename, queue, listener)).rejects.toThrow(/^Unable to configure handler 'ah'/)
      expect([...logging.getHandlerNames()]).toEqual([])
    }
  }
})

test('ConfigDictTest.test_config_queue_handler_invalid_config_does_not_create_multiprocessing_manager', () => {
  const nearly = { put_nowait: null, get: () => null }
  for (const queue of [{}, nearly]) {
    const handlers = { ah: { class: 'logging.handlers.QueueHandler', queue } }
    expect(() => dictConfig({ version: 1, handlers })).toThrow(/^Unable to configure handler 'ah'/)
  }
})

test('ConfigDictTest.test_kwargs_passing', () => {
  class OwnQueueHandler extends QueueHandler {
    readonly kwargs: object
    constructor(queue: Queue, kwargs: object) {
      super(queue)
      this.kwargs = kwargs
    }
  }
  const handlers = { own: { class: OwnQueueHandler, fruit: 'pear' } }
  dictConfig({ version: 1, handlers, root: { level: 'DEBUG', handlers: ['own'] } })
  const handler = logging.getHandlerByName('own') as OwnQueueHandler
  expect(handler.kwargs).toEqual({ fruit: 'pear' })
  expect(handler.queue).toBeInstanceOf(Queue)
})
