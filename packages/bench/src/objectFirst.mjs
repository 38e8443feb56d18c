import { BINDINGS, LONG } from './workloads.mjs'

/** The calls of the loggers that take fields in front of the message and %-arguments behind it: bunyan's way, and pino's. */
export const OBJECT_FIRST = {
  disabled: (log) => (i) => log.debug('user %s did %d', 'ann', i),
  disabledLiteral: (log) => () => log.debug('the service is ready'),
  disabledObject: (log) => (i) => log.debug({ method: 'GET', path: '/users/42', ms: i }, 'request done'),
  message: (log) => () => log.info('the service is ready'),
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
  fields: (log) => (i) =>
    log.info({ method: 'GET', path: '/users/42', status: 200, user: 'ann', ms: i }, 'request done'),
  bindings: (log) => {
    const child = log.child(BINDINGS)
    return (i) => child.info('user %s did %d', 'ann', i)
  },
  long: (log) => (i) => log.info('%s did %d', LONG, i),
  unicode: (log) => (i) => log.info('пользователь %s 完成 %d 🚀', 'Åsa', i),
}
