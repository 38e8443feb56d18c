import { afterEach, expect, test } from 'vitest'
import { dictConfig } from './dictConfig.js'
import { fileConfig } from './ini/fileConfig.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { makeLogRecord, type LogRecord } from '../records/record.js'
import { ListHandler, realmState, resetLogging } from '../testing/index.js'
import { getLogger } from '../tree/manager.js'

afterEach(resetLogging)

/** As handlers of ours that are closed for good. */
class Final extends ListHandler {
  flushed = 0
  closed = false

  override emit(record: LogRecord): void {
    if (this.closed) throw new Error('closed')
    super.emit(record)
  }

  override flush(): void {
    this.flushed++
  }

  override close(): void {
    this.closed = true
    void super.close()
  }
}

const LEVEL_OF_ONE = { version: 1, loggers: { app: { level: 'DEBUG' } } } as const

test('a handler that stays attached is flushed and goes on; one that does not is closed', () => {
  const [kept, below, gone] = [new Final(), new Final(), new Final()]
  kept.name = 'kept'
  getLogger().addHandler(kept)
  getLogger('lib.net').addHandler(below)
  getLogger('app').addHandler(gone)
  dictConfig(LEVEL_OF_ONE)
  getLogger().warning('to the root')
  getLogger('lib.net').disabled = false
  getLogger('lib.net').warning('below')
  expect([kept.texts, below.texts, gone.texts]).toEqual([['to the root', 'below'], ['below'], []])
  expect([kept, below, gone].map(({ closed }) => closed)).toEqual([false, false, true])
  expect([kept.flushed, below.flushed]).toEqual([1, 1])
  expect([kept, below, gone].map((each) => realmState.handlers.open.has(each))).toEqual([true, true, false])
  // As in Python: it has its name, and is not found by it.
  expect([kept.name, realmState.handlers.byName.has('kept')]).toEqual(['kept', false])
})

test('as in Python, a MemoryHandler is without its target then, and a file of mode w is closed', () => {
  const target = new Final()
  const memory = new MemoryHandler(2, { target })
  const file = Object.assign(new Final(), { mode: 'w+' })
  const appended = Object.assign(new Final(), { mode: 'a' })
  for (const handler of [memory, file, appended]) getLogger().addHandler(handler)
  getLogger().warning('held')
  dictConfig(LEVEL_OF_ONE)
  expect([target.texts, memory.target, target.closed]).toEqual([['held'], null, true])
  expect([file.closed, appended.closed]).toEqual([true, false])
})

test('what a listener works for goes on', async () => {
  const [queued, heard] = [new Final(), new Final()]
  const queue = new QueueHandler(new Queue())
  queue.listener = new QueueListener(queue.queue as Queue, queued)
  const own = new Queue()
  const listener = new QueueListener(own, heard).start()
  getLogger().addHandler(queue)
  dictConfig(LEVEL_OF_ONE)
  expect([queued, heard].map(({ closed }) => closed)).toEqual([false, false])
  own.put_nowait(makeLogRecord({ msg: 'queued' }))
  await listener.stop()
  dictConfig(LEVEL_OF_ONE)
  expect(heard.texts).toEqual(['queued'])
  expect([queued, heard].map(({ closed }) => closed)).toEqual([false, true])
})

test('fileConfig leaves attached handlers open as well', () => {
  const [kept, gone] = [new Final(), new Final()]
  getLogger('lib').addHandler(kept)
  getLogger().addHandler(gone)
  const ini = '[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nhandlers=\n'
  fileConfig({ read: () => ini }, { disable_existing_loggers: false })
  getLogger('lib').warning('on')
  expect([kept.texts, kept.closed, gone.closed]).toEqual([['on'], false, true])
})
