// A logger where a stream is wanted: each line that is written becomes a record. So what a library prints on the console, or
// a child process on its output, goes the way of all records.
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import * as logging from 'treeline'

/** Returns a stream that logs its lines. */
function loggerStream(logger, level) {
  let rest = ''
  return new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      const lines = (rest + text).split('\n')
      rest = lines.pop()
      for (const line of lines) logger.log(level, '%s', line)
      done()
    },
    final(done) {
      if (rest) logger.log(level, '%s', rest)
      done()
    },
  })
}

logging.basicConfig({ level: logging.DEBUG, format: '%(levelname)-7s %(name)s: %(message)s' })

const log = logging.getLogger('console')
globalThis.console = new Console(loggerStream(log, logging.INFO), loggerStream(log, logging.WARNING))

console.log('%d lines\nat once', 2)
console.error('100% of them')

const stream = loggerStream(logging.getLogger('stream'), logging.DEBUG)
stream.write('what comes in ')
stream.write('pieces is put together\nand the last line ')
stream.end('needs no end')
