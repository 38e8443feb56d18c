import pino from 'pino'
import { FAILURE } from '../workloads.mjs'
import { OBJECT_FIRST } from '../objectFirst.mjs'

// pino's documentation: the fastest is synchronous, with minLength 4096 where some loss at a crash is accepted.
const MIN_LENGTH = 4096

const CALLS = {
  ...OBJECT_FIRST,
  mapping: (log) => (i) => log.info({ user: 'ann', n: i, ok: true }, 'request done'),
  // It has no `extra`: the same fields, as it takes them.
  extra: (log) => (i) => log.info({ user: 'ann', n: i, ok: true }, 'request done'),
  error: (log) => (i) => log.error(FAILURE, 'request %d failed', i),
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
