// Configures logging, once, for the whole application; the other modules only ask for their loggers.
import {
  basicConfig,
  ConsoleHandler,
  getLevelName,
  getLogger,
  liveLevels,
  LogRecord,
  root,
  setLogRecordFactory,
} from 'treeline'
import { BufferingHTTPHandler, Journal } from 'treeline/handlers'
import { start } from './ui.js'

// This visit's id, and how many records it made: what arrives can be compared with it.
const visit = { id: Math.random().toString(36).slice(2, 8).padEnd(6, '0'), logged: 0 }
window.visit = visit

// As in Python's cookbook: a record factory puts something onto every record.
setLogRecordFactory((...parameters) => {
  const record = new LogRecord(...parameters)
  record.id = `${visit.id}-${++visit.logged}`
  return record
})

// The journal keeps what the server has not acknowledged, for the next page.
const network = { off: false }
const server = new BufferingHTTPHandler('/intake', {
  journal: new Journal(),
  fetch: (url, init) => (network.off ? Promise.reject(new TypeError('switched off')) : fetch(url, init)),
})
basicConfig({
  level: 'DEBUG',
  format: '%(asctime)s %(levelname)s %(name)s: %(message)s',
  handlers: [new ConsoleHandler(), server],
})

const log = getLogger('spa')
const errors = getLogger('spa.errors')
addEventListener('error', ({ message, error }) => errors.critical('uncaught error', { exc_info: error ?? message }))
addEventListener('unhandledrejection', ({ reason }) => errors.error('unhandled rejection', { exc_info: reason }))
addEventListener('pagehide', () => log.info('left after %.1f s', performance.now() / 1000))

// Levels may be set while the page runs: by the tree on the page, in the console (`levels.set('spa', 'ERROR')`), and by the address
// (`?log=spa.ui:ERROR`).
let showTree = () => {}
window.levels = liveLevels({ query: 'log', onChange: () => showTree() })
showTree = window.showLoggers({ root, getLevelName, levels: window.levels })

start(network)
log.info('ready on %s', navigator.userAgent)
