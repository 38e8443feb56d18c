// A set-up file of node:test: `node --import @treeline/testing/node-test --test`.
import nodeTest, { afterEach, beforeEach, type TestContext } from 'node:test'
import { TestLog } from './testLog.js'

export { failOnLogs } from './testLog.js'

/** Node's result of a test; its types lag behind. */
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

type Work = (context: TestContext, done: (error?: unknown) => void) => unknown

/** Lets a test's function run within the test's own log. */
function within(work: Work): Work {
  const run: Work = (context, done) => {
    const log = logs.get(context)
    return log === undefined ? work(context, done) : log.within(() => work(context, done))
  }
  // A function with two parameters calls the second at its end.
  return work.length > 1 ? run : (context) => run(context, () => {})
}

function wrapped<Test extends (...args: never[]) => unknown>(test: Test): Test {
  return ((...args: unknown[]) => {
    const work = args.at(-1)
    if (typeof work === 'function') args[args.length - 1] = within(work as Work)
    return test(...(args as never[]))
  }) as unknown as Test
}

/**
 * `test` of node:test for tests of a file that run at the same time (`concurrency`): with it, each has its own log. Tests that run
 * one after the other do not need it.
 */
export const test: typeof nodeTest.test = Object.assign(wrapped(nodeTest.test), {
  skip: nodeTest.skip,
  todo: wrapped(nodeTest.todo),
  only: wrapped(nodeTest.only),
}) as typeof nodeTest.test

/** `test` under its other name. */
export const it: typeof test = test
