import {
  basicConfig,
  getLogger,
  Handler,
  type LogRecord,
  MemoryHandler,
  QueueHandler,
  QueueListener,
  Queue,
} from '@treeline/core'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { captureConsole, ConsoleHandler } from '../index.js'

type Writer = ((...data: unknown[]) => unknown) & { original?: unknown; extra?: string }

const real = globalThis.console
let shown: unknown[][]
let fake: Record<string, Writer>
let list: ListHandler

beforeEach(() => {
  shown = []
  fake = {}
  for (const name of ['debug', 'log', 'info', 'warn', 'error', 'trace', 'assert']) {
    fake[name] = function (this: unknown, ...data: unknown[]): unknown {
      shown.push([name, this === fake, ...data])
      return `${name} returned`
    }
    fake[name].extra = name
  }
  globalThis.console = fake as never
  list = new ListHandler()
  getLogger().setLevel('DEBUG')
  getLogger().addHandler(list)
})
afterEach(() => {
  captureConsole(false)
  globalThis.console = real
  resetLogging()
})

const seen = (): string[] => list.records.map((record) => `${record.name} ${record.levelname} ${record.getMessage()}`)

test('what is written to the console is logged, and shown as before', () => {
  captureConsole()
  expect(fake['log']!('user %s has %d items', 'ann', 2.5, { plan: 'free' })).toBe('log returned')
  fake['debug']!('100%')
  fake['warn']!('%cred', 'color: red')
  fake['error']!('failed', new TypeError('boom'))
  fake['info']!({ a: 1 }, [2])
  expect(seen()).toEqual([
    "js.console INFO user ann has 2 items { plan: 'free' }",
    'js.console DEBUG 100%',
    'js.console WARNING red',
    'js.console ERROR failed TypeError: boom',
    'js.console INFO { a: 1 } [ 2 ]',
  ])
  expect(list.records[3]!.exc_info).toBeInstanceOf(TypeError)
  expect(list.records[0]!.exc_info ?? null).toBeNull()
  expect(shown[0]).toEqual(['log', true, 'user %s has %d items', 'ann', 2.5, { plan: 'free' }])
  expect(shown).toHaveLength(5)
})

test('it is undone, and leaves nothing', () => {
  const before = Object.getOwnPropertyDescriptors(fake)
  captureConsole()
  captureConsole()
  expect(fake['log']!.extra).toBe('log')
  expect(fake['log']!.original).toBe(before['log']!.value)
  fake['log']!('once')
  expect(seen()).toEqual(['js.console INFO once'])
  captureConsole(false)
  expect(Object.getOwnPropertyDescriptors(fake)).toEqual(before)
  fake['log']!('nobody listens')
  expect(list.records).toHaveLength(1)
})

test('levels say what is captured', () => {
  captureConsole({ levels: { error: 'CRITICAL', trace: 'DEBUG', assert: 'ERROR' } })
  fake['log']!('not this')
  fake['error']!('this')
  fake['trace']!('where')
  fake['assert']!(true, 'fine')
  fake['assert']!(false, 'not fine')
  expect(seen()).toEqual([
    'js.console CRITICAL this',
    'js.console DEBUG where',
    'js.console ERROR Assertion failed: not fine',
  ])
  expect(() => captureConsole({ levels: { log: 'LOUD' as never } })).toThrow("levels.log: Unknown level: 'LOUD'")
  expect(() => captureConsole({ levels: { wran: 'ERROR' } })).toThrow(
    "captureConsole.levels: unknown option 'wran'; there are: debug log info dir warn error trace assert",
  )
  expect(() => captureConsole({ level: {} } as never)).toThrow("captureConsole: unknown option 'level'")
  for (const bad of ['off', null, 0]) expect(() => captureConsole(bad as never)).toThrow(TypeError)
  fake['error']!('still this')
  expect(seen()).toHaveLength(4)
})

test('an object that the console inspects is logged without the options behind it', () => {
  const { console } = globalThis
  const inspected: unknown[] = []
  globalThis.console = Object.assign(Object.create(fake) as Console, {
    dir: (...data: unknown[]) => inspected.push(data),
  })
  captureConsole()
  globalThis.console.dir({ a: 'b' }, { depth: 1 })
  captureConsole(false)
  globalThis.console = console
  expect(inspected).toEqual([[{ a: 'b' }, { depth: 1 }]])
  expect(seen()).toEqual(["js.console INFO { a: 'b' }"])
})

test('where the getter of the console throws, nothing is captured, and nothing thrown', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'console')!
  Object.defineProperty(globalThis, 'console', {
    configurable: true,
    get() {
      throw new Error('none')
    },
  })
  expect(() => captureConsole()).not.toThrow()
  Object.defineProperty(globalThis, 'console', before)
})

test('a handler that writes to the console does not come back', () => {
  captureConsole()
  const plain = new (class extends Handler {
    override emit(record: LogRecord): void {
      fake['log']!(this.format(record))
    }
  })()
  const held = new MemoryHandler(10, { flushLevel: 'CRITICAL', target: new ConsoleHandler({ colors: false }) })
  for (const handler of [new ConsoleHandler({ colors: false }), plain, held]) getLogger().addHandler(handler)
  getLogger('app').info('mine')
  held.flush()
  // ConsoleHandler at once, the plain one, ConsoleHandler when it is flushed, outside of any call.
  expect(shown.map(([method, , text]) => [method, text])).toEqual([
    ['info', 'mine'],
    ['log', 'mine'],
    ['info', 'mine'],
  ])
  expect(seen()).toEqual(['app INFO mine'])
})

test('what the console has shown, a ConsoleHandler leaves out, behind a queue too', () => {
  captureConsole()
  basicConfig({ handlers: [new ConsoleHandler({ colors: false })], force: true })
  getLogger().addHandler(list)
  fake['warn']!('shown once')
  expect(shown).toHaveLength(1)
  expect(seen()).toEqual(['js.console WARNING shown once'])
  const queue = new Queue()
  const listener = new QueueListener(queue, new ConsoleHandler({ colors: false }), list)
  getLogger().handlers = [new QueueHandler(queue)]
  fake['warn']!('and once more')
  listener.start()
  void listener.stop()
  expect(shown).toHaveLength(2)
  expect(list.records).toHaveLength(2)
})

test('a method that somebody has replaced stays theirs, and each call is still one record', () => {
  captureConsole()
  const ours = fake['log']!
  const theirs: Writer = (...data) => ours.apply(fake, data)
  fake['log'] = theirs
  fake['log']('through both')
  captureConsole(false)
  expect(fake['log']).toBe(theirs)
  fake['log']('not captured')
  captureConsole()
  fake['log']!('again')
  expect(seen()).toEqual(['js.console INFO through both', 'js.console INFO again'])
  captureConsole(false)
  expect(fake['log']).toBe(theirs)
})

test('a console with missing, inherited, computed and fixed methods is captured by the methods that it has', () => {
  const log = vi.fn()
  const odd = Object.create(
    { info: log },
    {
      warn: { get: () => log, configurable: true, enumerable: true },
      error: { value: log, writable: false, configurable: false },
      debug: {
        get(): never {
          throw new Error('no')
        },
      },
    },
  ) as Record<string, Writer>
  const before = Object.getOwnPropertyDescriptors(odd)
  globalThis.console = odd as never
  captureConsole()
  odd['info']!('inherited')
  odd['warn']!('computed')
  odd['error']!('fixed')
  expect(seen()).toEqual(['js.console INFO inherited', 'js.console WARNING computed'])
  expect(log).toHaveBeenCalledTimes(3)
  captureConsole(false)
  expect(Object.getOwnPropertyDescriptors(odd)).toEqual(before)
  globalThis.console = Object.freeze({ log }) as never
  captureConsole()
  globalThis.console = undefined as never
  captureConsole()
  captureConsole(false)
})

// As the WHATWG's Console Standard formats.
test.each<[unknown[], string]>([
  [[], ''],
  [['100%%'], '100%%'],
  [['%d%%', 5], '5%'],
  [['%s and %s', 'one'], 'one and %s'],
  [['%s', 'one', 'two', 3], 'one two 3'],
  [['%o %O %j', 'a', ['b'], 'c'], "'a' [ 'b' ] 'c'"],
  [['%ca%cb', 'color: red', 'color: blue'], 'ab'],
  [['%d %i %f', '42px', 1.9, '1.5em'], '42 1 1.5'],
  [['%d %i %f', 'x', {}, Symbol('s')], 'NaN NaN NaN'],
  [['%d', 12n], '12'],
  [['%x %s', 'a'], '%x a'],
  [['', 'a'], ' a'],
  [[5, '%s', 'a'], '5 %s a'],
])('what is logged is what the console shows: %#', (data, text) => {
  captureConsole()
  fake['log']!(...data)
  expect(list.records.map((record) => record.getMessage())).toEqual([text])
})

test('a captured method is listed as it was before, an inherited one as a console lists its own', () => {
  const inherited = { info: vi.fn() }
  const own = { value: vi.fn(), writable: false, enumerable: false, configurable: true }
  const odd = Object.create(inherited, { log: own }) as Record<string, Writer>
  globalThis.console = odd as never
  captureConsole()
  expect(Object.getOwnPropertyDescriptors(odd)).toMatchObject({
    info: { writable: true, enumerable: true, configurable: true },
    log: { writable: true, enumerable: false, configurable: true },
  })
})

test('a ConsoleHandler of another console shows what this one has shown', () => {
  captureConsole()
  const lines: unknown[] = []
  const other = { warn: (line: unknown) => void lines.push(line) }
  getLogger().addHandler(new ConsoleHandler({ console: other, colors: false, objects: 'text' }))
  fake['warn']!('told twice')
  expect(lines).toEqual(['told twice'])
})

test('what cannot be read is logged all the same', () => {
  captureConsole()
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  fake['log']!('%s %d', proxy, Symbol('s'))
  fake['log']!(proxy)
  fake['log']!(Object.create(null))
  expect(seen()).toEqual([
    'js.console INFO <unreadable object> NaN',
    'js.console INFO <unreadable object>',
    'js.console INFO {}',
  ])
})

test('below the level, nothing is put together', () => {
  captureConsole()
  getLogger('js.console').setLevel('ERROR')
  const value = { toString: vi.fn(() => 'x') }
  fake['log']!('%s', value)
  expect(value.toString).not.toHaveBeenCalled()
})

test('the record names who wrote to the console', () => {
  const places: string[] = []
  const handler = new (class extends Handler {
    override emit({ filename, funcName }: LogRecord): void {
      places.push(`${filename} ${funcName}`)
    }
  })()
  getLogger().addHandler(handler)
  captureConsole()
  function writer(): void {
    fake['log']!('here')
  }
  writer()
  expect(places).toEqual(['captureConsole.test.ts writer'])
})

test('once nothing is captured any more, a ConsoleHandler shows what bears the name of the console', () => {
  captureConsole()
  captureConsole(false)
  basicConfig({ handlers: [new ConsoleHandler({ colors: false })], force: true })
  getLogger('js.console').warning('by hand')
  expect(shown.map(([, , text]) => text)).toEqual(['WARNING:js.console:by hand'])
})
