// What a page tells of errors and warnings, by a global scope that the test fires at. pageErrors.dom.test.ts has jsdom's.
import { consoleWrites, nesting } from '@treeline/core/internal'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { capturePageErrors } from './pageErrors.js'
import { capturePageWarnings } from './pageWarnings.js'

let listeners: Map<string, (event: object) => void>
let shown: unknown[][]
beforeEach(() => {
  listeners = new Map()
  shown = []
  vi.stubGlobal('addEventListener', (type: string, listener: (event: object) => void) => listeners.set(type, listener))
  vi.stubGlobal('removeEventListener', (type: string, listener: unknown) => {
    if (listeners.get(type) === listener) listeners.delete(type)
  })
})
afterEach(() => {
  capturePageErrors(null)
  capturePageWarnings(null)
  vi.unstubAllGlobals()
})

const show = (...given: unknown[]): void => void shown.push(given)
const error = new Error('red')
const ELSEWHERE =
  'Script error. (a script of another origin: its tag wants crossorigin, its server Access-Control-Allow-Origin)'

describe('errors', () => {
  test.each<[string, string, object, unknown[]]>([
    ['an error', 'error', { error, message: 'm', filename: 'f', lineno: 1 }, ['Uncaught exception', error]],
    ['what is thrown', 'error', { error: 0 }, ['Uncaught exception: 0', 0]],
    [
      'one of another origin',
      'error',
      { error: null, message: 'Script error.', filename: '', lineno: 0 },
      [ELSEWHERE, undefined],
    ],
    [
      'one without an object',
      'error',
      { message: 'm', filename: 'http://h/f?x', lineno: 7 },
      ['m (http://h/f?...:7)', undefined],
    ],
    ['one without a file', 'error', { error: null, message: 'm', lineno: 7 }, ['m (:7)', undefined]],
    ['one without a line', 'error', { message: 'm', filename: 'f' }, ['m (f:undefined)', undefined]],
    ['a rejection', 'unhandledrejection', { reason: error }, ['Unhandled rejection', error]],
    ['one by a text', 'unhandledrejection', { reason: '' }, ["Unhandled rejection: ''", '']],
    ['one by nothing', 'unhandledrejection', {}, ['Unhandled rejection: undefined', undefined]],
    ['one by null', 'unhandledrejection', { reason: null }, ['Unhandled rejection: null', null]],
  ])('%s', (_, type, event, told) => {
    capturePageErrors(show)
    listeners.get(type)!(event)
    expect(shown).toEqual([told])
  })

  test('those that come up while a record is written are not shown', () => {
    capturePageErrors(show)
    for (const counter of [nesting, consoleWrites]) {
      counter.depth++
      listeners.get('error')!({ error })
      counter.depth--
    }
    expect(shown).toEqual([])
    listeners.get('error')!({ error })
    expect(shown).toHaveLength(1)
  })

  test('they are shown until null is given, and once', () => {
    capturePageErrors(show)
    const before = [...listeners.values()]
    capturePageErrors(show)
    expect([...listeners.keys()]).toEqual(['error', 'unhandledrejection'])
    expect([...listeners.values()].some((listener) => before.includes(listener))).toBe(false)
    capturePageErrors(null)
    capturePageErrors(null)
    expect(listeners.size).toBe(0)
  })
})

test('where the global scope has no events, nothing is captured and nothing throws', () => {
  vi.stubGlobal('addEventListener', undefined)
  vi.stubGlobal('removeEventListener', undefined)
  for (const capture of [capturePageErrors, capturePageWarnings]) {
    capture(show)
    capture(null)
  }
  expect(shown).toEqual([])
})

test('a violation is shown once: its record may cause the next', () => {
  const texts: string[] = []
  capturePageWarnings((text) => void texts.push(text))
  const violation = { effectiveDirective: 'connect-src', blockedURI: 'http://h/intake', disposition: 'enforce' }
  for (const each of [violation, violation, { ...violation, blockedURI: 'http://h/other' }, violation])
    listeners.get('securitypolicyviolation')!(each)
  expect(texts).toHaveLength(2)
})

describe('warnings', () => {
  const violation = { effectiveDirective: 'img-src', blockedURI: 'http://h/x?t=1', disposition: 'enforce' }
  test.each<[object, string]>([
    [violation, 'csp-violation: img-src refuses http://h/x?...'],
    [{ ...violation, disposition: 'report' }, 'csp-violation: img-src refuses http://h/x?... (report only)'],
    [
      { ...violation, sourceFile: 'http://h/a.js?t=1', lineNumber: 7 },
      'http://h/a.js?...:7: csp-violation: img-src refuses http://h/x?...',
    ],
    [{ ...violation, sourceFile: 'a.js', lineNumber: null }, 'a.js:0: csp-violation: img-src refuses http://h/x?...'],
    [{ ...violation, sourceFile: null, lineNumber: 7 }, 'csp-violation: img-src refuses http://h/x?...'],
  ])('a violation %#', (event, text) => {
    capturePageWarnings(show)
    listeners.get('securitypolicyviolation')!(event)
    expect(shown).toEqual([[text]])
    capturePageWarnings(null)
    expect(listeners.size).toBe(0)
  })

  test('the browser’s reports', () => {
    const calls: unknown[] = []
    class FakeObserver {
      constructor(tell: (reports: object[]) => void, options: object) {
        calls.push(options)
        tell([
          { type: 'deprecation', body: { message: 'old', sourceFile: 'a.js', lineNumber: 3 } },
          { type: 'intervention', body: null },
          { type: 'intervention', body: { message: 'slow' } },
        ])
      }

      observe(): void {
        calls.push('observe')
      }

      disconnect(): void {
        calls.push('disconnect')
      }
    }
    vi.stubGlobal('ReportingObserver', FakeObserver)
    capturePageWarnings(show)
    expect(calls).toEqual([{ types: ['deprecation', 'intervention'], buffered: true }, 'observe'])
    expect(shown).toEqual([['a.js:3: deprecation: old'], ['intervention: '], ['intervention: slow']])
    capturePageWarnings(null)
    expect(calls.at(-1)).toBe('disconnect')
  })
})
