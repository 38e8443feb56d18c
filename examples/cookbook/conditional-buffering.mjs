// The details of a call only when it fails: they wait in memory, and go out when an error comes after them.
import * as logging from 'treeline'
import { MemoryHandler } from 'treeline/handlers'

/** Returns a function that does as `work` does; what `logger` says meanwhile reaches `target` only if there is an error. */
function logIfErrors(logger, target, work) {
  return (...args) => {
    const memory = new MemoryHandler(100, { flushLevel: logging.ERROR, target, flushOnClose: false })
    logger.addHandler(memory)
    try {
      return work(...args)
    } catch (error) {
      logger.error('call failed: %s', error.message)
      throw error
    } finally {
      logger.removeHandler(memory)
      memory.close()
    }
  }
}

const log = logging.getLogger('payment')
log.setLevel(logging.DEBUG)
log.propagate = false

const target = new logging.StreamHandler(process.stdout)
target.setFormatter(new logging.Formatter('  %(levelname)-5s %(message)s'))

const pay = logIfErrors(log, target, (amount) => {
  log.debug('looking for the account')
  log.info('paying %.2f', amount)
  if (amount > 100) throw new RangeError('too much')
})

console.log('a call that goes well:')
pay(20)
console.log('a call that fails:')
try {
  pay(2000)
} catch {
  console.log('and still throws')
}
