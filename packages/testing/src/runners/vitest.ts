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
 * Loads what sets a test's function, without the warning that vitest 4.1 gives of that entry: what it names in its place,
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
  // Those of the tries before.
  const known = task.result?.errors?.length ?? 0
  // What is called from here does not run within the test: vitest runs it from elsewhere.
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
