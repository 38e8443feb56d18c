import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, resetLogging, StringStream } from '../testing/index.js'
import { getLogger } from '../tree/manager.js'
import { toWire } from '../wire/wire.js'
import { Formatter } from './formatter.js'
import { JSONFormatter } from './jsonFormatter.js'
import { makeLogRecord } from '../records/record.js'

const boom = new RangeError('boom')
boom.stack = 'RangeError: boom\n    at save'

let json: StringStream
let text: StringStream

beforeEach(() => {
  ;[json, text] = [new StringStream(), new StringStream()]
  const handlers = [new StreamHandler(json), new StreamHandler(text)] as const
  handlers[0].setFormatter(new JSONFormatter())
  handlers[1].setFormatter(new Formatter('%(message)s'))
  for (const handler of handlers) getLogger().addHandler(handler)
  getLogger().setLevel('DEBUG')
})
afterEach(resetLogging)

type Call = readonly [msg: unknown, ...args: unknown[]]

function logged(...[msg, ...args]: Call): Record<string, unknown> {
  captureStderr(() => (getLogger('app').error as (...given: unknown[]) => void).call(getLogger('app'), msg, ...args))
  const { time: _time, level: _level, logger: _logger, ...shown } = JSON.parse(json.text) as Record<string, unknown>
  return shown
}

test.each<[Call, Record<string, unknown>]>([
  [[{ port: 1 }, 'started'], { message: "{ port: 1 } ('started',)", port: 1 }],
  [['%d items', 'x', { a: 1 }], { message: "%d items ('x', { a: 1 })", a: 1 }],
  [['m', { a: 1 }, { b: 2 }], { message: 'm ({ a: 1 }, { b: 2 })', a: 1, b: 2 }],
  [['m %s', 'x', { a: 1 }, new Map([['b', 2]])], { message: "m %s ('x', { a: 1 }, Map(1) { 'b' => 2 })", a: 1, b: 2 }],
  [['m', { a: 1 }, { a: 2 }, { extra: { 'a 2': 3 } }], { message: 'm ({ a: 1 }, { a: 2 })', a: 1, 'a 3': 2, 'a 2': 3 }],
  [[{ a: 1 }, { name: 'ann' }, 7], { message: "{ a: 1 } ({ name: 'ann' }, 7)", a: 1, name: 'ann' }],
])('the fields of %j stay fields', (call, expected) => {
  expect(logged(...call)).toEqual(expected)
  // Text has them in the message, and once.
  expect(text.text).toBe(`${String(expected['message'])}\n`)
})

test.each<[Call]>([
  [[{ err: boom, id: 3 }, 'could not save']],
  [['m', { error: boom, id: 3 }, 'trailing']],
  [[{ e: boom, id: 3 }, 'could not save', 7]],
  [['m', { err: 'none', id: 3 }, { err: boom }]],
])('the error among the fields is shown: %#', (call) => {
  expect(logged(...call)).toMatchObject({ id: 3, exc_info: boom.stack })
  expect(text.text.endsWith(`\n${boom.stack}\n`)).toBe(true)
})

test('a Map of another realm is a mapping like any other', () => {
  const map: unknown = runInNewContext(
    "const e = new Error('far'); e.stack = 'Error: far'; new Map([['id', 3], ['err', e]])",
  )
  expect(logged('%d', map, 'x')).toMatchObject({ id: 3, exc_info: 'Error: far' })
})

test('what is hostile costs no record', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const thrower = {
    get a() {
      throw new Error('no')
    },
    b: 1,
  } // oxlint-disable-line getter-return
  const trap = new Proxy(
    { z: 1 },
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  expect(logged('%d', proxy, trap, thrower, JSON.parse('{ "__proto__": 5, "c": 2 }'))).toMatchObject({ b: 1, c: 2 })
})

test('a record on a wire has them too', () => {
  const record = makeLogRecord({ name: 'app', levelno: 40, msg: { err: boom, id: 3 }, args: ['could not save'] })
  let wire
  captureStderr(() => (wire = toWire(record)))
  expect(wire).toMatchObject({ exc_text: boom.stack, fields: { id: 3 } })
  expect(wire).not.toHaveProperty('given')
})
