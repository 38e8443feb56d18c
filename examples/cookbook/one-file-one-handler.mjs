// A file is opened once. Two handlers on it do not know of each other: neither sees when the other rotates the file. So the
// handler stands where all that needs it can reach it, high in the tree, and has a name to be found by.
import * as logging from 'treeline'

/** Returns the one handler of that file. */
function handlerOf(filename) {
  const found = logging.getHandlerByName(filename)
  if (found) return found
  const handler = new logging.FileHandler(filename)
  handler.setFormatter(new logging.Formatter('%(name)s: %(message)s'))
  handler.name = filename
  return handler
}

logging.getLogger('app').addHandler(handlerOf('app.log'))
logging.getLogger('audit').addHandler(handlerOf('app.log'))

logging.getLogger('app.ui').warning('slow')
logging.getLogger('audit').warning('the door is open')
console.log(handlerOf('app.log') === handlerOf('app.log') ? 'one handler' : 'several')
