// A filter may add to a record instead of judging it: every record that passes gets the attributes that the format shows.
import * as logging from 'treeline'

let session = { ip: '192.0.2.1', user: 'ann' }

const addSession = (record) => Object.assign(record, session)

logging.basicConfig({
  level: logging.DEBUG,
  format: '%(levelname)-8s %(ip)-12s %(user)s %(message)s',
})
const log = logging.getLogger('site')
log.addFilter(addSession)

log.debug('reads %d pages', 3)
session = { ip: '198.51.100.7', user: 'ben' }
log.info('asks for %s', 'tea')
log.critical('faints')
