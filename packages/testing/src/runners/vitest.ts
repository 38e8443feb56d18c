// A set-up file of vitest: `setupFiles: ['@treeline/testing/vitest']`.
import { aroundEach, expect } from 'vitest'
import { type LogMatchers, logMatchers } from '../matchers/toHaveLogged.js'
import { TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

declare module 'vitest' {
  // eslint-disable-next-line typescript/no-unused-vars -- vitest's own declaration has this parameter
  interface Matchers<T> extends LogMatchers<void> {}
}

expect.extend({ ...logMatchers })

aroundEach(async (runTest, { task }) => {
  const log = new TestLog().open()
  try {
    await log.within(runTest)
    // Reporters print the errors of a test.
    for (const error of task.result?.errors ?? []) error.message = withLogs(error.message, log.text)
    if (task.result?.state !== 'fail') log.check()
  } finally {
    log.close()
  }
})

function withLogs(message: string, text: string): string {
  return text === '' ? message : `${message}\n\n${text}`
}
