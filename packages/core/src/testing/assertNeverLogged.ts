import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { Handler, settle } from '../handlers/handler.js'
import type { LogRecord } from '../records/record.js'
import { isPromise } from '../runtime/promise.js'
import { checkOption } from '../runtime/checks.js'

/** The most places in the error. */
const MAX_TOLD = 10

/**
 * Runs a function, and throws if any handler was about to write a secret meanwhile: in its own text of a record, or in a field. A
 * secret that a handler's filters remove, as `Redactor` does, is not written.
 *
 * @param secret a text of four characters or more: a shorter one is everywhere
 * @param work the function; it may be async, then the returned promise is rejected
 * @returns what the work returns
 * @throws Error with the loggers and handlers where the secret was found; RangeError for a secret that is too short; what the
 *   function throws
 * @example
 * await assertNeverLogged('hunter2', () => login('ann', 'hunter2'))
 */
export function assertNeverLogged<Result>(secret: string, work: () => Result): Result {
  checkOption('secret', secret, 'string', secret.length > 3, 'a text of four characters or more')
  const found = new Set<string>()
  const stop = watch((handler, record) => {
    if (texts(handler, record).some((text) => holds(text, secret)))
      found.add(`${record.levelname} of ${record.name} in ${String(handler)}`)
  })
  const check = (): void => {
    stop()
    const told = [...found].slice(0, MAX_TOLD)
    if (told.length > 0) throw new Error(`a secret was logged:\n${told.join('\n')}`)
  }
  let result: Result
  try {
    result = work()
  } catch (error) {
    stop()
    throw error
  }
  if (isPromise(result)) return finished(result, check) as Result
  check()
  return result
}

async function finished(result: PromiseLike<unknown>, check: () => void): Promise<unknown> {
  try {
    return await result
  } finally {
    check()
  }
}

/** Calls a function with each record that a handler is about to emit. Returns a function that ends that. */
function watch(look: (handler: Handler, record: LogRecord) => void): () => void {
  const { handle } = Handler.prototype
  Handler.prototype.handle = function (record) {
    const passed = this.filter(record)
    if (passed) {
      look(this, passed)
      settle(this, passed, this.emit(passed))
    }
    return passed
  }
  return () => void (Handler.prototype.handle = handle)
}

const fields = /* @__PURE__ */ new JSONFormatter()

function texts(handler: Handler, record: LogRecord): string[] {
  return [() => handler.format(record), () => fields.format(record)].map((make) => {
    try {
      return make()
    } catch {
      return '' // The handler reports it.
    }
  })
}

/** Returns whether a text has a secret in it, as it is or escaped as in JSON. */
function holds(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))
}
