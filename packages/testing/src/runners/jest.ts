// A set-up file of jest: `setupFilesAfterEnv: ['@treeline/testing/jest']`.
import { afterEach, beforeEach, expect } from '@jest/globals'
import { type LogMatchers, logMatchers } from '../matchers/toHaveLogged.js'
import { findScopeBy } from '../captures/scope.js'
import { addLog, TestLog } from './testLog.js'

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
  const known = logs.get(name)
  if (known !== undefined) return known
  const log = new TestLog()
  logs.set(name, log)
  return log.open()
}

const state = (): ExpectState => expect.getState() as ExpectState

expect.extend({ ...logMatchers } as Parameters<typeof expect.extend>[0])

findScopeBy(() => {
  const { currentConcurrentTestName, currentTestName } = state()
  const concurrent = currentConcurrentTestName?.()
  // Outside of tests the last one is still named.
  return concurrent === undefined ? logs.get(currentTestName ?? '') : logOf(concurrent)
})

beforeEach(() => void logOf(state().currentTestName ?? ''))

afterEach(() => {
  const name = state().currentTestName ?? ''
  const log = logOf(name)
  logs.delete(name)
  log.close()
  const errors = runningTest().errors.map((error): unknown => (Array.isArray(error) ? error[0] : error))
  if (errors.length === 0) log.check()
  else for (const error of errors) if (error instanceof Error) addLog(error, log)
})

/** jest tells how a test went by no other way within the test's own file. */
function runningTest(): CircusTest {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  const circus = symbol && (globalThis as unknown as Record<symbol, CircusState>)[symbol]
  if (circus?.currentlyRunningTest) return circus.currentlyRunningTest
  throw new Error('@treeline/testing/jest: expected the runner jest-circus')
}
