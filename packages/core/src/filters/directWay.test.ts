// Filters that pass a call's record as it is are not asked with one: its line is the same.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { context } from '../context/context.js'
import { ContextFilter } from '../context/contextFilter.js'
import { registerDirect } from '../direct/register.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { direct } from '../records/call.js'
import { StringStream } from '../testing/captureStderr.js'
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
  // What the direct way leaves to do with a record.
  const write = direct.current
  const rest: unknown[] = []
  direct.current = (...call) => {
    const left = write(...call)
    rest.push(left)
    return left
  }
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

test('a ContextFilter adds nothing outside of contexts, and all within', () => {
  handler.addFilter(new ContextFilter())
  log.info('x', { a: 1 })
  context.run({ b: 2 }, () => log.info('y', { a: 1 }))
  expect(stream.text).toBe('{"message":"x","a":1}\n{"message":"y","a":1,"b":2}\n')
})
