import debug from 'debug'

const CALLS = {
  disabled: (log) => (i) => log('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log('the service is ready'),
  disabledObject: (log) => (i) => log('request done', { method: 'GET', path: '/users/42', ms: i }),
  arguments: (log) => (i) => log('user %s did %d', 'ann', i),
}

export const from = 'debug'
export const can = ['text', 'deep']
export const calls = Object.keys(CALLS)
// It writes to standard error, which writes at once when it is a file.
export const setups = { debug: { durabilities: ['none', 'sync'], console: true, open } }

function open({ call, durability, needs }) {
  if (durability === 'sync') debug.enable('bench*')
  const log = needs.includes('deep') ? debug('bench').extend('race').extend('deep') : debug('bench.race')
  return { line: CALLS[call](log), end: () => {} }
}
