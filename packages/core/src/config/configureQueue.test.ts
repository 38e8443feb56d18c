import { describe, expect, test } from 'vitest'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { isMemoryHandlerClass, isQueueHandlerClass, listen, listenerOf, queueOf } from './configureQueue.js'

class Mine extends Queue {}
const names: Record<string, unknown> = {
  'queue.Queue': Queue,
  'app.Mine': Mine,
  'app.make': () => new Mine(),
  'app.notes': { a: 1 },
  'logging.handlers.QueueListener': QueueListener,
  'app.listen': (...given: unknown[]) => ({ given }),
  'app.NullHandler': NullHandler,
}
const configurator = {
  resolve: (name: string) => names[name],
  configure_custom: (config: Record<string, unknown>) => config['()'],
}

describe('a queue', () => {
  test('is what the name, the part or the object stands for', () => {
    expect(queueOf(configurator, undefined)).toBeInstanceOf(Queue)
    expect(queueOf(configurator, 'app.Mine')).toBeInstanceOf(Mine)
    expect(queueOf(configurator, 'app.make')).toBeInstanceOf(Mine)
    const queue = new Queue()
    expect(queueOf(configurator, queue)).toBe(queue)
    expect(queueOf(configurator, { '()': queue })).toBe(queue)
    const like = { put_nowait() {}, get() {} }
    expect(queueOf(configurator, like)).toBe(like)
  })

  test.each<[unknown, string]>([
    [3, '3'],
    [null, 'null'],
    ['app.notes', "'app.notes'"],
    [{ put_nowait() {} }, ''],
    [{ get() {} }, ''],
    [{}, '{}'],
    [Mine, ''],
  ])('%j is refused', (given, shown) => {
    expect(() => queueOf(configurator, given)).toThrow(TypeError)
    expect(() => queueOf(configurator, given)).toThrow(`Invalid queue specifier ${shown}`)
  })
})

describe('a listener', () => {
  test('is made by what the name, the part or the class stands for', () => {
    const queue = new Queue()
    const parameters = [queue, new NullHandler(), { respect_handler_level: true }]
    for (const given of [undefined, 'logging.handlers.QueueListener', QueueListener, { '()': QueueListener }]) {
      const listener = listenerOf(configurator, given)(...(parameters as [object]))
      expect(listener).toBeInstanceOf(QueueListener)
      expect(listener).toMatchObject({ queue, handlers: [parameters[1]], respect_handler_level: true })
    }
    expect(listenerOf(configurator, 'app.listen')(queue, 1)).toEqual({ given: [queue, 1] })
  })

  test.each<[unknown]>([[3], [null], ['app.notes'], ['app.NullHandler'], [{}], [() => ({})], [{ '()': 5 }]])(
    '%j is refused',
    (given) => {
      expect(() => listenerOf(configurator, given)).toThrow(TypeError)
      expect(() => listenerOf(configurator, given)).toThrow('Invalid listener specifier ')
    },
  )

  test('is tied to its handler', () => {
    const [queue, target] = [new Queue(), new NullHandler()]
    const handler = new QueueHandler(queue)
    listen(handler, queue, listenerOf(configurator, undefined), [target], true)
    expect(handler.listener).toMatchObject({ queue, handlers: [target], respect_handler_level: true, isRunning: false })
  })
})

test('classes are known by what they can do', () => {
  class Like {
    enqueue(): void {}
    prepare(): void {}
    setTarget(): void {}
  }
  class Half {
    enqueue(): void {}
  }
  expect([QueueHandler, Like, Half, NullHandler, 'QueueHandler', undefined].map(isQueueHandlerClass)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
  expect([MemoryHandler, Like, Half, {}].map(isMemoryHandlerClass)).toEqual([true, true, false, false])
})
