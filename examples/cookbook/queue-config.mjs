// A queue by configuration: dictConfig makes the queue and its listener, and ties them to the handler; starting the listener
// is left to the program.
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'

dictConfig({
  version: 1,
  formatters: { line: { format: '%(levelname)-7s %(name)s: %(message)s' } },
  handlers: {
    stdout: { class: 'logging.StreamHandler', stream: 'ext://sys.stdout', level: 'WARNING', formatter: 'line' },
    file: { class: 'logging.FileHandler', filename: 'app.log', formatter: 'line' },
    queue: { class: 'logging.handlers.QueueHandler', handlers: ['stdout', 'file'], respect_handler_level: true },
  },
  root: { level: 'DEBUG', handlers: ['queue'] },
})

const { listener } = logging.getHandlerByName('queue')
listener.start()

logging.getLogger('app').info('to the file only')
logging.getLogger('app').warning('to both')
console.log('neither has been written yet')

await listener.stop()
