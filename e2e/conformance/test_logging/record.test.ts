// Counterparts of LogRecordTest.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import * as logging from 'treeline'
import { expect, test } from 'vitest'
import { RecordingHandler, useRoot } from './setup.js'

const root = useRoot()

test('LogRecordTest.test_str_rep', () => {
  const record = logging.makeLogRecord({ name: 'shop', levelno: 20, pathname: '/srv/shop.js', lineno: 7, msg: 'sold' })
  expect(String(record)).toBe('<LogRecord: shop, 20, /srv/shop.js, 7, "sold">')
  expect(String(logging.makeLogRecord({}))).toMatch(/^<LogRecord: .*>$/)
})

test('LogRecordTest.test_dict_arg', () => {
  const recording = new RecordingHandler()
  root.logger.addHandler(recording)
  const fields = { fruit: 'pear' }
  logging.warning('a %(fruit)s', fields)
  expect(recording.last.args).toBe(fields)
  // Set by the formatter of the root's handler.
  expect(recording.last.message).toBe('a pear')
})

test('LogRecordTest.test_optional', () => {
  const record = logging.makeLogRecord({})
  for (const name of ['thread', 'threadName', 'process', 'processName'] as const) expect(record[name]).not.toBeNull()
  expect(record.taskName).toBeNull()

  const off = { logThreads: false, logProcesses: false, logMultiprocessing: false, logAsyncioTasks: false }
  Object.assign(logging.settings, off)
  const bare = logging.makeLogRecord({})
  for (const name of ['thread', 'threadName', 'process', 'processName', 'taskName'] as const) {
    expect(bare[name]).toBeNull()
  }
})

/** Logs twice within named pieces of asynchronous work, and gives the records' task names. */
async function taskNames(): Promise<(string | null)[]> {
  const recording = new RecordingHandler()
  root.logger.addHandler(recording)
  await Promise.all(
    ['first', 'second'].map((name) =>
      tasks.run(name, async () => {
        await setImmediate()
        logging.info('working')
      }),
    ),
  )
  root.logger.removeHandler(recording)
  return recording.records.map(({ taskName }) => taskName)
}

const tasks = new AsyncLocalStorage<string>()

test('LogRecordTest.test_taskName_with_asyncio_imported', async () => {
  // What gives work a name in JavaScript is the application's to say: here AsyncLocalStorage does.
  const filter = (record: logging.LogRecord): boolean => {
    record.taskName = logging.settings.logAsyncioTasks ? (tasks.getStore() ?? null) : null
    return true
  }
  root.logger.addFilter(filter)
  expect(await taskNames()).toEqual(['first', 'second'])
  logging.settings.logAsyncioTasks = false
  expect(await taskNames()).toEqual([null, null])
})

test('LogRecordTest.test_taskName_without_asyncio_imported', async () => {
  expect(await taskNames()).toEqual([null, null])
  logging.settings.logAsyncioTasks = false
  expect(await taskNames()).toEqual([null, null])
})
