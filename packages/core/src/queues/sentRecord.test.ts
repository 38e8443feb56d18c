import { expect, test } from 'vitest'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { encode } from './port.js'
import { sentRecord } from './sentRecord.js'

const USUAL = {
  name: 'app',
  levelno: 20,
  levelname: 'INFO',
  created: 1700000000.25,
  relativeCreated: 12.5,
  pathname: '/srv/app.js',
  lineno: 7,
  funcName: 'main',
  process: 11,
  processName: 'MainProcess',
  thread: 3,
  threadName: 'worker-3',
}

/** What the general way sends of a record whose message is merged. */
function general(record: LogRecord, text: string, fields: object | undefined, caller = true): string {
  const { name, levelno, levelname, created, relativeCreated, pathname, lineno, funcName } = record
  const { process, processName, thread, threadName } = record
  const copy = { name, levelno, levelname, created, relativeCreated, pathname, lineno, funcName }
  Object.assign(copy, { process, processName, thread, threadName, msg: text, args: fields ?? null })
  return encode(makeLogRecord(copy), caller).slice(1)
}

test.each<[string, object]>([
  ['usual', {}],
  ['of the root', { name: null }],
  ['without a place', { pathname: null, funcName: null, lineno: 0 }],
  ['of a page', { process: 0, thread: 0, threadName: 'MainThread' }],
  ['of another process', { process: 12 }],
  ['of a process with a name', { processName: 'Pool-1' }],
  ['of another thread', { thread: 4 }],
  ['of a thread with a name', { threadName: '"w"' }],
  ['that knows no process', { process: null, processName: null, thread: null, threadName: null }],
  ['of a name with quotes', { name: 'a"b\n', levelname: '"loud"' }],
  ['of a long name', { name: 'x'.repeat(10_000), funcName: 'f'.repeat(1001) }],
  ['of a negative level', { levelno: -15, levelname: 'Level -15' }],
])('a record %s is sent as the general way sends it', (_, given) => {
  const record = makeLogRecord({ ...USUAL, ...given })
  for (const caller of [true, false]) {
    for (const fields of [undefined, { user: 'ann', none: undefined, at: { deep: [1] } }]) {
      const sent = sentRecord(record, 'it is "done"', fields, caller)
      expect(sent).toBe(general(record, 'it is "done"', fields, caller))
    }
  }
})

test('what changed since the last record is sent', () => {
  for (const change of [{ process: 12 }, { processName: 'P' }, { thread: 4 }, { threadName: 'T' }]) {
    for (const given of [{}, change]) {
      const record = makeLogRecord({ ...USUAL, ...given })
      expect(sentRecord(record, 'x', undefined, true)).toBe(general(record, 'x', undefined))
    }
  }
})

test.each<[string, object, object?]>([
  ['a level that JSON does not have', { levelno: Number.NaN }],
  ['a level beyond all numbers', { levelno: Infinity }],
  ['a time that JSON does not have', { created: Number.NaN }],
  ['a time since the start that JSON does not have', { relativeCreated: -Infinity }],
  ['an attribute of its own', { user: 'ann' }],
  ['a name that is no text', { name: 5 }],
  ["a level's name that is no text", { levelname: null }],
  ['fields of a class', {}, new (class Fields {})()],
  ['fields with a toJSON', {}, { toJSON: () => ({}) }],
  ['an error among its fields', {}, { a: 1, err: new Error('boom') }],
  ['fields that are all undefined', {}, { none: undefined }],
  ['no field in its mapping', {}, {}],
])('a record with %s is left to the general way', (_, given, fields) => {
  expect(sentRecord(makeLogRecord({ ...USUAL, ...given }), 'x', fields, true)).toBeUndefined()
})

test('so is a text of more than ten thousand characters', () => {
  const record = makeLogRecord(USUAL)
  expect(sentRecord(record, 'x'.repeat(10_000), undefined, true)).toBe(general(record, 'x'.repeat(10_000), undefined))
  expect(sentRecord(record, 'x'.repeat(10_001), undefined, true)).toBeUndefined()
})
