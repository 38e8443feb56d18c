import { getLogger } from '@treeline/core'
import { afterEach, expect, test } from 'vitest'
import { PageLoggers } from './pageLoggers.js'

afterEach(() => {
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (/^(?:pages|shop|x)\b/.test(name)) loggerDict.delete(name)
})

test.each([
  ['app.ui', 'pages.app.ui'],
  ['', 'pages'],
  ['root', 'pages'],
  ['root.x', 'pages.root.x'],
  ['.a. .b..', 'pages.a.b'],
  ['a\nb', 'pages.ab'],
  ['n'.repeat(300), `pages.${'n'.repeat(200)}`],
])('%j is the logger %s', (sent, name) => {
  const { logger, sentName } = new PageLoggers('pages', 10).find(sent)
  expect([logger.name, sentName]).toEqual([name, undefined])
})

test.each([
  ['shop.cart', 'shop.cart'],
  ['', 'root'],
  ['root', 'root'],
  ['..', 'root'],
])('without a prefix %j is the logger %s', (sent, name) => {
  const { logger } = new PageLoggers('', 10).find(sent)
  expect(logger).toBe(getLogger(name === 'root' ? undefined : name))
})

test('each step of a name that is new counts', () => {
  const loggers = new PageLoggers('pages', 5)
  const find = (sent: string): string => loggers.find(sent).logger.name
  // Three nodes, then one, then one: the prefix has none of its own.
  getLogger('pages')
  expect(find('a.b.c')).toBe('pages.a.b.c')
  expect(find('a.b.d')).toBe('pages.a.b.d')
  expect(find('e')).toBe('pages.e')
  expect(loggers.find('f')).toEqual({ logger: getLogger('pages'), sentName: 'f' })
  // What has been made is found for ever, and what stands between is no new node.
  expect([find('a.b.c'), find('a.b'), find('a')]).toEqual(['pages.a.b.c', 'pages.a.b', 'pages.a'])
})

test('beyond the limit a record goes to the nearest logger above, with the name that was sent', () => {
  getLogger('pages.a.b')
  const loggers = new PageLoggers('pages', 1)
  expect(loggers.find('a.b.c.d.e')).toEqual({ logger: getLogger('pages.a.b'), sentName: 'a.b.c.d.e' })
  expect(loggers.find('z.\ny')).toEqual({ logger: getLogger('pages'), sentName: 'z.y' })
  expect(loggers.find('a.b.c').logger.name).toBe('pages.a.b.c')
})

test('beyond the limit and without a prefix it is the root', () => {
  getLogger('x')
  const loggers = new PageLoggers('', 0)
  expect(loggers.find('x.y').logger).toBe(getLogger('x'))
  expect(loggers.find('shop.y').logger).toBe(getLogger())
})
