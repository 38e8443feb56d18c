import { afterEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { getHandlerNames, type Handler, handlerRegistry } from '../handlers/handler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { resetLogging } from '../testing/index.js'
import { forgetLoggers } from '../testing/realmState.js'
import { getLogger, manager } from '../tree/manager.js'
import { allOrNothing, keepingTree } from './snapshot.js'

afterEach(() => {
  resetLogging()
  forgetLoggers()
})

const refuse = (work: () => void): (() => void) => {
  return () =>
    allOrNothing(() => {
      work()
      throw new Error('refused')
    })
}

/** A handler that says when it is closed. */
class Closing extends NullHandler {
  isClosed = false

  override close(): void {
    this.isClosed = true
    void super.close()
  }
}

describe('work that is refused changes nothing', () => {
  test.each<[string, (logger: { handlers: Handler[]; filters: unknown[] }) => void]>([
    ['nothing', () => {}],
    ['a handler more', ({ handlers }) => void handlers.push(new NullHandler())],
    ['a handler less', ({ handlers }) => void handlers.pop()],
    ['another handler', ({ handlers }) => void (handlers[1] = new NullHandler())],
    ['another order', ({ handlers }) => void handlers.reverse()],
    ['another list', (logger) => void (logger.handlers = [])],
    ['a filter more', ({ filters }) => void filters.push(() => true)],
    ['another filter', ({ filters }) => void (filters[0] = () => false)],
    ['no filter', ({ filters }) => void (filters.length = 0)],
    ['another list of filters', (logger) => void (logger.filters = [])],
  ])('of a logger: %s', (_, change) => {
    const logger = getLogger('app')
    const [handlers, filters] = [[new NullHandler(), new NullHandler()], [() => true]]
    Object.assign(logger, { handlers: [...handlers], filters })
    const own = [...filters]
    expect(refuse(() => change(logger))).toThrow('refused')
    expect(logger.handlers).toEqual(handlers)
    logger.handlers.forEach((handler, index) => expect(handler).toBe(handlers[index]))
    expect(logger.filters).toBe(filters)
    expect(filters).toEqual(own)
  })

  test('lists that were not changed are the same ones', () => {
    getLogger('full').addHandler(new NullHandler())
    for (const logger of [getLogger('empty'), getLogger('full')]) {
      const { handlers } = logger
      expect(refuse(() => {})).toThrow('refused')
      expect(logger.handlers).toBe(handlers)
    }
  })

  test('of a logger’s level and flags', () => {
    const logger = getLogger('app')
    Object.assign(logger, { level: 30, propagate: false, disabled: true })
    const root = getLogger()
    expect(
      refuse(() => {
        logger.setLevel('DEBUG')
        Object.assign(logger, { propagate: true, disabled: false })
        root.setLevel('ERROR')
      }),
    ).toThrow()
    expect(logger).toMatchObject({ level: 30, propagate: false, disabled: true })
    expect([root.level, logger.isEnabledFor('DEBUG')]).toEqual([30, false])
  })

  test('of a handler, its name, and which are open', () => {
    const formatter = new Formatter()
    const [named, other] = [new Closing(), new Closing()]
    Object.assign(named, { name: 'mine', formatter, level: 20 })
    const made: Closing[] = []
    expect(
      refuse(() => {
        named.name = 'yours'
        named.setFormatter(null)
        named.setLevel(40)
        other.name = 'mine'
        void other.close()
        handlerRegistry.byName.clear()
        made.push(new Closing())
      }),
    ).toThrow()
    expect(named).toMatchObject({ name: 'mine', formatter, level: 20, isClosed: false })
    expect([...handlerRegistry.open]).toEqual([named, other])
    expect([...getHandlerNames()]).toEqual(['mine'])
    expect([handlerRegistry.byName.get('mine'), made[0]!.isClosed]).toEqual([named, true])
  })
})

test('work that is accepted keeps what it did, and gives its result', () => {
  const handler = new NullHandler()
  const result = allOrNothing(() => {
    getLogger('app').addHandler(handler)
    return 7
  })
  expect([result, getLogger('app').handlers, handlerRegistry.open.has(handler)]).toEqual([7, [handler], true])
})

describe('loggers that work asked for', () => {
  const refused = (work: () => void): (() => void) => {
    return () =>
      keepingTree(() => {
        work()
        throw new Error('refused')
      })
  }

  test('are gone from the tree with it, as if they had never been there', () => {
    const [below, parent] = [getLogger('a.b.c'), getLogger('a')]
    const before = [...manager().loggerDict]
    let made = getLogger()
    expect(
      refused(() => {
        made = getLogger('a.b')
        getLogger('x.y')
      }),
    ).toThrow('refused')
    expect([...manager().loggerDict]).toEqual(before)
    expect([below.parent, made.parent]).toEqual([parent, null])
    expect(getLogger('a.b')).not.toBe(made)
    expect([below.parent, getLogger('a.b').parent]).toEqual([getLogger('a.b'), parent])
  })

  test('below what was a place before are its again', () => {
    getLogger('a.b.c')
    expect(refused(() => getLogger('a.b.d'))).toThrow('refused')
    getLogger('a.b')
    expect([...getLogger('a.b').getChildren()]).toEqual([getLogger('a.b.c')])
  })

  test('stay where it is accepted', () => {
    expect(keepingTree(() => getLogger('a.b'))).toBe(getLogger('a.b'))
  })
})
