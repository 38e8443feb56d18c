import { expect, test } from 'vitest'
import { NullHandler } from '../../handlers/nullHandler.js'
import { registerClass, registerObject } from '../classes.js'
import { configNames, findConfigName } from './configNames.js'

class Radio {
  static readonly DEFAULT_BAND = 'FM'
  static readonly DEFAULT_PORT = 99
  static readonly bands = ['FM', 'AM']
  static tune(): void {}
}
registerClass('app.Radio', Radio, {})
registerObject('app.notes', { a: 1 })
registerClass('logging.NullHandler', NullHandler, {})

// The numbers are CPython's.
test.each<[string, unknown]>([
  ['INFO', 20],
  ['logging.WARN', 30],
  ['logging.FATAL', 50],
  ['NOTSET', 0],
  ['handlers.SYSLOG_UDP_PORT', 514],
  ['logging.handlers.DEFAULT_TCP_LOGGING_PORT', 9020],
  ['handlers.DEFAULT_UDP_LOGGING_PORT', 9021],
  ['handlers.DEFAULT_HTTP_LOGGING_PORT', 9022],
  ['handlers.DEFAULT_SOAP_LOGGING_PORT', 9023],
  ['NullHandler', NullHandler],
  ['logging.NullHandler', NullHandler],
  ['app.Radio', Radio],
  ['app.Radio.DEFAULT_BAND', 'FM'],
  ['app.Radio.DEFAULT_PORT', 99],
])('%s is known', (name, value) => {
  expect(findConfigName(name)).toBe(value)
})

test.each([
  'app.Radio.bands', // No constant: what it has may be changed.
  'app.Radio.tune',
  'app.Radio.toString',
  'app.Radio.nothing',
  'app.Radio.',
  'app.notes.a', // Of an object, not of a class.
  'app',
  'DEFAULT_BAND',
  'SYSLOG_UDP_PORT',
  'my.logging.INFO',
  'logging.logging.INFO',
  'toString',
  '__proto__',
  '',
])('%j stands for nothing', (name) => {
  expect(findConfigName(name)).toBeUndefined()
})

test('the names are listed as a file would write them', () => {
  expect(configNames()).toEqual(
    expect.arrayContaining(['INFO', 'handlers.SYSLOG_UDP_PORT', 'NullHandler', 'app.Radio']),
  )
  expect(configNames()).not.toContain('logging.NullHandler')
})
