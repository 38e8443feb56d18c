// Two copies of the package in one realm: the ESM and the CommonJS one, or two bundles.
import { beforeAll, beforeEach, afterEach, describe, expect, test, vi } from 'vitest'
import { emptyRealm } from '../../../e2e/tools/emptyRealm.js'
import type * as configModule from './config/index.js'
import type * as coreModule from './index.js'

interface Copy {
  readonly core: typeof coreModule
  readonly config: typeof configModule
}

async function load(): Promise<Copy> {
  vi.resetModules()
  const { registerAll } = await import('./full.js')
  registerAll()
  return { core: await import('./index.js'), config: await import('./config/index.js') }
}

const copies: Copy[] = []
beforeAll(async () => {
  copies.push(await load(), await load())
})

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  const { core } = copies[0]!
  const format = '%(filename)s:%(funcName)s'
  core.basicConfig({ stream: { write: (text: string) => void lines.push(text) }, format, level: 'DEBUG', force: true })
})
afterEach(() => {
  const { root } = copies[0]!.core
  root.handlers = []
})

const PAIRS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const

test('they are two, with one tree', () => {
  const [one, other] = copies
  expect(one!.core.Logger).not.toBe(other!.core.Logger)
  expect(one!.core.getLogger('x')).toBe(other!.core.getLogger('x'))
})

describe.each(PAIRS)('copy %d with what copy %d made: the caller is right', (user, maker) => {
  const logs = (here: () => void): void => {
    here()
    expect(lines).toEqual(['copies.test.ts:here\n'])
  }
  const name = `callers.${user}.${maker}`

  test('through a logger and the module’s functions', () => {
    copies[maker]!.core.getLogger(name)
    logs(function here() {
      copies[user]!.core.getLogger(name).info('x')
    })
    lines.length = 0
    logs(function here() {
      copies[user]!.core.info('x')
    })
  })

  test.each(['info', 'exception', 'log'] as const)('through an adapter’s %s, and an adapter of that', (method) => {
    const inner = new copies[maker]!.core.LoggerAdapter(copies[user]!.core.getLogger(name))
    const outer = new copies[user]!.core.LoggerAdapter(inner)
    for (const adapter of [inner, outer]) {
      lines.length = 0
      logs(function here() {
        if (method === 'log') adapter.log(20, 'x')
        else adapter[method]('x', { exc_info: false })
      })
    }
  })

  test('through an adapter of a logger that makes its own records', () => {
    class Own extends copies[maker]!.core.Logger {
      override makeRecord(...parameters: Parameters<coreModule.Logger['makeRecord']>): coreModule.LogRecord {
        return super.makeRecord(...parameters)
      }
    }
    const own = new Own(name)
    own.parent = copies[0]!.core.root
    logs(function here() {
      new copies[user]!.core.LoggerAdapter(own).info('x')
    })
  })

  test('a class and an object that one registered is known to dictConfig of the other', () => {
    const { core, config } = copies[maker]!
    const texts: string[] = []
    class Named extends core.StreamHandler {
      constructor(prefix: string) {
        super({ write: (text: string) => void texts.push(prefix + text) })
      }
    }
    config.registerClass(`app.${name}.Named`, Named, { positional: ['prefix'] })
    config.registerObject(`app.${name}.level`, 30)
    const { config: other, core: logging } = copies[user]!
    other.dictConfig({
      version: 1,
      handlers: { own: { class: `app.${name}.Named`, prefix: '> ', level: `ext://app.${name}.level` } },
      root: { handlers: ['own'] },
    })
    logging.getLogger().info('low')
    logging.getLogger().warning('x')
    expect(texts).toEqual(['> x\n'])
  })

  test('of two classes of one name the copy’s own is taken', () => {
    const { config, core } = copies[user]!
    const own = { class: 'logging.NullHandler' }
    config.dictConfig({ version: 1, handlers: { own }, root: { handlers: ['own'] } })
    expect(copies[maker]!.core.root.handlers[0]).toBeInstanceOf(core.NullHandler)
  })
})

test('what a copy registers, the copies before it have too: a page may load a smaller build first', async () => {
  emptyRealm()
  vi.resetModules()
  const small = await import('./index.js')
  const texts: string[] = []
  const stream = { write: (text: string) => void texts.push(text) }
  const log = small.getLogger('app')
  const { core } = await load()
  core.basicConfig({ stream, style: '{', format: '{filename} {message} {asctime}', datefmt: '%b', level: 'INFO' })
  expect(core.getLogger('app')).toBe(log)
  log.info('%.1e', 5)
  small.getLogger('other').error(new AggregateError([new RangeError('inner')], 'outer'))
  expect(texts[0]).toMatch(/^copies\.test\.ts 5\.0e\+00 [A-Z][a-z]{2}\n$/)
  expect(texts[1]).toContain('RangeError: inner')
})
