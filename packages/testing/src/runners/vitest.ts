// A set-up file of vitest: `setupFiles: ['@treeline/testing/vitest']`.
import { aroundEach, expect } from 'vitest'
import { getFn, setFn } from 'vitest/suite'
import { type LogMatchers, logMatchers } from '../matchers/toHaveLogged.js'
import { addLog, TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

declare module 'vitest' {
  interface Matchers<T> extends LogMatchers<void> {}
}

expect.extend({ ...logMatchers })

aroundEach(async (runTest, { task }) => {
  const log = new TestLog().open()
  // Those of the tries before.
  const known = task.result?.errors?.length ?? 0
  // What is called from here does not run within the test: vitest runs it from elsewhere.
  const test = getFn(task)
  setFn(task, () => log.within(test))
  try {
    await runTest()
    // Reporters print the errors of a test.
    for (const error of task.result?.errors?.slice(known) ?? []) addLog(error, log)
    if (task.result?.state !== 'fail') log.check()
  } finally {
    setFn(task, test)
    log.close()
  }
})
