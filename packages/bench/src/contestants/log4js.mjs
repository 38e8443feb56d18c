import { format } from 'node:util'
import log4js from 'log4js'
import { BINDINGS, FAILURE, LONG } from '../workloads.mjs'

const CALLS = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug('request done', { method: 'GET', path: '/users/42', ms: i }),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  bindings: (log) => {
    for (const [key, value] of Object.entries(BINDINGS)) log.addContext(key, value)
    return (i) => log.info('user %s did %d', 'ann', i)
  },
  error: (log) => (i) => log.error('request %d failed', i, FAILURE),
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'log4js'
export const can = ['json', 'text', 'iso', 'caller', 'tree', 'deep']
export const calls = Object.keys(CALLS)
export const setups = {
  log4js: { durabilities: ['none', 'buffered'], ticks: true, open },
  'log4js fileSync': { durabilities: ['sync'], open },
}

// log4js has no JSON layout of its own: the one of its documentation (docs/layouts.md, "Adding your own layouts").
log4js.addLayout('json', () => ({ startTime, level, categoryName, data, context, fileName, lineNumber }) => {
  const place = fileName === undefined ? undefined : { file: fileName, line: lineNumber }
  const time = startTime.toISOString()
  return JSON.stringify({
    time,
    level: level.levelStr,
    logger: categoryName,
    message: format(...data),
    ...context,
    ...place,
  })
})

function open({ call, durability, layout, needs }, file) {
  const type = durability === 'sync' ? 'fileSync' : 'file'
  const text = { type: 'pattern', pattern: '%d %p %c %m' }
  const tree = needs.includes('tree')
  const settings = { level: 'info', enableCallStack: needs.includes('caller') }
  log4js.configure({
    appenders: {
      file: { type, filename: file, layout: layout === 'text' ? text : { type: 'json' } },
      ...(tree ? { text: { type, filename: `${file}.text`, layout: text } } : {}),
    },
    categories: {
      default: { appenders: ['file'], ...settings },
      bench: { appenders: [tree ? 'text' : 'file'], ...settings },
      ...(tree ? { 'bench.race': { appenders: ['file'], ...settings } } : {}),
    },
  })
  const log = log4js.getLogger(tree || needs.includes('deep') ? 'bench.race.deep' : 'bench.race')
  return { line: CALLS[call](log), end: () => new Promise((resolve) => log4js.shutdown(resolve)) }
}
