// What a thread-local or a contextvar is in Python, AsyncLocalStorage is on Node: each request knows its own user, across
// every `await`, and no function has to pass it on.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import * as logging from 'treeline'

const request = new AsyncLocalStorage()

const handler = new logging.StreamHandler()
// On the handler, so that records of every logger get it, those of libraries included.
handler.addFilter((record) => Object.assign(record, request.getStore()))
handler.setFormatter(
  new logging.Formatter('%(levelname)-7s %(name)-6s %(method)-4s %(user)-3s %(message)s', {
    defaults: { method: '', user: '' },
  }),
)
logging.basicConfig({ level: logging.DEBUG, handlers: [handler] })
const log = logging.getLogger('site')
const db = logging.getLogger('site.db')

async function query(text) {
  db.debug(text)
  await turn()
  db.debug('done')
}

async function serve(method, user) {
  await request.run({ method, user }, async () => {
    log.info('request')
    await query(`select * from ${user}`)
    log.info('answered')
  })
}

log.info('up')
await Promise.all([serve('GET', 'ann'), serve('POST', 'ben')])
log.info('down')
