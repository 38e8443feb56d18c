// Filters that pass a call's record as it is are not asked with one: its line is the same.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { context } from '../context/context.js'
import { ContextFilter } from '../context/contextFilter.js'
import { registerDirect } from '../direct/register.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { direct } from '../records/call.js'
import { captureStderr, StringStream } from '../testing/captureStderr.js'
import { HOSTILE } from '../testing/hostile.js'
import { resetLogging } from '../testing/realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { Redactor } from './redactor.js'

let log: Logger
let handler: StreamHandler
let stream: StringStream
const before = direct.current

beforeEach(() => {
  registerDirect()
  log = getLogger('app')
  log.setLevel('INFO')
  stream = new StringStream()
  handler = new StreamHandler(stream)
  handler.setFormatter(new JSONFormatter({ keys: { message: 'message' } }))
  log.addHandler(handler)
})
afterEach(() => {
  direct.current = before
  resetLogging()
})

const paths = ['**.password', 'req.headers.authorization']

/** Keeps what the direct way leaves to do with a record: nothing, where the line is written. */
function watchRest(): unknown[] {
  const write = direct.current
  const rest: unknown[] = []
  direct.current = (...call) => {
    const left = write(...call)
    rest.push(left)
    return left
  }
  return rest
}

test.each<[string, () => void]>([
  ['fields', () => log.info('x', { user: 'ann', port: 3000, on: true, none: null })],
  ['arguments', () => log.info('%s %d', 'ann', 7)],
  ['extra', () => log.info('x', { extra: { user: 'ann' } })],
  ['nested', () => log.info('x', { req: { headers: { accept: '*' } } })],
])('without a secret no record is made: %s', (_, say) => {
  say()
  const plain = stream.text
  handler.addFilter(new Redactor({ paths }))
  stream.text = ''
  const rest = watchRest()
  say()
  expect(stream.text).toBe(plain)
  expect(rest).toEqual([[]])
})

test('with a secret it is redacted, in whatever place', () => {
  handler.addFilter(new Redactor({ paths, patterns: [/card-\d+/] }))
  log.info('x', { password: 'p' })
  log.info('x', { req: { headers: { authorization: 'p' } } })
  log.info('%s', 'card-1')
  log.info('card-%d', 1)
  log.info('card-1')
  log.info('x', { a: 'card-1' })
  log.info('x', { 'card-1': 1 })
  log.info('card-%(n)d', { n: 1 })
  log.info('x', { extra: { password: 'p' } })
  log.info('x', new Map([['password', 'p']]))
  expect(stream.text).not.toMatch(/"p"|card-/)
  expect(stream.text.trim().split('\n')).toHaveLength(10)
})

test('values that hurt are written as without the direct way', () => {
  handler.addFilter(new Redactor({ paths, patterns: [/card-\d+/] }))
  const say = (make: () => unknown): void => {
    log.info('x', { value: make(), password: make() })
    log.info('x', { extra: { value: make() } })
  }
  for (const make of HOSTILE) {
    stream.text = ''
    say(make)
    const one = stream.text
    direct.current = () => undefined
    stream.text = ''
    say(make)
    registerDirect()
    const stackless = (text: string): string => text.replaceAll(/"stack":"[^"]*"/g, '')
    expect(stackless(one)).toBe(stackless(stream.text))
  }
})

test('a subclass that filters otherwise is asked', () => {
  class Louder extends Redactor {
    override filter(): true {
      stream.text += 'asked '
      return true
    }
  }
  handler.addFilter(new Louder({ paths }))
  log.info('x')
  expect(stream.text).toBe('asked {"message":"x"}\n')
})

test('a secret in fields costs no record where paths find it', () => {
  handler.addFilter(new Redactor({ paths }))
  const rest = watchRest()
  log.info('x', { user: 'ann', password: 'p', req: { headers: { Authorization: 'p', list: [{ password: 'p' }] } } })
  log.info('x', { password: null })
  expect(stream.text).toBe(
    '{"message":"x","user":"ann","password":"[redacted]",' +
      '"req":{"headers":{"Authorization":"[redacted]","list":[{"password":"[redacted]"}]}}}\n' +
      '{"message":"x","password":null}\n',
  )
  expect(rest).toEqual([[], []])
})

test('patterns are looked for in merged messages without a record', () => {
  handler.addFilter(new Redactor({ patterns: [/^user ann$/] }))
  const rest = watchRest()
  log.info('user %s', 'eve')
  log.info('user %s', 'ann')
  expect(stream.text).toBe('{"message":"user eve"}\n{"message":"[redacted]"}\n')
  expect(rest).toEqual([[], undefined])
})

test('what paths say is left out without a record, beside patterns too', () => {
  handler.addFilter(new Redactor({ paths, patterns: [/card-\d+/] }))
  const rest = watchRest()
  log.info('x', { user: 'ann', password: 'p' })
  log.info('x', { user: 'card-1', password: 'p' })
  log.info('x', { password: 'card-2' })
  expect(stream.text).toBe(
    '{"message":"x","user":"ann","password":"[redacted]"}\n' +
      '{"message":"x","user":"[redacted]","password":"[redacted]"}\n' +
      '{"message":"x","password":"[redacted]"}\n',
  )
  expect(rest).toEqual([[], undefined, undefined])
})

test('a text is looked through from the least length on that a pattern finds', () => {
  handler.addFilter(new Redactor({ patterns: [/\d{4}/, /pin/] }))
  log.info('%s', '1234')
  log.info('x', { a: '1234', b: 1234, c: '123', d: 'pin', e: ['1234'], 1234: 'key', pin: 'key' })
  log.info('1234')
  log.info('pin')
  expect(stream.text).not.toMatch(/1234|pin/)
  expect(stream.text).toContain('"c":"123"')
})

test('keys are looked at, whichever the mapping before had', () => {
  handler.addFilter(new Redactor({ patterns: [/card-\d+/] }))
  log.info('x', { a: 1, b: 2 })
  log.info('x', { a: 1, 'card-1': 2 })
  log.info('x', { 'card-2': 1, b: 2 })
  log.info('x', { 'card-2': 1, b: 2 })
  log.info('x', { a: 1, b: 'card-3' })
  expect(stream.text).not.toContain('card-')
})

test('a ContextFilter adds nothing outside of contexts, and all within, without a record', () => {
  handler.addFilter(new ContextFilter())
  const rest = watchRest()
  log.info('x', { a: 1 })
  context.run({ b: 2, c: { d: 3 } }, () => {
    log.info('y', { a: 1 })
    log.info('%s', 'z')
    log.info('y', { b: 4 })
    log.info('y', { b: null, extra: { c: 5 } })
    log.info('y', { extra: { c: 5 } })
  })
  expect(stream.text.split('\n')).toEqual([
    '{"message":"x","a":1}',
    '{"message":"y","a":1,"b":2,"c":{"d":3}}',
    '{"message":"z","b":2,"c":{"d":3}}',
    '{"message":"y","b":4,"c":{"d":3}}',
    '{"message":"y","b":2,"extra":{"c":5},"c":{"d":3}}',
    '{"message":"y","c":5,"b":2}',
    '',
  ])
  expect(rest).toEqual([[], [], [], [], [], []])
})

test('handlers behind one with a ContextFilter have the fields too, those before it have not', () => {
  const others = [new StringStream(), new StringStream()]
  const [before, behind] = others.map((other) => new StreamHandler(other))
  for (const each of [before!, behind!]) each.setFormatter(handler.formatter)
  log.handlers.unshift(before!)
  log.addHandler(behind!)
  handler.addFilter(new ContextFilter())
  const rest = watchRest()
  context.run({ b: 2 }, () => log.info('x'))
  log.info('x')
  expect([...others, stream].map(({ text }) => text)).toEqual([
    '{"message":"x"}\n{"message":"x"}\n',
    '{"message":"x","b":2}\n{"message":"x"}\n',
    '{"message":"x","b":2}\n{"message":"x"}\n',
  ])
  expect(rest).toEqual([[], []])
})

test('a getter that throws under a name of the context, and a field that is reported, are the record way’s', () => {
  handler.addFilter(new ContextFilter())
  const lines = (): string => {
    stream.text = ''
    captureStderr(() =>
      context.run({ user: 'ann', name: 'no' }, () => {
        const mapping = { get user(): string { throw new Error('no') } } // prettier-ignore
        log.info('x', mapping)
      }),
    )
    context.run({ user: 'ann' }, () => {
      const mapping = { get user(): string { throw new Error('no') } } // prettier-ignore
      log.info('x', mapping)
    })
    return stream.text
  }
  const one = lines()
  direct.current = () => undefined
  expect(one).toBe(lines())
})
