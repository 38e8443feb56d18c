import { addLevelName, getLogger } from '@treeline/core'
import { shared } from '@treeline/core/internal'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeStorage } from '../testing/fakeStorage.js'
import { type LiveLevels, liveLevels } from './liveLevels.js'
import type { LiveLevelsOptions } from './liveLevelsOptions.js'

const KEY = 'treeline.levels'
const NOW = 1_800_000_000_000

let storage: FakeStorage
let eventTarget: EventTarget
let open: LiveLevels | undefined

function make(options: LiveLevelsOptions = {}): LiveLevels {
  open?.close()
  return (open = liveLevels({ storage, eventTarget, ...options }))
}

/** As a browser tells of another tab. */
function fire(type: string, key?: string | null): void {
  eventTarget.dispatchEvent(Object.assign(new Event(type), key === undefined ? {} : { key }))
}

const effective = (...names: string[]): number[] => names.map((name) => getLogger(name).getEffectiveLevel())
const stored = (): unknown => JSON.parse(storage.getItem(KEY) ?? 'null')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  storage = new FakeStorage()
  eventTarget = new EventTarget()
})
afterEach(() => {
  open?.close()
  open = undefined
  vi.unstubAllGlobals()
  vi.useRealTimers()
  resetLogging()
})

test('a copy of another version finds them under their name', () => {
  const levels = make()
  const missing = (): never => {
    throw new Error('there is none of that name')
  }
  expect(shared('liveLevels', missing)).toEqual({ live: levels })
})

describe('set and clear', () => {
  test('a level is in effect, stored, and in effect again in the next page', () => {
    const levels = make()
    getLogger('app.db').setLevel('ERROR')
    levels.set('app.db', 'DEBUG')
    levels.set('', 'error')
    expect(effective('app.db', 'app')).toEqual([10, 40])
    expect(stored()).toEqual({ 'app.db': 'DEBUG', root: 'error' })
    levels.close()
    expect(effective('app.db', 'app')).toEqual([40, 30])
    const next = make()
    expect(effective('app.db', 'app')).toEqual([10, 40])
    expect(next.list()).toEqual([
      { name: 'app.db', levelno: 10, level: 'DEBUG', endsAtMs: null },
      { name: 'root', levelno: 40, level: 'ERROR', endsAtMs: null },
    ])
    getLogger('app.db').setLevel('CRITICAL')
    next.clear('app.db')
    expect(effective('app.db')).toEqual([50])
    next.clear()
    expect([effective('app'), storage.getItem(KEY), next.list()]).toEqual([[30], null, []])
  })

  test('what is wrong throws and changes nothing', () => {
    const levels = make()
    levels.set('app', 'INFO')
    expect(() => levels.set('app', 'LOUD')).toThrow("Unknown level: 'LOUD'")
    expect(() => levels.set('app', null as never)).toThrow('Level not an integer')
    expect(() => levels.set(5 as never, 'INFO')).toThrow('name: expected one of at most 1000 characters, not 5')
    expect(() => levels.set('x'.repeat(1001), 'INFO')).toThrow('name: ')
    for (const seconds of [0, -1, NaN, Infinity, '5']) {
      expect(() => levels.set('app', 'DEBUG', seconds as number)).toThrow('seconds: expected a number above 0')
    }
    expect([effective('app'), stored()]).toEqual([[20], { app: 'INFO' }])
  })

  test('levels of one’s own, and numbers', () => {
    addLevelName(25, 'NOTICE')
    const levels = make()
    levels.set('app', 'NOTICE')
    levels.set('shop', 15)
    expect([effective('app', 'shop'), stored()]).toEqual([[25, 15], { app: 'NOTICE', shop: 15 }])
    expect(levels.list().map(({ level }) => level)).toEqual(['NOTICE', 'Level 15'])
  })

  test.each([
    { key: 1 },
    { query: 1 },
    { storage: {} },
    { onChange: 1 },
    { eventTarget: {} },
    { now: 5 },
    { server: 1 },
  ])('%j is refused', (wrong) => {
    expect(() => liveLevels(wrong as never)).toThrow(new RegExp(`^${Object.keys(wrong)[0]}: expected `))
  })

  test('a page has one, whoever asks for it', () => {
    const levels = make()
    expect(liveLevels()).toBe(levels)
    expect(() => liveLevels({ keys: 'x' } as never)).toThrow("liveLevels: unknown option 'keys'")
    levels.close()
    expect(make()).not.toBe(levels)
  })

  test('one that is closed again does not take the place of the next', () => {
    const levels = make()
    const next = make()
    levels.close()
    expect(liveLevels()).toBe(next)
  })

  test.each([
    [{ key: 5 }, 'key: expected a string, not 5'],
    [{ query: true }, 'query: expected a string, not true'],
    [{ server: 'yes' }, "server: expected true or false, not 'yes'"],
  ])('%j is refused', (options, message) => {
    expect(() => make(options as never)).toThrow(message)
    expect(open).toBeUndefined()
  })
})

describe('the end of a level', () => {
  test('comes by itself, and is told', () => {
    const onChange = vi.fn()
    const levels = make({ onChange })
    levels.set('app', 'DEBUG', 900)
    levels.set('shop', 'DEBUG', 10)
    expect(levels.list()[0]).toEqual({ name: 'app', levelno: 10, level: 'DEBUG', endsAtMs: NOW + 900_000 })
    vi.advanceTimersByTime(9999)
    expect([effective('app', 'shop'), onChange.mock.calls.length]).toEqual([[10, 10], 2])
    vi.advanceTimersByTime(1)
    expect([effective('app', 'shop'), onChange.mock.calls.length]).toEqual([[10, 30], 3])
    vi.advanceTimersByTime(890_000)
    expect([effective('app'), levels.list()]).toEqual([[30], []])
    levels.set('other', 'INFO')
    expect(stored()).toEqual({ other: 'INFO' })
  })

  test('is waited for as long as there is one to come', () => {
    const levels = make()
    levels.set('app', 'DEBUG')
    expect(vi.getTimerCount()).toBe(0)
    levels.set('shop', 'DEBUG', 10)
    expect(vi.getTimerCount()).toBe(1)
    levels.clear('shop')
    expect(vi.getTimerCount()).toBe(0)
    levels.set('shop', 'DEBUG', 10)
    levels.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is the same after a reload, and is long ago for a page that was asleep', () => {
    make().set('app', 'DEBUG', 900)
    vi.setSystemTime(NOW + 800_000)
    make()
    expect(effective('app')).toEqual([10])
    vi.advanceTimersByTime(100_000)
    expect(effective('app')).toEqual([30])
    make().set('app', 'DEBUG', 900)
    vi.setSystemTime(NOW + 10_000_000)
    fire('pageshow')
    expect(effective('app')).toEqual([30])
  })

  test('may be further away than any timer waits', () => {
    make().set('app', 'DEBUG', 30 * 24 * 3600)
    vi.advanceTimersByTime(29 * 24 * 3600 * 1000)
    expect(effective('app')).toEqual([10])
    vi.advanceTimersByTime(24 * 3600 * 1000)
    expect(effective('app')).toEqual([30])
  })

  test('a clock that was years ahead makes no level last for years; one that is set back a little ends none', () => {
    const years = 10 * 365 * 24 * 3_600_000
    vi.setSystemTime(NOW + years)
    make().set('app', 'DEBUG', 900)
    vi.setSystemTime(NOW)
    make()
    expect(effective('app')).toEqual([30])
    make().set('app', 'DEBUG', 900)
    vi.setSystemTime(NOW - 30_000)
    make()
    expect(effective('app')).toEqual([10])
    vi.advanceTimersByTime(930_000)
    expect(effective('app')).toEqual([30])
  })
})

describe('other tabs', () => {
  test('what they set, clear and remove is in effect here', () => {
    make()
    storage.setItem(KEY, '{"app":"DEBUG","shop":{"level":40,"seconds":60}}')
    expect(effective('app')).toEqual([30])
    fire('storage', KEY)
    expect(effective('app', 'shop')).toEqual([10, 40])
    storage.setItem(KEY, '{"shop":"INFO"}')
    fire('storage', 'another key')
    expect(effective('app', 'shop')).toEqual([10, 40])
    fire('pageshow')
    expect(effective('app', 'shop')).toEqual([30, 20])
    storage.items.clear()
    fire('storage', null)
    expect(effective('app', 'shop')).toEqual([30, 30])
  })

  test('what they have set meanwhile stays', () => {
    const levels = make()
    storage.setItem(KEY, '{"app":"DEBUG"}')
    levels.set('shop', 'INFO')
    expect(stored()).toEqual({ app: 'DEBUG', shop: 'INFO' })
    levels.clear('shop')
    expect([stored(), effective('app')]).toEqual([{ app: 'DEBUG' }, [10]])
  })

  test('nothing is heard after close', () => {
    make().close()
    storage.setItem(KEY, '{"app":"DEBUG"}')
    fire('storage', KEY)
    expect(effective('app')).toEqual([30])
  })
})

describe('the address', () => {
  const at = (search: string): void => void vi.stubGlobal('location', { search })

  test('counts where the page has it count, for this page alone, and before what is stored', () => {
    storage.setItem(KEY, '{"app":"ERROR"}')
    at('?x=1&log=app:DEBUG,shop.cart:info,:15,my:own:ERROR')
    make()
    expect(effective('app', 'shop.cart', 'any')).toEqual([40, 30, 30])
    const levels = make({ query: 'log' })
    expect(effective('app', 'shop.cart', 'any', 'my:own')).toEqual([10, 20, 15, 40])
    expect(stored()).toEqual({ app: 'ERROR' })
    levels.set('app', 'CRITICAL')
    levels.clear('root')
    expect(effective('app', 'any')).toEqual([50, 30])
  })

  test('a level without a name is the root’s; a parameter may come twice', () => {
    at('?log=ERROR&log=app:DEBUG')
    make({ query: 'log' })
    expect(effective('any', 'app')).toEqual([40, 10])
  })

  test.each([
    ['?log=app:LOUD,shop:INFO', "treeline.levels: ?log=: 'app': Unknown level: 'LOUD'\n"],
    ['?log=app:,shop:INFO', "treeline.levels: ?log=: 'app': Unknown level: ''\n"],
    [`?log=${'x'.repeat(2000)}:DEBUG,shop:INFO`, 'name: expected one of at most 1000 characters'],
    ['?log=__proto__:LOUD,shop:INFO', "'__proto__': Unknown level"],
  ])('what is wrong in %s is told and changes nothing', (search, text) => {
    at(search)
    const told = captureStderr(() => make({ query: 'log' }))
    expect(told).toContain(text)
    expect(told.trim().split('\n').length).toBeLessThanOrEqual(4)
    expect(effective('app', 'shop', 'any')).toEqual([30, 20, 30])
  })
})

describe('a server', () => {
  const answer = (levels: unknown): object => ({ treeline: 1, levels })

  test('sets levels that end, where it may', () => {
    make().take(answer({ app: { level: 'DEBUG', seconds: 900 } }))
    expect(effective('app')).toEqual([30])
    make({ server: true }).take(answer({ app: { level: 'DEBUG', seconds: 900, since: 5 } }))
    expect([effective('app'), stored()]).toEqual([[10], { app: { level: 'DEBUG', seconds: 900, since: NOW } }])
    vi.advanceTimersByTime(900_000)
    expect(effective('app')).toEqual([30])
  })

  test('sets a level for a week at most', () => {
    const levels = make({ server: true })
    expect(captureStderr(() => levels.take(answer({ app: { level: 'DEBUG', seconds: 604_800 } })))).toBe('')
    expect(effective('app')).toEqual([10])
  })

  test('has it written again once less than nine tenths of the time are left', () => {
    const levels = make({ server: true })
    const take = (): void => levels.take(answer({ app: { level: 'DEBUG', seconds: 1000 } }))
    take()
    const set = vi.spyOn(storage, 'setItem')
    vi.advanceTimersByTime(100_000)
    take()
    expect(set).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    take()
    expect(set).toHaveBeenCalledTimes(1)
  })

  test('may be wrong in any number of ways: twenty are told', () => {
    const wrong = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a${i}`, 'LOUD']))
    expect(captureStderr(() => make({ server: true }).take(answer(wrong))).split('Unknown level').length).toBe(21)
  })

  test('may say so in each answer: it is written again only now and then', () => {
    const levels = make({ server: true })
    const set = vi.spyOn(storage, 'setItem')
    for (let i = 0; i < 100; i++) {
      levels.take(answer({ app: { level: 'DEBUG', seconds: 900 } }))
      vi.advanceTimersByTime(1000)
    }
    expect(set).toHaveBeenCalledTimes(2)
    levels.take(answer({ app: { level: 'INFO', seconds: 900 } }))
    expect(effective('app')).toEqual([20])
  })

  test.each([
    [{ app: 'DEBUG', shop: { level: 20, seconds: 1 } }, 'app: seconds: expected a number from 1 to 604800'],
    [{ app: { level: 'DEBUG', seconds: 1e9 }, shop: { level: 20, seconds: 1 } }, 'app: seconds: expected a number'],
    [{ app: { level: 'DEBUG', seconds: -5 }, shop: { level: 20, seconds: 1 } }, "'app': seconds: expected"],
    [{ app: { seconds: 5 }, shop: { level: 20, seconds: 1 } }, "'app': Level not an integer"],
    [{ app: null, shop: { level: 20, seconds: 1 } }, "'app': Level not an integer"],
    [[], 'expected an object of names and levels'],
    ['DEBUG', "expected an object of names and levels, not 'DEBUG'"],
    [null, 'expected an object of names and levels, not null'],
  ])('%j is told once and changes nothing', (given, text) => {
    const levels = make({ server: true })
    const told = captureStderr(() => {
      levels.take(answer(given))
      vi.advanceTimersByTime(60_000)
      levels.take(answer(given))
    })
    expect(told.split(text).length).toBe(2)
    expect(effective('app')).toEqual([30])
  })

  test.each([undefined, null, 5, 'text', {}, { levels: undefined }, [], new Date()])('%s says nothing', (given) => {
    const levels = make({ server: true })
    expect(captureStderr(() => levels.take(given))).toBe('')
  })

  test('an answer that throws is told', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
      },
    )
    expect(captureStderr(() => make({ server: true }).take(hostile))).toContain('Error: no')
  })
})

describe('a storage', () => {
  test.each([
    ['nonsense', "expected JSON, not 'nonsense'"],
    ['[1]', 'expected an object of names and levels'],
    ['null', 'expected an object of names and levels, not null'],
    ['{"app":"LOUD"}', "'app': Unknown level: 'LOUD'"],
    ['{"app":{"level":"DEBUG","seconds":"long"}}', "'app': seconds: expected a number above 0"],
    ['{"app":{"level":"DEBUG","seconds":5,"since":"then"}}', "'app': since: expected a time"],
    ['x'.repeat(10_000_000), 'expected at most 65536 characters, not 10000000'],
    [`{${Array.from({ length: 1001 }, (_, i) => `"a${i}":10`).join()}}`, 'expected at most 1000 names, not 1001'],
    ['['.repeat(60_000), 'expected JSON'],
  ])('with %.40s is told of once, shortly, and changes nothing', (text, problem) => {
    storage.setItem(KEY, text)
    const told = captureStderr(() => {
      make()
      for (let i = 0; i < 5; i++) {
        vi.advanceTimersByTime(60_000)
        fire('storage', KEY)
      }
    })
    expect(told.split(problem).length).toBe(2)
    expect(told.length).toBeLessThan(500)
    expect(told.trim().split('\n').length).toBeLessThanOrEqual(4)
    expect([effective('app', 'a1'), storage.getItem(KEY)?.length]).toEqual([[30, 30], text.length])
  })

  test('with what is wrong has the rest count, and can be written over', () => {
    storage.setItem(KEY, '{"app":"LOUD","shop":"DEBUG","__proto__":"ERROR","constructor":10}')
    let levels!: LiveLevels
    captureStderr(() => (levels = make()))
    expect(effective('app', 'shop', '__proto__', 'constructor', 'toString')).toEqual([30, 10, 40, 10, 30])
    levels.set('app', 'INFO')
    const text = storage.getItem(KEY)!
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(['__proto__', 'app', 'constructor', 'shop'])
    expect(({} as { level?: unknown }).level).toBeUndefined()
  })

  const throwing = {
    removeItem() {},
    getItem: (): never => {
      throw new Error('no')
    },
    setItem: (): never => {
      throw new Error('denied')
    },
  }
  test.each([
    ['that throws', { ...throwing, length: 0 }],
    ['that is full', { ...throwing, getItem: (): null => null, length: 0 }],
    ['that keeps nothing', { ...throwing, getItem: (): null => null, setItem() {}, length: 0 }],
    ['that gives no text', { getItem: (): number => 5, setItem() {}, removeItem() {}, length: 0 }],
  ])('%s: levels work in memory, and that is told once', (_, broken) => {
    const told = captureStderr(() => {
      const levels = make({ storage: broken as never })
      levels.set('app', 'DEBUG', 60)
      levels.set('shop', 'INFO')
      expect([effective('app', 'shop'), levels.list().length]).toEqual([[10, 20], 2])
      levels.clear('shop')
      expect(effective('app', 'shop')).toEqual([10, 30])
      vi.advanceTimersByTime(60_000)
      expect(effective('app')).toEqual([30])
    })
    expect(told.split('kept in memory only').length).toBe(2)
  })

  test('whose error is long is told of shortly', () => {
    const setItem = (): never => {
      throw new Error('x'.repeat(10_000))
    }
    const broken = { ...throwing, getItem: () => null, setItem, length: 0 }
    const told = captureStderr(() => make({ storage: broken as never }).set('app', 'DEBUG'))
    expect(told).toContain(`memory only: ${'x'.repeat(200)}\n`)
  })

  test('of null is memory, and nothing is told', () => {
    expect(captureStderr(() => make({ storage: null }).set('app', 'DEBUG'))).toBe('')
    expect(effective('app')).toEqual([10])
  })

  test('under another key', () => {
    make({ key: 'shop.levels' }).set('app', 'DEBUG')
    expect(Object.fromEntries(storage.items)).toEqual({ 'shop.levels': '{"app":"DEBUG"}' })
  })
})

test('an onChange that throws is told, and the level is set', () => {
  const onChange = (): never => {
    throw new Error('mine')
  }
  expect(captureStderr(() => make({ onChange }).set('app', 'DEBUG'))).toContain('Error: mine')
  expect(effective('app')).toEqual([10])
})
