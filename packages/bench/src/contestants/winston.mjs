import winston from 'winston'
import { BINDINGS, LONG } from '../workloads.mjs'

const { combine, json, printf, splat, timestamp } = winston.format

// Without `error`: on the JSON line its cause is an empty object.
const CALLS = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug('request done', { method: 'GET', path: '/users/42', ms: i }),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  fields: (log) => (i) =>
    log.info('request done', { method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }),
  bindings: (log) => {
    const child = log.child(BINDINGS)
    return (i) => child.info('user %s did %d', 'ann', i)
  },
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}

export const from = 'winston'
export const can = ['json', 'text', 'iso', 'deep']
export const calls = Object.keys(CALLS)
export const setups = { winston: { durabilities: ['none', 'buffered'], ticks: true, open } }

function open({ call, layout, needs }, file) {
  const line = printf((info) => `${info.timestamp} ${info.level} ${info.name} ${info.message}`)
  // Each format costs time on every line: only what the call needs.
  const formats = [timestamp()]
  if (call !== 'message' && call !== 'fields') formats.push(splat())
  const transport = new winston.transports.File({ filename: file })
  let log = winston.createLogger({
    level: 'info',
    format: combine(...formats, layout === 'text' ? line : json()),
    defaultMeta: { name: 'bench.race' },
    transports: [transport],
  })
  const root = log
  if (needs.includes('deep')) for (const part of ['bench', 'race', 'deep']) log = log.child({ part })
  // Its `end` loses what its streams still hold: they are given the time to empty themselves first.
  const end = async () => {
    const held = () => root.writableLength + root.readableLength + transport.writableLength
    while (held() > 0) await new Promise(setImmediate)
    const finished = new Promise((resolve) => transport.once('finish', resolve))
    root.end()
    await finished
  }
  return { line: CALLS[call](log), end }
}
