import * as logging from 'treeline'

const log = logging.getLogger('cli.commands')

export function start(name) {
  log.debug('about to start %s', name)
  log.info('started the %r service', name)
}

export function stop(name) {
  log.debug('about to stop %s', name)
  log.info('stopped the %r service', name)
}
