// A set-up file of vitest: `setupFiles: ['@treeline/testing/vitest']`.
import { aroundEach, expect } from 'vitest'
import type { getFn, setFn } from 'vitest/suite'
import { type LogMatchers, logMatchers } from '../matchers/toHaveLogged.js'
import { addLog, TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

declare module 'vitest' {
  interface Matchers<T> extends LogMatchers<void> {}
}

expect.extend({ ...logMatchers })

interface Suite {
  readonly getFn: typeof getFn
  readonly setFn: typeof setFn
}

let loading: Promise<Suite> | undefined

/**
 * Loads the functions that set a test's function, without vitest 4.1's warning about that entry: the replacement that it names,
 * `TestRunner.setTestFn`, sets nothing. No test of the file runs meanwhile.
 */
function load(): Promise<Suite> {
  const { console } = globalThis
  const { warn } = console
  console.warn = () => {}
  return import('vitest/suite').finally(() => (console.warn = warn))
}

aroundEach(async (runTest, { task }) => {
  const suite = await (loading ??= load())
  const log = new TestLog().open()
  // The number of errors of earlier tries.
  const known = task.result?.errors?.length ?? 0
  // Code that this function calls would not run within the test: vitest runs the test from elsewhere.
  const test = suite.getFn(task)
  suite.setFn(task, () => log.within(test))
  try {
    await runTest()
    // Reporters print the errors of a test.
    for (const error of task.result?.errors?.slice(known) ?? []) addLog(error, log)
    if (task.result?.state !== 'fail') log.check()
  } finally {
    suite.setFn(task, test)
    log.close()
  }
})
