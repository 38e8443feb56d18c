import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { registerContents } from '../full.js'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, StringStream } from '../testing/captureStderr.js'
import { HOSTILE } from '../testing/hostile.js'
import { resetLogging } from '../testing/realmState.js'
import { contents } from '../text/platformObjects.js'
import { LoggerAdapter } from '../tree/adapter.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { Redactor, type RedactorOptions } from './redactor.js'

const redact = (value: unknown, ...paths: string[]): unknown => new Redactor({ paths }).redact(value)
const clean = (value: unknown, ...patterns: RegExp[]): unknown => new Redactor({ patterns }).redact(value)

describe('paths', () => {
  test.each<[string, object, object]>([
    ['password', { password: 1, user: { password: 2 } }, { password: '[redacted]', user: { password: 2 } }],
    ['user.password', { password: 1, user: { password: 2 } }, { password: 1, user: { password: '[redacted]' } }],
    [
      '**.password',
      { password: 1, a: [{ b: { password: 2 } }] },
      { password: '[redacted]', a: [{ b: { password: '[redacted]' } }] },
    ],
    [
      'users[*].token',
      { users: [{ token: 1 }, { token: 2, id: 3 }] },
      { users: [{ token: '[redacted]' }, { token: '[redacted]', id: 3 }] },
    ],
    ['users[*].token', { users: { first: { token: 1 } } }, { users: { first: { token: 1 } } }],
    ['users.*.token', { users: { first: { token: 1 } } }, { users: { first: { token: '[redacted]' } } }],
    ['users.*.token', { users: [{ token: 1 }] }, { users: [{ token: '[redacted]' }] }],
    ['users[1]', { users: [1, 2, 3] }, { users: [1, '[redacted]', 3] }],
    ['users.1', { users: [1, 2, 3] }, { users: [1, '[redacted]', 3] }],
    ['*', { a: 1, b: { c: 2 } }, { a: '[redacted]', b: '[redacted]' }],
    ['a.**', { a: { b: 1, c: [2] }, d: 1 }, { a: { b: '[redacted]', c: '[redacted]' }, d: 1 }],
    [
      'a.**.b.c',
      { a: { b: { c: 1 }, x: { b: { b: { c: 2, d: 3 } } } } },
      { a: { b: { c: '[redacted]' }, x: { b: { b: { c: '[redacted]', d: 3 } } } } },
    ],
    [
      'headers["x.key"]',
      { headers: { 'x.key': 1, x: { key: 2 } } },
      { headers: { 'x.key': '[redacted]', x: { key: 2 } } },
    ],
    ["['it\\'s']", { "it's": 1 }, { "it's": '[redacted]' }],
    [
      'req.headers.Authorization',
      { req: { headers: { authorization: 1 } } },
      { req: { headers: { authorization: '[redacted]' } } },
    ],
    ['**.token', { Token: 1, TOKEN: 2, tokens: 3 }, { Token: '[redacted]', TOKEN: '[redacted]', tokens: 3 }],
    ['password', { password: null, user: 1 }, { password: null, user: 1 }],
  ])('%s', (path, value, shown) => {
    expect(redact(value, path)).toEqual(shown)
  })

  test('several at once', () => {
    const value = { a: { token: 1, b: 2 }, c: { d: 3, token: 4 } }
    expect(redact(value, 'a.b', '**.token', 'c.d')).toEqual({
      a: { token: '[redacted]', b: '[redacted]' },
      c: { d: '[redacted]', token: '[redacted]' },
    })
  })

  test.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[x]', 'a]', 'a b', '***', 'a*', '[*]a', 'a["x"]y'])(
    '%j is refused',
    (path) => {
      expect(() => redact({}, path)).toThrow(/^paths\[0\]: expected a path/)
    },
  )
})

describe('values', () => {
  test('what has nothing to redact stays what it was', () => {
    const value = { a: [1, { b: new Map([['c', new Set([1])]]) }], error: new Error('x'), date: new Date(0) }
    expect(redact(value, '**.password')).toBe(value)
    expect(clean(value, /secret/)).toBe(value)
  })

  test("the application's objects are never changed", () => {
    const value = { user: { name: 'ann', password: 'p' }, other: { a: 1 } }
    const shown = redact(value, '**.password') as typeof value
    expect(shown).toEqual({ user: { name: 'ann', password: '[redacted]' }, other: { a: 1 } })
    expect(value.user.password).toBe('p')
    expect(shown.other).toBe(value.other)
  })

  test('Maps and Sets', () => {
    const map = new Map<unknown, unknown>([
      ['token', 1],
      ['a', { token: 2 }],
      [{ token: 3 }, 4],
    ])
    const entries = [...(redact({ map }, '**.token') as { map: Map<unknown, unknown> }).map]
    expect(entries).toEqual([
      ['token', '[redacted]'],
      ['a', { token: '[redacted]' }],
      [{ token: '[redacted]' }, 4],
    ])
    expect(map.get('token')).toBe(1)
    expect(redact(new Set([{ token: 1 }, 2]), '**.token')).toEqual(new Set([{ token: '[redacted]' }, 2]))
  })

  test('any item of a list, a Map or a Set', () => {
    const user = { token: 'x', id: 1 }
    const shown = { token: '[redacted]', id: 1 }
    expect(redact({ users: new Map([['ann', user]]) }, 'users[*].token')).toEqual({ users: new Map([['ann', shown]]) })
    expect(redact({ users: new Set([user]) }, 'users[*].token')).toEqual({ users: new Set([shown]) })
    expect(redact(new Map([['a', new Map([['b', user]])]]), '[*][*].token')).toEqual(
      new Map([['a', new Map([['b', shown]])]]),
    )
    expect(redact(new Map([['a', 1]]), '[*]')).toEqual(new Map([['a', '[redacted]']]))
    expect(redact(new Map([['ann', user]]), 'ann.token')).toEqual(new Map([['ann', shown]]))
  })

  test('Maps in Maps end, whatever the ways of a path', () => {
    let map = new Map<string, unknown>([['token', 'x']])
    for (let depth = 0; depth < 25; depth++) map = new Map<string, unknown>([['a', map]])
    expect(
      JSON.stringify(redact(map, '**[*].**.*.**.token'), (_, value) => (value instanceof Map ? [...value] : value)),
    ).toContain('[redacted]')
  })

  test('what is shown as text, whatever fields were put on it', () => {
    class Born extends Date {}
    for (const value of [new Date(0), new Date(Number.NaN), new Born(0), Object('text'), Object(7), /x/])
      expect(redact({ value: Object.assign(value, { token: 'x' }) }, '**.token')).toEqual({ value })
    // That is a class like any other.
    const named = Object.assign(
      new (class {
        get [Symbol.toStringTag]() {
          return 'Date'
        }
      })(),
      { token: 'x' },
    )
    expect(redact({ named }, '**.token')).toMatchObject({ named: { token: '[redacted]' } })
    class Card extends Date {
      override toJSON() {
        return { token: 'x' } as never
      }
    }
    expect(redact({ card: new Card(0) }, '**.token')).toEqual({ card: { token: '[redacted]' } })
  })

  test('parameters of addresses and forms', () => {
    const before = contents.current
    registerContents()
    try {
      const url = new URL('https://shop.test/a?id=1&Token=abc&x%5By%5D=2#token=def&state=3')
      expect(redact({ url }, '**.token')).toEqual({
        url: 'https://shop.test/a?id=1&Token=[redacted]&x%5By%5D=2#token=[redacted]&state=3',
      })
      expect(redact({ url }, 'url["x[y]"]')).toMatchObject({ url: expect.stringContaining('&x%5By%5D=[redacted]#') })
      expect(redact({ form: new URLSearchParams('a=1&token=x&token=y&%=1') }, 'form.token')).toEqual({
        form: 'a=1&token=[redacted]&token=[redacted]&%25=1',
      })
      const other = { url, form: new URLSearchParams('a=1') }
      expect(redact(other, 'other.token', '**.password')).toBe(other)
    } finally {
      contents.current = before
    }
  })

  test('an instance keeps its class', () => {
    class User {
      name = 'ann'
      password = 'p'
      toString(): string {
        return `${this.name}:${this.password}`
      }
    }
    const shown = redact({ user: new User() }, '**.password') as { user: User }
    expect(shown.user).toBeInstanceOf(User)
    expect(String(shown.user)).toBe('ann:[redacted]')
  })

  test('what toJSON gives', () => {
    class Account {
      readonly #token = 'secret'
      toJSON(): object {
        return { id: 1, token: this.#token }
      }
    }
    expect(redact([new Account()], '**.token')).toEqual([{ id: 1, token: '[redacted]' }])
  })

  test('errors, with their causes, the errors in them and their own fields', () => {
    class HTTPError extends Error {
      override name = 'HTTPError'
      config = { headers: { Authorization: 'secret' } }
    }
    const cause = Object.assign(new TypeError('inner secret'), { token: 'secret' })
    const error = Object.assign(new HTTPError('outer secret', { cause }), {
      errors: [Object.assign(new Error('in it'), { password: 'secret' })],
    })
    const redactor = new Redactor({ paths: ['**.authorization', '**.token', '**.password'], patterns: [/secret/] })
    const shown = redactor.redact(error) as typeof error
    expect(shown).toBeInstanceOf(HTTPError)
    expect(shown.message).toBe('outer [redacted]')
    expect(shown.stack).toContain('outer [redacted]\n')
    expect(shown.stack).toContain('redactor.test.ts')
    expect(shown.config).toEqual({ headers: { Authorization: '[redacted]' } })
    expect(shown.cause).toBeInstanceOf(TypeError)
    expect(shown.cause).toMatchObject({ message: 'inner [redacted]', token: '[redacted]' })
    expect(shown.errors[0]).toMatchObject({ message: 'in it', password: '[redacted]' })
    expect(Object.keys(shown)).toEqual(Object.keys(error))
    expect(error.config.headers.Authorization).toBe('secret')
    expect(cause.message).toBe('inner secret')
  })

  test("an error's path begins at the error, or at its name", () => {
    const error = (): Error => Object.assign(new Error('x'), { config: { token: 1 } })
    expect(redact(error(), 'config.token')).toMatchObject({ config: { token: '[redacted]' } })
    expect(redact(error(), 'err.config.token')).toMatchObject({ config: { token: '[redacted]' } })
    expect(redact({ err: error() }, 'err.config.token')).toMatchObject({ err: { config: { token: '[redacted]' } } })
  })

  test('a message that a path names is gone from the stack too', () => {
    const shown = redact(new Error('the secret'), 'message') as Error
    expect(shown.message).toBe('[redacted]')
    expect(shown.stack).not.toContain('the secret')
  })

  test('a name that has the message in it stays', () => {
    const shown = redact(new TypeError('Type'), 'message') as Error
    expect([shown.name, shown.message]).toEqual(['TypeError', '[redacted]'])
  })

  test('an error that says itself what its JSON is', () => {
    class AxiosError extends Error {
      readonly #config = { auth: 'secret' }
      toJSON(): object {
        return { message: this.message, config: this.#config }
      }
    }
    const error = new AxiosError('x')
    const shown = redact(error, '**.auth') as AxiosError
    expect(shown).toBeInstanceOf(AxiosError)
    expect(JSON.parse(JSON.stringify(shown))).toEqual({ message: 'x', config: { auth: '[redacted]' } })
  })

  test('a circle ends', () => {
    const node: Record<string, unknown> = { token: 1, a: 2 }
    node['self'] = node
    expect(redact(node, '**.token')).toEqual({ token: '[redacted]', a: 2, self: '[Circular]' })
  })

  test('keys of the prototype are keys like any other', () => {
    const value = JSON.parse('{"__proto__": {"token": 1}, "a": {"__proto__": 2, "token": 3}}') as object
    const shown = redact(value, '**.token') as object
    expect(JSON.stringify(shown)).toBe('{"__proto__":{"token":"[redacted]"},"a":{"__proto__":2,"token":"[redacted]"}}')
    expect(Object.getPrototypeOf(shown)).toBe(Object.prototype)
  })

  test('a getter that throws leaves its mark', () => {
    const value = {
      token: 1,
      get a(): never {
        throw new Error('no')
      },
    }
    expect(redact(value, '**.token')).toEqual({ token: '[redacted]', a: "<getter of 'a' threw: no>" })
  })

  test.each(HOSTILE.map((make) => [make]))('%s hurts nobody', (make) => {
    for (const options of [
      { paths: ['**.x', 'a[*].b'] },
      { patterns: [/secret/] },
      { paths: ['*'], patterns: [/./] },
    ]) {
      const redactor = new Redactor(options)
      for (const value of [
        make(),
        { a: make() },
        [make()],
        new Map([[make(), make()]]),
        Object.assign(new Error('x'), { cause: make() }),
      ])
        redactor.redact(value)
    }
  })

  test('a huge object ends where nobody has looked', () => {
    const items = Array.from({ length: 60_000 }, (_, index) => ({ token: `secret ${index}` }))
    const shown = redact({ items }, '**.token') as { items: unknown[] }
    expect(JSON.stringify(shown)).not.toContain('secret')
    expect(shown.items.length).toBeLessThan(60_000)
    expect(shown.items.at(-1)).toMatch(/^\.\.\. \d+ more$/)
    const keys = Object.fromEntries(items.map((item, index) => [`k${index}`, item]))
    expect(JSON.stringify(redact(keys, '**.token'))).not.toContain('secret')
    const map = new Map(Object.entries(keys))
    expect(JSON.stringify([...(redact(map, '**.token') as typeof map)])).not.toContain('secret')
  })

  test('a graph with more ways than atoms ends', () => {
    interface Graph {
      a: Graph
      token?: string
    }
    let graph = { token: 'secret' } as Graph
    for (let depth = 0; depth < 25; depth++) graph = { a: graph, b: graph } as Graph
    let shown = redact(graph, 'a.**.token') as Graph
    for (let depth = 0; depth < 25; depth++) shown = shown.a
    expect(shown).toEqual({ token: '[redacted]' })
  })
})

describe('patterns', () => {
  test('keys that all become one are numbered, and each number is asked for once', () => {
    const map = new Map(Array.from({ length: 1000 }, (_, index) => [`user${index}@x.org`, index]))
    let asked = 0
    map.has = (key) => {
      asked++
      return Map.prototype.has.call(map, key)
    }
    const shown = clean(map, /\w+@x\.org/) as Map<string, number>
    expect([...shown.keys()].slice(0, 3)).toEqual(['[redacted]', '[redacted] 2', '[redacted] 3'])
    expect([...shown.values()]).toEqual([...map.values()])
    expect(asked).toBeLessThanOrEqual(2000)
    const object = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`user${index}@x.org`, index]))
    expect(Object.keys(clean(object, /\w+@x\.org/) as object).at(-1)).toBe('[redacted] 1000')
  })

  test('not in what is true or false', () => {
    expect(clean({ a: true, b: [false], c: 'true' }, /true|false/)).toEqual({ a: true, b: [false], c: '[redacted]' })
  })

  test('in texts, keys and what is shown as text', () => {
    const value = { a: 'card 4111-1111', 'key 4111-1111': 1, list: ['4111-1111'], when: new Date(0) }
    expect(clean(value, /\d{4}-\d{4}/)).toEqual({
      a: 'card [redacted]',
      'key [redacted]': 1,
      list: ['[redacted]'],
      when: value.when,
    })
    expect(clean([41111111, 41111112n, Symbol('41111113'), true], /4\d{7}/)).toEqual([
      '[redacted]',
      '[redacted]',
      'Symbol([redacted])',
      true,
    ])
  })

  test('what an object says itself', () => {
    class Token {
      readonly #text = 'secret'
      toString(): string {
        return `Token ${this.#text}`
      }
    }
    expect(clean([new Token()], /secret/)).toEqual(['Token [redacted]'])
    expect(clean([{ toString: () => 'my secret' }], /secret/)).toEqual(['my [redacted]'])
  })

  test('what the platform’s objects hold, where that is shown', () => {
    registerContents()
    try {
      expect(clean(new URL('https://h/?token=secret'), /token=\w+/)).toBe('https://h/?[redacted]')
      const headers = new Headers({ 'x-token': 'secret', accept: '*' })
      expect([...(redact({ headers }, 'headers.x-token') as { headers: Map<string, string> }).headers]).toEqual([
        ['accept', '*'],
        ['x-token', '[redacted]'],
      ])
    } finally {
      contents.current = () => undefined
    }
  })

  test('all that is found, each time, and sources', () => {
    const redactor = new Redactor({ patterns: [/a./gy, 'B\\d'], censor: '$&' })
    for (const _ of [1, 2]) expect(redactor.redact('xa1 a2 B3')).toBe('x$& $& $&')
  })
})

test.each<[RedactorOptions, string]>([
  [{ paths: 'a' as never }, "paths: expected a list, not 'a'"],
  [{ paths: [7 as never] }, 'paths[0]: expected a path'],
  [{ patterns: [7 as never] }, 'patterns[0]: expected a regular expression, not 7'],
  [{ patterns: ['('] }, 'patterns[0]: Invalid regular expression'],
  [{ patterns: [/x*/] }, "patterns[0]: 'x*' finds the empty text"],
  [{ censor: 7 as never }, 'censor: expected a string, not 7'],
  [{ path: ['a'] } as never, "Redactor: unknown option 'path'; there are: paths patterns censor"],
])('%j is refused', (options, message) => {
  expect(() => new Redactor(options)).toThrow(message)
})

describe('records', () => {
  let log: Logger
  let stream: StringStream
  let handler: StreamHandler

  beforeEach(() => {
    log = getLogger('app')
    log.setLevel('DEBUG')
    stream = new StringStream()
    handler = new StreamHandler(stream)
    handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
    handler.addFilter(new Redactor({ paths: ['**.token'], patterns: [/secret-\w+/] }))
    log.addHandler(handler)
  })
  afterEach(resetLogging)

  const lines = (): object[] =>
    stream.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)

  test('arguments, mappings, extra, adapters and the message', () => {
    log.info('got %s and %s', 'secret-1', { token: 't', a: 1 })
    log.info('mapping', { token: 't', user: { token: 'u', id: 7 } })
    log.info('extra', { extra: { token: 't', id: 7 } })
    new LoggerAdapter(log, { token: 't', id: 8 }).info('adapted')
    log.info('the text has secret-2 in it')
    log.info('secret%s', '-3')
    log.info('%(token)s %(id)d', { token: 't', id: 9 })
    log.info('%d items', 3, { token: 't', id: 10 })
    expect(lines()).toEqual([
      { message: "got [redacted] and { token: '[redacted]', a: 1 }" },
      { message: 'mapping', token: '[redacted]', user: { token: '[redacted]', id: 7 } },
      { message: 'extra', token: '[redacted]', id: 7 },
      { message: 'adapted', token: '[redacted]', id: 8 },
      { message: 'the text has [redacted] in it' },
      { message: '[redacted]' },
      { message: '[redacted] 9', token: '[redacted]', id: 9 },
      { message: '3 items', token: '[redacted]', id: 10 },
    ])
  })

  test('texts with signs of formats stay what they are', () => {
    handler.setFormatter(new Formatter())
    log.info('100%% of %(what)s', { what: 'secret-1' })
    log.info('%d%% of secret-2', 5)
    log.info('50%% secret-3', { a: 1 })
    expect(stream.text).toBe('100% of [redacted]\n5% of [redacted]\n50% [redacted] a=1\n')
  })

  test('errors, however they are given, and stacks', () => {
    const error = Object.assign(new Error('failed with secret-1'), { token: 't', code: 7 })
    log.error('first', error)
    log.exception('second', { exc_info: error })
    log.error(error)
    log.error('third', { err: error })
    log.info('with a stack', { stack_info: true })
    expect(stream.text).not.toMatch(/secret|"t"/)
    for (const line of lines().slice(0, 3)) expect(line).toMatchObject({ exc_fields: { token: '[redacted]', code: 7 } })
    expect(lines()[3]).toMatchObject({ err: { message: 'failed with [redacted]', token: '[redacted]', code: 7 } })
  })

  test('a text that another handler has made of the error is not taken over', () => {
    const first = new StreamHandler(new StringStream())
    log.handlers.unshift(first)
    log.error('x', new Error('secret-1'))
    expect(stream.text).not.toContain('secret')
    expect((first.stream as StringStream).text).toContain('secret-1')
  })

  test('a handler that throws: its report has no secret', () => {
    class Broken extends StreamHandler {
      override emit(): void {
        throw new Error('no disk')
      }
    }
    const broken = new Broken(new StringStream())
    broken.addFilter(new Redactor({ paths: ['**.password'], patterns: [/SECRET/g] }))
    const log = getLogger('broken')
    log.handlers = [broken]
    const said = captureStderr(() => log.error('token %s', 'SECRET', { user: { password: 'hunter2' } }))
    expect(said).toContain('Error: no disk')
    expect(said).toContain('token [redacted]')
    expect(said).not.toMatch(/SECRET|hunter2/)
  })

  test('a message that does not merge', () => {
    const report = captureStderr(() => log.info('%d secret-1' as string, 'secret-2'))
    expect(stream.text).not.toContain('secret')
    expect(stream.text).toContain('%d [redacted]')
    expect(report).not.toContain('secret-')
  })

  test('an attribute whose name is secret takes no other’s name, the mapping’s included', () => {
    const redactor = new Redactor({ patterns: [/secret\d/] })
    const keys = (args: unknown): string[] => {
      const record = makeLogRecord({ msg: 'x', args, secret1: 1, secret2: 2, own: 3 })
      return Object.keys(redactor.filter(record) as LogRecord).filter(
        (key) => key.includes('redacted') || key === 'own',
      )
    }
    expect(keys(null)).toEqual(['own', '[redacted]', '[redacted] 2'])
    for (const args of [{ '[redacted]': 0 }, new Map([['[redacted]', 0]])])
      expect(keys(args)).toEqual(['own', '[redacted] 2', '[redacted] 3'])
  })

  test('a mapping of a message that does not merge stays, when the message has a secret', () => {
    const record = makeLogRecord({ msg: 'secret-1 %(a)d', args: { a: 'x' } })
    expect(new Redactor({ patterns: [/secret-\d/] }).filter(record)).toMatchObject({
      msg: '[redacted] %(a)d',
      args: { a: 'x' },
    })
  })

  test('a record without a secret is passed as it is', () => {
    const record = log.makeRecord('app', 20, 'f', 1, 'x %s', [{ a: 1 }], null, { extra: { b: 2 } })
    expect(handler.filters.map((filter) => (filter as Redactor).filter(record))).toEqual([true])
  })
})

describe('a path begins at each error of a chain', () => {
  const SECRET = 'hunter2'
  const axios = (): Error => Object.assign(new Error('401'), { config: { headers: { authorization: SECRET } } })
  const SHAPES: readonly (readonly [string, () => unknown])[] = [
    ['itself', axios],
    ['a cause', () => new Error('no', { cause: axios() })],
    ['a cause of a cause', () => new Error('no', { cause: new TypeError('why', { cause: axios() }) })],
    ['an error of a group', () => new AggregateError([new Error('other'), axios()], 'all')],
    ['a suppressed error', () => Object.assign(new Error('no'), { suppressed: axios() })],
    ['the cause of an error of a group', () => new AggregateError([new Error('x', { cause: axios() })], 'all')],
  ]
  const CALLS: readonly (readonly [string, (log: Logger, error: unknown) => void])[] = [
    ['behind the message', (log, error) => log.error('x', error)],
    ['as the message', (log, error) => log.error(error)],
    ['as a field', (log, error) => log.error('x', { err: error })],
    ['as a field of another name', (log, error) => log.error('x', { reason: error, n: 1 })],
    ['in extra', (log, error) => log.error('x', { extra: { failure: error } })],
    ['as an argument', (log, error) => log.error('%s', error)],
    ['of a mapping with a place', (log, error) => log.error('%(failure)s', { failure: error })],
  ]
  const rows = SHAPES.flatMap(([shape, make]) => CALLS.map(([place, call]) => [shape, place, make, call] as const))

  test.each(rows)('%s, %s', (_shape, _place, make, call) => {
    for (const paths of [['config.headers.authorization'], ['err.config.headers.authorization']]) {
      for (const formatter of [new JSONFormatter(), new JSONFormatter({ preset: 'pino' }), new Formatter()]) {
        const stream = new StringStream()
        const handler = new StreamHandler(stream)
        handler.setFormatter(formatter)
        handler.addFilter(new Redactor({ paths }))
        const log = getLogger('chain')
        log.handlers = [handler]
        call(log, make())
        expect(stream.text).not.toBe('')
        expect(stream.text).not.toContain(SECRET)
      }
    }
  })
})
