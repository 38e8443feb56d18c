// Logs numbered lines until it is told to stop: node child.mjs <handler> <file> <buffering>
import { basicConfig, FileHandler, getLogger, shutdown } from 'treeline'
import { WatchedFileHandler } from 'treeline/handlers'

const [kind, file = '', buffering] = process.argv.slice(2)
const tell = /** @param {object} message */ (message) => void process.send?.(message)
const Handler = kind === 'watched' ? WatchedFileHandler : FileHandler
const handler = new Handler(file, { buffering: Number(buffering) })
basicConfig({ handlers: [handler], format: '%(message)s', level: 'INFO' })
const log = getLogger('live')

/** Lines after which a rotation may follow the last one. */
const ENOUGH = 300

let count = 0
let isRunning = true
let awaited = ENOUGH

if (kind === 'reopened') {
  process.on('SIGHUP', () => {
    handler.reopen()
    tell({ reopened: true })
  })
}
process.on('message', (message) => {
  if (message === 'stop') isRunning = false
  else awaited = count + ENOUGH
})

function logSome() {
  for (let i = 0; i < 10; i++) log.info('line %d of a live log', count++)
  if (count >= awaited) {
    awaited = Infinity
    tell({ ready: true })
  }
  if (isRunning) return void setImmediate(logSome)
  void shutdown()
  tell({ count })
  process.disconnect()
  process.removeAllListeners('SIGHUP')
}
logSome()
