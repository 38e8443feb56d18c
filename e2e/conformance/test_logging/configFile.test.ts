// Counterparts of ConfigFileTest.
import { readFileSync, writeFileSync } from 'node:fs'
import * as logging from 'treeline'
import { ConfigParser, fileConfig, type FileConfigOptions, registerClass } from 'treeline/config'
import { FileHandler } from '@treeline/node'
import { expect, test } from 'vitest'
import { ini, iniOfCart } from './configs.js'
import { counter, OneLineFormatter, useFolder, useRoot, useStdout } from './setup.js'

const root = useRoot()
const out = useStdout()
const inFolder = useFolder()

registerClass('test_logging.OneLineFormatter', OneLineFormatter)

function apply(text: string, options: FileConfigOptions = {}): void {
  fileConfig({ read: () => text }, { encoding: 'utf-8', ...options })
}

/** Expects that the root writes errors to the configuration's stream, and nothing to where it wrote before. */
function rootWritesErrors(): void {
  root.logger.info('too low')
  root.logger.error('high enough')
  expect(out.stream.lines).toEqual(['ERROR | high enough'])
  expect(root.lines).toEqual([])
}

/** Expects that `shop.cart` writes all, after a configuration. */
function cartWritesAll(text: string): void {
  apply(text)
  const cart = logging.getLogger('shop.cart')
  cart.info('low')
  cart.error('high')
  expect(out.stream.lines).toEqual(['INFO | low', 'ERROR | high'])
  expect(root.lines).toEqual([])
}

test('ConfigFileTest.test_config0_ok', () => {
  apply(ini())
  rootWritesErrors()
})

test('ConfigFileTest.test_config0_using_cp_ok', () => {
  const parser = new ConfigParser()
  parser.read_string(ini())
  fileConfig(parser)
  rootWritesErrors()
})

test('ConfigFileTest.test_config1_ok', () => {
  cartWritesAll(iniOfCart())
})

/** Expects a configuration to be refused, and logging to be as it was. */
function isRefused(text: string, message: RegExp): void {
  expect(() => apply(text)).toThrow(message)
  root.logger.info('as before')
  expect(root.lines).toEqual(['root -> INFO: as before'])
  expect(out.stream.text).toBe('')
}

test('ConfigFileTest.test_config2_failure', () => {
  isRefused(iniOfCart().replace('sys.stdout', 'sys.stbout'), /sys\.stbout|stbout/)
})

test('ConfigFileTest.test_config3_failure', () => {
  isRefused(iniOfCart().replace('formatter=brief', 'formatter=brif'), /brif/)
})

test('ConfigFileTest.test_config4_ok', () => {
  const format = '%(levelname)s:%(name)s:%(message)s'
  apply(
    ini({
      logger_root: { level: 'NOTSET', handlers: 'out' },
      formatter_brief: { class: 'test_logging.OneLineFormatter', format, datefmt: '' },
    }),
  )
  logging.exception('failed', new RangeError('out of pears'))
  expect(out.stream.text).toBe('ERROR:root:failed\nbecause of RangeError\n')
  expect(root.lines).toEqual([])
})

test('ConfigFileTest.test_config5_ok', () => {
  cartWritesAll(iniOfCart().replace('class=StreamHandler', 'class=logging.StreamHandler'))
})

test('ConfigFileTest.test_config6_ok', () => {
  cartWritesAll(
    iniOfCart({
      handlers: { keys: 'out, err' },
      formatters: { keys: 'brief, bare' },
      handler_err: { class: 'StreamHandler', level: 'NOTSET', formatter: 'brief', args: '(sys.stderr,)' },
      formatter_bare: { format: '%(message)s', datefmt: '' },
    }),
  )
})

test('ConfigFileTest.test_config7_ok', () => {
  const message = counter()
  const cartLogger = { level: 'DEBUG', handlers: '', propagate: '1', qualname: 'shop.cart' }
  const handlerAtRoot = { level: 'WARNING', handlers: 'out' }
  apply(iniOfCart({ logger_root: handlerAtRoot, logger_cart: cartLogger }))
  const cart = logging.getLogger('shop.cart')
  // Its name sorts between shop and shop.cart, and it is below neither.
  const hyphenated = logging.getLogger('shop-window')
  cart.info(message())
  cart.error(message())
  hyphenated.critical(message())
  expect(out.stream.lines).toEqual(['INFO | 1', 'ERROR | 2', 'CRITICAL | 3'])

  apply(
    iniOfCart({
      loggers: { keys: 'root,cart,shop' },
      logger_root: handlerAtRoot,
      logger_shop: { level: 'DEBUG', handlers: '', propagate: '1', qualname: 'shop' },
      logger_cart: cartLogger,
      handler_out: { class: 'StreamHandler', level: 'NOTSET', formatter: 'brief', kwargs: "{'stream': sys.stdout,}" },
    }),
  )
  expect(cart.disabled).toBe(false)
  expect(hyphenated.disabled).toBe(true)
  for (const logger of [cart, logging.getLogger('shop.user')]) {
    logger.info(message())
    logger.error(message())
  }
  hyphenated.critical(message())
  expect(out.stream.lines.slice(3)).toEqual(['INFO | 4', 'ERROR | 5', 'INFO | 6', 'ERROR | 7'])
  expect(root.lines).toEqual([])
})

test('ConfigFileTest.test_config8_ok', () => {
  const path = inFolder('file.log')
  const text = ini({
    handlers: { keys: 'file' },
    formatters: { keys: '' },
    logger_root: { level: 'DEBUG', handlers: 'file' },
    handler_file: { class: 'FileHandler', level: 'DEBUG', args: `("${path}",)`, kwargs: '{"encoding": "utf-8"}' },
  })
  apply(text)
  const [first] = root.logger.handlers as FileHandler[]
  apply(text)
  const [second] = root.logger.handlers as FileHandler[]
  expect(second).toBeInstanceOf(FileHandler)
  expect(second).not.toBe(first)
  // The first one's file is closed.
  expect(first!.stream).toBeNull()
  root.logger.debug('Grüße')
  expect(readFileSync(path, 'utf8')).toBe('Grüße\n')
})

test('ConfigFileTest.test_config9_ok', () => {
  apply(ini({ formatter_brief: { format: '%(message)s | %(fruit)s', defaults: '{"fruit": "pear"}' } }))
  const formatter = root.logger.handlers[0]!.formatter!
  expect(formatter.format(logging.makeLogRecord({ msg: 'a' }))).toBe('a | pear')
  expect(formatter.format(logging.makeLogRecord({ msg: 'a', fruit: 'plum' }))).toBe('a | plum')
})

test('ConfigFileTest.test_logger_disabling', () => {
  const text = ini({
    formatters: { keys: '' },
    handler_out: { level: 'DEBUG', class: 'StreamHandler', args: '(sys.stdout,)', formatter: '' },
  })
  apply(text)
  const logger = logging.getLogger('made_in_between')
  expect(logger.disabled).toBe(false)
  apply(text)
  expect(logger.disabled).toBe(true)
  apply(text, { disable_existing_loggers: false })
  expect(logger.disabled).toBe(false)
})

test('ConfigFileTest.test_config_set_handler_names', () => {
  apply(ini({ logger_root: { handlers: 'out' }, handler_out: { class: 'StreamHandler', formatter: 'brief' } }))
  expect(root.logger.handlers.map(({ name }) => name)).toEqual(['out'])
  expect(logging.getHandlerByName('out')).toBe(root.logger.handlers[0])
})

test('ConfigFileTest.test_exception_if_confg_file_is_invalid', () => {
  isRefused(`${ini()}\nneither a section nor an option\n`, / is invalid: /)
})

test('ConfigFileTest.test_exception_if_confg_file_is_empty', () => {
  const path = inFolder('empty.ini')
  writeFileSync(path, '')
  expect(() => fileConfig(path)).toThrow(`${path} is an empty file`)
})

test('ConfigFileTest.test_exception_if_config_file_does_not_exist', () => {
  const path = inFolder('missing.ini')
  expect(() => fileConfig(path)).toThrow(`${path} doesn't exist`)
})

test('ConfigFileTest.test_defaults_do_no_interpolation', () => {
  const path = inFolder('defaults.ini')
  const sections = {
    loggers: { keys: 'root' },
    handlers: { keys: 'out' },
    formatters: { keys: 'plain' },
    formatter_plain: {},
    handler_out: { class: 'logging.StreamHandler', args: '(sys.stdout,)' },
    logger_root: { formatter: 'plain', handlers: 'out' },
  }
  writeFileSync(path, ini(sections))
  const defaults = {
    version: 1,
    disable_existing_loggers: false,
    // Percent signs all over, in values that are no text.
    formatters: { other: { format: '%(asctime)s [%(process)d] %(message)s', datefmt: '%H:%M:%S %z' } },
  }
  fileConfig(path, { encoding: 'utf-8', defaults })
  root.logger.warning('pears')
  expect(out.stream.text).toBe('pears\n')
})
