import { runInNewContext } from 'node:vm'
import { getLogger, type Handler, type Logger, type LogRecord } from '@treeline/core'
import { captureStderr, handlerContract, ListHandler, resetLogging } from '@treeline/core/testing'
import { fromWire } from '@treeline/core/wire'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type KeyValueStorage, LocalStorageHandler, type LocalStorageHandlerOptions } from './index.js'
import { FakeStorage, QuotaError } from './testing/fakeStorage.js'

const NOW = 1_800_000_000_000
const KEY = /^treeline:2:[\da-z]{10}:[\da-z]+:[\da-z]+$/

function loggerWith(...handlers: Handler[]): Logger {
  const log = getLogger('app')
  log.propagate = false
  log.setLevel(1)
  for (const handler of handlers) log.addHandler(handler)
  return log
}

function setUp(options: LocalStorageHandlerOptions = {}): { log: Logger; handler: LocalStorageHandler } {
  const handler = new LocalStorageHandler({ caller: false, ...options })
  return { log: loggerWith(handler), handler }
}

/** A logger and handler of their own on a storage, as another tab has them. */
function tab(
  name: string,
  storage: KeyValueStorage,
  options: LocalStorageHandlerOptions = {},
): ReturnType<typeof setUp> {
  const handler = new LocalStorageHandler({ caller: false, storage, ...options })
  const log = getLogger(name)
  log.propagate = false
  log.setLevel(1)
  log.addHandler(handler)
  return { log, handler }
}

const messages = (records: readonly LogRecord[]): string[] => records.map((record) => record.getMessage())
const keys = (): string[] => Object.keys(localStorage)

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})

afterEach(() => {
  resetLogging()
  localStorage.clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('writing', () => {
  test('nothing is touched before there is a record', () => {
    const property = vi.spyOn(globalThis, 'localStorage', 'get')
    const { handler } = setUp()
    window.dispatchEvent(new Event('pagehide'))
    handler.flush()
    expect(property).not.toHaveBeenCalled()
  })

  test('a record waits flushIntervalMs, together with what comes after it', () => {
    const storage = new FakeStorage()
    const { log } = setUp({ storage })
    log.info('one')
    vi.advanceTimersByTime(200)
    log.info('two')
    expect(storage.items.size).toBe(0)
    const before = storage.writes
    vi.advanceTimersByTime(50)
    expect(storage.writes).toBe(before + 1)
    expect([...storage.items.values()].join('').match(/\n/g)).toHaveLength(2)
    vi.advanceTimersByTime(1000)
    expect(storage.writes).toBe(before + 1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a record at flushLevel is written at once, with what came before it', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage, flushLevel: 'ERROR' })
    log.info('one')
    log.warning('two')
    expect(storage.length).toBe(0)
    log.error('three')
    expect([...storage.items.keys()]).toEqual([expect.stringMatching(KEY)])
    expect(vi.getTimerCount()).toBe(0)
    expect(messages(handler.read())).toEqual(['one', 'two', 'three'])
  })

  test.each(['pagehide', 'visibilitychange', 'freeze'])('%s writes what waits', (event) => {
    const { log } = setUp()
    log.info('last words')
    const target = event === 'pagehide' ? window : document
    target.dispatchEvent(new Event(event))
    expect(keys()).toHaveLength(1)
  })

  test('a worker’s own events are left alone: workerd refuses listeners that capture', () => {
    vi.stubGlobal('document', undefined)
    vi.stubGlobal('addEventListener', () => {
      throw new TypeError('useCapture must be false')
    })
    const { log, handler } = setUp({ storage: null, reportUnavailable: false })
    log.info('kept')
    expect(messages(handler.read())).toEqual(['kept'])
  })

  test('the timer does not keep a process alive', () => {
    const unref = vi.fn()
    vi.stubGlobal('setTimeout', () => ({ unref }))
    const { log } = setUp()
    log.info('x')
    expect(unref).toHaveBeenCalledOnce()
  })

  test('close writes, forgets the page, and later records are written at once', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage })
    const remove = vi.spyOn(document.defaultView!, 'removeEventListener')
    log.info('one')
    handler.close()
    expect(storage.length).toBe(1)
    expect(remove.mock.calls.map(([event]) => event)).toEqual(['pagehide', 'visibilitychange', 'freeze'])
    log.info('two')
    expect([...storage.items.values()].join('')).toContain('two')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a full segment is not written again', () => {
    const storage = new FakeStorage()
    const { log } = setUp({ storage, segmentBytes: 1000 })
    const set = vi.spyOn(storage, 'setItem')
    for (let i = 0; i < 20; i++) log.error('message %d %s', i, 'x'.repeat(60))
    const written = set.mock.calls.map(([key]) => key).filter((key) => KEY.test(key))
    // One run of writes for each key: nobody comes back to an earlier one.
    const runs = written.filter((key, i) => key !== written[i - 1])
    expect(runs).toHaveLength(new Set(written).size)
    expect(runs.length).toBeGreaterThan(3)
    for (const [key, text] of storage.items) expect(2 * (key.length + text.length)).toBeLessThanOrEqual(1000)
  })
})

describe('reading', () => {
  test('what another page wrote is there after a reload', () => {
    const { log, handler } = setUp({ caller: true })
    const error = new Error('boom')
    log.error('user %s', 'ann', { exc_info: error, extra: { tenant: { id: 7 } } })
    handler.close()
    const [record] = new LocalStorageHandler().read()
    expect(record).toMatchObject({
      name: 'app',
      levelno: 40,
      levelname: 'ERROR',
      created: NOW / 1000,
      tenant: { id: 7 },
    })
    expect(record!.getMessage()).toBe('user ann')
    expect(record!.exc_text).toContain('Error: boom')
    expect(record!.filename).toBe('localStorageHandler.dom.test.ts')
  })

  test('what waits to be written is read too', () => {
    const { log, handler } = setUp()
    log.debug('waiting')
    expect(messages(handler.read())).toEqual(['waiting'])
  })

  test('level, logger and time choose', () => {
    const { log, handler } = setUp()
    log.debug('early')
    vi.setSystemTime(NOW + 5000)
    log.info('mid')
    getLogger('app.db').error('below')
    const other = getLogger('apple')
    other.addHandler(handler)
    other.error('other')
    expect(messages(handler.read({ minLevel: 'INFO' }))).toEqual(['mid', 'below', 'other'])
    expect(messages(handler.read({ minLevel: 40 }))).toEqual(['below', 'other'])
    expect(messages(handler.read({ logger: 'app' }))).toEqual(['early', 'mid', 'below'])
    expect(messages(handler.read({ since: NOW / 1000 + 5 }))).toEqual(['mid', 'below', 'other'])
    expect(() => handler.read({ minLevel: 'LOUD' })).toThrow(new RangeError("minLevel: Unknown level: 'LOUD'"))
  })

  test('records of several tabs stand in the order of time, then of each tab', () => {
    const a = tab('a', localStorage, { random: () => 0.9 })
    const b = tab('b', localStorage, { random: () => 0.1 })
    a.log.info('a1')
    b.log.info('b1')
    a.log.info('a2')
    vi.setSystemTime(NOW + 1)
    b.log.info('b2')
    vi.setSystemTime(NOW + 2)
    a.log.info('a3')
    b.handler.flush()
    expect(messages(a.handler.read())).toEqual(['b1', 'a1', 'a2', 'b2', 'a3'])
    expect(keys()).toHaveLength(2)
  })

  test('export gives a line of JSON a record, with what tells it from all others', () => {
    const { log, handler } = setUp({ random: () => 0.5 })
    log.info('one')
    log.warning('two\nlines')
    const lines = handler.export({ minLevel: 'INFO' }).split('\n')
    expect(lines.pop()).toBe('')
    const wires = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const src = keys()[0]!.split(':')[2]
    expect(wires.map((wire) => [wire['src'], wire['seq'], wire['msg']])).toEqual([
      [src, 1, 'one'],
      [src, 2, 'two\nlines'],
    ])
    expect(wires.map((wire) => fromWire(wire).levelname)).toEqual(['INFO', 'WARNING'])
    handler.clear()
    expect(handler.export()).toBe('')
  })

  test('a damaged segment gives the lines that are whole', () => {
    const { log, handler } = setUp()
    for (const word of ['one', 'two', 'three']) log.error(word)
    const key = keys()[0]!
    const [one, two, three] = localStorage.getItem(key)!.split('\n')
    localStorage.setItem(key, `${one}\n{"seq":9}\nnot json\n\n[1]\nnull\n${two}\n${three!.slice(0, -9)}`)
    expect(messages(handler.read())).toEqual(['one', 'two'])
    expect(handler.stats().corrupt).toBe(5)
    handler.read()
    expect(handler.stats().corrupt).toBe(5)
  })

  test('a line cannot reach the prototype or a method of a record', () => {
    const fields = '{"__proto__":{"polluted":1},"getMessage":"x","ok":1}'
    localStorage.setItem(
      'treeline:2:0:1:1',
      `{"__proto__":{"polluted":1},"name":"x","levelno":20,"levelname":"INFO","msg":"m","created":1,"fields":${fields}}`,
    )
    const [record] = new LocalStorageHandler({ maxAgeMs: Infinity }).read()
    expect(record!.getMessage()).toBe('m')
    expect(record!['ok']).toBe(1)
    expect(record!['polluted']).toBeUndefined()
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('other people’s keys', () => {
  const foreign = {
    theme: 'dark',
    treeline: 'x',
    'treeline:level:app': 'DEBUG',
    'treeline2:1:a:b': 'y',
    'treeline:2:A:b:c': 'z',
    'treeline:beat:a': 'x 1',
  }

  test('are neither read nor removed', () => {
    for (const [key, value] of Object.entries(foreign)) localStorage.setItem(key, value)
    const { log, handler } = setUp({ maxBytes: 2000, segmentBytes: 500 })
    for (let i = 0; i < 50; i++) log.error('message %d', i)
    expect(handler.drain(new ListHandler())).toBeGreaterThan(0)
    expect(handler.stats().corrupt).toBe(0)
    log.error('more')
    handler.clear()
    expect(Object.fromEntries(Object.entries(localStorage))).toEqual(foreign)
  })

  test('a segment of another version is cleared and counted, not read', () => {
    localStorage.setItem(`treeline:3:a:1:${NOW.toString(36)}`, 'unknown to us\n')
    const { handler } = setUp()
    expect(handler.read()).toEqual([])
    expect(handler.stats()).toMatchObject({ segments: 1, corrupt: 0 })
    handler.drain(new ListHandler())
    expect(keys()).toHaveLength(1)
    handler.clear()
    expect(keys()).toEqual([])
  })
})

describe('bounds', () => {
  test('the ring stays within maxBytes and keeps the latest', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage, maxBytes: 8000, segmentBytes: 1000 })
    for (let i = 0; i < 200; i++) {
      log.error('message %d', i)
      expect(storage.bytes).toBeLessThanOrEqual(8000)
    }
    const kept = messages(handler.read())
    expect(kept.at(-1)).toBe('message 199')
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `message ${200 - kept.length + i}`))
    expect(storage.bytes).toBeGreaterThan(6000)
    expect(handler.stats()).toEqual({
      bytes: storage.bytes,
      segments: storage.items.size,
      dropped: 200 - kept.length,
      corrupt: 0,
      memory: false,
    })
  })

  test('the oldest go first, whoever wrote them, and a tab whose segment went begins another', () => {
    const storage = new FakeStorage()
    const options = { maxBytes: 4000, segmentBytes: 1000 }
    const quiet = tab('quiet', storage, options)
    const busy = tab('busy', storage, options)
    quiet.log.error('old')
    vi.setSystemTime(NOW + 1000)
    for (let i = 0; i < 50; i++) busy.log.error('message %d', i)
    expect(messages(busy.handler.read())).not.toContain('old')
    quiet.log.error('new')
    expect(messages(busy.handler.read({ logger: 'quiet' }))).toEqual(['new'])
    expect(storage.bytes).toBeLessThanOrEqual(4000)
  })

  test('a record larger than everything is dropped and counted, a larger one than a segment has its own', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage, maxBytes: 4000, segmentBytes: 1000 })
    log.error('before')
    log.error('x'.repeat(5000))
    log.error('y'.repeat(1000))
    log.error('after')
    expect(messages(handler.read())).toEqual(['before', 'y'.repeat(1000), 'after'])
    expect(handler.stats()).toMatchObject({ dropped: 1, segments: 3 })
    expect(storage.bytes).toBeLessThanOrEqual(4000)
  })

  test('what is too old goes, and is not read before it has gone', () => {
    const { log, handler } = setUp({ maxAgeMs: 10_000 })
    log.error('old')
    vi.setSystemTime(NOW + 9000)
    log.error('young')
    expect(messages(handler.read())).toEqual(['old', 'young'])
    vi.setSystemTime(NOW + 10_001)
    expect(messages(handler.read())).toEqual(['young'])
    expect(keys()).toHaveLength(2)
    log.error('new')
    expect(keys()).toHaveLength(2)
    expect(messages(handler.read())).toEqual(['young', 'new'])
    expect(handler.stats().dropped).toBe(0)
  })

  test('segments of one millisecond, and of a clock that was put back, stay in order', () => {
    const { log, handler } = setUp({ segmentBytes: 400 })
    for (let i = 0; i < 5; i++) log.error('same %d', i)
    expect(keys()).toHaveLength(5)
    vi.setSystemTime(NOW - 1000)
    log.error('earlier')
    expect(keys()).toHaveLength(6)
    expect(messages(handler.read())).toEqual(['earlier', 'same 0', 'same 1', 'same 2', 'same 3', 'same 4'])
  })
})

describe('a storage that is full', () => {
  test.each([
    ['its name', new QuotaError('full')],
    ['the name of old', Object.assign(new Error('full'), { name: 'NS_ERROR_DOM_QUOTA_REACHED' })],
    ['its code', Object.assign(new Error('full'), { code: 22 })],
    ['a DOMException', new DOMException('full', 'QuotaExceededError')],
  ])('half of the records go and the write is made again (known by %s)', (_, failure) => {
    const storage = new FakeStorage()
    storage.failure = () => failure
    const { log, handler } = setUp({ storage, segmentBytes: 1000 })
    for (let i = 0; i < 20; i++) log.error('message %d', i)
    const before = storage.items.size
    storage.quota = storage.bytes / 2
    const said = captureStderr(() => log.error('the last'))
    expect(said).toBe('')
    const kept = messages(handler.read())
    expect(kept.at(-1)).toBe('the last')
    expect(kept.at(-2)).toBe('message 19')
    expect(storage.items.size).toBeLessThan(before)
    expect(storage.items.size).toBeGreaterThan(before / 3)
    expect(handler.stats()).toMatchObject({ dropped: 21 - kept.length, memory: false })
  })

  test('by others: records go to memory, reported once, and what was stored stays', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage })
    log.error('stored')
    storage.quota = 0
    const said = captureStderr(() => {
      log.error('in memory')
      vi.advanceTimersByTime(60_000)
      log.error('in memory too')
    })
    expect(said.split('records are kept in memory only').length).toBe(3) // the error and its record
    expect(said).toContain('QuotaExceededError: full')
    expect(messages(handler.read())).toEqual(['stored', 'in memory', 'in memory too'])
    expect(handler.stats()).toMatchObject({ memory: true, dropped: 0, segments: 1 })
    expect(storage.items.size).toBe(1)
  })

  test('and has room again: it takes what memory held, in order, and is reported anew when it is full again', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage })
    log.error('one')
    storage.quota = 0
    captureStderr(() => log.error('two'))
    storage.quota = Infinity
    const { writes } = storage
    log.error('three')
    expect(storage.writes).toBe(writes)
    vi.advanceTimersByTime(5000)
    log.error('four')
    expect(handler.stats()).toMatchObject({ memory: false, dropped: 0 })
    expect(messages(new LocalStorageHandler({ storage }).read())).toEqual(['one', 'two', 'three', 'four'])
    storage.quota = 0
    expect(captureStderr(() => log.error('x'.repeat(9000)))).toContain('memory only')
  })

  test('clear gives it another chance', () => {
    const storage = new FakeStorage()
    storage.quota = 0
    const { log, handler } = setUp({ storage, reportUnavailable: false })
    expect(captureStderr(() => log.error('one'))).toBe('')
    expect(handler.stats().memory).toBe(true)
    storage.quota = 1000
    handler.clear()
    expect(handler.read()).toEqual([])
    log.error('two')
    expect(handler.stats().memory).toBe(false)
    expect(storage.items.size).toBe(1)
  })

  test('memory has the same bound', () => {
    const { log, handler } = setUp({ storage: null, maxBytes: 8000, segmentBytes: 1000, reportUnavailable: false })
    for (let i = 0; i < 200; i++) log.error('message %d', i)
    const { bytes, dropped } = handler.stats()
    expect(bytes).toBeLessThanOrEqual(8000)
    const kept = messages(handler.read())
    expect(kept.length + dropped).toBe(200)
    expect(kept.at(-1)).toBe('message 199')
  })
})

describe('a storage that is not there', () => {
  const dead = new FakeStorage()
  dead.setItem = () => {}
  const broken: [string, PropertyDescriptor][] = [
    [
      'throws when it is read',
      {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      },
    ],
    ['is null', { value: null }],
    ['is undefined', { value: undefined }],
    ["is Node's, without a file", { value: new Proxy({}, {}) }],
    ['keeps nothing', { value: dead }],
  ]

  test.each(broken)('%s: memory, reported once', (_, descriptor) => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')!
    Object.defineProperty(globalThis, 'localStorage', { ...descriptor, configurable: true })
    try {
      const { log, handler } = setUp()
      const said = captureStderr(() => {
        log.error('one')
        vi.advanceTimersByTime(60_000)
        log.info('two')
      })
      expect(said.match(/--- Logging error ---/g)).toHaveLength(1)
      expect(messages(handler.read())).toEqual(['one', 'two'])
      expect(handler.stats().memory).toBe(true)
      handler.clear()
      expect(captureStderr(() => log.error('three'))).toBe('')
    } finally {
      Object.defineProperty(globalThis, 'localStorage', original)
    }
  })

  test('or is taken away: nothing throws, records go on in memory', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage })
    log.error('lost with it')
    const gone = (): never => {
      throw new DOMException('Access is denied', 'SecurityError')
    }
    Object.assign(storage, { getItem: gone, setItem: gone, removeItem: gone, key: gone })
    const said = captureStderr(() => log.error('one'))
    expect(said).toContain('Access is denied')
    expect(messages(handler.read())).toEqual(['one'])
    expect(handler.drain(new ListHandler())).toBe(1)
    handler.clear()
    expect(handler.read()).toEqual([])
  })
})

describe('clear and drain', () => {
  test('clear removes the records of all tabs and what waits, and the other tab goes on with new ones', () => {
    const a = tab('a', localStorage)
    const b = tab('b', localStorage)
    a.log.error('a1')
    b.log.error('b1')
    a.log.info('a2')
    a.handler.clear()
    vi.advanceTimersByTime(1000)
    expect(keys()).toEqual([])
    b.log.error('b2')
    expect(messages(a.handler.read())).toEqual(['b2'])
  })

  test('drain hands over everything in order, once, through filters', () => {
    const a = tab('a', localStorage, { segmentBytes: 600 })
    const b = tab('b', localStorage)
    for (let i = 0; i < 5; i++) {
      vi.setSystemTime(NOW + i)
      a.log.info('a%d', i)
      b.log.error('b%d', i)
    }
    a.handler.flush()
    const list = new ListHandler()
    list.addFilter((record: LogRecord) => record.getMessage() !== 'a3')
    expect(a.handler.drain(list)).toBe(10)
    expect([...list.texts].sort()).toEqual(['a0', 'a1', 'a2', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4'])
    expect(list.records.map((record) => record.created)).toEqual(
      list.records.map((record) => record.created).sort((a, b) => a - b),
    )
    expect(keys()).toEqual([])
    expect(a.handler.drain(list)).toBe(0)
    b.log.error('b5')
    a.log.error('a5')
    expect(messages(b.handler.read())).toHaveLength(2)
  })

  test('what is logged while records are handed over stays for the next time', () => {
    const { log, handler } = setUp()
    log.error('one')
    const list = new ListHandler()
    list.addFilter(() => {
      log.error('meanwhile')
      return true
    })
    expect(handler.drain(list)).toBe(1)
    expect(messages(handler.read())).toEqual(['meanwhile'])
  })

  test('what another tab adds to a segment while it is handed over stays, and the rest does not come back', () => {
    const a = tab('a', localStorage)
    const b = tab('b', localStorage)
    b.log.error('b1')
    const list = new ListHandler()
    list.addFilter(() => {
      b.log.error('b2')
      return true
    })
    a.handler.drain(list)
    expect(messages(a.handler.read())).toEqual(['b2'])
    b.log.error('b3')
    expect(messages(a.handler.read())).toEqual(['b2', 'b3'])
  })

  test('a handler that throws stops nothing, and the records stay', () => {
    const { log, handler } = setUp()
    log.error('one')
    log.error('two')
    const bad = new ListHandler()
    bad.emit = () => {
      throw new Error('bad handler')
    }
    const said = captureStderr(() => expect(handler.drain(bad)).toBe(2))
    expect(said).toContain('bad handler')
    expect(messages(handler.read())).toEqual(['one', 'two'])
    const good = new ListHandler()
    expect(handler.drain(good)).toBe(2)
    expect(good.texts).toEqual(['one', 'two'])
    expect(keys()).toEqual([])
  })
})

describe('code that runs within', () => {
  test('a storage that logs each write loses nothing and comes to an end', () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage, segmentBytes: 1000 })
    const list = new ListHandler()
    log.addHandler(list)
    const { setItem } = FakeStorage.prototype
    storage.setItem = function (key, value) {
      if (list.records.length < 60) log.warning('written: %s', key)
      setItem.call(this, key, value)
    }
    for (let i = 0; i < 20; i++) log.error('message %d', i)
    vi.advanceTimersByTime(10_000)
    const all = messages(handler.read())
    expect(all.sort()).toEqual(list.texts.sort())
    expect(new Set(all).size).toBeGreaterThan(20)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a call that was ended in its middle, as Firefox does where a tab is closed, leaves each record once', async () => {
    const storage = new FakeStorage()
    const { log, handler } = setUp({ storage })
    log.warning('zero')
    log.info('one')
    storage.setItem = function (key, value) {
      this.items.set(key, value)
      // It ends what runs in the context below, and no `finally` runs.
      process.kill(process.pid, 'SIGINT')
      for (;;);
    }
    const flush = (): void => handler.flush()
    expect(() => runInNewContext('flush()', { flush }, { breakOnSigint: true })).toThrow('SIGINT')
    Reflect.deleteProperty(storage, 'setItem')
    // Promises have their turn between listeners.
    await Promise.resolve()
    log.warning('two')
    expect(messages(handler.read())).toEqual(['zero', 'one', 'two'])
  })

  test.each([
    ['full', Object.assign(new FakeStorage(), { quota: 0 })],
    ['missing', null],
  ])('a report of a storage that is %s may log', (_, storage) => {
    const { log, handler } = setUp({ storage })
    handler.handleError = (record, error) => log.info('%s: %s', record.getMessage(), error)
    log.error('one')
    log.error('two')
    const all = messages(handler.read())
    expect(all).toHaveLength(3)
    expect(all).toEqual(expect.arrayContaining(['one', 'two', expect.stringContaining('memory only')]))
  })

  test('an argument that logs when it is looked at', () => {
    const { log, handler } = setUp()
    const chatty = {
      toString(): string {
        log.error('inner')
        return 'chatty'
      },
    }
    log.error('outer %s', chatty)
    // By their numbers: the outer record was made first, though it was stored last.
    expect(messages(handler.read())).toEqual(['outer chatty', 'inner'])
  })
})

test('options that are wrong are refused', () => {
  const make = (options: unknown) => () => new LocalStorageHandler(options as object)
  expect(make({ key: 5 })).toThrow(new TypeError('key: expected a string, not 5'))
  expect(make({ maxBytes: '1M' })).toThrow(new TypeError("maxBytes: expected a number above 0, not '1M'"))
  expect(make({ maxBytes: 0 })).toThrow(new RangeError('maxBytes: expected a number above 0, not 0'))
  expect(make({ segmentBytes: Number.NaN })).toThrow(new RangeError('segmentBytes: expected a number above 0, not NaN'))
  expect(make({ maxBytes: 100, segmentBytes: 101 })).toThrow(
    new RangeError('segmentBytes: expected no more than maxBytes, not 101'),
  )
  expect(make({ flushIntervalMs: -1 })).toThrow(new RangeError('flushIntervalMs: expected a number from 0 on, not -1'))
  expect(make({ maxAgeMs: 0 })).toThrow(new RangeError('maxAgeMs: expected a number above 0, not 0'))
  const names = 'key maxBytes segmentBytes flushLevel flushIntervalMs maxAgeMs'
  const told = (name: string): string => `LocalStorageHandler: unknown option ${name}; there are: ${names}`
  expect(make({ maxSize: 5 })).toThrow(told("'maxSize'"))
  expect(make('logs')).toThrow(told("'logs'"))
  expect(make({ flushLevel: 'LOUD' })).toThrow(new RangeError("flushLevel: Unknown level: 'LOUD'"))
  expect(make({ flushLevel: 1.5 })).toThrow(new TypeError('flushLevel: Level not an integer or a valid string: 1.5'))
  expect(make({ flushIntervalMs: 0, segmentBytes: 100, maxBytes: 100 })).not.toThrow()
})

describe('the contract of handlers', () => {
  const make = () => {
    const handler = new LocalStorageHandler({ storage: new FakeStorage() })
    return { handler, arrived: () => messages(handler.read()) }
  }
  for (const { name, run } of handlerContract(make)) test(name, run)
})
