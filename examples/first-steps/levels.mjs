import * as logging from 'treeline'

const LEVELS = {
  debug: logging.DEBUG,
  info: logging.INFO,
  warning: logging.WARNING,
  error: logging.ERROR,
  critical: logging.CRITICAL,
}

const [levelName] = process.argv.slice(2)
if (levelName !== undefined) logging.basicConfig({ level: LEVELS[levelName] ?? logging.NOTSET })

logging.debug('This is a debug message')
logging.info('This is an info message')
logging.warning('This is a warning message')
logging.error('This is an error message')
logging.critical('This is a critical error message')
