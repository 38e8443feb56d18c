// Counterparts of ConfigDictTest: what a configuration sets, and which are refused.
import { readFileSync } from 'node:fs'
import * as logging from 'treeline'
import { type DictConfig, dictConfig, registerClass } from 'treeline/config'
import { MemoryHandler } from 'treeline/handlers'
import { FileHandler } from '@treeline/node'
import { expect, test } from 'vitest'
import { configOfCart, configOfRoot, OUT } from './configs.js'
import { counter, useFolder, useRoot, useStdout } from './setup.js'

const root = useRoot()
const out = useStdout()
const inFolder = useFolder()

class OwnHandler extends logging.StreamHandler {}

registerClass('test_logging.OwnHandler', OwnHandler)

/** Expects a handler that the configuration named to be of a class. */
function isHandler(name: string, klass: new (...parameters: never[]) => object): void {
  expect(logging.getHandlerByName(name)).toBeInstanceOf(klass)
}

/** Expects that `shop.cart` writes all, after a configuration. */
function cartWritesAll(config: object): void {
  dictConfig(config as DictConfig)
  const cart = logging.getLogger('shop.cart')
  cart.info('low')
  cart.error('high')
  expect(out.stream.lines).toEqual(['INFO | low', 'ERROR | high'])
  expect(root.lines).toEqual([])
}

/** Expects a configuration to be refused, and logging to be as it was. */
function isRefused(config: object, message: RegExp): void {
  expect(() => dictConfig(config as DictConfig)).toThrow(message)
  expect(() => dictConfig(config as DictConfig)).toThrow(RangeError)
  expect([...logging.getHandlerNames()]).toEqual([])
  root.logger.info('as before')
  expect(root.lines).toEqual(['root -> INFO: as before'])
  expect(out.stream.text).toBe('')
}

test('ConfigDictTest.test_config0_ok', () => {
  dictConfig(configOfRoot())
  isHandler('out', logging.StreamHandler)
  root.logger.info('too low')
  root.logger.error('high enough')
  expect(out.stream.lines).toEqual(['ERROR | high enough'])
  expect(root.lines).toEqual([])
})

test('ConfigDictTest.test_config1_ok', () => {
  cartWritesAll(configOfCart())
})

test('ConfigDictTest.test_config2_failure', () => {
  const handlers = { out: { ...OUT, stream: 'ext://sys.stbout' } }
  isRefused(configOfCart({ handlers }), /^Unable to configure handler 'out'\n[^]*sys\.stbout/)
})

test('ConfigDictTest.test_config2a_failure', () => {
  isRefused(configOfCart({ handlers: { out: { ...OUT, level: 'NTOSET' } } }), /^Unable to configure handler 'out'/)
})

test('ConfigDictTest.test_config2b_failure', () => {
  isRefused(configOfCart({ root: { level: 'WRANING' } }), /^Unable to configure root logger/)
})

test('ConfigDictTest.test_config3_failure', () => {
  const handlers = { out: { ...OUT, formatter: 'brif' } }
  isRefused(configOfCart({ handlers }), /^Unable to configure handler 'out'\n[^]*brif/)
})

test('ConfigDictTest.test_config5_ok', () => {
  cartWritesAll(configOfCart({ handlers: { out: { ...OUT, class: 'test_logging.OwnHandler' } } }))
  isHandler('out', OwnHandler)
})

test('ConfigDictTest.test_config6_failure', () => {
  const handlers = { out: { ...OUT, class: 'test_logging.OwnHandler', '9': 'no name of a parameter' } }
  isRefused(configOfCart({ handlers }), /^Unable to configure handler 'out'/)
})

test('ConfigDictTest.test_config7_ok', () => {
  cartWritesAll(configOfCart())
  const cart = logging.getLogger('shop.cart')
  // The next configuration does not name it, nor anything above it.
  dictConfig(configOfCart({ loggers: { 'shop.user': { level: 'DEBUG', handlers: ['out'] } } }))
  isHandler('out', logging.StreamHandler)
  expect(cart.disabled).toBe(true)
  cart.critical('silenced')
  const user = logging.getLogger('shop.user')
  user.info('low')
  user.error('high')
  expect(out.stream.lines.slice(2)).toEqual(['INFO | low', 'ERROR | high'])
  expect(root.lines).toEqual([])
})

// Names the parent of both shop.cart and shop.user, which are given nothing of their own.
const SHOP = { shop: { level: 'DEBUG', handlers: ['out'] }, 'shop.user': {} }

/** Logs by shop.cart and shop.user, and gives the lines that it wrote. */
function linesBelowShop(message: () => string): string[] {
  const before = out.stream.lines.length
  for (const name of ['shop.cart', 'shop.user']) {
    const logger = logging.getLogger(name)
    expect(logger.disabled).toBe(false)
    logger.info(message())
    logger.error(message())
  }
  return out.stream.lines.slice(before)
}

test('ConfigDictTest.test_config_8_ok', () => {
  cartWritesAll(configOfCart())
  const others = logging.getLogger('others')
  dictConfig(configOfCart({ loggers: SHOP, disable_existing_loggers: false }))
  isHandler('out', logging.StreamHandler)
  expect(linesBelowShop(counter())).toEqual(['INFO | 1', 'ERROR | 2', 'INFO | 3', 'ERROR | 4'])
  expect(others.disabled).toBe(false)
  expect(root.lines).toEqual([])
})

test('ConfigDictTest.test_config_8a_ok', () => {
  const message = counter()
  dictConfig(configOfRoot({ loggers: { 'shop.cart': { level: 'DEBUG' } } }))
  isHandler('out', logging.StreamHandler)
  const cart = logging.getLogger('shop.cart')
  // Its name sorts between shop and shop.cart, and it is below neither.
  const hyphenated = logging.getLogger('shop-window')
  cart.info(message())
  cart.error(message())
  hyphenated.critical(message())
  expect(out.stream.lines).toEqual(['INFO | 1', 'ERROR | 2', 'CRITICAL | 3'])

  dictConfig(configOfCart({ loggers: SHOP, disable_existing_loggers: true }))
  expect(linesBelowShop(message)).toEqual(['INFO | 4', 'ERROR | 5', 'INFO | 6', 'ERROR | 7'])
  hyphenated.critical(message())
  expect(hyphenated.disabled).toBe(true)
  expect(out.stream.lines).toHaveLength(7)
  expect(root.lines).toEqual([])
})

test('ConfigDictTest.test_config_9_ok', () => {
  const loggers = { 'shop.cart': { level: 'WARNING', handlers: ['out'] } }
  dictConfig(configOfCart({ handlers: { out: { ...OUT, level: 'WARNING' } }, loggers, root: { level: 'NOTSET' } }))
  isHandler('out', logging.StreamHandler)
  const cart = logging.getLogger('shop.cart')
  /** Changes the levels alone, and logs. */
  const withLevels = (handler: string, logger: string): string[] => {
    dictConfig({
      version: 1,
      incremental: true,
      handlers: { out: { level: handler } },
      loggers: { 'shop.cart': { level: logger } },
    })
    cart.info(`${handler} ${logger}`)
    return out.stream.lines
  }
  cart.info('neither lets it through')
  expect(out.stream.lines).toEqual([])
  expect(withLevels('WARNING', 'INFO')).toEqual([])
  expect(withLevels('INFO', 'INFO')).toEqual(['INFO | INFO INFO'])
})

test('ConfigDictTest.test_config_10_ok', () => {
  dictConfig(
    configOfRoot({
      filters: { cart: { name: 'shop.cart' } },
      handlers: { out: { ...OUT, filters: ['cart'] } },
      loggers: { 'shop.cart': { level: 'DEBUG', filters: ['cart'] } },
    }),
  )
  isHandler('out', logging.StreamHandler)
  for (const name of ['shop.cart', 'shop', 'shop.user', 'shop.cart.tax']) logging.getLogger(name).error(name)
  expect(out.stream.lines).toEqual(['ERROR | shop.cart', 'ERROR | shop.cart.tax'])
})

/** As `configOfCart`, with formatters and handler in other places, to which the sections point. */
function configThatPoints(): Record<string, unknown> {
  const { formatters, ...rest } = configOfCart()
  return {
    ...rest,
    our_formatters: formatters,
    our_handlers: { first: OUT },
    formatters: 'cfg://our_formatters',
    handlers: { out: 'cfg://our_handlers[first]' },
  }
}

test('ConfigDictTest.test_config11_ok', () => {
  cartWritesAll(configThatPoints())
})

test('ConfigDictTest.test_config12_failure', () => {
  const { version: _, ...rest } = configThatPoints()
  isRefused(rest, /^dictionary doesn't specify a version/)
})

test('ConfigDictTest.test_config13_failure', () => {
  isRefused({ ...configThatPoints(), version: 2 }, /^Unsupported version: 2/)
})

test('ConfigDictTest.test_config14_ok', () => {
  dictConfig(configOfRoot({ handlers: { out: { ...OUT, '.': { fruit: 'pear', terminator: '!\n' } } } }))
  const handler = logging.getHandlerByName('out')
  expect(handler).toMatchObject({ fruit: 'pear', terminator: '!\n' })
  logging.warning('careful')
  expect(out.stream.text).toBe('WARNING | careful!\n')
})

test('ConfigDictTest.test_config15_ok', () => {
  const filename = inFolder('file.log')
  const config: DictConfig = {
    version: 1,
    handlers: { file: { class: 'logging.FileHandler', filename, encoding: 'utf-8' } },
    root: { handlers: ['file'] },
  }
  dictConfig(config)
  const first = logging.getHandlerByName('file') as unknown as FileHandler
  dictConfig(config)
  const second = logging.getHandlerByName('file')
  expect(second).toBeInstanceOf(FileHandler)
  expect(second).not.toBe(first)
  // The first one's file is closed.
  expect(first.stream).toBeNull()
  logging.warning('Grüße')
  expect(readFileSync(filename, 'utf8')).toBe('Grüße\n')
})

test('ConfigDictTest.test_config18_ok', () => {
  dictConfig({
    version: 1,
    handlers: {
      out: { class: 'logging.StreamHandler', level: 'DEBUG' },
      // Before its target in the order of names.
      memory: {
        class: 'logging.handlers.MemoryHandler',
        capacity: 5,
        target: 'out',
        level: 'DEBUG',
        flushLevel: 'CRITICAL',
      },
    },
    loggers: { shop: { level: 'DEBUG', handlers: ['memory'] } },
  })
  const [memory] = logging.getLogger('shop').handlers as MemoryHandler[]
  expect(memory).toBeInstanceOf(MemoryHandler)
  expect(memory!.flushLevel).toBe(logging.CRITICAL)
  expect(memory!.target).toBe(logging.getHandlerByName('out'))
})

test('ConfigDictTest.test_90195', () => {
  const logger = logging.getLogger('shop')
  const config: DictConfig = {
    version: 1,
    disable_existing_loggers: false,
    handlers: { err: { level: 'DEBUG', class: 'logging.StreamHandler' } },
    loggers: { shop: { level: 'DEBUG', handlers: ['err'] } },
  }
  dictConfig(config)
  expect(logger.disabled).toBe(false)
  dictConfig({ version: 1 })
  expect(logger.disabled).toBe(true)
  const { disable_existing_loggers: _, ...named } = config
  dictConfig(named as DictConfig)
  expect(logger.disabled).toBe(false)
})
