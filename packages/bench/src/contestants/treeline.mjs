import { basicConfig, FileHandler, Formatter, getLogger, JSONFormatter, LoggerAdapter, shutdown } from 'treeline'
import { RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler } from 'treeline/handlers'
import { Redactor } from 'treeline/filters'
import { exchange } from '../exchange.mjs'
import { BINDINGS, dates, FAILURE, LONG, order, SECRETS } from '../workloads.mjs'

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
  nested: (log) => (i) => log.info('order stored', order(i)),
  dates: (log) => (i) => log.info('order stored', dates(i)),
  exchange:
    (log, { req, res }) =>
    (i) =>
      log.info('request done', { req, res, ms: i }),
  secret: (log) => (i) =>
    log.info('request done', { method: 'GET', path: '/users/42', status: 200, password: 'ann', ms: i }),
  bindings: (log) => {
    const adapter = new LoggerAdapter(log, BINDINGS)
    return (i) => adapter.info('user %s did %d', 'ann', i)
  },
  error: (log) => (i) => log.error('request %d failed', i, { exc_info: FAILURE }),
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'treeline'
export const can = ['json', 'text', 'iso', 'caller', 'tree', 'deep', 'rotation', 'redaction', 'thread']
export const calls = Object.keys(CALLS)
// Nothing is due while they are measured: that is the cost of asking, a line.
const HANDLERS = {
  treeline: (name, options) => new FileHandler(name, options),
  'treeline rotating': (name, options) => new RotatingFileHandler(name, { ...options, maxBytes: 1e9, backupCount: 3 }),
  'treeline timed': (name, options) => new TimedRotatingFileHandler(name, { ...options, when: 'D', backupCount: 3 }),
  'treeline timed and sized': (name, options) =>
    new TimedRotatingFileHandler(name, { ...options, when: 'D', backupCount: 3, maxBytes: 1e9 }),
  'treeline watched': (name, options) => new WatchedFileHandler(name, options),
  'treeline watched 100 ms': (name, options) => new WatchedFileHandler(name, { ...options, checkIntervalMs: 100 }),
}
/** What looks for secrets, in a race with the same without a Redactor. */
const REDACTORS = {
  'treeline redacting': { paths: SECRETS },
  'treeline redacting by patterns': {
    paths: SECRETS,
    patterns: [/\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}\b/, /Bearer\s+[\w.-]+/],
  },
}
const redacting = { durabilities: ['buffered'], only: ['redaction', 'redaction-nested'], open }
const beside = { durabilities: ['sync', 'buffered'], only: ['rotation-sync', 'rotation-buffered'], open }
export const setups = {
  treeline: { durabilities: ['none', 'sync', 'buffered'], open },
  ...Object.fromEntries(Object.keys(REDACTORS).map((name) => [name, redacting])),
  ...Object.fromEntries(
    Object.keys(HANDLERS)
      .slice(1)
      .map((name) => [name, beside]),
  ),
}

async function open(workload, file, setup) {
  const options = workload.durability === 'buffered' ? { buffering: BUFFERING } : {}
  const handler = (name, formatter) => {
    const opened = (HANDLERS[setup] ?? HANDLERS.treeline)(name, options)
    const secrets = workload.call === 'secret' ? { paths: SECRETS } : REDACTORS[setup]
    if (secrets !== undefined) opened.addFilter(new Redactor(secrets))
    opened.setFormatter(formatter)
    return opened
  }
  if (workload.needs.includes('tree')) {
    basicConfig({ handlers: [handler(`${file}.text`, new Formatter(TEXT))], level: 'INFO' })
    getLogger('bench').addHandler(handler(file, new JSONFormatter()))
  } else basicConfig({ handlers: [handler(file, formatterOf(workload))], level: 'INFO' })
  const deep = workload.needs.includes('tree') || workload.needs.includes('deep')
  const log = getLogger(deep ? 'bench.race.deep' : 'bench.race')
  const given = workload.call === 'exchange' ? await exchange() : undefined
  return { line: CALLS[workload.call](log, given), end: () => shutdown() }
}

function formatterOf({ layout, needs }) {
  if (layout === 'text') return new Formatter(TEXT)
  if (!needs.includes('caller')) return new JSONFormatter()
  const keys = { time: 'time', level: 'levelname', logger: 'name', message: 'message' }
  return new JSONFormatter({ keys: { ...keys, file: 'pathname', line: 'lineno' } })
}
