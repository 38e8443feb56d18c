// Filters, adapters, handlers, queues.
import { printed, refusal, writing } from './outcomes.mjs'

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const handling = [
  {
    name: 'a Filter lets its name and those below it pass',
    run({ logging }) {
      const filter = new logging.Filter('app.db')
      return ['app.db', 'app.db.pool', 'app.dbx', 'app'].map((name) => filter.filter(logging.makeLogRecord({ name })))
    },
    expected: [true, true, false, false],
  },
  {
    name: 'filters are objects or functions, change records and replace them',
    run(api) {
      const { stream, log, handler } = writing(api, '%(message)s %(user)s')
      log.addFilter((record) => ((record['user'] = 'ann'), true))
      log.addFilter({ filter: (record) => record.msg !== 'drop' })
      handler.addFilter((record) =>
        api.logging.makeLogRecord({ ...record, msg: `${record.msg}!`, user: record['user'] }),
      )
      log.info('keep')
      log.info('drop')
      return stream.lines
    },
    expected: ['keep! ann'],
  },
  {
    name: 'a filter that throws is reported, and the application goes on',
    run(api) {
      const { log, stream } = writing(api)
      log.addFilter(() => {
        throw new RangeError('no')
      })
      const said = api.testing.captureStderr(() => log.info('x'))
      return [said.split('\n').slice(0, 2), stream.text]
    },
    expected: [['--- Logging error ---', 'RangeError: no'], ''],
  },
  {
    name: 'a LoggerAdapter adds its extra, merges it with the call’s, and may change the message',
    run(api) {
      const { log, stream } = writing(api, '%(message)s %(a)s %(b)s', { defaults: { b: '-' } })
      class Prefixed extends api.logging.LoggerAdapter {
        /** @override @param {unknown} msg @param {object} kwargs @returns {[unknown, object]} */
        process(msg, kwargs) {
          const [text, rest] = super.process(msg, kwargs)
          return [`[${this.extra?.['a']}] ${String(text)}`, rest]
        }
      }
      new Prefixed(log, { a: 1 }).info('one %s', 'x')
      new Prefixed(log, { a: 1 }, { merge_extra: true }).info('two', { extra: { b: 2 } })
      return stream.lines
    },
    expected: ['[1] one x 1 -', '[1] two 1 2'],
  },
  {
    name: 'handlers are found by name',
    run({ logging }) {
      const handler = new logging.NullHandler()
      handler.name = 'null'
      const found = logging.getHandlerByName('null') === handler
      const names = [...logging.getHandlerNames()]
      handler.close()
      return [found, names, logging.getHandlerByName('null')]
    },
    expected: [true, ['null'], null],
  },
  {
    name: 'a handler’s level is a number, a name, or a name in lower case',
    run(api) {
      const { handler, stream, log } = writing(api)
      handler.setLevel('warning')
      log.info('below')
      log.warning('at')
      handler.level = 'error'
      log.warning('below now')
      return [...stream.lines, handler.level, refusal(() => handler.setLevel(String('loud')))]
    },
    expected: [
      'at',
      40,
      "throws RangeError: Unknown level: 'loud' (there are CRITICAL, FATAL, ERROR, WARN, WARNING, INFO, DEBUG, NOTSET; addLevelName adds one)",
    ],
  },
  {
    name: 'warnings that meet no handler reach the handler of last resort',
    async run(api) {
      const log = api.logging.getLogger('lonely')
      const lines = await printed(api, () => {
        log.warning('heard %d', 1)
        log.info('unheard')
      })
      api.logging.settings.lastResort = null
      const none = await printed(api, () => log.error('lost'))
      return [lines, none]
    },
    expected: [['heard 1'], ['No handlers could be found for logger "lonely"']],
  },
  {
    name: 'a StreamHandler has a terminator, and takes another stream',
    run(api) {
      const { handler, stream, log } = writing(api)
      handler.terminator = ';'
      log.info('one')
      const other = new api.testing.StringStream()
      const before = handler.setStream(other)
      log.info('two')
      return [stream.text, other.text, before === stream]
    },
    expected: ['one;', 'two;', true],
  },
  {
    name: 'a handler that fails is reported in four lines, once a burst, and does not stop the next',
    run(api) {
      class Broken extends api.logging.Handler {
        /** @override */
        emit() {
          throw new Error('disk gone')
        }
      }
      const { stream, log } = writing(api)
      log.addHandler(new Broken())
      const said = api.testing.captureStderr(() => {
        log.info('one')
        log.info('two')
      })
      const lines = said.trimEnd().split('\n')
      return [stream.lines, lines.slice(0, 2), lines.at(-2), lines.at(-1)]
    },
    expected: [['one', 'two'], ['--- Logging error ---', 'Error: disk gone'], "Message: 'one'", 'Arguments: ()'],
  },
  {
    name: 'an async emit that is rejected is reported, and no rejection is left over',
    async run(api) {
      class Slow extends api.logging.Handler {
        /** @override */
        async emit() {
          throw new Error('too late')
        }
      }
      const { log } = writing(api)
      log.addHandler(new Slow())
      /** @type {unknown[]} */
      const errors = []
      api.logging.Handler.prototype.handleError = ((kept) =>
        function (/** @type {unknown} */ _record, /** @type {unknown} */ error) {
          api.logging.Handler.prototype.handleError = kept
          errors.push(String(error))
        })(api.logging.Handler.prototype.handleError)
      log.info('x')
      await new Promise((resolve) => setTimeout(resolve, 1))
      return errors
    },
    expected: ['Error: too late'],
  },
  {
    name: 'shutdown flushes and closes the handlers, the newest first, and waits for promises',
    async run({ logging }) {
      /** @type {string[]} */
      const done = []
      class Noted extends logging.Handler {
        /** @param {string} label */
        constructor(label) {
          super()
          this.label = label
        }
        /** @override */
        async flush() {
          done.push(`flush ${this.label}`)
          await Promise.resolve()
          done.push(`flushed ${this.label}`)
        }
        /** @override */
        close() {
          done.push(`close ${this.label}`)
          super.close()
        }
      }
      const handlers = [new Noted('a'), new Noted('b')]
      const waiting = logging.shutdown(handlers)
      const atOnce = done.length
      await waiting
      return [atOnce, done]
    },
    expected: [4, ['flush b', 'close b', 'flush a', 'close a', 'flushed b', 'flushed a']],
  },
  {
    name: 'a MemoryHandler holds records until it is full, or one is important',
    run(api) {
      const { handler, stream, log } = writing(api)
      const memory = new api.handlers.MemoryHandler(3, { flushLevel: 'ERROR', target: handler })
      log.addHandler(memory)
      log.propagate = false
      const lines = []
      for (const [level, text] of /** @type {const} */ ([
        [20, 'a'],
        [20, 'b'],
        [20, 'c'],
        [20, 'd'],
        [40, 'e'],
        [20, 'f'],
      ])) {
        log.log(level, text)
        lines.push(stream.lines.length)
      }
      memory.close()
      return [lines, stream.lines]
    },
    expected: [
      [0, 0, 3, 3, 5, 5],
      ['a', 'b', 'c', 'd', 'e', 'f'],
    ],
  },
  {
    name: 'a QueueHandler hands records to a QueueListener, whose handlers’ levels may count',
    async run(api) {
      const { logging, handlers, testing } = api
      const [all, high] = [new testing.StringStream(), new testing.StringStream()]
      const [low, urgent] = [new logging.StreamHandler(all), new logging.StreamHandler(high)]
      urgent.setLevel('ERROR')
      const queue = new handlers.Queue()
      const listener = new handlers.QueueListener(queue, low, urgent, { respect_handler_level: true })
      const log = logging.getLogger('queued')
      log.setLevel('DEBUG')
      log.addHandler(new handlers.QueueHandler(queue))
      log.info('low %d', 1)
      const before = all.text
      listener.start()
      log.error('high', new Error('boom'))
      await listener.stop()
      return [before, all.lines.slice(0, 3), high.lines.slice(0, 2)]
    },
    expected: ['', ['low 1', 'high', 'Error: boom'], ['high', 'Error: boom']],
  },
  {
    name: 'a Queue that is full refuses, one that is empty too',
    run({ handlers }) {
      const queue = new handlers.Queue(1)
      queue.put_nowait('a')
      return [refusal(() => queue.put_nowait('b')), queue.get_nowait(), refusal(() => queue.get_nowait())]
    },
    expected: ['throws Full: the queue is full', 'a', 'throws Empty: the queue is empty'],
  },
]
