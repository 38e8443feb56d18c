// A file that is put aside before it reaches 20 bytes; of the old ones five are kept.
import * as logging from 'treeline'
import { RotatingFileHandler } from 'treeline/handlers'

const log = logging.getLogger('counter')
log.setLevel(logging.DEBUG)
log.addHandler(new RotatingFileHandler('count.log', { maxBytes: 20, backupCount: 5 }))

for (let i = 0; i < 20; i++) log.debug('i = %d', i)
