import * as logging from 'treeline'

const logger = logging.getLogger('mylib')

export function doSomething() {
  logger.info('Doing something')
}
