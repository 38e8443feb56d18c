// What the direct way keeps from one call to the next, or leaves to records, is not seen in what is written.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Redactor } from '../filters/redactor.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import type { JSONFormatterOptions } from '../formatting/jsonLayout.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr } from '../testing/index.js'
import { type Logger, RootLogger } from '../tree/logger.js'
import { Manager } from '../tree/manager.js'
import { registerDirect } from './register.js'
import { streamOutput } from './streamOutput.js'
import { makeTextDrawer } from './textDrawer.js'

registerDirect()

let written: string[]
beforeEach(() => {
  written = []
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Returns a logger of a tree of its own, with a handler for each formatter. */
function loggerWith(...formatters: Formatter[]): Logger {
  const root = new RootLogger(10)
  root.manager = new Manager(root)
  for (const formatter of formatters) {
    const handler = new StreamHandler({ write: (text: string) => void written.push(text) } as never)
    handler.setFormatter(formatter)
    root.addHandler(handler)
  }
  return root.manager.getLogger('app')
}

const text = (): Formatter => new Formatter('%(message)s')
const json = (options?: JSONFormatterOptions): Formatter =>
  new JSONFormatter({ keys: { message: 'message' }, ...options })

describe('an error among the fields of a call', () => {
  const failure = new Error('no answer')

  test('is found in the same object as before, by each of two handlers', () => {
    const logger = loggerWith(text(), text())
    const fields: Record<string, unknown> = { id: 7 }
    logger.info('ready', fields)
    fields['error'] = failure
    logger.info('ready', fields)
    expect(written.slice(0, 2)).toEqual(['ready\n', 'ready\n'])
    expect(written).toHaveLength(4)
    for (const line of written.slice(2)) expect(line).toMatch(/^ready\nError: no answer\n/)
  })

  test('is found where a handler before has read the fields', () => {
    const logger = loggerWith(json(), text())
    logger.info('ready', { id: 7, error: failure })
    expect(written).toHaveLength(2)
    expect(written[1]).toMatch(/^ready\nError: no answer\n/)
  })
})

test('a format without anything in it is written as it is', () => {
  const formatter = new Formatter('plain', { validate: false })
  expect(makeTextDrawer(formatter)).toBeUndefined()
  const logger = loggerWith(formatter)
  expect(captureStderr(() => logger.info('x'))).toBe('')
  expect(written).toEqual(['plain\n'])
})

test('fields that are not shown are not read', () => {
  let reads = 0
  const fields = {
    get user() {
      reads++
      return 'ann'
    },
  }
  loggerWith(json({ fields: false })).info('x', fields)
  expect([written, reads]).toEqual([['{"message":"x"}\n'], 0])
})

test.each<[string, JSONFormatterOptions, string]>([
  ['beside the keys', {}, '{"message":"x","user":"ann","n":1}\n'],
  ['under a key', { fields: 'data' }, '{"message":"x","data":{"user":"ann","n":1}}\n'],
  ['nowhere', { fields: false }, '{"message":"x"}\n'],
])('the same extra again is drawn again: %s', (_, options, line) => {
  const write = vi.spyOn(streamOutput, 'write')
  const logger = loggerWith(json(options))
  const extra = { user: 'ann', n: 1 }
  for (let i = 0; i < 3; i++) logger.info('x', { extra })
  expect(written).toEqual([line, line, line])
  const isDirect = options.fields !== false
  expect(write.mock.results.map(({ value }) => value as unknown)).toEqual(isDirect ? [true, true, true] : [])
})

test('an extra whose value changes is drawn with the new one', () => {
  const logger = loggerWith(json())
  const extra = { n: 1 }
  for (const n of [1, 1, 2, 2, 3]) {
    extra.n = n
    logger.info('x', { extra })
  }
  expect(written).toEqual([1, 1, 2, 2, 3].map((n) => `{"message":"x","n":${n}}\n`))
})

test.each<[string, object]>([
  ['a Map', new Map([['user', 'ann']])],
  ['a list', ['ann']],
  ['an object with items', { user: 'ann', *[Symbol.iterator]() {} }],
  ['an object that says it is a Map', { user: 'ann', [Symbol.toStringTag]: 'Map' }],
])('an extra shows what it shows in a record: %s', (_, extra) => {
  const lines: string[][] = []
  for (const seesRecords of [false, true]) {
    written = []
    const logger = loggerWith(json())
    if (seesRecords) logger.addFilter(() => true)
    const write = vi.spyOn(streamOutput, 'write')
    captureStderr(() => {
      for (let i = 0; i < 2; i++) logger.info('x', { extra: extra as never })
    })
    expect(write).not.toHaveBeenCalled()
    expect(written).toHaveLength(2)
    lines.push(written)
  }
  expect(lines[0]).toEqual(lines[1])
})

test.each<[string, () => Formatter]>([
  ['text', text],
  ['JSON', json],
])("a framework's node is no extra: %s", (_, formatter) => {
  class FiberNode {
    readonly stateNode = 'button'
    readonly memoizedProps = { value: 'secret' }
  }
  const logger = loggerWith(formatter())
  const said = captureStderr(() => logger.info('x', { extra: new FiberNode() as never }))
  expect(said).toContain('extra must be an object, not FiberNode')
  expect(written).toHaveLength(1)
  expect(written[0]).not.toContain('secret')
})

test.each([false, true])('a Date among the fields makes no record, be secrets left out or not: %s', (hasSecrets) => {
  const write = vi.spyOn(streamOutput, 'write')
  const logger = loggerWith(json())
  if (hasSecrets) logger.root.handlers[0]!.addFilter(new Redactor({ paths: ['password'] }))
  logger.info('x', { at: new Date(0) })
  expect(written).toEqual(['{"message":"x","at":"1970-01-01T00:00:00.000Z"}\n'])
  expect(write).toHaveReturnedWith(true)
})

test.each([
  ['a stream that is no terminal', { isTTY: false }, '\n', true],
  ['a terminal', { isTTY: true }, '\n', false],
  ['a terminator that is no text', { isTTY: false }, 5, false],
])('%s is written to directly or not', (_, properties, terminator, isDirect) => {
  const open = vi.spyOn(streamOutput, 'open')
  const logger = loggerWith(text())
  const handler = logger.root.handlers[0] as StreamHandler
  Object.assign(handler.stream as object, properties)
  Object.assign(handler, { terminator })
  captureStderr(() => logger.info('x'))
  expect(written).toEqual([`x${terminator}`])
  expect(open.mock.results.map(({ value }) => value !== undefined)).toEqual([isDirect])
})
