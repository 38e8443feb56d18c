import { ListHandler, realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as config from './config.browser.js'
import * as handlers from './handlers.browser.js'
import { browserPlatform } from './browserPlatform.js'
import * as logging from './scriptTag.full.js'

let lines: [method: string, text: string][]

beforeAll(() => {
  // Under vitest the condition `node` holds, so another file may have registered Node's.
  realmState.platform = browserPlatform
})
beforeEach(() => {
  lines = []
  for (const method of ['debug', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => void lines.push([method, values.join(' ')]))
  }
})
afterEach(() => {
  vi.restoreAllMocks()
  resetLogging()
})

test('basicConfig puts the console under the root', () => {
  logging.basicConfig({ level: 'INFO' })
  logging.getLogger('ui').info('%d items', 3)
  logging.getLogger('ui').warning('100%')
  expect(logging.getLogger().handlers[0]).toBeInstanceOf(logging.ConsoleHandler)
  expect(lines.map(([method]) => method)).toEqual(['info', 'warn'])
  expect(lines[0]![1]).toContain('INFO:ui:3 items')
})

test('without configuration warnings go to the console, bare', () => {
  logging.getLogger('ui').info('low')
  logging.getLogger('ui').error('high')
  expect(lines).toHaveLength(1)
  expect(lines[0]![0]).toBe('error')
  expect(lines[0]![1]).toContain('high')
})

test('files are refused by name', () => {
  expect(() => logging.basicConfig({ filename: 'app.log' })).toThrow("'filename' needs files, and there are none here")
  expect(() => new logging.FileHandler('app.log')).toThrow('FileHandler needs files, and there are none here')
  const { RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler } = handlers
  for (const Files of [RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler])
    expect(() => new Files('app.log')).toThrow(`${Files.name} needs files, and there are none here`)
  expect(() =>
    config.dictConfig({ version: 1, handlers: { file: { class: 'logging.FileHandler', filename: 'app.log' } } }),
  ).toThrow(/^Unable to configure handler 'file'\nhandlers\.file\.class: Cannot resolve 'logging\.FileHandler'/)
})

test('what needs Node is refused by name', () => {
  const { JournalFormatter, JournalHandler, JournalRemoteHandler, NTEventLogHandler, SMTPHandler } = handlers
  for (const OnlyNode of [JournalFormatter, JournalHandler, JournalRemoteHandler, NTEventLogHandler, SMTPHandler])
    expect(() => new OnlyNode()).toThrow(
      `${OnlyNode.name} needs Node: log to the console or over HTTP here, and use it on the server`,
    )
})

test('what needs sockets is refused by name', async () => {
  const { DatagramHandler, SocketHandler, SysLogHandler } = handlers
  const remedy = 'needs sockets, and there are none here: send records over HTTP'
  expect(() => new SocketHandler('localhost', 9020)).toThrow(`SocketHandler ${remedy}`)
  expect(() => new DatagramHandler('localhost', 9021)).toThrow(`DatagramHandler ${remedy}`)
  expect(() => new SysLogHandler()).toThrow(`SysLogHandler ${remedy}`)
  expect(() => config.listen()).toThrow(
    'listen needs sockets, and there are none here: fetch a configuration and pass it to dictConfig',
  )
  await expect(config.stopListening()).resolves.toBeUndefined()
})

test('names that both sides have stand for the same numbers', async () => {
  const node: Record<string, unknown> = {
    ...(await import('@treeline/node/handlers')),
    ...(await import('@treeline/node')),
  }
  const numbers = Object.entries({ ...handlers, ...config }).filter(
    ([name, value]) => name in node && typeof value === 'number',
  )
  expect(numbers.length).toBeGreaterThan(7)
  for (const [name, value] of numbers) expect([name, value]).toEqual([name, node[name]])
})

test('a record of a page has Python’s names for the one process and thread', () => {
  const handler = new ListHandler()
  handler.setFormatter(new logging.Formatter('%(process)d %(processName)s %(thread)d %(threadName)s'))
  logging.getLogger('ui').addHandler(handler)
  logging.getLogger('ui').warning('x')
  expect(handler.texts).toEqual(['0 MainProcess 0 MainThread'])
})

test('a thread is a worker by its own name, or else a page', () => {
  expect(browserPlatform.threadName).toBe('MainThread')
  vi.stubGlobal('WorkerGlobalScope', class {})
  vi.stubGlobal('name', 'resizer')
  expect(browserPlatform.threadName).toBe('resizer')
  for (const name of ['', undefined, 5]) {
    vi.stubGlobal('name', name)
    expect(browserPlatform.threadName).toBe('Worker')
  }
  vi.unstubAllGlobals()
})

test('the whole script tag has Python’s three modules', () => {
  expect(logging.handlers.MemoryHandler).toBe(handlers.MemoryHandler)
  expect(logging.config.dictConfig).toBe(config.dictConfig)
})

test('a configuration names the page’s handlers as Python would', () => {
  logging.config.dictConfig({
    version: 1,
    handlers: {
      console: { class: 'logging.ConsoleHandler', level: 'WARNING' },
      memory: { class: 'logging.handlers.MemoryHandler', capacity: 10, target: 'console' },
      http: { class: 'logging.handlers.BufferingHTTPHandler', url: '/intake', capacity: 5 },
    },
    root: { level: 'INFO', handlers: ['console', 'memory'] },
  })
  expect(logging.getHandlerByName('http')).toMatchObject({ level: 0 })
  expect(() =>
    logging.config.dictConfig({
      version: 1,
      handlers: { http: { class: 'logging.handlers.BufferingHTTPHandler', url: '/intake', capasity: 5 } },
    }),
  ).toThrow("unexpected keyword argument 'capasity'")
})
