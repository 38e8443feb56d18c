import { afterEach, describe, expect, test, vi } from 'vitest'
import { Journal, LocalStorageHandler } from './index.js'
import { checkSettings, newId } from './settings.js'

const target = new EventTarget()
const locks = { request: (): Promise<void> => Promise.resolve() } as never

test('the defaults', () => {
  expect(checkSettings({})).toMatchObject({
    key: 'treeline',
    maxBytes: 1_048_576,
    segmentBytes: 16_384,
    flushIntervalMs: 250,
    maxAgeMs: 604_800_000,
    storage: undefined,
    isRecordwise: false,
    now: Date.now,
  })
  const random = checkSettings({}).random()
  expect(random >= 0 && random < 1).toBe(true)
})

describe('what is given', () => {
  test.each([
    [{ key: '', maxBytes: 400, segmentBytes: 400, flushIntervalMs: 0, maxAgeMs: 1 }, {}],
    [{ maxBytes: 65_536 }, { segmentBytes: 16_384 }],
    [{ maxBytes: 65_532 }, { segmentBytes: 16_383 }],
    [{ storage: null, eventTarget: target, locks }, {}],
    [{ eventTarget: null }, {}],
    [{ now: () => 5, random: () => 0.5 }, {}],
  ])('%o', (options, more) => {
    expect(checkSettings(options)).toMatchObject({ ...options, ...more })
  })

  test('durability and locks', () => {
    expect(checkSettings({ durability: 'record' }).isRecordwise).toBe(true)
    expect(checkSettings({ durability: 'batch' }).isRecordwise).toBe(false)
    expect(checkSettings({ locks: null }).locks).toBeUndefined()
  })
})

test.each<[object, string]>([
  [{ key: 5 }, 'key: expected a string, not 5'],
  [{ maxBytes: 0 }, 'maxBytes: expected a number above 0, not 0'],
  [{ segmentBytes: 0 }, 'segmentBytes: expected a number above 0, not 0'],
  [{ maxBytes: 10, segmentBytes: 11 }, 'segmentBytes: expected no more than maxBytes, not 11'],
  [{ flushIntervalMs: -1 }, 'flushIntervalMs: expected a number from 0 on, not -1'],
  [{ maxAgeMs: 0 }, 'maxAgeMs: expected a number above 0, not 0'],
  [{ durability: 'x' }, "durability: expected one of 'batch', 'record', not 'x'"],
  [{ now: 5 }, 'now: expected a function, not 5'],
  [{ random: 5 }, 'random: expected a function, not 5'],
  [{ eventTarget: {} }, 'eventTarget: expected an EventTarget, not {}'],
  [{ locks: {} }, 'locks: expected a LockManager, not {}'],
])('%o is refused', (options, message) => {
  let text = ''
  try {
    checkSettings(options)
  } catch (error) {
    text = (error as Error).message
  }
  expect(text).toBe(message)
})

const NAMES = 'key maxBytes segmentBytes flushIntervalMs maxAgeMs'
test.each<[string, () => unknown, string]>([
  [
    'Journal',
    () => new Journal({ colour: 1 } as never),
    `there are: ${NAMES} durability storage eventTarget locks now random`,
  ],
])('%s has no other options', (name, make, told) => {
  expect(make).toThrow(new TypeError(`${name}: unknown option 'colour'; ${told}`))
})

test('a handler says which options it has, with a journal and without', () => {
  const told = (options: object): string => {
    try {
      return String(new LocalStorageHandler(options as never))
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(told({ colour: 1 })).toMatch(
    /^LocalStorageHandler: unknown option 'colour'; there are: .*key maxBytes.*flushLevel/,
  )
  expect(told({ colour: 1, journal: new Journal({ storage: null, eventTarget: null, locks: null }) })).toMatch(
    /^LocalStorageHandler: unknown option 'colour'; there are: (?!.*maxBytes).*journal/,
  )
})

describe('random numbers of its own', () => {
  afterEach(() => void vi.unstubAllGlobals())

  const drawn = (high: number, low: number): number => {
    vi.stubGlobal('crypto', { getRandomValues: (words: Uint32Array) => (words.set([high, low]), words) })
    return checkSettings({}).random()
  }

  test('have 53 bits of the browser’s, from 0 to below 1', () => {
    expect(drawn(0, 0)).toBe(0)
    expect(drawn(0, 2 ** 11 - 1)).toBe(0)
    expect(drawn(0, 2 ** 11)).toBe(2 ** -53)
    expect(drawn(1, 0)).toBe(2 ** -32)
    expect(drawn(2 ** 31, 0)).toBe(0.5)
    expect(drawn(2 ** 32 - 1, 2 ** 32 - 1)).toBe(1 - 2 ** -53)
  })

  test.each([undefined, {}])('are Math.random’s where crypto is %j', (crypto) => {
    vi.stubGlobal('crypto', crypto)
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.25)
    expect(checkSettings({}).random()).toBe(0.25)
    random.mockRestore()
  })
})

test('a page whose navigator or locks cannot be read has none', () => {
  const refuse = (): never => {
    throw new Error('sandboxed')
  }
  for (const navigator of [undefined, {}, { locks: null }, Object.defineProperty({}, 'locks', { get: refuse })]) {
    vi.stubGlobal('navigator', navigator)
    expect(checkSettings({}).locks).toBeUndefined()
  }
  vi.stubGlobal('navigator', { locks })
  expect(checkSettings({}).locks).toBe(locks)
  vi.unstubAllGlobals()
})

test.each([
  [0.5, 'i000000000'],
  [0, '0000000000'],
])('an id from %d', (random, id) => {
  expect(newId(() => random)).toBe(id)
})

test('an id has ten letters and digits', () => {
  expect(newId(() => 0.123456789)).toBe((0.123456789).toString(36).slice(2, 12))
})
