// A program with 1000 lines in its buffer that ends in the way its first argument says.
import * as logging from 'treeline'
import { BufferingHTTPHandler } from 'treeline/handlers'

const [ending = '', file = ''] = process.argv.slice(2)
const log = logging.getLogger('app')
log.setLevel('INFO')
log.addHandler(new logging.FileHandler(file, { buffering: 1_000_000, flushIntervalMs: 3_600_000 }))
for (let i = 0; i < 1000; i++) log.info('line %d', i)

/** @type {Record<string, () => unknown>} */
const endings = {
  return: () => {},
  'process.exit': () => process.exit(3),
  'Deno.exit': () => /** @type {any} */ (globalThis).Deno.exit(3),
  error() {
    setTimeout(() => {
      throw new Error('the end')
    })
    setInterval(() => {}, 1000)
  },
  rejection() {
    void Promise.reject(new Error('the end'))
    setInterval(() => {}, 1000)
  },
  signal() {
    process.kill(process.pid, 'SIGTERM')
    setInterval(() => {}, 1000)
  },
  // Nothing but the handlers' own timers is left.
  timers() {
    const held = new BufferingHTTPHandler('http://127.0.0.1:9/', { flushIntervalMs: 3_600_000 })
    held.handle(logging.makeLogRecord({ name: 'app', levelno: 20, msg: 'held' }))
  },
}
endings[ending]?.()
