/**
 * What a behaviour is given: the packages as the runtime loads them, and what the runner tells of the place.
 *
 * @typedef {object} API
 * @property {typeof import('treeline')} logging
 * @property {typeof import('treeline/handlers')} handlers
 * @property {typeof import('treeline/config')} config
 * @property {typeof import('@treeline/core/testing')} testing
 * @property {string} url the server of the test
 * @property {typeof import('node:fs') | undefined} [fs] where there are files
 * @property {string} [folder] one of the runner's for files
 * @property {(new () => import('node:async_hooks').AsyncLocalStorage<any>) | undefined} [AsyncLocalStorage]
 */

/**
 * @typedef {object} Behaviour
 * @property {string} name
 * @property {unknown} expected what `run` gives, as JSON has it; of a promise, what it resolves to
 * @property {(api: API) => unknown} run
 */

/** @typedef {{ name: string, outcome: unknown }} Outcome */

const PATIENCE_MS = 60_000

/**
 * Runs behaviours one after the other, each from a clean state. What a behaviour gives is compared elsewhere, so that a
 * runtime with a fault cannot call itself right.
 *
 * @param {readonly Behaviour[]} behaviours
 * @param {API} api
 * @returns {Promise<Outcome[]>}
 */
export async function outcomesOf(behaviours, api) {
  const outcomes = []
  for (const { name, run } of behaviours) {
    api.testing.resetLogging()
    outcomes.push({ name, outcome: await outcomeOf(run, api) })
  }
  api.testing.resetLogging()
  return outcomes
}

/**
 * @param {Behaviour['run']} run
 * @param {API} api
 */
async function outcomeOf(run, api) {
  let timer
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  try {
    return await Promise.race([run(api), silence])
  } catch (error) {
    return thrown(error)
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param {unknown} error
 * @returns {string} of a multi-line message the first line
 */
export function thrown(error) {
  return `throws ${String(error).split('\n', 1)[0]}`
}

/**
 * @param {() => unknown} work
 * @returns {string}
 */
export function refusal(work) {
  try {
    return `returns ${String(work())}`
  } catch (error) {
    return thrown(error)
  }
}

/**
 * A handler on a stream, on the root or a logger, and the lines it writes.
 *
 * @param {API} api
 * @param {string} [format]
 * @param {object} [options] of the formatter
 */
export function writing({ logging, testing }, format, options = {}) {
  const stream = new testing.StringStream()
  const handler = new logging.StreamHandler(stream)
  if (format !== undefined) handler.setFormatter(new logging.Formatter(format, options))
  logging.getLogger().addHandler(handler)
  logging.getLogger().setLevel('DEBUG')
  return { stream, handler, log: logging.getLogger('app') }
}

/**
 * What a console shows of its arguments, without their styles.
 *
 * @param {unknown[]} data
 */
function shown([first, ...rest]) {
  const text = String(first).replace(/%[cs]/g, (mark) => (mark === '%c' ? (rest.shift(), '') : String(rest.shift())))
  return [text, ...rest.map(String)].join(' ')
}

/** @typedef {'debug' | 'info' | 'log' | 'warn' | 'error'} Method */

/**
 * Runs work with the console and standard error in lists.
 *
 * @param {API} api
 * @param {() => unknown} work
 * @returns {Promise<string[]>} the lines of standard error, which in a page are the console's, by the method's name
 */
export async function printed({ testing }, work) {
  /** @type {string[]} */
  const lines = []
  /** @type {Method[]} */
  const methods = ['debug', 'info', 'log', 'warn', 'error']
  const kept = { ...console }
  for (const method of methods) console[method] = (...data) => void lines.push(shown(data))
  let pending
  try {
    // A page's standard error is its console.
    if (testing.realmState.platform?.stderr.name === '<console>') pending = work()
    else lines.push(testing.captureStderr(() => (pending = work())))
    await pending
  } finally {
    for (const method of methods) console[method] = kept[method]
  }
  return lines.flatMap((line) => line.split('\n')).filter((line) => line !== '')
}
