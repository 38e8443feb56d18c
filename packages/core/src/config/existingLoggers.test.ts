import { afterEach, expect, test } from 'vitest'
import { NullHandler } from '../handlers/nullHandler.js'
import { resetLogging } from '../testing/index.js'
import { forgetLoggers } from '../testing/realmState.js'
import { getLogger, manager } from '../tree/manager.js'
import { handleExistingLoggers } from './existingLoggers.js'

afterEach(() => {
  resetLogging()
  forgetLoggers()
})

/** Makes loggers with a level and a handler of their own, and returns what has become of each. */
function deal(existing: string[], named: string[], isDisabling: boolean): Record<string, string> {
  for (const name of existing) {
    const logger = getLogger(name)
    logger.setLevel('ERROR')
    logger.propagate = false
    logger.addHandler(new NullHandler())
  }
  const before = new Set(manager().loggerDict.keys())
  handleExistingLoggers(before, new Set(named), isDisabling)
  return Object.fromEntries(
    existing.map((name) => {
      const { level, handlers, propagate, disabled } = getLogger(name)
      const isKept = level === 40 && handlers.length === 1 && !propagate
      const isReset = level === 0 && handlers.length === 0 && propagate
      return [name, `${isKept ? 'kept' : isReset ? 'reset' : 'mixed'}${disabled ? ', disabled' : ''}`]
    }),
  )
}

test.each([
  [false, ''],
  [true, ', disabled'],
])('what is named stays, what is below it is reset, all else is disabled: %j', (isDisabling, disabled) => {
  expect(deal(['a', 'a.b', 'a.b.c', 'ab', 'x.y', '.a'], ['a'], isDisabling)).toEqual({
    a: 'kept',
    'a.b': 'reset',
    'a.b.c': 'reset',
    ab: `kept${disabled}`,
    'x.y': `kept${disabled}`,
    '.a': `kept${disabled}`,
  })
})

test('one that was silenced speaks again where none is', () => {
  getLogger('app').disabled = true
  expect(deal(['app'], [], false)).toEqual({ app: 'kept' })
})

test('below a name that is new, or was a place between others, nothing is reset', () => {
  expect(deal(['new.below'], ['new'], true)).toEqual({ 'new.below': 'reset' })
  manager().loggerDict.delete('later')
  manager().loggerDict.delete('later.below')
  getLogger('later.below')
  manager().loggerDict.delete('later')
  expect(deal(['later.below'], ['later'], true)).toEqual({ 'later.below': 'kept, disabled' })
})

test('a name that has gone from the tree meanwhile is left alone', () => {
  handleExistingLoggers(new Set(['gone']), new Set(), true)
  expect(manager().loggerDict.has('gone')).toBe(false)
})
