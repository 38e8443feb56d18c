// A set-up file of jest: `setupFilesAfterEnv: ['@treeline/testing/jest']`.
import { afterAll, afterEach, beforeEach, expect } from '@jest/globals'
import { isError } from '@treeline/core/internal'
import { type LogMatchers, logMatchers } from '../matchers/toHaveLogged.js'
import { findScopeBy } from '../captures/scope.js'
import { addLog, TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends LogMatchers<R> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends LogMatchers<R> {}
  }
}

interface ExpectState {
  readonly currentTestName?: string
  readonly currentConcurrentTestName?: () => string | undefined
}

/** A test of jest-circus. An error is an error, or a pair of it and one with a stack. */
interface CircusTest {
  readonly type: 'test'
  readonly name: string
  readonly concurrent?: boolean
  readonly errors: unknown[]
}

interface CircusBlock {
  readonly type: 'describeBlock'
  readonly name: string
  readonly children: readonly (CircusBlock | CircusTest)[]
}

interface CircusState {
  readonly currentlyRunningTest?: CircusTest | null
  readonly rootDescribeBlock: CircusBlock
}

/** The logs of the tests that run, by their full names. */
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
  // Outside of tests jest still names the last one.
  return concurrent === undefined ? logs.get(currentTestName ?? '') : logOf(concurrent)
})

beforeEach(() => void logOf(state().currentTestName ?? ''))

afterEach(() => {
  const { currentlyRunningTest: test } = circus()
  if (test) end(test, state().currentTestName ?? '')
})

// jest runs no hooks for concurrent tests.
afterAll(() => {
  for (const [name, test] of concurrentTests(circus().rootDescribeBlock)) end(test, name)
})

/** Ends a test's log: its errors show what was logged, and a test that passed may fail for it. */
function end({ errors }: CircusTest, name: string): void {
  const log = logs.get(name)
  if (log === undefined) return
  logs.delete(name)
  log.close()
  if (errors.length === 0) {
    const unexpected = log.unexpectedError()
    if (unexpected !== undefined) errors.push(unexpected)
  }
  for (const given of errors) {
    const error: unknown = Array.isArray(given) ? given[0] : given
    if (isError(error)) addLog(error, log)
  }
}

/** Returns the concurrent tests of a block and those within it, with their full names. */
function concurrentTests({ children }: CircusBlock, before = ''): [name: string, test: CircusTest][] {
  return children.flatMap((child) => {
    const name = before === '' ? child.name : `${before} ${child.name}`
    if (child.type === 'describeBlock') return concurrentTests(child, name)
    return child.concurrent ? [[name, child]] : []
  })
}

/**
 * Returns the state of jest-circus: within the tests' own file jest shows their results in no other way.
 *
 * @throws Error without jest-circus
 */
function circus(): CircusState {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  if (symbol === undefined) throw new Error('@treeline/testing/jest: expected the runner jest-circus')
  return (globalThis as unknown as Record<symbol, CircusState>)[symbol]!
}
