// A set-up file of jest: `setupFilesAfterEnv: ['@treeline/testing/jest']`.
import { afterEach, beforeEach, expect } from '@jest/globals'
import { type LogMatchers, logMatchers } from '../matchers/toHaveLogged.js'
import { findTestBy, TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

declare module 'expect' {
  // eslint-disable-next-line typescript/no-unused-vars -- jest's own declaration has these parameters
  interface Matchers<R extends void | Promise<void>, T> extends LogMatchers<R> {}
}

declare global {
  namespace jest {
    // eslint-disable-next-line typescript/no-unused-vars -- that of @types/jest has these parameters
    interface Matchers<R, T> extends LogMatchers<R> {}
  }
}

interface ExpectState {
  readonly currentTestName?: string
  readonly currentConcurrentTestName?: () => string | undefined
}

/** What jest-circus knows of the test that runs: an error, or a pair of it and one with a stack. */
interface CircusTest {
  readonly errors: readonly unknown[]
}

interface CircusState {
  readonly currentlyRunningTest?: CircusTest | null
}

/** The logs of the tests that run, by their names: concurrent ones begin before their `beforeEach`. */
const logs = new Map<string, TestLog>()

function logOf(name: string): TestLog {
  let log = logs.get(name)
  if (log === undefined) logs.set(name, (log = new TestLog().open()))
  return log
}

const state = (): ExpectState => expect.getState() as ExpectState

expect.extend({ ...logMatchers } as Parameters<typeof expect.extend>[0])

findTestBy(() => {
  const name = state().currentConcurrentTestName?.()
  return name === undefined ? undefined : logOf(name)
})

beforeEach(() => void logOf(state().currentTestName ?? ''))

afterEach(() => {
  const name = state().currentTestName ?? ''
  const log = logOf(name)
  logs.delete(name)
  log.close()
  const errors = runningTest().errors.map((error): unknown => (Array.isArray(error) ? error[0] : error))
  if (errors.length === 0) log.check()
  else if (log.text !== '') for (const error of errors) if (error instanceof Error) addLogs(error, log.text)
})

/** jest tells how a test went by no other way within the test's own file. */
function runningTest(): CircusTest {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const circus = symbol && (globalThis as unknown as Record<symbol, CircusState>)[symbol]
  if (circus?.currentlyRunningTest) return circus.currentlyRunningTest
  throw new Error('@treeline/testing/jest: expected the runner jest-circus')
}

/** jest prints an error's stack, which has the message in it. */
function addLogs(error: Error, text: string): void {
  const { message, stack = '' } = error
  const end = stack.indexOf(message) + message.length
  error.message = `${message}\n\n${text}`
  error.stack = `${stack.slice(0, end)}\n\n${text}${stack.slice(end)}`
}
