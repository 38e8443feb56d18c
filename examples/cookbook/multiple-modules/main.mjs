// One logger a module, one place that configures: what `app.words` logs reaches the handlers of `app`.
import * as logging from 'treeline'
import { longest } from './words.mjs'

const log = logging.getLogger('app')
log.setLevel(logging.DEBUG)

const file = new logging.FileHandler('app.log')
const terminal = new logging.StreamHandler()
terminal.setLevel(logging.ERROR)

const formatter = new logging.Formatter('%(asctime)s - %(name)s - %(levelname)s - %(message)s')
for (const handler of [file, terminal]) {
  handler.setFormatter(formatter)
  log.addHandler(handler)
}

log.info('looking for the longest word')
log.info('it is %r', longest('the quick brown fox'))
log.info('it is %r', longest(''))
