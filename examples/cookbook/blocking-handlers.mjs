// A handler that takes its time (a mail server, a slow disk) behind a queue: the code that logs puts a record into it and
// goes on, the listener hands it over afterwards.
import * as logging from 'treeline'
import { Queue, QueueHandler, QueueListener } from 'treeline/handlers'

class SlowHandler extends logging.StreamHandler {
  emit(record) {
    const end = performance.now() + 5
    while (performance.now() < end); // Stands for something slow.
    super.emit(record)
  }
}

const slow = new SlowHandler(process.stdout)
slow.setFormatter(new logging.Formatter('%(funcName)s: %(message)s'))

const queue = new Queue()
const listener = new QueueListener(queue, slow).start()
logging.getLogger().addHandler(new QueueHandler(queue))

function serve(page) {
  logging.warning('%s is not there', page)
  console.log('answered 404')
}

serve('/tea')
serve('/cake')
await listener.stop()
console.log('nothing is left in the queue')
