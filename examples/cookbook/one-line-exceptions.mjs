// Errors on one line, for whatever reads a log line by line.
import * as logging from 'treeline'

class OneLineFormatter extends logging.Formatter {
  /** The error and its causes without their stacks. */
  formatException(error) {
    const texts = []
    for (let at = error; at; at = at.cause) texts.push(String(at))
    return texts.join(' <- ')
  }

  format(record) {
    return super.format(record).replaceAll('\n', ' | ')
  }
}

const handler = new logging.FileHandler('output.txt', { mode: 'w' })
handler.setFormatter(new OneLineFormatter('%(asctime)s|%(levelname)s|%(message)s', { datefmt: '%d/%m/%Y %H:%M:%S' }))
logging.basicConfig({ level: logging.DEBUG, handlers: [handler] })

logging.info('starting')
try {
  JSON.parse('')
} catch (cause) {
  logging.exception('%s is of no use', 'settings.json', new Error('cannot read the settings', { cause }))
}
