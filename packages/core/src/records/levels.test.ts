import { afterEach, describe, expect, test } from 'vitest'
import { Handler } from '../handlers/handler.js'
import { resetLogging } from '../testing/index.js'
import { getLogger } from '../tree/manager.js'
import { addLevelName, checkLevel } from './levels.js'

afterEach(resetLogging)

describe('checkLevel', () => {
  test.each([
    [15, 15],
    ['WARN', 30],
    ['debug', 10],
    ['warn', 30],
    ['Error', 40],
    ['fatal', 50],
  ])('%j is %d', (level, levelno) => expect(checkLevel(level)).toBe(levelno))

  test('a name of one’s own is taken in its case before all others', () => {
    addLevelName(5, 'chatty')
    addLevelName(6, 'CHATTY')
    expect(checkLevel('chatty')).toBe(5)
    expect(checkLevel('Chatty')).toBe(6)
  })

  test.each([
    ['NOTICE', 25, TypeError, "level: expected an integer, before the name, not 'NOTICE'"],
    [2.5, 'NOTICE', RangeError, 'level: expected an integer, before the name, not 2.5'],
    [25, undefined, TypeError, 'levelName: expected a string, not undefined'],
  ])('addLevelName(%j, %j) is refused', (level, name, Class, message) => {
    expect(() => addLevelName(level as never, name as never)).toThrow(new Class(message))
    expect(() => checkLevel('NOTICE')).toThrow(RangeError)
  })

  test.each(['trace', 'silent', 'verbose'])('%s has a hint', (level) => {
    expect(() => checkLevel(level)).toThrow(
      new RegExp(`^Unknown level: '${level}' \\(there are CRITICAL, FATAL, .*NOTSET.*; addLevelName adds one\\)$`),
    )
  })

  test.each([undefined, null, true, 1.5, NaN, {}])('%j is none', (level) =>
    expect(() => checkLevel(level)).toThrow(TypeError),
  )
})

describe('a level that is assigned', () => {
  const assign: [string, (level: never) => unknown][] = [
    ['logger.level', (level) => (getLogger('a').level = level)],
    ['handler.level', (level) => (new Handler().level = level)],
    ['isEnabledFor', (level) => getLogger('a').isEnabledFor(level)],
  ]
  test.each(assign)('%s takes a name, and throws for what is none', (_, set) => {
    set('ERROR' as never)
    set('error' as never)
    expect(() => set('LOUD' as never)).toThrow(RangeError)
    expect(() => set(undefined as never)).toThrow(TypeError)
  })

  test('counts', () => {
    const handler = new Handler()
    handler.level = 'ERROR'
    expect(handler.level).toBe(40)
    expect(getLogger('a').isEnabledFor('WARNING')).toBe(true)
    expect(getLogger('a').isEnabledFor('INFO')).toBe(false)
  })
})
