import * as logging from 'treeline'
import { RotatingFileHandler } from 'treeline/handlers'

const LOG_FILENAME = 'logging_rotatingfile_example.out'

const myLogger = logging.getLogger('MyLogger')
myLogger.setLevel(logging.DEBUG)
myLogger.addHandler(new RotatingFileHandler(LOG_FILENAME, { maxBytes: 20, backupCount: 5 }))

for (let i = 0; i < 20; i++) myLogger.debug('i = %d', i)
