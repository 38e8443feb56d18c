// Where records go: what a runtime has, or says that it lacks.
import { printed, thrown, writing } from './outcomes.mjs'

/** @param {import('./outcomes.mjs').API} api */
const at = ({ folder }, /** @type {string} */ name) => `${folder ?? '.'}/${name}`

/** @param {import('./outcomes.mjs').API} api */
const read = (api, /** @type {string} */ name) =>
  /** @type {typeof import('node:fs')} */ (api.fs).readFileSync(at(api, name), 'utf8')

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const files = [
  {
    name: 'basicConfig writes to a file',
    run(api) {
      const { logging } = api
      logging.basicConfig({ filename: at(api, 'basic.log'), level: 'INFO', format: '%(message)s' })
      logging.info('ünï %s', '😀')
      const text = read(api, 'basic.log')
      logging.basicConfig({ filename: at(api, 'basic.log'), filemode: 'w', force: true })
      logging.warning('anew')
      return [text, read(api, 'basic.log')]
    },
    expected: ['ünï 😀\n', 'WARNING:root:anew\n'],
  },
  {
    name: 'FileHandler has each line in the file when the call returns',
    run(api) {
      const handler = new api.logging.FileHandler(at(api, 'file.log'), { delay: true })
      const isThere = api.fs?.existsSync(at(api, 'file.log'))
      const log = api.logging.getLogger('files')
      log.addHandler(handler)
      log.error('one')
      const text = read(api, 'file.log')
      handler.close()
      log.removeHandler(handler)
      const again = new api.logging.FileHandler(at(api, 'file.log'))
      log.addHandler(again)
      log.error('two')
      return [isThere, text, read(api, 'file.log')]
    },
    expected: [false, 'one\n', 'one\ntwo\n'],
  },
  {
    name: 'a buffered FileHandler writes at flushLevel, at flush and at close',
    run(api) {
      const handler = new api.logging.FileHandler(at(api, 'buffered.log'), {
        buffering: 4096,
        flushIntervalMs: 3_600_000,
      })
      const log = api.logging.getLogger('files')
      log.setLevel('INFO')
      log.addHandler(handler)
      /** @type {number[]} */
      const sizes = []
      const note = () => sizes.push(read(api, 'buffered.log').length)
      log.info('a')
      note()
      log.error('b')
      note()
      log.info('c')
      handler.flush()
      note()
      log.info('d')
      handler.close()
      note()
      return sizes
    },
    expected: [0, 4, 6, 8],
  },
  {
    name: 'FileHandler writes in other encodings, and replaces what they lack',
    run(api) {
      const log = api.logging.getLogger('files')
      log.addHandler(
        new api.logging.FileHandler(at(api, 'latin.log'), { encoding: 'latin-1', errors: 'backslashreplace' }),
      )
      log.error('é€')
      return [.../** @type {typeof import('node:fs')} */ (api.fs).readFileSync(at(api, 'latin.log'))]
    },
    expected: [0xe9, ...[...'\\u20ac\n'].map((char) => char.charCodeAt(0))],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const rotation = [
  {
    name: 'RotatingFileHandler keeps files below their size',
    run(api) {
      const handler = new api.handlers.RotatingFileHandler(at(api, 'rotated.log'), { maxBytes: 20, backupCount: 2 })
      const log = api.logging.getLogger('files')
      log.addHandler(handler)
      for (let i = 0; i < 8; i++) log.error('line %d', i)
      return ['', '.1', '.2'].map((end) => read(api, `rotated.log${end}`))
    },
    expected: ['line 6\nline 7\n', 'line 4\nline 5\n', 'line 2\nline 3\n'],
  },
  {
    name: 'namer and rotator do the moving',
    run(api) {
      const handler = new api.handlers.RotatingFileHandler(at(api, 'named.log'), { maxBytes: 10, backupCount: 1 })
      const fs = /** @type {typeof import('node:fs')} */ (api.fs)
      handler.namer = (name) => `${name}.old`
      handler.rotator = (source, dest) => {
        fs.writeFileSync(dest, fs.readFileSync(source, 'utf8').toUpperCase())
        fs.rmSync(source)
      }
      const log = api.logging.getLogger('files')
      log.addHandler(handler)
      log.error('first')
      log.error('second')
      return [read(api, 'named.log'), read(api, 'named.log.1.old')]
    },
    expected: ['second\n', 'FIRST\n'],
  },
  {
    name: 'TimedRotatingFileHandler names a file after its period, and deletes the oldest',
    run(api) {
      const fs = /** @type {typeof import('node:fs')} */ (api.fs)
      const options = { when: 'D', utc: true, backupCount: 1 }
      const handler = new api.handlers.TimedRotatingFileHandler(at(api, 'timed.log'), options)
      const log = api.logging.getLogger('files')
      log.addHandler(handler)
      log.error('first')
      fs.writeFileSync(at(api, 'timed.log.1969-12-31'), '')
      handler.rolloverAt = 86_400
      log.error('second')
      return [
        read(api, 'timed.log'),
        read(api, 'timed.log.1970-01-01'),
        fs.existsSync(at(api, 'timed.log.1969-12-31')),
        handler.rolloverAt > 86_400,
      ]
    },
    expected: ['second\n', 'first\n', false, true],
  },
  {
    name: 'WatchedFileHandler follows the name of its file',
    run(api) {
      const fs = /** @type {typeof import('node:fs')} */ (api.fs)
      const log = api.logging.getLogger('files')
      log.addHandler(new api.handlers.WatchedFileHandler(at(api, 'watched.log')))
      log.error('first')
      fs.renameSync(at(api, 'watched.log'), at(api, 'watched.log.1'))
      log.error('second')
      return [read(api, 'watched.log'), read(api, 'watched.log.1')]
    },
    expected: ['second\n', 'first\n'],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const configFiles = [
  {
    name: 'fileConfig reads a file',
    run(api) {
      const { logging, config } = api
      const ini =
        '[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nlevel=ERROR\nhandlers=\n'
      api.fs?.writeFileSync(at(api, 'logging.ini'), ini)
      config.fileConfig(at(api, 'logging.ini'))
      return logging.root.level
    },
    expected: 40,
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const configPort = [
  {
    name: 'listen takes a configuration on a port',
    async run({ config }) {
      const server = config.listen(0)
      server.start()
      await server.ready
      const isOpen = server.port > 0
      await config.stopListening()
      return isOpen
    },
    expected: true,
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const streams = [
  {
    name: 'the library’s own stream is standard error',
    run: ({ logging, testing }) => [testing.realmState.platform?.stderr.name, String(new logging.StreamHandler())],
    expected: ['<stderr>', '<StreamHandler <stderr> (NOTSET)>'],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const consoles = [
  {
    name: 'ConsoleHandler calls the console’s method of each level',
    run({ logging }) {
      /** @type {string[]} */
      const lines = []
      /** @param {string} method */
      const noting =
        (method) =>
        (/** @type {unknown[]} */ ...data) =>
          void lines.push(`${method}: ${data.join(' ')}`)
      const handler = new logging.ConsoleHandler({
        colors: false,
        objects: 'text',
        console: { debug: noting('debug'), info: noting('info'), warn: noting('warn'), error: noting('error') },
      })
      const log = logging.getLogger('shown')
      log.setLevel('DEBUG')
      log.addHandler(handler)
      for (const level of /** @type {const} */ ([10, 20, 30, 40, 50])) log.log(level, '%d%% of %%s', level)
      return lines
    },
    expected: ['debug: 10% of %s', 'info: 20% of %s', 'warn: 30% of %s', 'error: 40% of %s', 'error: 50% of %s'],
  },
  {
    name: 'ConsoleHandler finds the console of the runtime',
    run(api) {
      const log = api.logging.getLogger('shown')
      log.addHandler(new api.logging.ConsoleHandler({ colors: false, objects: 'text' }))
      return printed(api, () => log.warning('to the console'))
    },
    expected: ['to the console'],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const contexts = [
  {
    name: 'a filter finds the request’s context in AsyncLocalStorage',
    async run(api) {
      const { stream, log } = writing(api, '%(request)s %(message)s')
      if (api.AsyncLocalStorage === undefined) return thrown('there is no AsyncLocalStorage')
      const requests = new api.AsyncLocalStorage()
      log.addFilter((record) => ((record['request'] = requests.getStore() ?? '-'), true))
      const serve = (/** @type {string} */ id) =>
        requests.run(id, async () => {
          log.info('begins')
          await new Promise((resolve) => setTimeout(resolve, 1))
          log.info('ends')
        })
      await Promise.all([serve('a'), serve('b')])
      log.info('outside')
      return stream.lines
    },
    expected: ['a begins', 'b begins', 'a ends', 'b ends', '- outside'],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const ports = [
  {
    name: 'a PortQueue takes records through a MessageChannel',
    async run({ logging, handlers, testing }) {
      const { MessageChannel } = globalThis
      if (typeof MessageChannel !== 'function') return thrown('there is no MessageChannel')
      const { port1, port2 } = new MessageChannel()
      const stream = new testing.StringStream()
      const listener = new handlers.QueueListener(
        new handlers.PortQueue(/** @type {any} */ (port2)),
        new logging.StreamHandler(stream),
      )
      listener.start()
      const handler = new handlers.QueueHandler(new handlers.PortQueue(/** @type {any} */ (port1)))
      const log = logging.getLogger('far')
      log.setLevel('INFO')
      log.addHandler(handler)
      log.info('over %d', 1)
      log.error('there', { extra: { id: 7 } })
      await handler.flush()
      const lines = stream.lines
      await listener.stop()
      log.removeHandler(handler)
      await handler.close()
      port1.close()
      port2.close()
      return lines
    },
    expected: ['over 1', 'there'],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const storage = [
  {
    name: 'LocalStorageHandler keeps records, in memory where there is no storage',
    run(api) {
      const { logging, handlers } = api
      /** @type {unknown[]} */
      const reported = []
      class Noted extends handlers.LocalStorageHandler {
        /** @override @param {unknown} _record @param {any} error */
        handleError(_record, error) {
          reported.push(error.message)
        }
      }
      const handler = new Noted({ key: 'suite' })
      handler.clear()
      const log = logging.getLogger('kept')
      log.setLevel('INFO')
      log.addHandler(handler)
      log.error('kept %d', 1)
      log.info('and %s', 'this')
      const texts = handler.read().map((record) => record.getMessage())
      // Another handler stands for the next page.
      const next = new Noted({ key: 'suite', reportUnavailable: false }).read().map((record) => record.getMessage())
      handler.clear()
      return [texts, next, reported]
    },
    expected: [['kept 1', 'and this'], ['kept 1', 'and this'], []],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const network = [
  {
    name: 'HTTPHandler posts a record as Python’s form',
    async run({ logging, handlers, url }) {
      const { host } = new URL(url)
      const handler = new handlers.HTTPHandler(host, '/form?suite', { method: 'POST' })
      const log = logging.getLogger('net.form')
      log.addHandler(handler)
      log.error('user %s', 'é&ü', { extra: { tenant: 'x' } })
      await handler.flush()
      const pairs = new URLSearchParams(await (await fetch(`${url}/taken`)).text())
      return ['name', 'msg', 'args', 'levelname', 'exc_info', 'tenant'].map((key) => pairs.get(key))
    },
    expected: ['net.form', 'user %s', "('é&ü',)", 'ERROR', 'None', 'x'],
  },
  {
    name: 'BufferingHTTPHandler sends batches that a receiver takes once, also when it has to repeat one',
    async run({ logging, handlers, url }) {
      const handler = new handlers.BufferingHTTPHandler(`${url}/intake?busy`, {
        capacity: 3,
        flushIntervalMs: 3_600_000,
      })
      const log = logging.getLogger('net.batch')
      log.setLevel('INFO')
      log.addHandler(handler)
      for (let i = 0; i < 7; i++) log.info('batch %d', i, { extra: { i } })
      for (let attempt = 0; attempt < 5 && handler.stats().acknowledged < 7; attempt++) await handler.flush()
      const { accepted, acknowledged, retries, lost } = handler.stats()
      const taken = await (await fetch(`${url}/records?since=batch`)).json()
      return [accepted, acknowledged, retries, lost, taken]
    },
    expected: [7, 7, 1, {}, [0, 1, 2, 3, 4, 5, 6].map((i) => `batch ${i}`)],
  },
  {
    name: 'BufferingHTTPHandler keeps records while there is no server, and counts them',
    async run({ logging, handlers }) {
      // Port 9 is blocked by browsers, and closed elsewhere.
      const handler = new handlers.BufferingHTTPHandler('http://127.0.0.1:9/', { flushIntervalMs: 3_600_000 })
      const log = logging.getLogger('net.none')
      log.addHandler(handler)
      log.warning('held')
      await handler.flush()
      const { queued, acknowledged } = handler.stats()
      logging.settings.raiseExceptions = false
      await handler.close()
      return [queued, acknowledged, handler.stats().lost]
    },
    expected: [1, 0, { closed: 1 }],
  },
]
