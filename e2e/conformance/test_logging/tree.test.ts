// Counterparts of ManagerTest, ChildLoggerTest, LogRecordFactoryTest and MemoryTest.
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as logging from 'treeline'
import { captureStderr } from '@treeline/core/testing'
import { expect, test } from 'vitest'
import { counter, useRoot } from './setup.js'

const root = useRoot()

test('ManagerTest.test_manager_loggerclass', () => {
  const logged: unknown[] = []
  class Mine extends logging.Logger {
    override handle(record: logging.LogRecord): void {
      logged.push(record.msg)
    }
  }
  // A tree of its own, beside the realm's.
  const manager = new logging.Manager(new logging.RootLogger(logging.WARNING))
  expect(() => manager.setLoggerClass(Number as never)).toThrow(
    new TypeError('logger not derived from logging.Logger: Number'),
  )
  manager.setLoggerClass(Mine)

  manager.getLogger('test').warning('by the class of its manager')
  logging.getLogger('test').warning('by the ordinary class')

  expect(logged).toEqual(['by the class of its manager'])
  expect(root.lines).toEqual(['test -> WARNING: by the ordinary class'])
})

test('ManagerTest.test_set_log_record_factory', () => {
  class Mine extends logging.LogRecord {}
  root.logger.manager.setLogRecordFactory(Mine as never)
  expect(logging.getLogRecordFactory()).toBe(Mine)
})

test('ChildLoggerTest.test_child_loggers', () => {
  const top = logging.getLogger()
  const shop = logging.getLogger('shop')
  const direct = top.getChild('cart')
  expect(direct).toBe(logging.getLogger('cart'))
  expect(top.getChild('user.name')).toBe(logging.getLogger('user.name'))
  const cart = shop.getChild('cart')
  expect(cart).toBe(logging.getLogger('shop.cart'))
  expect(cart).not.toBe(direct)
  const tax = cart.getChild('tax')
  expect(tax).toBe(logging.getLogger('shop.cart.tax'))
  expect(shop.getChild('cart.tax')).toBe(tax)
})

test('ChildLoggerTest.test_get_children', () => {
  const shop = logging.getLogger('shop')
  const cart = logging.getLogger('shop.cart')
  // There is no shop.cart.tax: a logger two steps below is no child, though shop.cart is its parent.
  const rate = logging.getLogger('shop.cart.tax.rate')
  const user = logging.getLogger('user')
  expect(rate.parent).toBe(cart)
  expect(logging.getLogger().getChildren()).toEqual(new Set([shop, user]))
  expect(shop.getChildren()).toEqual(new Set([cart]))
  expect(cart.getChildren()).toEqual(new Set())
})

test('LogRecordFactoryTest.test_logrecord_class', () => {
  class Derived extends logging.LogRecord {}
  const message = counter()
  root.logger.addFilter((record) => {
    if (record.constructor !== Derived) throw new TypeError(`unexpected ${record.constructor.name}`)
    return true
  })

  expect(captureStderr(() => root.logger.warning(message()))).toContain('TypeError: unexpected LogRecord')
  logging.setLogRecordFactory(Derived)
  expect(logging.getLogRecordFactory()).toBe(Derived)
  root.logger.error(message())

  expect(root.lines).toEqual(['root -> ERROR: 2'])
})

/** Collects all garbage now; what an earlier job dereferenced a WeakRef to is not kept alive any more. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  await setImmediate()
  collect()
  await setImmediate()
}

test('MemoryTest.test_persistent_loggers', async () => {
  const message = counter()
  root.logger.setLevel(logging.INFO)
  /** Configures a logger that nothing outside of the tree refers to afterwards, and something that nobody keeps. */
  const configure = (): [WeakRef<object>, WeakRef<object>] => {
    const logger = logging.getLogger('kept')
    logger.setLevel(logging.DEBUG)
    root.logger.debug(message())
    logger.debug(message())
    return [new WeakRef(logger), new WeakRef({})]
  }
  const [kept, forgotten] = configure()
  expect(root.lines).toEqual(['kept -> DEBUG: 2'])

  await collectGarbage()

  expect(forgotten.deref()).toBeUndefined()
  expect(kept.deref()).toBe(logging.getLogger('kept'))
  logging.getLogger('kept').debug(message())
  expect(root.lines).toEqual(['kept -> DEBUG: 2', 'kept -> DEBUG: 3'])
})
