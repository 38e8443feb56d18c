import { basicConfig, FileHandler, Formatter, getLogger, JSONFormatter, shutdown } from 'treeline'

const BUFFERING = 16384

/** Gives the function that logs line number `i`, and the one that ends the run. */
export function start(workload, file) {
  const handler = new FileHandler(file, workload.endsWith('buffered') ? { buffering: BUFFERING } : {})
  handler.setFormatter(
    workload.startsWith('text') ? new Formatter('%(asctime)s %(levelname)s %(name)s %(message)s') : new JSONFormatter(),
  )
  basicConfig({ handlers: [handler], level: 'INFO' })
  const log = getLogger('bench.race')
  const line =
    workload === 'disabled' ? (i) => log.debug('user %s did %d', 'ann', i) : (i) => log.info('user %s did %d', 'ann', i)
  return { line, end: () => shutdown() }
}
