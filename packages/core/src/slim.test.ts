// What `treeline/slim` does, which registers nothing: records are written all the same, with less in them.
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { emptyRealm } from '../../../e2e/tools/emptyRealm.js'
import type * as coreModule from './index.js'
import type * as fullModule from './full.js'
import type * as testingModule from './testing/index.js'

let core: typeof coreModule
let full: typeof fullModule
let testing: typeof testingModule
beforeAll(async () => {
  vi.resetModules()
  // The set-up of the tests has filled the parts that copies share.
  emptyRealm('part.')
  core = await import('./index.js')
  full = await import('./full.js')
  testing = await import('./testing/index.js')
})

/** Formats a record, and returns the text and what was reported. */
function formatted(fmt: string, record: object, options: object = {}): [text: string, said: string] {
  let text = ''
  const said = testing.captureStderr(() => {
    text = new core.Formatter(fmt, options).format(core.makeLogRecord({ created: 0, msg: 'm', ...record }))
  })
  return [text, said]
}

const MISSING = (what: string, register: string): string =>
  `Error: ${what}: not in this build; load treeline.full.min.js, or in a bundle call ${register}()`

describe('without any part', () => {
  test('times have numbers, and other directives stay as they are written; that is said once', () => {
    const options = { datefmt: '%Y-%m-%d %H:%M:%S %% %b %' }
    core.Formatter.converter = core.gmtime
    const [text, said] = formatted('%(asctime)s', {}, options)
    expect(text).toBe('1970-01-01 00:00:00 % %b %')
    expect(said).toContain(MISSING("strftime's other directives", 'registerStrftime'))
    expect(formatted('%(asctime)s', { created: 86_400 }, options)).toEqual(['1970-01-02 00:00:00 % %b %', ''])
  })

  test('an error has its own text and its causes’, and a word for the errors inside', () => {
    const inner = new Error('inner')
    for (const [error, isTold] of [
      [new AggregateError([inner], 'outer'), true],
      [Object.assign(new Error('outer'), { suppressed: inner }), true],
      [new Error('outer', { cause: inner }), false],
    ] as const) {
      const [text] = formatted('%(message)s', { exc_info: error })
      expect(text).toContain('Error: outer\n')
      expect(text.includes('... (the errors inside: treeline.full.min.js, or registerGroups() in a bundle)')).toBe(
        isTold,
      )
      expect(text.includes('Error: inner\n')).toBe(!isTold)
    }
  })

  test('buffers are shown as empty, control characters as they are', () => {
    expect(formatted('%(message)s', { msg: '%s', args: [new ArrayBuffer(3)] })[0]).toBe('ArrayBuffer {}')
    expect(formatted('%(message)s', { msg: 'a\nb' }, { escapeControls: true })[0]).toBe('a\nb')
    expect(formatted('%(message)s', { msg: '%s', args: [new Headers({ a: 'secret' })] })[0]).toBe('[Headers a]')
  })

  test('the style of a format is % or a class', () => {
    expect(() => new core.Formatter('{message}', { style: '{' })).toThrow(
      "Style must be one of: %,{,$ (here '%' or a class: { style: StrFormatStyle }; treeline.full.min.js has all)",
    )
    expect(formatted('{message}', {}, { style: core.StrFormatStyle })).toEqual(['m', ''])
  })

  test('rare conversions are refused, usual ones are not', () => {
    expect(formatted('%(message)s', { msg: '%s %d %5.2f %x %r', args: ['a', 1, 2, 255, 'b'] })[0]).toBe(
      "a 1  2.00 ff 'b'",
    )
    for (const [msg, value] of [
      ['%e', 1],
      ['%g', 1],
      ['%c', 65],
      ['%#f', 1],
      ['%f', 1e21],
    ] as const)
      expect(() => formatted('%(message)s', { msg, args: [value] })).toThrow('registerConversions')
  })
})

test('each part that is registered is there', () => {
  full.registerAll()
  const error = new AggregateError([new Error('inner')], 'outer')
  expect(formatted('%(message)s', { exc_info: error })[0]).toContain('Exception Group Traceback')
  expect(formatted('%(asctime)s', {}, { datefmt: '%b' })).toEqual(['Jan', ''])
  expect(formatted('{message}', {}, { style: '{' })[0]).toBe('m')
  expect(formatted('$message', {}, { style: '$' })[0]).toBe('m')
  expect(formatted('%(message)s', { msg: '%e %c', args: [1, 65] })[0]).toBe('1.000000e+00 A')
  expect(formatted('%(message)s', { msg: '%s', args: [new ArrayBuffer(2)] })[0]).toContain('0, 0')
  expect(() => new core.Formatter('x', { style: '?' })).toThrow(/^Style must be one of: %,\{,\$$/)
  full.registerControls()
  expect(formatted('%(message)s', { msg: 'a\nb' }, { escapeControls: true })[0]).toBe(String.raw`a\nb`)
  full.registerContents()
  expect(formatted('%(message)s', { msg: '%s', args: [new Headers({ a: 'x' })] })[0]).toBe("Headers(1) { 'a' => 'x' }")
})
