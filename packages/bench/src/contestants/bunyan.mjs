import { createWriteStream } from 'node:fs'
import bunyan from 'bunyan'
import { BINDINGS, LONG } from '../workloads.mjs'

// Without `error`: its serializer does not show an error's cause; and without `caller`: `src` finds nothing in strict code.
const CALLS = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug({ method: 'GET', path: '/users/42', ms: i }, 'request done'),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  fields: (log) => (i) =>
    log.info({ method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }, 'request done'),
  bindings: (log) => {
    const child = log.child(BINDINGS)
    return (i) => child.info('user %s did %d', 'ann', i)
  },
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'bunyan'
export const can = ['json', 'iso', 'deep']
export const calls = Object.keys(CALLS)
export const setups = { bunyan: { durabilities: ['none', 'buffered'], ticks: true, open } }

function open({ call, needs }, file) {
  const stream = createWriteStream(file, { flags: 'a' })
  let log = bunyan.createLogger({ name: 'bench.race', level: 'info', stream })
  if (needs.includes('deep')) for (const part of ['bench', 'race', 'deep']) log = log.child({ part })
  return { line: CALLS[call](log), end: () => new Promise((resolve) => stream.end(resolve)) }
}
