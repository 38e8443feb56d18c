import { describe, expect, test } from 'vitest'
import { checkAddresses, checkMailhost, checkOptions } from './smtpHandlerOptions.js'

const transport = { sendMail: async (): Promise<void> => {} }

test.each<[object]>([
  [{}],
  [{ credentials: null, secure: null }],
  [{ credentials: ['user', ''] }],
  [{ secure: true }],
  [{ secure: [] }],
  [{ secure: ['key'] }],
  [{ secure: ['key', 'cert'] }],
  [{ timeout: 0.1, flushIntervalMs: 0.1, capacity: 1, maxQueueRecords: 1 }],
  [{ tls: {}, transport }],
])('%o', (options) => {
  expect(() => checkOptions(options)).not.toThrow()
})

const SECURE = 'secure: expected true, [], [keyfile] or [keyfile, certfile], not'
test.each<[object, string]>([
  [{ credentials: ['user'] }, 'credentials: expected [user, password], two strings'],
  [{ credentials: ['user', 'password', 'x'] }, 'credentials: expected [user, password], two strings'],
  [{ credentials: ['user', 5] }, 'credentials: expected [user, password], two strings'],
  [{ credentials: 'user' }, 'credentials: expected [user, password], two strings'],
  [{ secure: false }, `${SECURE} false`],
  [{ secure: ['a', 'b', 'c'] }, `${SECURE} [ 'a', 'b', 'c' ]`],
  [{ secure: [5] }, `${SECURE} [ 5 ]`],
  [{ tls: null }, "tls: expected an object with options of Node's tls.connect, not null"],
  [{ tls: 5 }, "tls: expected an object with options of Node's tls.connect, not 5"],
  [{ transport: {} }, 'transport.sendMail: expected a function, not undefined'],
  [{ transport: null }, 'transport.sendMail: expected a function, not undefined'],
  [{ timeout: 0 }, 'timeout: expected a number above 0, not 0'],
  [{ flushIntervalMs: 0 }, 'flushIntervalMs: expected a number above 0, not 0'],
  [{ capacity: 0 }, 'capacity: expected a whole number from 1 on, not 0'],
  [{ maxQueueRecords: 0 }, 'maxQueueRecords: expected a whole number from 1 on, not 0'],
])('%o is refused', (options, message) => {
  let text = ''
  try {
    checkOptions(options)
  } catch (error) {
    text = (error as Error).message
  }
  expect(text).toBe(message)
})

describe('hosts', () => {
  test.each<[unknown, string, number | null]>([
    ['h', 'h', null],
    [['h', 25], 'h', 25],
    [['h', 0], 'h', 0],
    [['h', 65_535], 'h', 65_535],
    [['h', null], 'h', null],
  ])('%j', (given, host, port) => {
    expect(checkMailhost(given)).toEqual({ host, port })
  })

  test.each<[unknown, string]>([
    [5, '5'],
    [['h'], "[ 'h' ]"],
    [['h', -1], "[ 'h', -1 ]"],
    [['h', 65_536], "[ 'h', 65536 ]"],
    [['h', 1.5], "[ 'h', 1.5 ]"],
    [['h', 25, 5], "[ 'h', 25, 5 ]"],
    [[5, 25], '[ 5, 25 ]'],
    [undefined, 'undefined'],
  ])('%j is none', (given, shown) => {
    expect(() => checkMailhost(given)).toThrow(
      new TypeError(`mailhost: expected a host, or [host, port], not ${shown}`),
    )
  })
})

test.each<[unknown, string[]]>([
  ['a@b', ['a@b']],
  [
    ['a@b', 'c@d'],
    ['a@b', 'c@d'],
  ],
])('the addresses %j', (given, list) => {
  expect(checkAddresses(given)).toEqual(list)
  expect(checkAddresses(given)).not.toBe(given)
})

test.each<[unknown, string]>([
  [[], '[]'],
  [['a', 5], "[ 'a', 5 ]"],
  [5, '5'],
  [null, 'null'],
])('%j are no addresses', (given, shown) => {
  expect(() => checkAddresses(given)).toThrow(
    new TypeError(`toaddrs: expected an address, or a list of addresses, not ${shown}`),
  )
})
