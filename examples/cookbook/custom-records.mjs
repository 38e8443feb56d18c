// Records may be of a class of one's own: what it adds, every formatter and filter can use. A second class builds on the
// first, as parts of a program do that do not know each other.
import * as logging from 'treeline'

logging.setLogRecordFactory(
  class extends logging.getLogRecordFactory() {
    app = 'shop'
  },
)

logging.setLogRecordFactory(
  class extends logging.getLogRecordFactory() {
    urgency = this.levelno >= logging.ERROR ? 'wake somebody up' : 'for the record'
  },
)

logging.basicConfig({ level: logging.INFO, format: '%(app)s.%(name)s: %(message)s (%(urgency)s)' })
logging.getLogger('cart').info('%d items', 3)
logging.getLogger('till').error('no paper')
