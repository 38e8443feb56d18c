import { afterEach, describe, expect, test, vi } from 'vitest'
import { Filter } from '../records/filter.js'
import { Formatter } from '../formatting/formatter.js'
import { Handler } from '../handlers/handler.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { Logger } from './logger.js'
import { getLogger, setLoggerClass } from './manager.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, resetLogging, StringStream } from '../testing/index.js'
import { forgetLoggers } from '../testing/realmState.js'
import { printTree, tree } from './printTree.js'

afterEach(() => {
  vi.restoreAllMocks()
  resetLogging()
  forgetLoggers()
  getLogger().propagate = true
})

function printed(): string {
  const stream = new StringStream()
  printTree(stream)
  return stream.text
}

describe('tree', () => {
  test('is plain data: the root, its loggers and placeholders by name', () => {
    getLogger('b.c')
    getLogger('a').setLevel('DEBUG')
    const top = tree()
    expect(JSON.parse(JSON.stringify(top))).toEqual(top)
    expect(top).toMatchObject({
      name: 'root',
      class: 'RootLogger',
      levelno: 30,
      levelname: 'WARNING',
      placeholder: false,
    })
    expect(top.children.map(({ name, placeholder }) => [name, placeholder])).toEqual([
      ['a', false],
      ['b', true],
    ])
    expect(top.children[0]).toMatchObject({
      levelno: 10,
      effectiveLevelname: 'DEBUG',
      propagate: true,
      disabled: false,
    })
    expect(top.children[1]!.children[0]).toMatchObject({ name: 'b.c', levelno: 0, effectiveLevelno: 30 })
  })

  test('hangs names with odd dots below the nearest name that there is', () => {
    for (const name of ['a..b', '.x', 'root.y', 'a']) getLogger(name)
    expect(tree().children.map(({ name }) => name)).toEqual(['.x', 'a', 'root'])
    expect(tree().children[1]!.children[0]).toMatchObject({ name: 'a.', placeholder: true })
  })

  test('tells of handlers what they are, how they format and what they hand on to', () => {
    const target = new StreamHandler(new StringStream())
    target.setFormatter(new Formatter('{message}', { style: '{', datefmt: '%H' }))
    const memory = new MemoryHandler(10, { target })
    memory.name = 'memory'
    memory.setLevel('ERROR')
    memory.addFilter(new Filter('a.b'))
    memory.addFilter(function odd() {
      return true
    })
    getLogger('a').addHandler(memory)
    expect(tree().children[0]!.handlers).toEqual([
      {
        class: 'MemoryHandler',
        text: '<MemoryHandler (ERROR)>',
        name: 'memory',
        levelno: 40,
        levelname: 'ERROR',
        formatter: null,
        filters: [
          { class: 'Filter', name: 'a.b' },
          { class: 'Function', name: 'odd' },
        ],
        handlers: [
          {
            class: 'StreamHandler',
            text: '<StreamHandler <string> (NOTSET)>',
            name: null,
            levelno: 0,
            levelname: 'NOTSET',
            formatter: { class: 'Formatter', format: '{message}', datefmt: '%H' },
            filters: [],
            handlers: [],
          },
        ],
      },
    ])
  })

  test('follows the listener of a queue handler, and no circle', () => {
    const memory = new MemoryHandler(1)
    const queueing = Object.assign(new NullHandler(), { listener: { handlers: [new NullHandler(), memory] } })
    memory.setTarget(queueing)
    getLogger().addHandler(queueing)
    const [outer] = tree().handlers
    expect(outer!.handlers.map((handler) => handler.class)).toEqual(['NullHandler', 'MemoryHandler'])
    expect(outer!.handlers[1]!.handlers[0]!.handlers).toEqual([])
  })

  test('survives handlers, filters and formatters that throw at every touch', () => {
    const hostile = (target: object): object =>
      new Proxy(target, {
        get() {
          throw new Error('get')
        },
        has() {
          throw new Error('has')
        },
        getPrototypeOf() {
          throw new Error('getPrototypeOf')
        },
      })
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const broken = new NullHandler()
    Object.defineProperty(broken, 'filters', { get: () => proxy })
    broken.formatter = hostile({}) as Formatter
    broken.toString = () => {
      throw new Error('toString')
    }
    const logger = getLogger('x')
    logger.handlers = [hostile({}), proxy, broken, null, 5] as never
    logger.filters = [hostile({}), hostile(() => true), undefined] as never
    const [node] = tree().children
    expect(node!.handlers).toHaveLength(3)
    expect(node!.handlers[2]!.class).toBe('NullHandler')
    expect(node!.filters).toHaveLength(2)
    expect(printed()).toContain('Handler <unreadable object>')
    logger.handlers = proxy as never
    expect(tree().children[0]!.handlers).toEqual([])
    logger.handlers = []
  })

  test('a name with thousands of dots is printed like any other', () => {
    getLogger('a.'.repeat(2000))
    expect(printed().split('\n').length).toBeGreaterThan(2000)
  })
})

describe('printTree', () => {
  test('draws the tree', () => {
    class Audited extends Logger {}
    getLogger().addHandler(new StreamHandler(new StringStream()))
    getLogger('app').addFilter(new Filter('app.db'))
    const target = new StreamHandler(new StringStream())
    target.setFormatter(new Formatter('%(message)s', { datefmt: '%H:%M' }))
    const memory = new MemoryHandler(10, { target })
    memory.name = 'memory'
    getLogger('app.db').addHandler(memory)
    getLogger('app.db').setLevel('DEBUG')
    getLogger('app.db').propagate = false
    const json = new NullHandler()
    json.setFormatter(new JSONFormatter())
    setLoggerClass(Audited)
    getLogger('lib.http').addHandler(json)
    getLogger('lib.http').disabled = true
    getLogger('zz"\n')
    expect(printed()).toBe(`<--""
   Level WARNING
   Handler <StreamHandler <string> (NOTSET)>
   |
   o<--"app"
   |   Level NOTSET: WARNING in effect
   |   Filter "app.db"
   |   |
   |   o<--"app.db"
   |       Level DEBUG
   |       Propagates nothing
   |       Handler <MemoryHandler (NOTSET)> named "memory"
   |         To <StreamHandler <string> (NOTSET)>
   |           Formatter "%(message)s" datefmt "%H:%M"
   |
   o<--[lib]
   |   |
   |   o<--"lib.http"
   |       Class Audited
   |       Level NOTSET: WARNING in effect
   |       Disabled
   |       Handler <NullHandler (NOTSET)>
   |         Formatter JSONFormatter "%(message)s"
   |
   o<--"zz\\"\\n"
       Class Audited
       Level NOTSET: WARNING in effect
`)
  })

  test('goes to console.log when told no stream, and changes nothing', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const before = getLogger('a').hasHandlers()
    printTree()
    expect(log).toHaveBeenCalledOnce()
    expect(log.mock.calls[0]![0]).toMatch(/^<--""\n {3}Level WARNING/)
    expect(getLogger('a').hasHandlers()).toBe(before)
  })

  test('keeps the texts of others on one line', () => {
    class Odd extends Handler {
      override toString(): string {
        return 'two\nlines "quoted" \\ end'
      }
    }
    getLogger().addHandler(new Odd())
    expect(printed()).toContain('   Handler two\\nlines "quoted" \\ end\n')
  })
})

test('a formatter, a filter and a handler of other classes are named', () => {
  class Own extends Formatter {}
  class Half extends Filter {}
  const handler = new NullHandler()
  handler.name = 'h'
  handler.setFormatter(new Own('%(name)s'))
  handler.addFilter(new Half('a'))
  handler.addFilter(() => true)
  getLogger().addHandler(handler)
  expect(printed()).toBe(`<--""
   Level WARNING
   Handler <NullHandler (NOTSET)> named "h"
     Formatter Own "%(name)s"
     Filter Half "a"
     Filter Function ""
`)
})

test('handlers that hand on to handlers are followed ten deep', () => {
  let handler = new MemoryHandler(1)
  for (let depth = 0; depth < 15; depth++) handler = new MemoryHandler(1, { target: handler })
  getLogger().addHandler(handler)
  let depth = 0
  for (let [at] = tree().handlers; at !== undefined; [at] = at.handlers) depth++
  expect(depth).toBe(11)
})

test('without a console it goes to standard error', () => {
  vi.stubGlobal('console', undefined)
  try {
    expect(captureStderr(() => printTree())).toBe('<--""\n   Level WARNING\n')
  } finally {
    vi.unstubAllGlobals()
  }
})

test('what is no level, no name and no flag says nothing', () => {
  const logger = getLogger('app')
  Object.defineProperty(logger, 'level', { value: 'LOUD', configurable: true })
  Object.defineProperty(logger, 'getEffectiveLevel', { value: () => 'LOUD', configurable: true })
  const odd = Object.assign(new NullHandler(), { formatter: 'text', listener: 5, target: 'text' })
  logger.handlers = [odd]
  logger.filters = [Object.assign(() => true, { filter: () => true })] as never
  try {
    expect(tree().children[0]).toMatchObject({
      levelno: 0,
      levelname: 'NOTSET',
      effectiveLevelno: 0,
      filters: [{ class: 'Function' }],
      handlers: [{ class: 'NullHandler', name: null, formatter: null, handlers: [] }],
    })
  } finally {
    Reflect.deleteProperty(logger, 'level')
    Reflect.deleteProperty(logger, 'getEffectiveLevel')
  }
})
