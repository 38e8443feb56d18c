// The defaults and bounds of all options, and the whole texts of what is wrong.
import { describe, expect, test } from 'vitest'
import { checkOptions, checkPrefix, type ReceiverOptions } from './receiverOptions.js'

const wrong = (options: object) => (): unknown => checkOptions(options as ReceiverOptions)

test('the defaults', () => {
  expect(checkOptions({})).toEqual({
    prefix: 'page',
    origins: undefined,
    withoutOrigin: true,
    acceptGet: false,
    maxBodyBytes: 524_288,
    maxBytesInProgressPerAddress: 8_388_608,
    maxBytesInProgress: 67_108_864,
    bodyTimeoutMs: 15_000,
    maxRecords: 2000,
    maxRecordBytes: 262_144,
    rate: { records: 10_000, perMs: 60_000 },
    ratePerAddress: { records: 200_000, perMs: 60_000 },
    address: undefined,
    maxSources: 10_000,
    maxRemembered: 500_000,
    deduplicate: true,
    flush: true,
    acknowledgeTimeoutMs: 5000,
    clockToleranceMs: 10_000,
    levels: undefined,
    maxLoggers: 1000,
    level: 0,
    newlines: 'escape',
    fields: undefined,
    onError: undefined,
    now: expect.any(Function) as unknown,
  })
  const before = Date.now()
  expect(checkOptions({}).now()).toBeGreaterThanOrEqual(before)
})

describe('what is given', () => {
  const store = { known: () => false, add: () => {} }
  const origins = ['https://app.example', 'null', 'app+x.y-z1://h', 'http://[::1]:80']
  test.each<[ReceiverOptions]>([
    [{ prefix: '' }],
    [{ prefix: 'a.b' }],
    [{ origins: '*' }],
    [{ origins }],
    [{ origins: () => true }],
    [{ withoutOrigin: false, acceptGet: true, flush: false }],
    [{ bodyTimeoutMs: 1, acknowledgeTimeoutMs: 1 }],
    [{ bodyTimeoutMs: 2_147_483_647, acknowledgeTimeoutMs: 2_147_483_647 }],
    [{ maxRecords: 1, maxRecordBytes: 1, maxSources: 1, maxRemembered: 1, maxLoggers: 1 }],
    [{ rate: { records: 1, perMs: 1 }, ratePerAddress: { records: 2, perMs: 3 } }],
    [{ rate: null, ratePerAddress: null }],
    [{ deduplicate: false }],
    [{ deduplicate: store as never }],
    [{ clockToleranceMs: null }],
    [{ clockToleranceMs: 0 }],
    [{ level: 30 }],
    [{ newlines: 'keep' }],
    [{ address: () => 'a', fields: () => ({}), onError: () => {}, now: () => 5, levels: () => ({}) }],
  ])('%o', (options) => {
    expect(checkOptions(options)).toMatchObject(options)
  })

  test('a list of origins is copied, a level is a number, null is the default', () => {
    expect(checkOptions({ origins }).origins).not.toBe(origins)
    expect(checkOptions({ level: 'ERROR' }).level).toBe(40)
    expect(checkOptions({ rate: null })).toMatchObject({ rate: null, ratePerAddress: null })
    expect(checkOptions({ rate: { records: 3, perMs: 7 } }).ratePerAddress).toEqual({ records: 60, perMs: 7 })
  })

  test.each<[ReceiverOptions, object]>([
    [{ maxBodyBytes: 1 }, { maxBytesInProgressPerAddress: 8_388_608, maxBytesInProgress: 67_108_864 }],
    [{ maxBodyBytes: 9_000_000 }, { maxBytesInProgressPerAddress: 9_000_000, maxBytesInProgress: 67_108_864 }],
    [{ maxBodyBytes: 100_000_000 }, { maxBytesInProgressPerAddress: 100_000_000, maxBytesInProgress: 100_000_000 }],
    [
      { maxBytesInProgressPerAddress: 70_000_000 },
      { maxBytesInProgressPerAddress: 70_000_000, maxBytesInProgress: 70_000_000 },
    ],
    [
      { maxBytesInProgressPerAddress: 524_288, maxBytesInProgress: 524_288 },
      { maxBytesInProgressPerAddress: 524_288, maxBytesInProgress: 524_288 },
    ],
  ])('sizes hold each other: %j', (options, sizes) => {
    expect(checkOptions(options)).toMatchObject(sizes)
  })
})

test.each<[object, string]>([
  [{ prefix: 'a..b' }, "prefix: expected the name of a logger, not 'a..b'"],
  [{ prefix: '.' }, "prefix: expected the name of a logger, not '.'"],
  [{ prefix: 5 }, 'prefix: expected a string, not 5'],
  [{ withoutOrigin: 1 }, 'withoutOrigin: expected true or false, not 1'],
  [{ acceptGet: 1 }, 'acceptGet: expected true or false, not 1'],
  [{ flush: 1 }, 'flush: expected true or false, not 1'],
  [{ origins: 5 }, "origins: expected '*', a list of origins or a function, not 5"],
  [
    { origins: 'https://app.example' },
    "origins: expected '*', a list of origins or a function, not 'https://app.example'",
  ],
  [{ origins: ['x'] }, "origins: expected an origin such as 'https://app.example', not 'x'"],
  [{ origins: ['https://a/'] }, "origins: expected an origin such as 'https://app.example', not 'https://a/'"],
  [{ origins: ['https://a?b'] }, "origins: expected an origin such as 'https://app.example', not 'https://a?b'"],
  [{ origins: ['https://a#b'] }, "origins: expected an origin such as 'https://app.example', not 'https://a#b'"],
  [{ origins: [' https://a'] }, "origins: expected an origin such as 'https://app.example', not ' https://a'"],
  [{ origins: ['HTTPS://a'] }, "origins: expected an origin such as 'https://app.example', not 'HTTPS://a'"],
  [{ origins: ['1http://a'] }, "origins: expected an origin such as 'https://app.example', not '1http://a'"],
  [{ origins: ['https://a b'] }, "origins: expected an origin such as 'https://app.example', not 'https://a b'"],
  [{ origins: ['https://'] }, "origins: expected an origin such as 'https://app.example', not 'https://'"],
  [{ origins: [5] }, "origins: expected an origin such as 'https://app.example', not 5"],
  [{ bodyTimeoutMs: 0 }, 'bodyTimeoutMs: expected a whole number from 1 to 2147483647, not 0'],
  [{ bodyTimeoutMs: 1.5 }, 'bodyTimeoutMs: expected a whole number from 1 to 2147483647, not 1.5'],
  [
    { acknowledgeTimeoutMs: 2_147_483_648 },
    'acknowledgeTimeoutMs: expected a whole number from 1 to 2147483647, not 2147483648',
  ],
  [{ maxBodyBytes: 0 }, 'maxBodyBytes: expected a whole number from 1 on, not 0'],
  [{ maxRecords: 0 }, 'maxRecords: expected a whole number from 1 on, not 0'],
  [{ maxRecordBytes: 0 }, 'maxRecordBytes: expected a whole number from 1 on, not 0'],
  [{ maxSources: 0 }, 'maxSources: expected a whole number from 1 on, not 0'],
  [{ maxRemembered: 0 }, 'maxRemembered: expected a whole number from 1 on, not 0'],
  [{ maxLoggers: 0 }, 'maxLoggers: expected a whole number from 1 on, not 0'],
  [{ clockToleranceMs: -1 }, 'clockToleranceMs: expected a whole number from 0 on, not -1'],
  [
    { maxBytesInProgressPerAddress: 524_287 },
    'maxBytesInProgressPerAddress: expected a whole number from 524288 on, not 524287',
  ],
  [{ maxBytesInProgress: 524_287 }, 'maxBytesInProgress: expected a whole number from 524288 on, not 524287'],
  [{ rate: 5 }, 'rate: expected an object with records and perMs, or null, not 5'],
  [{ rate: { records: 0, perMs: 1 } }, 'rate.records: expected a whole number from 1 on, not 0'],
  [{ ratePerAddress: { records: 1, perMs: 0 } }, 'ratePerAddress.perMs: expected a whole number from 1 on, not 0'],
  [{ deduplicate: 5 }, 'deduplicate: expected true, false or a store with known() and add(), not 5'],
  [
    { deduplicate: { known: 5 } },
    'deduplicate: expected true, false or a store with known() and add(), not { known: 5 }',
  ],
  [{ newlines: 'x' }, "newlines: expected one of 'keep', 'escape', not 'x'"],
  [{ address: 1 }, 'address: expected a function, not 1'],
  [{ fields: 1 }, 'fields: expected a function, not 1'],
  [{ onError: 1 }, 'onError: expected a function, not 1'],
  [{ now: 1 }, 'now: expected a function, not 1'],
  [{ levels: 1 }, 'levels: expected a function, not 1'],
  [
    { colour: 1 },
    "Receiver: unknown option 'colour'; there are: prefix, origins, withoutOrigin, acceptGet, maxBodyBytes, maxRecords, " +
      'maxRecordBytes, maxBytesInProgress, maxBytesInProgressPerAddress, bodyTimeoutMs, rate, ratePerAddress, address, ' +
      'maxSources, maxRemembered, deduplicate, flush, acknowledgeTimeoutMs, clockToleranceMs, levels, maxLoggers, level, ' +
      'newlines, fields, onError, now',
  ],
])('%o is refused', (options, message) => {
  let text = ''
  try {
    wrong(options)()
  } catch (error) {
    text = (error as Error).message
  }
  expect(text).toBe(message)
})

test('a prefix is given back', () => {
  expect([checkPrefix(''), checkPrefix('a')]).toEqual(['', 'a'])
})
