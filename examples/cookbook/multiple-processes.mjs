// Several processes, one file: the children send their records over the channel that Node gives them, the parent alone
// writes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as logging from 'treeline'
import { QueueHandler } from 'treeline/handlers'

function work(name) {
  logging.getLogger().addHandler(new QueueHandler({ put_nowait: (record) => process.send({ ...record }) }))
  const log = logging.getLogger(name)
  log.setLevel(logging.DEBUG)
  log.debug('starting')
  log.info('%d of %d done', 3, 3)
}

async function supervise(names) {
  logging.basicConfig({ filename: 'workers.log', format: '%(asctime)s %(levelname)-5s %(name)s: %(message)s' })
  for (const name of names) {
    const child = fork(fileURLToPath(import.meta.url), [name])
    child.on('message', (attributes) => {
      const record = logging.makeLogRecord(attributes)
      logging.getLogger(record.name).handle(record)
    })
    await once(child, 'disconnect')
  }
}

if (process.send) work(process.argv[2])
else await supervise(['worker.1', 'worker.2'])
