// What docs/pretty.svg shows.
import { PrettyFormatter } from '@treeline/node'
import * as logging from 'treeline'

const handler = new logging.StreamHandler(process.stdout)
handler.setFormatter(new PrettyFormatter({ colors: true, width: 80 }))
logging.basicConfig({ level: 'DEBUG', handlers: [handler] })
const log = logging.getLogger('shop')
const db = logging.getLogger('shop.db')

// The test stops the clock.
const pass = globalThis.pass ?? (() => {})

/** An error whose stack is the same wherever it is made. */
function failure(type, message, where, rest) {
  const error = Object.assign(new type(message, rest), rest?.fields)
  error.stack = `${type.name}: ${message}\n    at ${where}`
  return error
}

log.info('listens on %d', 8080, { host: 'web1', workers: 4 })
pass(12)
db.debug('connected in %d ms', 12)
pass(3408)
log.info('ann has %d items', 3, { request_id: 'r-7f3a' })
pass(1203)
db.warning('slow query', { sql: 'SELECT *\n  FROM orders\n WHERE user = $1', ms: 1200 })
const cause = failure(Error, 'connect ECONNREFUSED 10.0.0.7:5432', 'Socket.connect (db.js:41:7)', {
  fields: { code: 'ECONNREFUSED', port: 5432 },
})
pass(257)
log.error('order %d was not saved', 1042, failure(RangeError, 'no database', 'save (orders.js:18:11)', { cause }))
pass(31)
log.critical('ends')
