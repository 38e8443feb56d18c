import { captureErrors, captureWarnings, getLogger, Handler } from '@treeline/core'
import { ListHandler, realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capturePageErrors, capturePageWarnings } from '../index.js'

const { platform } = realmState
let list: ListHandler

beforeEach(() => {
  realmState.platform = {
    ...{ stderr: { write() {} }, thread: 0, threadName: 'MainThread', process: 0, processName: 'MainProcess' },
    captureErrors: capturePageErrors,
    captureWarnings: capturePageWarnings,
  }
  list = new ListHandler()
  getLogger().addHandler(list)
})
afterEach(() => {
  captureErrors(false)
  captureWarnings(false)
  realmState.platform = platform
  resetLogging()
})

const seen = (): string[] => list.records.map((record) => `${record.name} ${record.levelname} ${record.getMessage()}`)

/** Lets the page have an error that nobody catches. */
function fail(init: ErrorEventInit): void {
  dispatchEvent(new ErrorEvent('error', init))
}

function reject(reason: unknown): void {
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
}

test('an error that nobody catches is logged with its stack, and told as what it is where there is none', () => {
  const error = new TypeError('boom')
  captureErrors()
  captureErrors()
  fail({ error, message: 'Uncaught TypeError: boom', filename: 'http://h/a.js', lineno: 3 })
  fail({ error: 'a text', message: 'Uncaught a text', filename: 'http://h/a.js', lineno: 3 })
  fail({ error: null, message: 'Uncaught null', filename: 'http://h/a.js?token=secret', lineno: 3 })
  fail({ message: 'Script error.' })
  fail({ message: 'made by hand' })
  fail({})
  reject(error)
  reject({ status: 500 })
  reject(undefined)
  expect(seen()).toEqual([
    'js.errors ERROR Uncaught exception',
    'js.errors ERROR Uncaught exception',
    'js.errors ERROR Uncaught null (http://h/a.js?...:3)',
    expect.stringMatching(/^js\.errors ERROR Script error\. \(a script of another origin: its tag wants crossorigin/),
    'js.errors ERROR made by hand',
    'js.errors ERROR an event of type error',
    'js.errors ERROR Unhandled rejection',
    'js.errors ERROR Unhandled rejection',
    'js.errors ERROR Unhandled rejection: undefined',
  ])
  expect(list.texts[0]).toBe(`Uncaught exception\n${error.stack}`)
  expect(list.texts[1]).toBe("Uncaught exception\nThrown: 'a text'")
  expect(list.texts[6]).toBe(`Unhandled rejection\n${error.stack}`)
  expect(list.texts[7]).toBe('Unhandled rejection\nThrown: { status: 500 }')
  // Of an error that no listener hears the test runner says that it was not caught.
  addEventListener('error', () => {}, { once: true })
  captureErrors(false)
  fail({ error })
  reject(error)
  expect(list.records).toHaveLength(9)
})

test('an error that a handler lets out while it writes does not come again', () => {
  const failing = new (class extends Handler {
    override emit(): void {
      fail({ error: new Error('within') })
    }
  })()
  getLogger().addHandler(failing)
  captureErrors()
  fail({ error: new Error('outside') })
  expect(seen()).toEqual(['js.errors ERROR Uncaught exception'])
})

test('what the security policy has refused is a warning, without queries', () => {
  captureWarnings(true)
  captureWarnings(true)
  const violate = (disposition: string): void => {
    const details = { effectiveDirective: 'connect-src', blockedURI: 'https://ann:pw@h/x?token=s', disposition }
    document.dispatchEvent(
      Object.assign(new Event('securitypolicyviolation', { bubbles: true }), {
        ...details,
        sourceFile: 'http://h/a.js?v=1',
        lineNumber: 7,
      }),
    )
  }
  violate('enforce')
  violate('report')
  expect(seen()).toEqual([
    'py.warnings WARNING http://h/a.js?...:7: csp-violation: connect-src refuses https://h/x?...',
    'py.warnings WARNING http://h/a.js?...:7: csp-violation: connect-src refuses https://h/x?... (report only)',
  ])
  captureWarnings(false)
  violate('enforce')
  expect(list.records).toHaveLength(2)
})
