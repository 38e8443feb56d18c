import { basicConfig, getLogger } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { ConsoleHandler } from './index.js'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  resetLogging()
})

test("in a page the window's console gets styled text and the objects themselves", () => {
  vi.stubGlobal('process', undefined)
  const debug = vi.spyOn(window.console, 'debug').mockImplementation(() => {})
  const error = vi.spyOn(window.console, 'error').mockImplementation(() => {})
  basicConfig({ handlers: [new ConsoleHandler()], level: 'DEBUG' })
  const log = getLogger('app')
  const failure = new TypeError('no such node')
  log.debug('body %s', document.body.tagName, { extra: { body: document.body } })
  log.exception('failed', failure)
  expect(debug.mock.calls).toEqual([['%c%s', 'color:gray', 'DEBUG:app:body BODY', document.body]])
  expect(error.mock.calls).toEqual([['%s', 'ERROR:app:failed', failure]])
  expect(error.mock.calls[0]![2]).toBe(failure)
})
