import pino from 'pino'
import { BINDINGS, FAILURE, LONG } from '../workloads.mjs'

// pino's documentation: the fastest is synchronous, with minLength 4096 where some loss at a crash is accepted.
const MIN_LENGTH = 4096

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
  error: (log) => (i) => log.error(FAILURE, 'request %d failed', i),
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'pino'
export const can = ['json', 'iso', 'deep']
export const calls = Object.keys(CALLS)
export const setups = {
  pino: { durabilities: ['none', 'sync', 'buffered'], open },
  'pino async': { durabilities: ['buffered'], ticks: true, open: openAsync },
  'pino worker': { durabilities: ['buffered'], ticks: true, open: openWorker },
}

function open(workload, file) {
  const minLength = workload.durability === 'buffered' ? MIN_LENGTH : 0
  const destination = pino.destination({ dest: file, sync: true, minLength })
  return { line: lineOf(workload, destination), end: () => destination.flushSync() }
}

function openAsync(workload, file) {
  const destination = pino.destination({ dest: file, sync: false, minLength: MIN_LENGTH })
  return { line: lineOf(workload, destination), end: () => closed(destination) }
}

function openWorker(workload, file) {
  const destination = pino.transport({ target: 'pino/file', options: { destination: file } })
  return { line: lineOf(workload, destination), end: () => closed(destination) }
}

function lineOf({ call, needs }, destination) {
  const timestamp = needs.includes('iso') ? { timestamp: pino.stdTimeFunctions.isoTime } : {}
  let log = pino({ name: 'bench.race', level: 'info', ...timestamp }, destination)
  if (needs.includes('deep')) for (const part of ['bench', 'race', 'deep']) log = log.child({ part })
  return CALLS[call](log)
}

function closed(destination) {
  return new Promise((resolve) => {
    destination.once('close', resolve)
    destination.end()
  })
}
