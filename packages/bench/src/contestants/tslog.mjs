import { Logger } from 'tslog'
import { fileTransport } from 'tslog/transports/file'
import { BINDINGS, FAILURE, LONG } from '../workloads.mjs'

// tslog has no printf arguments: its callers write template literals.
const CALLS = {
  disabled: (log) => (i) => log.debug(`user ann did ${i}`),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug({ method: 'GET', path: '/users/42', ms: i }, 'request done'),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info(`user ann did ${i}`),
  fields: (log) => (i) =>
    log.info({ method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }, 'request done'),
  bindings: (log) => {
    const child = log.child({ bindings: BINDINGS })
    return (i) => child.info(`user ann did ${i}`)
  },
  error: (log) => (i) => log.error(`request ${i} failed`, FAILURE),
  long: (log) => (i) => log.info(`${LONG} did ${i}`),
  unicode: (log) => (i) => log.info(`пользователь Åsa 完成 ${i} 🚀`),
}

export const from = 'tslog'
export const can = ['json', 'iso', 'caller', 'deep']
export const calls = Object.keys(CALLS)
export const setups = {
  // Its lines go to standard output in blocks; the race makes that a file.
  tslog: { durabilities: ['none', 'buffered'], console: true, ticks: true, open: openStdout },
  'tslog file': { durabilities: ['buffered'], ticks: true, open: openFile },
}

function openStdout(workload) {
  const log = logger('json', workload)
  return { line: lineOf(workload, log), end: () => log.flush() }
}

function openFile(workload, file) {
  const log = logger('hidden', workload)
  log.attachTransport(fileTransport({ path: file, format: 'json' }))
  return { line: lineOf(workload, log), end: () => log.flush() }
}

function logger(type, { needs }) {
  const stack = needs.includes('caller') ? { stack: { capture: 'full' } } : {}
  return new Logger({ type, name: 'bench.race', minLevel: 'INFO', ...stack })
}

function lineOf({ call, needs }, log) {
  if (needs.includes('deep')) for (const name of ['bench', 'race', 'deep']) log = log.getSubLogger({ name })
  return CALLS[call](log)
}
