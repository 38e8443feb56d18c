import { getFileSink } from '@logtape/file'
import { configure, dispose, getJsonLinesFormatter, getLogger, getTextFormatter } from '@logtape/logtape'
import { BINDINGS, FAILURE, LONG } from '../workloads.mjs'

const CALLS = {
  disabled: (log) => (i) => log.debug('user {user} did {i}', { user: 'ann', i }),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug('request done', { method: 'GET', path: '/users/42', ms: i }),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user {user} did {i}', { user: 'ann', i }),
  fields: (log) => (i) =>
    log.info('request done', { method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }),
  bindings: (log) => {
    const child = log.with(BINDINGS)
    return (i) => child.info('user {user} did {i}', { user: 'ann', i })
  },
  error: (log) => (i) => log.error('request {i} failed', { i, error: FAILURE }),
  long: (log) => (i) => log.info('{text} did {i}', { text: LONG, i }),
  unicode: (log) => (i) => log.info('пользователь {user} 完成 {i} 🚀', { user: 'Åsa', i }),
}

export const from = '@logtape/logtape'
export const can = ['json', 'text', 'iso', 'caller', 'tree', 'deep']
export const calls = Object.keys(CALLS)
export const setups = {
  // It calls fsync after each write: a burst of them takes minutes.
  logtape: { durabilities: ['none', 'sync', 'buffered'], without: ['burst'], open },
  'logtape non-blocking': { durabilities: ['buffered'], ticks: true, open },
}

async function open(workload, file, setup) {
  const buffered = workload.durability !== 'sync'
  const options = { bufferSize: buffered ? 8192 : 0, ...(setup === 'logtape' ? {} : { nonBlocking: true }) }
  const caller = workload.needs.includes('caller')
  const lines = getJsonLinesFormatter()
  const json = { ...options, formatter: caller ? withLocation(lines) : lines }
  const text = { ...options, formatter: getTextFormatter({ timestamp: 'date-time' }) }
  const tree = workload.needs.includes('tree')
  await configure({
    sinks: {
      file: getFileSink(file, workload.layout === 'text' ? text : json),
      ...(tree ? { text: getFileSink(`${file}.text`, text) } : {}),
    },
    loggers: [
      {
        category: ['bench'],
        lowestLevel: 'info',
        sinks: [tree ? 'text' : 'file'],
        captureSourceLocation: caller,
      },
      ...(tree ? [{ category: ['bench', 'race'], sinks: ['file'] }] : []),
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: [] },
    ],
  })
  const deep = tree || workload.needs.includes('deep')
  const log = getLogger(deep ? ['bench', 'race', 'deep', 'deeper'] : ['bench', 'race'])
  return { line: CALLS[workload.call](log), end: () => dispose() }
}

/** Shows a call's place, which its own JSON lines leave out. */
function withLocation(format) {
  return ({ sourceLocation, ...record }) => format({ ...record, properties: { ...record.properties, sourceLocation } })
}
