import pino from 'pino'

// pino's documentation: the fastest is synchronous, with minLength 4096 where some loss at a crash is accepted.
const MIN_LENGTH = 4096

/** Gives the function that logs line number `i`, and the one that ends the run. */
export function start(workload, file) {
  const destination = pino.destination({
    dest: file,
    sync: true,
    minLength: workload.endsWith('buffered') ? MIN_LENGTH : 0,
  })
  const log = pino({ name: 'bench.race', level: 'info' }, destination)
  const line =
    workload === 'disabled' ? (i) => log.debug('user %s did %d', 'ann', i) : (i) => log.info('user %s did %d', 'ann', i)
  return { line, end: () => destination.flushSync() }
}
