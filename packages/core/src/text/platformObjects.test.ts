// What lines say of the platform's objects, told by their tags. platformObjects.dom.test.ts has those of a page.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contents, errorWithin, eventError, platformKind, publicAddress, summaryOf } from './platformObjects.js'

/** Without what Node fills in. */
const filled = contents.current
beforeEach(() => {
  contents.current = () => undefined
})
afterEach(() => {
  contents.current = filled
})

/** Returns an object as the platform makes it: its tag stands in its prototype. */
function platform(kind: unknown, properties: object = {}): object {
  const prototype = Object.create({}, { [Symbol.toStringTag]: { value: kind, configurable: true } }) as object
  return Object.defineProperties(Object.create(prototype) as object, Object.getOwnPropertyDescriptors(properties))
}

describe('kinds', () => {
  test.each([
    'Map',
    'Set',
    'Promise',
    'Symbol',
    'BigInt',
    'DOMException',
    'DOMRect',
    'DOMPointReadOnly',
    'DOMMatrix',
    'DOMQuad',
    'EventTarget',
    'Module',
    'WeakMap',
    'WeakRef',
    'Generator',
    'AsyncGenerator',
    'Array Iterator',
    'ArrayBuffer',
    'SharedArrayBuffer',
    'DataView',
    'Temporal.Instant',
  ])('%s is the language’s own', (kind) => {
    expect(platformKind(platform(kind))).toBeUndefined()
  })

  test.each([
    'Response',
    'MyMap',
    'Maps',
    'Settings',
    'Promises',
    'SymbolTree',
    'BigInts',
    'DOMExceptions',
    'DOMTokenList',
    'EventTargets',
    'Modules',
    'Weak',
    'Generators',
    'ArrayBuffers',
    'DataViews',
    'Temporal.',
    'TemporalXInstant',
    'A Map',
  ])('%s is the platform’s', (kind) => {
    expect(platformKind(platform(kind))).toBe(kind)
  })

  test('an application’s tag, a getter or a field, is no kind', () => {
    expect(platformKind({ [Symbol.toStringTag]: 'Mine' })).toBeUndefined()
    class Mine {
      get [Symbol.toStringTag](): string {
        return 'Mine'
      }
    }
    expect(platformKind(new Mine())).toBeUndefined()
    expect(platformKind(platform(5))).toBeUndefined()
    expect(platformKind({})).toBeUndefined()
    const shadowing = Object.defineProperty(platform('Outer'), Symbol.toStringTag, { value: 'Own' })
    expect(platformKind(shadowing)).toBe('Own')
  })
})

describe('a word', () => {
  test.each<[string, object, string]>([
    ['Response', { status: 404, url: 'http://h/p?t=1' }, '[Response 404 http://h/p?...]'],
    ['Request', { method: 'GET', url: 'http://ann:x@h/' }, '[Request GET http://h/]'],
    ['XMLHttpRequest', { status: 0, responseURL: 'http://h/?a' }, '[XMLHttpRequest 0 http://h/?...]'],
    ['WebSocket', { url: 'ws://h/?a' }, '[WebSocket ws://h/?...]'],
    ['EventSource', { url: 'http://h/#a' }, '[EventSource http://h/?...]'],
    ['Location', { href: 'http://h/#a' }, '[Location http://h/?...]'],
    ['URL', { href: 'blob:http://h/1#a' }, '[URL blob:http://h/1?...]'],
    ['URLSearchParams', { size: 2 }, '[URLSearchParams 2]'],
    ['Blob', { type: 'text/plain', size: 5 }, '[Blob text/plain 5]'],
    ['File', { type: '', size: 0, name: 'secret' }, '[File 0]'],
    ['Navigator', { userAgent: 'x', url: 'http://h' }, '[Navigator]'],
    ['Response', { status: {}, url: (): string => 'x' }, '[Response]'],
    ['Response', {}, '[Response]'],
    ['Response', { status: null, url: false }, '[Response false]'],
    ['Location', { href: `http://h/${'x'.repeat(300)}` }, `[Location http://h/${'x'.repeat(191)}...]`],
    ['constructor', { url: 'x' }, '[constructor]'],
  ])('%s with %o', (kind, properties, text) => {
    expect(summaryOf(platform(kind, properties))).toBe(text)
  })

  const named = (kind: string, entries: unknown): object =>
    platform(kind, { [Symbol.iterator]: () => (entries as Iterable<unknown>)[Symbol.iterator]() })
  const many = (count: number): [string, string][] => Array.from({ length: count }, (_, i) => [`n${i}`, 'secret'])
  test.each<[string, object, string]>([
    [
      'headers',
      named('Headers', [
        ['accept', 'secret'],
        ['host', 'secret'],
      ]),
      '[Headers accept, host]',
    ],
    [
      'a form',
      named('FormData', [
        ['pin', 'secret'],
        ['pin', 'secret'],
      ]),
      '[FormData pin]',
    ],
    ['no headers', named('Headers', []), '[Headers]'],
    ['what only calls itself so', platform('Headers'), '[Headers]'],
    ['what breaks off', named('Headers', [['a', 1], null]), '[Headers a]'],
    ['others’ names', named('HeadersList', many(1)), '[HeadersList]'],
    [
      'twenty',
      named('FormData', many(20)),
      `[FormData ${many(20)
        .map(([name]) => name)
        .join(', ')}]`,
    ],
    [
      'more',
      named('FormData', many(21)),
      `[FormData ${many(20)
        .map(([name]) => name)
        .join(', ')}, ...]`,
    ],
    ['a long name', named('FormData', [['x'.repeat(201), 1]]), `[FormData ${'x'.repeat(200)}...]`],
  ])('%s', (_, value, text) => {
    expect(summaryOf(value)).toBe(text)
  })
})

describe('a node', () => {
  const node = (properties: object, attributes: Record<string, unknown> = {}): object =>
    platform('HTMLElement', { nodeType: 1, getAttribute: (name: string) => attributes[name] ?? null, ...properties })
  test.each<[string, object, string]>([
    ['by its local name', node({ localName: 'button', nodeName: 'BUTTON' }), 'button'],
    ['by its name', node({ nodeName: '#text' }), '#text'],
    ['with an id', node({ localName: 'a' }, { id: 'x' }), 'a#x'],
    ['with classes', node({ localName: 'a' }, { class: ' b  c\td ' }), 'a.b.c.d'],
    ['with both', node({ localName: 'a' }, { id: 'x', class: 'b' }), 'a#x.b'],
    ['whose attributes are no texts', node({ localName: 'a' }, { id: 5, class: {} }), 'a'],
    ['without attributes', node({ localName: 'a', getAttribute: undefined }), 'a'],
    ['without a name', node({ localName: 5 }), '[HTMLElement]'],
    ['whose names are nothing', node({}), '[HTMLElement]'],
    ['with a type that is none', node({ nodeType: '1', localName: 'a' }), '[HTMLElement]'],
    ['with a long id', node({ localName: 'a' }, { id: 'x'.repeat(199) }), `a#${'x'.repeat(198)}...`],
  ])('%s', (_, value, text) => {
    expect(summaryOf(value)).toBe(text)
  })
})

describe('an event', () => {
  const target = platform('HTMLElement', { nodeType: 1, localName: 'a' })
  const everything = {
    type: 't',
    target,
    button: 1,
    inputType: 'i',
    submitter: target,
    code: 7,
    wasClean: true,
    loaded: 1,
    total: 2,
    message: 'm',
    filename: 'http://h/f?x',
    lineno: 3,
    colno: 4,
    error: target,
    reason: target,
    effectiveDirective: 'e',
    blockedURI: 'http://h/b?x',
    disposition: 'd',
    key: 'secret',
    data: 'secret',
    clientX: 1,
    detail: 'secret',
  }
  const own = { type: 't', target: 'a' }
  test.each<[string, object]>([
    ['Event', {}],
    ['KeyboardEvent', {}],
    ['MouseEvent', { button: 1 }],
    ['PointerEvent', { button: 1 }],
    ['InputEvent', { inputType: 'i' }],
    ['SubmitEvent', { submitter: 'a' }],
    ['CloseEvent', { code: 7, wasClean: true }],
    ['ProgressEvent', { loaded: 1, total: 2 }],
    ['ErrorEvent', { message: 'm', filename: 'http://h/f?...', lineno: 3, colno: 4, error: target }],
    ['PromiseRejectionEvent', { reason: target }],
    ['SecurityPolicyViolationEvent', { effectiveDirective: 'e', blockedURI: 'http://h/b?...', disposition: 'd' }],
  ])('%s', (kind, more) => {
    const { title, shown } = summaryOf(platform(kind, everything)) as { title: string; shown: object }
    expect(title).toBe(kind)
    expect({ ...shown }).toEqual({ ...own, ...more })
  })

  test.each<[string, unknown, unknown]>([
    ['null', null, undefined],
    ['a plain object', { secret: 1 }, '[Object]'],
    ['an event', platform('Event', { type: 'x' }), '[Object]'],
    ['a function', (): void => {}, undefined],
    ['a long text', 'x'.repeat(201), `${'x'.repeat(200)}...`],
    ['a number', 5, 5],
  ])('whose target is %s', (_, value, text) => {
    const { shown } = summaryOf(platform('Event', { type: 'x', target: value })) as { shown: object }
    expect({ ...shown }).toEqual(text === undefined ? { type: 'x' } : { type: 'x', target: text })
  })

  class Synthetic {}
  const frame = (properties: object): object => Object.assign(new Synthetic(), properties)
  test.each<[string, object, unknown]>([
    ['nativeEvent', { nativeEvent: platform('MouseEvent'), type: 't', button: 2 }, { type: 't', button: 2 }],
    [
      'originalEvent',
      { originalEvent: platform('InputEvent'), type: 't', inputType: 'i' },
      { type: 't', inputType: 'i' },
    ],
    ['no event', { nativeEvent: null, type: 't', button: 2 }, { type: 't' }],
    ['a text', { nativeEvent: 'MouseEvent', type: 't', button: 2 }, { type: 't' }],
    ['a plain object', { nativeEvent: {}, type: 't', button: 2 }, { type: 't' }],
  ])('within a framework’s: %s', (_, properties, shown) => {
    const summary = summaryOf(frame(properties)) as { title: string; shown: object }
    expect([summary.title, { ...summary.shown }]).toEqual(['Synthetic', shown])
  })

  test('a framework’s node has both of its properties', () => {
    expect(summaryOf(frame({ memoizedProps: 1, stateNode: 2 }))).toBe('[Synthetic]')
    expect(summaryOf(frame({ memoizedProps: 1 }))).toBeUndefined()
    expect(summaryOf(frame({ stateNode: 1 }))).toBeUndefined()
  })
})

test('plain objects and lists are never asked', () => {
  const properties = { nativeEvent: platform('MouseEvent'), memoizedProps: 1, stateNode: 2 }
  expect(summaryOf(properties)).toBeUndefined()
  expect(summaryOf(Object.assign([], properties))).toBeUndefined()
  expect(summaryOf(Object.assign(Object.create(null) as object, properties))).toBeUndefined()
})

test('what the platform holds is shown under its title', () => {
  class Answer {}
  contents.current = (_, kind) =>
    kind === 'Headers' ? { a: 1 } : kind === 'URL' ? 'http://h' : kind === '' ? { b: 2 } : undefined
  expect(summaryOf(platform('Headers'))).toEqual({ title: 'Headers', shown: { a: 1 } })
  expect(summaryOf(platform('URL'))).toBe('http://h')
  expect(summaryOf(new Answer())).toEqual({ title: 'Answer', shown: { b: 2 } })
  expect(summaryOf(platform('Blob'))).toBe('[Blob]')
})

describe('the error within', () => {
  const error = new Error('red')
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  test.each<[string, unknown, unknown, unknown]>([
    ['an error', error, undefined, error],
    ['an error event', platform('ErrorEvent', { error, message: 'm' }), error, error],
    ['one without an error', platform('ErrorEvent', { error: null, message: 'm' }), 'm', undefined],
    ['a rejection', platform('PromiseRejectionEvent', { reason: error }), error, error],
    ['one without a reason', platform('PromiseRejectionEvent', { message: 'm' }), 'undefined', undefined],
    ['one by null', platform('PromiseRejectionEvent', { reason: null }), 'undefined', undefined],
    ['another event', platform('CloseEvent', { error, reason: error }), undefined, undefined],
    ['a plain object', { error, reason: error }, undefined, undefined],
    ['null', null, undefined, undefined],
    ['a text', 'ErrorEvent', undefined, undefined],
    ['nothing', undefined, undefined, undefined],
    ['a revoked proxy', revoked.proxy, undefined, undefined],
  ])('%s', (_, value, told, within) => {
    expect(eventError(value)).toBe(told)
    expect(errorWithin(value)).toBe(within)
  })
})

test.each([
  ['http://h/p', 'http://h/p'],
  ['http://h/p?a=1&b#c', 'http://h/p?...'],
  ['http://h/p#c\nd', 'http://h/p?...'],
  ['http://ann:pw@h/p', 'http://h/p'],
  ['http://ann:p@w@h/p@q', 'http://h/p@q'],
  ['http://h/p?x=ann@h', 'http://h/p?...'],
  ['/p?a=1', '/p?...'],
  ['/p\n?a\nb', '/p\n?...'],
  ['/data:text', '/data:text'],
  ['data:text/plain,a\nb', 'data:...'],
  ['mailto:ann@h', 'mailto:...'],
  ['x-y.z+1:secret', 'x-y.z+1:...'],
  ['blob:http://h/1?a', 'blob:http://h/1?...'],
  ['an address: x', 'an address: x'],
  ['', ''],
])('the public part of %j', (address, shown) => {
  expect(publicAddress(address)).toBe(shown)
})
