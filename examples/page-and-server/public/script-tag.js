'use strict'
// The script tag made the global `logging`: Python's module, with logging.handlers and logging.config on it.

// This visit's id, and how many records it made: what arrives can be compared with it.
const visit = { id: Math.random().toString(36).slice(2, 8).padEnd(6, '0'), logged: 0 }
window.visit = visit

// As in Python's cookbook: a record factory puts something onto every record.
logging.setLogRecordFactory((...parameters) => {
  const record = new logging.LogRecord(...parameters)
  record.id = `${visit.id}-${++visit.logged}`
  return record
})

// The journal keeps what the server has not acknowledged, for the next page. The switch on the page cuts off this handler only: the
// default is the global fetch.
let offline = false
const server = new logging.handlers.BufferingHTTPHandler('/intake', {
  journal: new logging.handlers.Journal(),
  fetch: (url, init) => (offline ? Promise.reject(new TypeError('switched off')) : fetch(url, init)),
})
logging.basicConfig({
  level: 'DEBUG',
  format: '%(asctime)s %(levelname)s %(name)s: %(message)s',
  handlers: [new logging.ConsoleHandler(), server],
})

const log = logging.getLogger('tag')
const buttons = logging.getLogger('tag.buttons')
const typing = logging.getLogger('tag.typing')
const errors = logging.getLogger('tag.errors')

// Levels may be set while the page runs: by the tree on the page, in the console (`logging.liveLevels().set('tag', 'ERROR')`), and
// by the address (`?log=tag.typing:ERROR`).
let showTree = () => {}
const levels = logging.liveLevels({ query: 'log', onChange: () => showTree() })
showTree = showLoggers({ ...logging, levels })

// What each button does. The page shows this code beside it.
showActions({
  debug: () => buttons.debug('pressed', { button: 'Debug' }),
  info: () => buttons.info('pressed', { button: 'Info' }),
  warning: () => buttons.warning('pressed', { button: 'Warning' }),
  error: () => buttons.error('pressed', { button: 'Error' }),
  critical: () => buttons.critical('pressed', { button: 'Critical' }),

  exception: () => {
    try {
      readSettings('{ "theme": dark }')
    } catch (error) {
      errors.exception('no theme for %s', 'ann', error)
    }
  },
  throw: () => {
    throw new Error('nobody catches this')
  },
  reject: () => {
    Promise.reject(new Error('nobody awaits this'))
  },

  burst: () => {
    for (let n = 1; n <= 1000; n++) log.info('line %d of %d', n, 1000)
  },
  reload: () => {
    log.warning('reloading at once')
    location.reload()
  },
  leave: () => {
    log.warning('leaving at once')
    location.href = '/'
  },
})

function readSettings(text) {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('could not read the settings', { cause })
  }
}

const on = (selector, event, listener) => document.querySelector(selector).addEventListener(event, listener)

on('#typing', 'input', ({ target: { value } }) => {
  typing.debug('%d typed, the last is %r', value.length, [...value].at(-1), { text: value })
})
on('#offline', 'change', ({ target }) => {
  offline = target.checked
  log.info(offline ? 'going offline' : 'back online')
  // What browsers say when the network is back.
  if (!offline) dispatchEvent(new Event('online'))
})

addEventListener('error', ({ message, error }) => errors.critical('uncaught error', { exc_info: error ?? message }))
addEventListener('unhandledrejection', ({ reason }) => errors.error('unhandled rejection', { exc_info: reason }))
addEventListener('pagehide', () => log.info('left after %.1f s', performance.now() / 1000))
log.info('ready on %s', navigator.userAgent)
