import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Full from '../scriptTag.full.js'

type Logging = typeof Full & { internal: object }

const LAYERS = {
  config: () => import('./config.js'),
  form: () => import('./form.js'),
  http: () => import('./http.js'),
  storage: () => import('./storage.js'),
}
type Name = keyof typeof LAYERS

const page = globalThis as { logging?: Logging }

/** Loads the core file and layers over it, in this order, and gives the global. */
async function load(...layers: Name[]): Promise<Logging> {
  vi.resetModules()
  const core = await import('./core.js')
  // The build makes `internal`, and a global that can be added to.
  const logging = { ...core, handlers: {}, config: {}, internal: {} } as unknown as Logging
  page.logging = logging
  for (const layer of layers) await LAYERS[layer]()
  return logging
}

const names = (logging: Logging): object => ({
  logging: Object.keys(logging)
    .filter((name) => name !== 'internal')
    .sort(),
  handlers: Object.keys(logging.handlers).sort(),
  config: Object.keys(logging.config).sort(),
})

beforeEach(() => {
  page.logging = undefined as never
})
afterEach(resetLogging)

test('all layers together have the names of the one-file sum', async () => {
  const layers = names(await load('storage', 'config', 'http', 'form'))
  expect(layers).toEqual(names((await import('../scriptTag.full.js')) as Logging))
})

test('each layer brings its own names alone', async () => {
  const core = await load()
  expect([core.handlers, core.config]).toEqual([{}, {}])
  expect(Object.keys((await load('http')).handlers)).toEqual(['BufferingHTTPHandler'])
  expect(Object.keys((await load('storage')).handlers)).toEqual(['Journal', 'LocalStorageHandler'])
  expect(Object.keys((await load('form')).handlers)).toEqual(['DEFAULT_HTTP_LOGGING_PORT', 'HTTPHandler'])
})

describe('a configuration', () => {
  const handlers = {
    http: { class: 'logging.handlers.BufferingHTTPHandler', url: '/intake', capacity: 5 },
    store: { class: 'logging.handlers.LocalStorageHandler', key: 'shop' },
  }

  test.each([[['http', 'config', 'storage']], [['storage', 'http', 'config']], [['config', 'storage', 'http']]])(
    'finds the handlers of layers loaded as %s',
    async (order) => {
      const logging = await load(...(order as Name[]))
      logging.config.dictConfig({ version: 1, handlers })
      expect(logging.getHandlerByName('http')).toBeInstanceOf(logging.handlers.BufferingHTTPHandler)
      expect(logging.getHandlerByName('store')).toBeInstanceOf(logging.handlers.LocalStorageHandler)
    },
  )

  test('makes the journal of a handler', async () => {
    const logging = await load('config', 'storage')
    const configure = (journal: object): void => {
      const store = { class: 'logging.handlers.LocalStorageHandler', journal }
      logging.config.dictConfig({ version: 1, handlers: { store }, root: { level: 'INFO', handlers: ['store'] } })
    }
    configure({ '()': 'logging.handlers.Journal', key: 'shop', durability: 'record' })
    logging.getLogger('app').info('kept')
    expect(Object.keys(localStorage).filter((key) => key.startsWith('shop:2:'))).toHaveLength(1)
    expect(() => configure({ '()': 'logging.handlers.Journal', maxBytes: 0 })).toThrow(
      /^handlers\.store\..*maxBytes: expected a number above 0, not 0/m,
    )
    localStorage.clear()
  })

  test('names the file of a handler that is not loaded', async () => {
    const logging = await load('config', 'storage')
    expect(() => logging.config.dictConfig({ version: 1, handlers })).toThrow(
      'logging.handlers.BufferingHTTPHandler is not loaded: load treeline.http.min.js',
    )
  })

  test.each([
    ['HTTPHandler', 'form'],
    ['LocalStorageHandler', 'storage'],
    ['Journal', 'storage'],
  ])('names the file of %s', async (name, layer) => {
    const logging = await load('config')
    const klass = `logging.handlers.${name}`
    expect(() => logging.config.dictConfig({ version: 1, handlers: { h: { class: klass } } })).toThrow(
      `${klass} is not loaded: load treeline.${layer}.min.js`,
    )
  })

  test('has styles, callers and the directives of strftime', async () => {
    const logging = await load('config')
    const record = logging.makeLogRecord({ levelname: 'INFO', msg: 'x' })
    expect(new logging.Formatter('{levelname:>6} {message}', { style: '{' }).format(record)).toBe('  INFO x')
  })
})
