// A set-up file of node:test: `node --import @treeline/testing/node-test --test`.
import { afterEach, beforeEach, type TestContext } from 'node:test'
import { TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

/** What Node tells of a test that has run; its types lag behind. */
interface Outcome {
  readonly error?: Error | null
}

const logs = new WeakMap<object, TestLog>()

beforeEach((context) => void logs.set(context, new TestLog().open()))

afterEach((context) => {
  const log = logs.get(context)
  if (log === undefined) return
  log.close()
  if ((context as Outcome).error) tell(context as TestContext, log.text)
  else log.check()
})

function tell(context: TestContext, text: string): void {
  // Reporters print one line of a diagnostic.
  for (const line of text.split('\n')) if (line !== '') context.diagnostic(line)
}
