// Counterparts of BuiltinLevelsTest, BasicFilterTest and CustomLevelsAndFiltersTest.
import * as logging from 'treeline'
import { StringStream } from '@treeline/core/testing'
import { expect, test } from 'vitest'
import { counter, useRoot } from './setup.js'

const root = useRoot()

/** Logs one message at each level, the highest first, through `log` and the methods. */
function logAtAll(logger: logging.Logger | logging.LoggerAdapter, message: () => string): void {
  logger.log(logging.CRITICAL, message())
  logger.error(message())
  logger.warning(message())
  logger.info(message())
  logger.debug(message())
}

test('BuiltinLevelsTest.test_flat', () => {
  const message = counter()
  const disk = logging.getLogger('disk')
  disk.setLevel(logging.ERROR)
  const net = new logging.LoggerAdapter(logging.getLogger('net'), {})
  net.setLevel(logging.INFO)
  const ui = logging.getLogger('ui')
  ui.setLevel(logging.DEBUG)

  for (const logger of [disk, net, ui]) logAtAll(logger, message)

  expect(root.lines).toEqual([
    'disk -> CRITICAL: 1',
    'disk -> ERROR: 2',
    'net -> CRITICAL: 6',
    'net -> ERROR: 7',
    'net -> WARNING: 8',
    'net -> INFO: 9',
    'ui -> CRITICAL: 11',
    'ui -> ERROR: 12',
    'ui -> WARNING: 13',
    'ui -> INFO: 14',
    'ui -> DEBUG: 15',
  ])
})

test('BuiltinLevelsTest.test_nested_explicit', () => {
  logging.getLogger('net').setLevel(logging.INFO)
  const tls = logging.getLogger('net.tls')
  tls.setLevel(logging.ERROR)

  logAtAll(tls, counter())

  expect(root.lines).toEqual(['net.tls -> CRITICAL: 1', 'net.tls -> ERROR: 2'])
})

test('BuiltinLevelsTest.test_nested_inherited', () => {
  const message = counter()
  logging.getLogger('net').setLevel(logging.INFO)
  logging.getLogger('net.tls').setLevel(logging.ERROR)

  logAtAll(logging.getLogger('net.dns'), message)
  logAtAll(logging.getLogger('net.tls.keys'), message)
  logAtAll(logging.getLogger('other'), message)

  expect(root.lines).toEqual([
    'net.dns -> CRITICAL: 1',
    'net.dns -> ERROR: 2',
    'net.dns -> WARNING: 3',
    'net.dns -> INFO: 4',
    'net.tls.keys -> CRITICAL: 6',
    'net.tls.keys -> ERROR: 7',
    'other -> CRITICAL: 11',
    'other -> ERROR: 12',
    'other -> WARNING: 13',
    'other -> INFO: 14',
    'other -> DEBUG: 15',
  ])
})

test('BuiltinLevelsTest.test_nested_with_virtual_parent', () => {
  const message = counter()
  const top = logging.getLogger('net')
  // The grandchild comes first: its parent is the top until there is one between.
  const grandchild = logging.getLogger('net.http.pool')
  expect(grandchild.parent).toBe(top)
  const child = logging.getLogger('net.http')
  expect(grandchild.parent).toBe(child)
  top.setLevel(logging.INFO)

  for (const logger of [grandchild, child]) {
    logger.log(logging.FATAL, message())
    logger.info(message())
    logger.debug(message())
  }

  expect(root.lines).toEqual([
    'net.http.pool -> CRITICAL: 1',
    'net.http.pool -> INFO: 2',
    'net.http -> CRITICAL: 4',
    'net.http -> INFO: 5',
  ])
})

test('BuiltinLevelsTest.test_regression_22386', () => {
  expect(logging.getLevelName('INFO')).toBe(logging.INFO)
  expect(logging.getLevelName(logging.INFO)).toBe('INFO')
})

test('BuiltinLevelsTest.test_issue27935', () => {
  expect(logging.getLevelName('FATAL')).toBe(logging.FATAL)
})

test('BuiltinLevelsTest.test_regression_29220', () => {
  logging.addLevelName(logging.INFO, '')
  expect(logging.getLevelName(logging.INFO)).toBe('')
  expect(logging.getLevelName(logging.NOTSET)).toBe('NOTSET')
  expect(logging.getLevelName('NOTSET')).toBe(logging.NOTSET)
})

/** Logs to four loggers in and around `shop.cart`, and gives the lines. */
function linesAroundCart(filter: logging.FilterLike): string[] {
  root.handler.addFilter(filter)
  for (const name of ['shop', 'shop.cart', 'shop.cart.tax', 'shop.cartoon']) logging.getLogger(name).info('hello')
  root.handler.removeFilter(filter)
  logging.getLogger('shop').info('bye')
  return root.lines
}

test('BasicFilterTest.test_filter', () => {
  expect(linesAroundCart(new logging.Filter('shop.cart'))).toEqual([
    'shop.cart -> INFO: hello',
    'shop.cart.tax -> INFO: hello',
    'shop -> INFO: bye',
  ])
})

test('BasicFilterTest.test_callable_filter', () => {
  const inCart = ({ name }: logging.LogRecord): boolean => name?.split('.')[1] === 'cart'
  expect(linesAroundCart(inCart)).toEqual([
    'shop.cart -> INFO: hello',
    'shop.cart.tax -> INFO: hello',
    'shop -> INFO: bye',
  ])
})

test('BasicFilterTest.test_empty_filter', () => {
  expect(new logging.Filter().filter(logging.makeLogRecord({ name: 'shop.cart' }))).toBeTruthy()
})

// Levels of our own, above the built-in ones.
const TIDES = ['Ebb', 'Slack', 'Flow', 'Spring', 'Surge', 'Flood'] as const
const EBB = 111

/** Names the levels from EBB upwards, and logs a message at each. */
function logAtAllTides(message: () => string): void {
  TIDES.forEach((name, index) => logging.addLevelName(EBB + index, name))
  TIDES.forEach((_, index) => root.logger.log(EBB + index, message()))
}

test('CustomLevelsAndFiltersTest.test_handler_filter_replaces_record', () => {
  const parent = logging.getLogger('parent')
  const child = logging.getLogger('parent.child')
  const [atParent, atChild] = [new StringStream(), new StringStream()]
  parent.addHandler(new logging.StreamHandler(atParent))
  const replacing = new logging.StreamHandler(atChild)
  replacing.addFilter((record) => logging.makeLogRecord({ ...record, msg: 'replaced' }))
  child.addHandler(replacing)

  // The child's handler comes first; what its filter makes must stay with it.
  child.info('as logged')

  expect(atChild.text).toBe('replaced\n')
  expect(atParent.text).toBe('as logged\n')
  expect(root.lines).toEqual(['parent.child -> INFO: as logged'])
})

test('CustomLevelsAndFiltersTest.test_logging_filter_replaces_record', () => {
  const seen = new Set<logging.LogRecord>()
  const replacing = (): logging.FilterLike => (record) => {
    seen.add(record)
    return logging.makeLogRecord({ ...record, msg: `${String(record.msg)}!` })
  }
  const logger = logging.getLogger('replacing')
  logger.addFilter(replacing())
  logger.addFilter(replacing())

  logger.info('hey')

  // The second filter is given the first one's record, and the handlers of the whole tree the second one's.
  expect(seen.size).toBe(2)
  expect(root.lines).toEqual(['replacing -> INFO: hey!!'])
})

test('CustomLevelsAndFiltersTest.test_logger_filter', () => {
  root.logger.setLevel(EBB + 2)
  logAtAllTides(counter())
  expect(root.lines).toEqual(['root -> Flow: 3', 'root -> Spring: 4', 'root -> Surge: 5', 'root -> Flood: 6'])
})

test('CustomLevelsAndFiltersTest.test_handler_filter', () => {
  root.handler.setLevel(EBB + 3)
  logAtAllTides(counter())
  expect(root.lines).toEqual(['root -> Spring: 4', 'root -> Surge: 5', 'root -> Flood: 6'])
})

test('CustomLevelsAndFiltersTest.test_specific_filters', () => {
  class NoSlack extends logging.Filter {
    override filter(record: logging.LogRecord): boolean {
      return record.levelname !== 'Slack'
    }
  }
  const message = counter()
  root.handler.addFilter(new NoSlack())
  logAtAllTides(message)
  const first = ['root -> Ebb: 1', 'root -> Flow: 3', 'root -> Spring: 4', 'root -> Surge: 5', 'root -> Flood: 6']
  expect(root.lines).toEqual(first)

  const calm = { filter: ({ levelno }: logging.LogRecord) => levelno < EBB + 4 }
  root.logger.addFilter(calm)
  logAtAllTides(message)
  const second = ['root -> Ebb: 7', 'root -> Flow: 9', 'root -> Spring: 10']
  expect(root.lines).toEqual([...first, ...second])

  root.logger.removeFilter(calm)
  root.logger.log(EBB + 5, message())
  expect(root.lines).toEqual([...first, ...second, 'root -> Flood: 13'])
})
