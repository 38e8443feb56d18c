import { initLogger, log } from 'evlog'
import { LONG } from '../workloads.mjs'

const TAG = 'bench.race'

// It has no printf arguments: its callers write template literals. Without `error`: of an error in an event its JSON has `{}`.
// Without `bindings`: its log has none, and what it calls a logger writes one event.
const CALLS = {
  disabled: () => (i) => log.debug(TAG, `user ann did ${i}`),
  disabledLiteral: () => () => log.debug(TAG, 'the service is ready'),
  disabledObject: () => (i) => log.debug({ message: 'request done', method: 'GET', path: '/users/42', ms: i }),
  message: () => () => log.info(TAG, 'the service is ready'),
  arguments: () => (i) => log.info(TAG, `user ann did ${i}`),
  fields: () => (i) =>
    log.info({ message: 'request done', method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }),
  long: () => (i) => log.info(TAG, `${LONG} did ${i}`),
  unicode: () => (i) => log.info(TAG, `пользователь Åsa 完成 ${i} 🚀`),
}

export const from = 'evlog'
export const can = ['json', 'iso']
export const calls = Object.keys(CALLS)
// Its lines go to the console, which writes to a file at once; the race makes standard output one.
export const setups = { evlog: { durabilities: ['none', 'sync'], console: true, open } }

function open({ call }) {
  initLogger({ env: { service: TAG, environment: 'production' }, pretty: false, redact: false, minLevel: 'info' })
  return { line: CALLS[call](), end() {} }
}
