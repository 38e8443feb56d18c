// An adapter stands in front of a logger and adds what is known of the moment: attributes for the format, or words for the
// message. There may be one for each connection, user or request; they cost nothing when they are gone.
import * as logging from 'treeline'

class ConnectionAdapter extends logging.LoggerAdapter {
  process(msg, kwargs) {
    return [`[${this.extra.id}] ${msg}`, kwargs]
  }
}

logging.basicConfig({
  level: logging.INFO,
  formatter: new logging.Formatter('%(levelname)s %(user)s: %(message)s', { defaults: { user: '-' } }),
})
const log = logging.getLogger('server')

// As it comes, the adapter hands its `extra` to the record.
const ann = new logging.LoggerAdapter(log, { user: 'ann' })
ann.info('signed in')
ann.warning('%d wrong passwords', 2)

// A subclass may put it into the message instead.
const connection = new ConnectionAdapter(log, { id: 'c17' })
connection.info('opened')

// With `merge_extra` the call's own `extra` is kept beside the adapter's.
const merging = new logging.LoggerAdapter(log, { app: 'shop' }, { merge_extra: true })
merging.info('paid', { extra: { user: 'ben' } })
