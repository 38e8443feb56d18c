import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { registered, type Runtime, runtime } from '../runtime/runtime.js'
import { captureStderr, ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { getLogger } from './manager.js'
import { critical, debug, error, exception, fatal, info, log, root, warn, warning } from './moduleFunctions.js'

type Call = (...args: unknown[]) => void

const METHODS = [
  ['debug', 10, debug],
  ['info', 20, info],
  ['warning', 30, warning],
  ['warn', 30, warn],
  ['error', 40, error],
  ['exception', 40, exception],
  ['critical', 50, critical],
  ['fatal', 50, fatal],
] as [string, number, Call][]

const before = registered.runtime
afterEach(() => {
  registered.runtime = before
  resetLogging()
})

test('the root is the one that getLogger gives', () => {
  expect(root).toBe(getLogger())
})

describe.each(METHODS)('%s', (_, level, call) => {
  let list: ListHandler
  beforeEach(() => {
    list = new ListHandler()
    getLogger().addHandler(list)
  })

  test('logs on the root from its level on', () => {
    getLogger().setLevel(level)
    call('%s said', 'ann')
    expect(list.records).toMatchObject([{ name: 'root', levelno: level, args: ['ann'] }])
    getLogger().setLevel(level + 1)
    call('not said')
    expect(list.records).toHaveLength(1)
  })

  test('tells where it was called', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    handler.setFormatter(new Formatter('%(filename)s %(message)s'))
    getLogger().addHandler(handler)
    getLogger().setLevel(level)
    call('x')
    expect(stream.lines[0]).toBe('moduleFunctions.test.ts x')
  })

  test('takes an error behind the arguments', () => {
    getLogger().setLevel(level)
    const error = new Error('no')
    call('failed', error)
    expect(list.records[0]!.exc_info).toBe(error)
  })
})

test('log takes the level first, by its number or name', () => {
  const list = new ListHandler()
  getLogger().addHandler(list)
  getLogger().setLevel(15)
  log(15, 'at')
  log(14, 'below')
  log('ERROR', 'by name')
  log('DEBUG', 'below, by name')
  expect(list.records.map(({ levelno }) => levelno)).toEqual([15, 40])
  expect(captureStderr(() => log('LOUD' as never, 'x'))).toContain("Unknown level: 'LOUD'")
  expect(list.records).toHaveLength(2)
})

test.each([...METHODS, ['log', 50, (...args) => log(50, ...(args as ['said']))] as (typeof METHODS)[0]])(
  '%s gives a root without a handler one, and keeps it',
  (_, level, call) => {
    const stderr = new StringStream()
    registered.runtime = Object.create(runtime(), {
      stderr: { value: stderr },
      defaultHandler: { value: undefined },
    }) as Runtime
    getLogger().setLevel(level)
    call('said')
    call('said')
    expect(getLogger().handlers).toHaveLength(1)
    expect(stderr.lines.filter((line) => line.endsWith(':root:said'))).toHaveLength(2)
  },
)
