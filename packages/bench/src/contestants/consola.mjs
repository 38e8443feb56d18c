import { createWriteStream } from 'node:fs'
import { format } from 'node:util'
import { createConsola } from 'consola'
import { LONG } from '../workloads.mjs'

const CALLS = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug('request done', { method: 'GET', path: '/users/42', ms: i }),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'consola'
export const can = ['json', 'text', 'iso', 'deep']
export const calls = Object.keys(CALLS)
export const setups = { consola: { durabilities: ['none', 'buffered'], ticks: true, open } }

function open({ call, layout, needs }, file) {
  const stream = createWriteStream(file, { flags: 'a' })
  // A reporter of one's own is what its documentation has for JSON. Repeated messages are counted, not shown, by default.
  const lineOf = layout === 'text' ? text : json
  const reporters = [{ log: (record) => void stream.write(lineOf(record)) }]
  let log = createConsola({ level: 3, reporters, throttle: 0, defaults: { tag: 'bench.race' } })
  if (needs.includes('deep')) for (const tag of ['bench', 'race', 'deep']) log = log.withTag(tag)
  return { line: CALLS[call](log), end: () => new Promise((resolve) => stream.end(resolve)) }
}

function json({ date, type, tag, args }) {
  return `${JSON.stringify({ date, level: type, logger: tag, message: format(...args) })}\n`
}

function text({ date, type, tag, args }) {
  return `${date.toISOString()} ${type} ${tag} ${format(...args)}\n`
}
