import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import type { Handler } from '../handlers/handler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import type { Platform } from '../handlers/platform.js'
import { registered, runtime } from '../runtime/runtime.js'
import { captureStderr, resetLogging, StringStream } from '../testing/index.js'
import { basicConfig } from './basicConfig.js'
import { getLogger } from './manager.js'

let opened: unknown[]
let stderr: StringStream
const before = registered.runtime
beforeEach(() => {
  opened = []
  stderr = new StringStream()
  use({
    stderr: { value: stderr },
    defaultHandler: { value: undefined },
    openFile: {
      value: (...given: unknown[]) => {
        opened.push(...given)
        return new NullHandler()
      },
    },
  })
})
afterEach(() => {
  registered.runtime = before
  resetLogging()
})

function use(members: PropertyDescriptorMap): void {
  registered.runtime = Object.create(runtime(), members) as Platform
}

const root = getLogger()
const only = (): Handler => {
  expect(root.handlers).toHaveLength(1)
  return root.handlers[0]!
}

describe('the root is given', () => {
  test('a StreamHandler for standard error, and Python’s format', () => {
    basicConfig()
    getLogger('app').error('a %s', 'b')
    getLogger('app').info('below')
    expect([only() instanceof StreamHandler, stderr.text, root.level]).toEqual([true, 'ERROR:app:a b\n', 30])
  })

  test('the platform’s own handler, where it has one', () => {
    const own = new NullHandler()
    use({ defaultHandler: { value: () => own } })
    basicConfig()
    expect(only()).toBe(own)
  })

  test('one for a stream', () => {
    const stream = new StringStream()
    basicConfig({ stream, level: 'DEBUG', format: '%(message)s!' })
    root.debug('x')
    expect([stream.text, stderr.text, root.level]).toEqual(['x!\n', '', 10])
  })

  test.each([
    ['%', '%(message)s|', 'x|\n'],
    ['{', '{message}|', 'x|\n'],
    ['$', '$message|', 'x|\n'],
    ['{', undefined, 'ERROR:root:x\n'],
    ['$', undefined, 'ERROR:root:x\n'],
  ])('a format of style %s: %s', (style, format, text) => {
    basicConfig({ style, ...(format !== undefined && { format }) })
    root.error('x')
    expect(stderr.text).toBe(text)
  })

  test('the time’s format', () => {
    basicConfig({ format: '%(asctime)s', datefmt: 'now' })
    root.error('x')
    expect(stderr.text).toBe('now\n')
  })

  test('fields behind the message, unless a format was asked for', () => {
    basicConfig()
    root.error('x', { a: 1 })
    basicConfig({ force: true, format: '%(message)s' })
    root.error('x', { a: 1 })
    expect(stderr.text).toBe('ERROR:root:x a=1\nx\n')
  })

  test('a formatter', () => {
    const formatter = new Formatter('%(name)s')
    basicConfig({ formatter })
    expect(only().formatter).toBe(formatter)
  })

  test('a file', () => {
    basicConfig({ filename: 'a.log', filemode: 'w', encoding: 'latin-1', errors: 'strict' })
    expect(opened).toEqual(['a.log', { mode: 'w', encoding: 'latin-1', errors: 'strict' }])
    basicConfig({ filename: 'b.log', encoding: null, errors: null, force: true })
    expect(opened.slice(2)).toEqual(['b.log', { mode: undefined, encoding: undefined, errors: null }])
  })

  test('handlers; those without a formatter get one', () => {
    const [bare, own] = [new NullHandler(), new NullHandler()]
    const formatter = new Formatter('%(name)s')
    own.setFormatter(formatter)
    basicConfig({ handlers: new Set([bare, own]) as never, format: '%(message)s' })
    expect(root.handlers).toEqual([bare, own])
    expect([bare.formatter instanceof Formatter, own.formatter]).toEqual([true, formatter])
  })
})

test('a root that has a handler stays as it is, unless it is forced', () => {
  const closed: string[] = []
  const make = (name: string): NullHandler => Object.assign(new NullHandler(), { close: () => void closed.push(name) })
  const [kept, gone] = [make('kept'), make('gone')]
  root.handlers = [kept, gone]
  basicConfig({ level: 'DEBUG', nonsense: true } as never)
  expect([root.handlers, root.level]).toEqual([[kept, gone], 30])
  basicConfig({ level: 'DEBUG', handlers: [kept], force: true })
  expect([root.handlers, root.level, closed]).toEqual([[kept], 10, ['gone']])
})

test('what close is rejected with is reported', async () => {
  root.handlers = [Object.assign(new NullHandler(), { close: () => Promise.reject(new Error('not closed')) })]
  let said = captureStderr(() => basicConfig({ force: true, stream: new StringStream() }))
  expect(said).toBe('')
  await Promise.resolve()
  said = stderr.text
  expect(said).toContain('Error: not closed')
})

// The texts are Python's where it has one.
test.each<[object, string]>([
  [{ stream: null, filename: 'x' }, "'stream' and 'filename' should not be specified together"],
  [{ stream: null, handlers: [] }, "'stream' or 'filename' should not be specified together with 'handlers'"],
  [{ filename: null, handlers: [] }, "'stream' or 'filename' should not be specified together with 'handlers'"],
  [{ nonsense: 1, other: 2 }, 'Unrecognised argument(s): nonsense, other'],
  [{ filemode: 'w', handlers: [] }, 'Unrecognised argument(s): filemode'],
  [{ style: '?' }, 'Style must be one of: %,{,$'],
  [{ format: 'plain' }, "Invalid format 'plain' for '%' style"],
  [{ level: 'LOUD' }, "Unknown level: 'LOUD'"],
  [{ level: {} }, 'Level not an integer or a valid string: {}'],
  [{ handlers: 5 }, 'handlers: expected a list, such as [handler], not 5'],
  [{ handlers: [{}] }, 'expected a Handler, not {}'],
  [{ formatter: new Formatter(), format: 'x' }, "'format' should not be specified together with 'formatter'"],
  [{ formatter: new Formatter(), datefmt: 'x' }, "'datefmt' should not be specified together with 'formatter'"],
  [{ formatter: new Formatter(), style: '%' }, "'style' should not be specified together with 'formatter'"],
])('%o is refused, and nothing changed', (options, message) => {
  root.handlers = [new NullHandler()]
  const { handlers } = root
  expect(() => basicConfig({ ...options, force: true } as never)).toThrow(message)
  expect([root.handlers, root.handlers.length, root.level]).toEqual([handlers, 1, 30])
})

test.each([[5], ['INFO'], [null]])('%j is no object of options', (options) => {
  expect(() => basicConfig(options as never)).toThrow("an object, such as { level: 'INFO' }")
})

test.each<object>([
  { filemode: 'w' },
  { filemode: undefined, handlers: [] },
  { pretty: true },
  { handlers: null, stream: null },
  { level: null },
  { formatter: null, format: '%(message)s' },
])('%j is taken', (options) => {
  expect(() => basicConfig(options)).not.toThrow()
})

test('a file is refused where there are none', () => {
  use({ openFile: { value: undefined } })
  expect(() => basicConfig({ filename: 'x.log' })).toThrow("'filename' needs files, and there are none here")
  expect(() => basicConfig({ filename: '' })).not.toThrow()
})
