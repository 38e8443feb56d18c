import { afterEach, beforeEach, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import type { LogRecord } from '../records/record.js'
import { sourceOf } from '../records/source.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { StringStream } from '../testing/captureStderr.js'
import { resetLogging } from '../testing/realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { Redactor } from './redactor.js'

let log: Logger
let sender: QueueHandler
let stream: StringStream
let handler: StreamHandler
let listener: QueueListener

beforeEach(() => {
  const queue = new Queue()
  sender = new QueueHandler(queue)
  stream = new StringStream()
  handler = new StreamHandler(stream)
  listener = new QueueListener(queue, handler)
  log = getLogger('app')
  log.addHandler(sender)
})
afterEach(resetLogging)

async function logged(): Promise<string> {
  listener.start()
  await listener.stop()
  return stream.text
}

const user = { name: 'ann', password: 'hunter2' }
const failure = Object.assign(new Error('no'), { cause: { password: 'hunter2' }, stack: undefined })

const CALLS: Readonly<Record<string, () => void>> = {
  'an argument': () => log.error('user %s', user),
  'a second argument': () => log.error('%s is %r', 'it', user),
  'a key': () => log.error('%(password)s of %(name)s', user),
  'a mapping as a whole': () => log.error('user %s', { password: 'hunter2' }),
  'a message': () => log.error(user),
  'a template': () => log.error`user ${user}`,
  'an argument before fields': () => log.error('user %s', user, { id: 7 }),
  fields: () => log.error('user', user),
  'an error': () => log.error('failed', failure),
  'an error among the fields': () => log.error('failed', { id: 7, err: failure }),
}

test.each(Object.entries(CALLS))('%s shows no secret', async (_name, call) => {
  handler.addFilter(new Redactor({ paths: ['**.password'] }))
  call()
  const text = await logged()
  expect(text).toContain('[redacted]')
  expect(text).not.toContain('hunter2')
})

test('what is no secret stays, with the text that the sender gave it', async () => {
  sender.setFormatter(new Formatter('%(levelname)s %(message)s'))
  handler.addFilter(new Redactor({ paths: ['**.password'] }))
  log.error('%d%% of %s', 50, user)
  log.error('%d%% of %s', 50, { name: 'bob' })
  expect(await logged()).toBe("ERROR 50% of { name: 'ann', password: '[redacted]' }\nERROR 50% of { name: 'bob' }\n")
})

test('handlers beside it show what they are given, and a second Redactor adds to the first', async () => {
  const beside = new StringStream()
  listener.handlers = [...listener.handlers, new StreamHandler(beside)]
  handler.addFilter(new Redactor({ patterns: [/an{2}/] }))
  handler.addFilter(new Redactor({ paths: ['**.password'] }))
  log.error('user %s', user)
  expect(await logged()).toBe("user { name: '[redacted]', password: '[redacted]' }\n")
  expect(beside.text).toBe("user { name: 'ann', password: 'hunter2' }\n")
})

test('a record without objects keeps none', () => {
  const item = sender.prepare(log.makeRecord('app', 40, 'app.js', 1, '%s of %d', ['text', 5], null, {})) as LogRecord
  expect(sourceOf(item)).toBe(undefined)
})
