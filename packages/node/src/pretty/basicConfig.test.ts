import { Formatter, getLogger, JSONFormatter, StreamHandler } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { autoFormatter, basicConfig } from './basicConfig.js'
import { PrettyFormatter } from './prettyFormatter.js'

afterEach(resetLogging)

const pipe = { write: () => true }
const terminal = { write: () => true, isTTY: true }
const formatters = (): unknown[] => getLogger().handlers.map(({ formatter }) => formatter?.constructor)

test("pretty: 'auto' is pretty on a terminal and JSON elsewhere, for each handler", () => {
  basicConfig({ pretty: 'auto', handlers: [new StreamHandler(terminal), new StreamHandler(pipe)] })
  expect(formatters()).toEqual([PrettyFormatter, JSONFormatter])
})

test('pretty: true is pretty everywhere', () => {
  basicConfig({ pretty: true, stream: pipe })
  expect(formatters()).toEqual([PrettyFormatter])
})

test.each([undefined, null, false])('pretty: %s leaves the format to the others', (pretty) => {
  basicConfig({ pretty, stream: pipe, format: '%(message)s' })
  expect(formatters()).toEqual([Formatter])
})

test('a handler’s own formatter stays, and so does a root that is configured', () => {
  const handler = new StreamHandler(terminal)
  handler.setFormatter(new Formatter())
  basicConfig({ pretty: 'auto', handlers: [handler] })
  expect(formatters()).toEqual([Formatter])
  basicConfig({ pretty: true, stream: pipe })
  expect(formatters()).toEqual([Formatter])
})

test.each([
  [{ pretty: 'yes' }, "pretty: expected one of true, false, 'auto', not 'yes'"],
  [{ pretty: true, format: '%(message)s' }, "'format' should not be specified together with 'pretty'"],
  [{ pretty: true, formatter: new Formatter() }, "'formatter' should not be specified together with 'pretty'"],
  [{ pretty: true, colour: 1 }, 'Unrecognised argument(s): colour'],
  [3, "basicConfig: expected an object, such as { level: 'INFO' }, not 3"],
])('%o is refused, and nothing is changed', (options, message) => {
  expect(() => basicConfig(options as never)).toThrow(message)
  expect(getLogger().handlers).toEqual([])
})

test('autoFormatter asks the stream', () => {
  expect(autoFormatter({ stream: terminal })).toBeInstanceOf(PrettyFormatter)
  expect(autoFormatter({ stream: pipe })).toBeInstanceOf(JSONFormatter)
  expect(() => autoFormatter({ steam: pipe } as never)).toThrow("unknown option 'steam'; did you mean stream?")
})
