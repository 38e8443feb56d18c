import { afterEach, beforeEach, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { Redactor } from '../filters/redactor.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { captureStderr, StringStream } from '../testing/captureStderr.js'
import { resetLogging } from '../testing/realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { context } from './context.js'
import { ContextFilter } from './contextFilter.js'

let log: Logger
let stream: StringStream
let handler: StreamHandler

beforeEach(() => {
  log = getLogger('app')
  log.setLevel('DEBUG')
  stream = new StringStream()
  handler = new StreamHandler(stream)
  handler.addFilter(new ContextFilter())
  log.addHandler(handler)
})
afterEach(resetLogging)

const json = (): object[] =>
  stream.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)

test('the fields of the context are on JSON lines', () => {
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
  log.info('outside')
  context.run({ request_id: 7, user: { id: 1 } }, () => log.info('inside %d', 2))
  expect(json()).toEqual([{ message: 'outside' }, { message: 'inside 2', request_id: 7, user: { id: 1 } }])
})

test('a format names one of them, or shows all', () => {
  handler.setFormatter(new Formatter('%(message)s [%(request_id)s] %(fields)s', { defaults: { request_id: '-' } }))
  log.info('outside')
  context.run({ request_id: 7, user: 'ann bell' }, () => {
    log.info('%d rows', 3)
    log.info('read', { table: 't' })
  })
  expect(stream.text).toBe(
    "outside [-] \n3 rows [7] request_id=7 user='ann bell'\nread [7] table=t request_id=7 user='ann bell'\n",
  )
})

test('where no format was asked for they follow the line', () => {
  context.run({ request_id: 7 }, () => log.info('read', { table: 't' }))
  context.run({ request_id: 7 }, () => log.info('bare'))
  expect(stream.text).toBe('read table=t request_id=7\nbare request_id=7\n')
})

test("a call's own fields count", () => {
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
  context.run({ user: 7, tenant: 1, role: 'r' }, () => {
    log.info('mapping', { user: 8, role: undefined })
    log.info('a map', new Map([['user', 10]]))
    log.info('extra', { extra: { user: 9 } })
  })
  expect(json()).toEqual([
    { message: 'mapping', user: 8, tenant: 1, role: 'r' },
    { message: 'a map', user: 10, tenant: 1, role: 'r' },
    { message: 'extra', user: 9, tenant: 1, role: 'r' },
  ])
})

test('a field that is named as an attribute has an underscore behind its name', () => {
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message', logger: 'name' } }))
  const report = captureStderr(() =>
    context.run({ name: 'ann', message: 'x', getMessage: 1, __proto__: null, a: 1 }, () => {
      log.info('said')
      log.info('said', { name: 'bob' })
    }),
  )
  const fields = { message: 'said', logger: log.name, name_: 'ann', message__: 'x', getMessage_: 1, a: 1 }
  expect(json()).toEqual([fields, { ...fields, name: 'bob' }])
  expect(report).toBe('')
})

test('a Redactor on the same handler sees what it adds, whichever was added first', () => {
  for (const filters of [
    [new Redactor({ paths: ['**.password'] }), new ContextFilter()],
    [new ContextFilter(), new Redactor({ paths: ['**.password'] })],
  ]) {
    handler.filters = []
    for (const filter of filters) handler.addFilter(filter)
    context.run({ password: 'p', user: { password: 'q', id: 7 } }, () => log.info('signed in'))
  }
  const line = "signed in password=[redacted] user={ password: '[redacted]', id: 7 }\n"
  expect(stream.text).toBe(line + line)
})

test('a record that two handlers get has the fields once', () => {
  const second = new StreamHandler(stream)
  second.addFilter(new ContextFilter())
  log.addHandler(second)
  context.run({ a: 1 }, () => log.info('x'))
  expect(stream.text).toBe('x a=1\nx a=1\n')
})

test('what was logged elsewhere never gets the fields of the code that writes it', () => {
  log.removeHandler(handler)
  const memory = new MemoryHandler(10, { target: handler })
  log.addHandler(memory)
  context.run({ request_id: 1 }, () => log.info('first'))
  context.run({ request_id: 2 }, () => log.error('second'))
  expect(stream.text).toBe('first\nsecond\n')
})

test.each([undefined, new Formatter('%(message)s %(fields)s')])('they go through a queue', (formatter) => {
  log.removeHandler(handler)
  const queue = new Queue()
  const queueHandler = new QueueHandler(queue)
  queueHandler.addFilter(new ContextFilter())
  log.addHandler(queueHandler)
  handler.setFormatter(formatter ?? null)
  const listener = new QueueListener(queue, handler)
  context.run({ request_id: 1 }, () => {
    log.info('%d rows', 3)
    log.info('read', { table: 't' })
  })
  context.run({ request_id: 2 }, () => {
    listener.start()
    void listener.stop()
  })
  expect(stream.text).toBe('3 rows request_id=1\nread table=t request_id=1\n')
})
