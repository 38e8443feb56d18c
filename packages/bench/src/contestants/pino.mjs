import pino from 'pino'
import { exchange } from '../exchange.mjs'
import { dates, FAILURE, order, SECRETS } from '../workloads.mjs'
import { OBJECT_FIRST } from '../objectFirst.mjs'

// pino's documentation: the fastest is synchronous, with minLength 4096 where some loss at a crash is accepted.
const MIN_LENGTH = 4096

const CALLS = {
  ...OBJECT_FIRST,
  mapping: (log) => (i) => log.info({ user: 'ann', n: i, ok: true }, 'request done'),
  // It has no `extra`: the same fields, as it takes them.
  extra: (log) => (i) => log.info({ user: 'ann', n: i, ok: true }, 'request done'),
  nested: (log) => (i) => log.info(order(i), 'order stored'),
  dates: (log) => (i) => log.info(dates(i), 'order stored'),
  exchange:
    (log, { req, res }) =>
    (i) =>
      log.info({ req, res, ms: i }, 'request done'),
  secret: (log) => (i) =>
    log.info({ method: 'GET', path: '/users/42', status: 200, password: 'ann', ms: i }, 'request done'),
  error: (log) => (i) => log.error(FAILURE, 'request %d failed', i),
}

const WITH_SECRETS = ['redaction', 'redaction-nested', 'redaction-secret']

export const from = 'pino'
export const can = ['json', 'iso', 'deep', 'redaction']
export const calls = Object.keys(CALLS)
export const setups = {
  pino: { durabilities: ['none', 'sync', 'buffered'], open },
  'pino redacting': { durabilities: ['buffered'], only: ['redaction', 'redaction-nested'], open },
  'pino async': { durabilities: ['buffered'], ticks: true, without: WITH_SECRETS, open: openAsync },
  'pino worker': {
    can: [...can, 'thread'],
    durabilities: ['buffered'],
    ticks: true,
    without: WITH_SECRETS,
    open: openWorker,
  },
}

async function open(workload, file, setup) {
  const minLength = workload.durability === 'buffered' ? MIN_LENGTH : 0
  const destination = pino.destination({ dest: file, sync: true, minLength })
  const more =
    setup === 'pino redacting' || workload.call === 'secret' ? { redact: { paths: SECRETS, censor: '[redacted]' } } : {}
  return { line: await lineOf(workload, destination, more), end: () => destination.flushSync() }
}

async function openAsync(workload, file) {
  const destination = pino.destination({ dest: file, sync: false, minLength: MIN_LENGTH })
  return { line: await lineOf(workload, destination), end: () => closed(destination) }
}

async function openWorker(workload, file) {
  const destination = pino.transport({ target: 'pino/file', options: { destination: file } })
  return { line: await lineOf(workload, destination), end: () => closed(destination) }
}

async function lineOf({ call, needs }, destination, more = {}) {
  const timestamp = needs.includes('iso') ? { timestamp: pino.stdTimeFunctions.isoTime } : {}
  // Its documentation has the two for objects of these names.
  const { req, res } = pino.stdSerializers
  const serializers = call === 'exchange' ? { serializers: { req, res } } : {}
  let log = pino({ name: 'bench.race', level: 'info', ...timestamp, ...serializers, ...more }, destination)
  if (needs.includes('deep')) for (const part of ['bench', 'race', 'deep']) log = log.child({ part })
  return CALLS[call](log, call === 'exchange' ? await exchange() : undefined)
}

function closed(destination) {
  return new Promise((resolve) => {
    destination.once('close', resolve)
    destination.end()
  })
}
