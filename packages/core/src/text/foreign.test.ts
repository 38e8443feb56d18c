// Built-ins that are no plain values, of this realm and of others (frames, jest, vm): as arguments, fields and in JSON.
import { createContext, runInContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { registerContents } from '../full.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { makeLogRecord } from '../records/record.js'
import { captureStderr, ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import { getLogger } from '../tree/manager.js'
import { toWire, recordFields } from '../wire/wire.js'
import { jsonText } from './jsonText.js'
import { isMap } from './kinds.js'
import { repr, str } from './repr.js'

registerContents()

const context = createContext({})
const other = (source: string): unknown => runInContext(`(${source})`, context)

const bytes = Uint8Array.of(1, 2, 255)
const form = new FormData()
form.append('a', '1')
form.append('a', '2')
const headers = new Headers({ b: '2', a: '1' })

const VALUES: readonly (readonly [name: string, value: unknown, text: string, json: string])[] = [
  ['a Map', new Map([['a', 1]]), "Map(1) { 'a' => 1 }", '{"a":1}'],
  ["another realm's Map", other("new Map([['a', 1]])"), "Map(1) { 'a' => 1 }", '{"a":1}'],
  ["another realm's Set", other('new Set([1, 2])'), 'Set(2) { 1, 2 }', '[1,2]'],
  ["another realm's RegExp", other('/x/g'), '/x/g', '"/x/g"'],
  ["another realm's Date", other('new Date(0)'), '1970-01-01T00:00:00.000Z', '"1970-01-01T00:00:00.000Z"'],
  ["another realm's Number", other('Object(5)'), '5', '5'],
  ["another realm's String", other("Object('x')"), 'x', '"x"'],
  ["another realm's Boolean", other('Object(false)'), 'false', 'false'],
  ["another realm's BigInt", other('Object(5n)'), '5', '5'],
  ["another realm's Symbol", other("Object(Symbol('s'))"), 'Symbol(s)', '"Symbol(s)"'],
  ["another realm's bytes", other('Uint8Array.of(1, 2)'), 'Uint8Array(2) [ 1, 2 ]', '"Uint8Array(2) [ 1, 2 ]"'],
  ["another realm's ArrayBuffer", other('Uint8Array.of(7).buffer'), 'ArrayBuffer(1) [ 7 ]', '"ArrayBuffer(1) [ 7 ]"'],
  ["another realm's object", other('({ a: [1] })'), '{ a: [ 1 ] }', '{"a":[1]}'],
  ['a BigInt object', Object(5n), '5', '5'],
  ['a Symbol object', Object(Symbol('s')), 'Symbol(s)', '"Symbol(s)"'],
  ['URLSearchParams', new URLSearchParams('a=1&a=2'), 'a=1&a=2', '"a=1&a=2"'],
  ['Headers', headers, "Headers(2) { 'a' => '1', 'b' => '2' }", '{"a":"1","b":"2"}'],
  [
    'Headers that name who asks',
    new Headers({ a: '1', Authorization: 'Bearer s', Cookie: 's', 'Proxy-Authorization': 's' }),
    "Headers(4) { 'a' => '1', 'authorization' => '...', 'cookie' => '...', 'proxy-authorization' => '...' }",
    '{"a":"1","authorization":"...","cookie":"...","proxy-authorization":"..."}',
  ],
  ['a URL', new URL('https://ann:pw@h/p?a=1#b'), 'https://h/p?a=1#b', '"https://h/p?a=1#b"'],
  ['FormData', form, "FormData(2) { 'a' => '1', 'a_1' => '2' }", '{"a":"1","a_1":"2"}'],
  ['an ArrayBuffer', bytes.buffer, 'ArrayBuffer(3) [ 1, 2, 255 ]', '"ArrayBuffer(3) [ 1, 2, 255 ]"'],
  ['a shared one', new SharedArrayBuffer(1), 'SharedArrayBuffer(1) [ 0 ]', '"SharedArrayBuffer(1) [ 0 ]"'],
  ['a DataView', new DataView(bytes.buffer, 1), 'DataView(2) [ 2, 255 ]', '"DataView(2) [ 2, 255 ]"'],
]

test.each(VALUES)('%s is shown as what it holds', (_, value, text, json) => {
  expect([str(value), repr(value)]).toEqual([text, text])
  expect(repr({ value })).toBe(`{ value: ${text} }`)
  expect(jsonText(value)).toBe(json)
  expect(jsonText({ value })).toBe(`{"value":${json}}`)
})

test('a class that only calls itself a Map is shown by its own keys', () => {
  class Observable {
    readonly size = 2

    get [Symbol.toStringTag](): string {
      return 'Map'
    }
  }
  const value = new Observable()
  expect(isMap(value)).toBe(false)
  expect(str(value)).toBe('Observable { size: 2 }')
  expect(jsonText(value)).toBe('{"size":2}')
  expect(isMap(Object.create(Map.prototype))).toBe(false)
})

test('no getter of an object is asked for bytes', () => {
  const value = {
    get buffer(): never {
      throw new Error('asked')
    },
  }
  expect(repr(value)).toBe('{ buffer: [Getter] }')
})

test('a buffer that was detached is told, not thrown', () => {
  const { buffer } = new Uint8Array(2)
  structuredClone(buffer, { transfer: [buffer] })
  expect(typeof str(buffer)).toBe('string')
  expect(typeof jsonText({ buffer })).toBe('string')
})

test('an Error whose toJSON throws is shown with its own fields', () => {
  const error = Object.assign(new Error('boom'), {
    code: 'E1',
    toJSON(): never {
      throw new Error('no')
    },
  })
  expect(JSON.parse(jsonText({ error }))).toMatchObject({ error: { type: 'Error', message: 'boom', code: 'E1' } })
  expect(jsonText({ toJSON: error.toJSON })).toBe('"<toJSON threw: no>"')
})

let handler: ListHandler
beforeEach(() => {
  handler = new ListHandler()
  getLogger().addHandler(handler)
})
afterEach(resetLogging)

test("another realm's Map is a mapping", () => {
  const map = other("new Map([['user', 'ann']])")
  getLogger().error('%(user)s', map)
  getLogger().error('no key', map)
  expect(handler.texts).toEqual(['ann', 'no key user=ann'])
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
  expect(handler.texts[1]).toBe('{"message":"no key","user":"ann"}')
  const record = makeLogRecord({ msg: 'x', args: map })
  expect(recordFields(record)).toEqual({ user: 'ann' })
  expect(new JSONFormatter({ keys: {} }).format(record)).toBe('{"user":"ann"}')
  expect(toWire(makeLogRecord({ msg: 'x', args: other('new Map()') })).msg).toBe('x')
})

const EXTRAS: readonly (readonly [string, object])[] = [
  ['a Map', new Map<string, unknown>([['user', 'ann']])],
  ["another realm's Map", other("new Map([['user', 'ann']])") as object],
  ['an object', { user: 'ann' }],
]

// The lines come from the direct way in one project, from records in the other.
function lines(formatter: Formatter, log: () => void): string {
  const stream = new StringStream()
  const own = new StreamHandler(stream)
  own.setFormatter(formatter)
  getLogger().handlers = [own]
  log()
  return stream.text
}

test.each(EXTRAS)('%s is an extra', (_, given) => {
  const extra = given as never
  const log = (): void => {
    getLogger().error('call', { extra })
    new LoggerAdapter(getLogger(), extra).error('adapter')
    const merging = new LoggerAdapter(getLogger(), extra, { merge_extra: true })
    merging.error('merged', { extra: { more: 1 } })
    merging.error('merged', { extra: new Map([['more', 1]]) as never })
  }
  expect(lines(new Formatter('%(message)s %(user)s'), log)).toBe('call ann\nadapter ann\nmerged ann\nmerged ann\n')
  const json = lines(new JSONFormatter({ keys: { message: 'message' } }), log).split('\n')
  expect(json.slice(0, 4)).toEqual([
    '{"message":"call","user":"ann"}',
    '{"message":"adapter","user":"ann"}',
    '{"message":"merged","user":"ann","more":1}',
    '{"message":"merged","user":"ann","more":1}',
  ])
})

test('a clash in a Map is reported, on plain lines too', () => {
  const extra = new Map([['name', 'x']]) as never
  let text = ''
  const said = captureStderr(() => {
    text = lines(new Formatter('%(name)s %(message)s'), () => getLogger('app').error('x', { extra }))
  })
  expect(text).toBe('app x\n')
  expect(said).toContain("Attempt to overwrite 'name' in LogRecord")
})

test("an object that holds a logger, an adapter or a handler shows Python's repr of it", () => {
  const log = getLogger('app.db')
  const fields = { log, adapter: new LoggerAdapter(log), handlers: [new StreamHandler(new StringStream())] }
  const shown = '<Logger app.db (WARNING)>'
  expect(str(fields)).toBe(
    `{ log: ${shown}, adapter: <LoggerAdapter app.db (WARNING)>, handlers: [ <StreamHandler <string> (NOTSET)> ] }`,
  )
  const json = `{"log":"${shown}","adapter":"<LoggerAdapter app.db (WARNING)>","handlers":["<StreamHandler <string> (NOTSET)>"]}`
  expect(jsonText(fields)).toBe(json)
  expect(JSON.stringify(fields)).toBe(json)
})
