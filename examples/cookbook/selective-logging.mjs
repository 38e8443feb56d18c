// Another level, or one more handler, for as long as a function runs.
import * as logging from 'treeline'

/** Runs `work` with the logger changed; puts back what was, however it ends, and closes the handler. */
async function withLogging(logger, { level, handler }, work) {
  const before = logger.level
  if (level !== undefined) logger.setLevel(level)
  if (handler) logger.addHandler(handler)
  try {
    return await work()
  } finally {
    logger.setLevel(before)
    if (handler) {
      logger.removeHandler(handler)
      await handler.close()
    }
  }
}

const log = logging.getLogger('shop')
log.addHandler(new logging.StreamHandler())
log.setLevel(logging.INFO)

log.info('once: the level is INFO')
log.debug('never')
await withLogging(log, { level: logging.DEBUG }, () => {
  log.debug('once: the level is DEBUG for now')
})
log.debug('never')

const handler = new logging.StreamHandler(process.stdout)
await withLogging(log, { level: logging.DEBUG, handler }, () => {
  log.debug('twice: there is another handler')
})
log.info('once again: all is as it was')
log.debug('never')
