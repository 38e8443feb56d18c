import loglevel from 'loglevel'
import { LONG } from '../workloads.mjs'

const CALLS = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug('request done', { method: 'GET', path: '/users/42', ms: i }),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  long: (log) => (i) => log.info('%s did %d', LONG, i),
}

export const from = 'loglevel'
export const can = ['text']
export const calls = Object.keys(CALLS)
// It writes to the console, which writes at once when standard output is a file.
export const setups = { loglevel: { durabilities: ['none', 'sync'], console: true, open } }

function open({ call }) {
  // Its documentation's way to put something before the message.
  const original = loglevel.methodFactory
  loglevel.methodFactory = (method, level, name) => {
    const raw = original(method, level, name)
    return (message, ...args) => raw(`${new Date().toISOString()} ${method} ${String(name)} ${message}`, ...args)
  }
  const log = loglevel.getLogger('bench.race')
  log.setLevel('info', false)
  return { line: CALLS[call](log), end: () => {} }
}
