import { afterEach, beforeEach, expect, test } from 'vitest'
import { Redactor } from '../filters/redactor.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { resetLogging } from './realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { assertNeverLogged } from './assertNeverLogged.js'
import { StringStream } from './captureStderr.js'

let log: Logger
let handler: StreamHandler

beforeEach(() => {
  log = getLogger('app')
  log.setLevel('INFO')
  handler = new StreamHandler(Object.assign(new StringStream(), { name: 'out' }))
  handler.setFormatter(new JSONFormatter())
  log.addHandler(handler)
})
afterEach(resetLogging)

const SECRET = 'hunter2 "quoted"'

test.each<[string, () => void]>([
  ['message', () => log.info(`password ${SECRET}`)],
  ['argument', () => log.info('password %s', SECRET)],
  ['field', () => log.info('x', { user: { password: SECRET } })],
  ['extra', () => log.info('x', { extra: { password: SECRET } })],
  ['error', () => log.error('x', new Error(SECRET))],
])('a secret in the %s is found', (_, work) => {
  expect(() => assertNeverLogged(SECRET, work)).toThrow(/^a secret was logged:\n\w+ of app in <StreamHandler out/)
})

test('what is not written is no fault', () => {
  expect(
    assertNeverLogged(SECRET, () => {
      log.debug(SECRET)
      log.info('x')
      handler.addFilter(new Redactor({ paths: ['**.password'] }))
      log.info('x', { password: SECRET })
      return 7
    }),
  ).toBe(7)
  expect((handler.stream as StringStream).text).toContain('[redacted]')
})

test('async work, and handlers that are made meanwhile', async () => {
  const late = async (): Promise<void> => {
    await Promise.resolve()
    log.addHandler(new StreamHandler(new StringStream()))
    log.info(SECRET)
  }
  await expect(assertNeverLogged(SECRET, late)).rejects.toThrow('a secret was logged:')
  await expect(assertNeverLogged(SECRET, async () => await Promise.resolve(7))).resolves.toBe(7)
})

test('afterwards nothing is watched, also when the work throws', async () => {
  const { handle } = handler
  const fail = (): never => {
    throw new RangeError('no')
  }
  expect(() => assertNeverLogged(SECRET, fail)).toThrow(new RangeError('no'))
  await expect(assertNeverLogged(SECRET, () => Promise.reject(new RangeError('no')))).rejects.toThrow('no')
  expect(handler.handle).toBe(handle)
  log.info(SECRET)
})

test('a secret that is too short is refused', () => {
  expect(() => assertNeverLogged('abc', () => 1)).toThrow(
    "secret: expected a text of four characters or more, not 'abc'",
  )
})
