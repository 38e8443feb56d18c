import { basicConfig, FileHandler, Formatter, getLogger, JSONFormatter, LoggerAdapter, shutdown } from 'treeline'
import { BINDINGS, FAILURE, LONG } from '../workloads.mjs'

const BUFFERING = 16384
const TEXT = '%(asctime)s %(levelname)s %(name)s %(message)s'

const CALLS = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug('request done', { method: 'GET', path: '/users/42', ms: i }),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  fields: (log) => (i) =>
    log.info('request done', { method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }),
  mapping: (log) => (i) => log.info('request done', { user: 'ann', n: i, ok: true }),
  extra: (log) => (i) => log.info('request done', { extra: { user: 'ann', n: i, ok: true } }),
  bindings: (log) => {
    const adapter = new LoggerAdapter(log, BINDINGS)
    return (i) => adapter.info('user %s did %d', 'ann', i)
  },
  error: (log) => (i) => log.error('request %d failed', i, { exc_info: FAILURE }),
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'treeline'
export const can = ['json', 'text', 'iso', 'caller', 'tree', 'deep']
export const calls = Object.keys(CALLS)
export const setups = { treeline: { durabilities: ['none', 'sync', 'buffered'], open } }

function open(workload, file) {
  const options = workload.durability === 'buffered' ? { buffering: BUFFERING } : {}
  const handler = (name, formatter) => {
    const opened = new FileHandler(name, options)
    opened.setFormatter(formatter)
    return opened
  }
  if (workload.needs.includes('tree')) {
    basicConfig({ handlers: [handler(`${file}.text`, new Formatter(TEXT))], level: 'INFO' })
    getLogger('bench').addHandler(handler(file, new JSONFormatter()))
  } else basicConfig({ handlers: [handler(file, formatterOf(workload))], level: 'INFO' })
  const deep = workload.needs.includes('tree') || workload.needs.includes('deep')
  const log = getLogger(deep ? 'bench.race.deep' : 'bench.race')
  return { line: CALLS[workload.call](log), end: () => shutdown() }
}

function formatterOf({ layout, needs }) {
  if (layout === 'text') return new Formatter(TEXT)
  if (!needs.includes('caller')) return new JSONFormatter()
  const keys = { time: 'time', level: 'levelname', logger: 'name', message: 'message' }
  return new JSONFormatter({ keys: { ...keys, file: 'pathname', line: 'lineno' } })
}
