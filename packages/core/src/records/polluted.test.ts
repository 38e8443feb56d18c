// Members that somebody added to every object, and an Object.prototype whose members are frozen.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { captureStderr, ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import { getLogger } from '../tree/manager.js'
import { prepare } from './prepare.js'
import { copyRecord, type LogRecord } from './record.js'

const prototype = Object.prototype as { added?: unknown }
beforeEach(() => {
  prototype.added = () => 'added'
})
afterEach(() => {
  delete prototype.added
  resetLogging()
})

const json = (): JSONFormatter => new JSONFormatter({ keys: { message: 'message' } })

function lines(formatter: Formatter, log: () => void): string {
  const stream = new StringStream()
  const handler = new StreamHandler(stream)
  handler.setFormatter(formatter)
  getLogger().addHandler(handler)
  log()
  return stream.text
}

test('what every object has is nobody’s extra or field', () => {
  const text = lines(json(), () => {
    getLogger().error('extra', { extra: { user: 'ann' }, stacklevel: 1 })
    new LoggerAdapter(getLogger(), { user: 'ann' }).error('adapter')
    new LoggerAdapter(getLogger(), { user: 'ann' }).error('adapter')
    getLogger().error('mapping', { user: 'ann' })
  })
  expect(text).not.toContain('added')
  expect(text.split('\n').slice(1, 4)).toEqual([
    '{"message":"adapter","user":"ann"}',
    '{"message":"adapter","user":"ann"}',
    '{"message":"mapping","user":"ann"}',
  ])
})

test('a key of that name is an extra where it was given', () => {
  const adapter = new LoggerAdapter(getLogger(), { added: 1, constructor: 2 })
  expect(lines(json(), () => adapter.error('x'))).toBe('{"message":"x","added":1,"constructor":2}\n')
})

test('an empty mapping is empty, as in Python', () => {
  const said = captureStderr(() => {
    expect(lines(new Formatter(), () => getLogger().error('x', {}))).toBe('x ({},)\n')
  })
  expect(said).toContain('not all arguments converted')
})

test('a record that is kept has no attribute of that name', () => {
  const list = new ListHandler()
  getLogger().addHandler(new MemoryHandler(1, { target: list }))
  getLogger().error('x')
  expect(Object.keys(prepare(list.records[0]!))).not.toContain('added')
})

/** Makes Object.prototype's members as those of a frozen one are: what inherits them cannot be assigned a value of its own. */
function freezeMembers(): () => void {
  const members = Object.entries(Object.getOwnPropertyDescriptors(Object.prototype)).filter(([, one]) => 'value' in one)
  const define = (writable: boolean): void => {
    for (const [name, one] of members) Object.defineProperty(Object.prototype, name, { ...one, writable })
  }
  define(false)
  return () => define(true)
}

test('where Object.prototype’s members are frozen, a name of its own may be an extra all the same', () => {
  delete prototype.added
  const list = new ListHandler()
  const got: LogRecord[] = []
  getLogger().addHandler(list)
  getLogger().addHandler(new QueueHandler({ put_nowait: (record) => void got.push(record as LogRecord) }))
  const thaw = freezeMembers()
  try {
    const said = captureStderr(() => {
      getLogger().error('x %s', 1, { extra: { valueOf: 'v', user: 'ann' } })
      new LoggerAdapter(getLogger(), { hasOwnProperty: 'h', user: 'ann' }).error('y')
    })
    expect(said).toBe('')
    expect(copyRecord(list.records[1]!)['hasOwnProperty']).toBe('h')
  } finally {
    thaw()
  }
  expect(list.records.map(({ valueOf, user }) => [valueOf, user])[0]).toEqual(['v', 'ann'])
  expect(got.map(({ user, msg }) => [user, msg])).toEqual([
    ['ann', 'x 1'],
    ['ann', 'y'],
  ])
  expect(got[0]!.valueOf).toBe('v')
})
