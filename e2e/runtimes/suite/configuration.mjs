// basicConfig, dictConfig, fileConfig.
import { refusal } from './outcomes.mjs'

const INI = `[loggers]
keys=root,db
[handlers]
keys=out
[formatters]
keys=short
[logger_root]
level=WARNING
handlers=out
[logger_db]
level=DEBUG
handlers=
qualname=app.db
[handler_out]
class=StreamHandler
formatter=short
args=(ext_out,)
[formatter_short]
format=%(levelname).1s %(name)s %(message)s
`

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const configuration = [
  {
    name: 'basicConfig gives the root a stream and Python’s format',
    run({ logging, testing }) {
      const stream = new testing.StringStream()
      logging.basicConfig({ stream, level: 'info' })
      logging.getLogger('app.db').info('connected to %s', 'orders')
      logging.getLogger('app.db').debug('unheard')
      return stream.lines
    },
    expected: ['INFO:app.db:connected to orders'],
  },
  {
    name: 'basicConfig takes a format in each style, and a datefmt',
    run({ logging, testing }) {
      return ['%(name)s|%(asctime)s', '{name}|{asctime}', '$name|$asctime'].map((format, index) => {
        const stream = new testing.StringStream()
        const style = '%{$'[index]
        logging.basicConfig({ stream, format, style, datefmt: 'at %%', force: true })
        logging.warning('x')
        return stream.text
      })
    },
    expected: ['root|at %\n', 'root|at %\n', 'root|at %\n'],
  },
  {
    name: 'basicConfig does nothing the second time, unless it is forced',
    run({ logging, testing }) {
      const streams = [1, 2, 3].map(() => new testing.StringStream())
      logging.basicConfig({ stream: streams[0] })
      logging.basicConfig({ stream: streams[1] })
      logging.warning('first')
      logging.basicConfig({ stream: streams[2], force: true })
      logging.warning('third')
      return streams.map(({ text }) => text)
    },
    expected: ['WARNING:root:first\n', '', 'WARNING:root:third\n'],
  },
  {
    name: 'basicConfig gives its handlers the format, where they have none',
    run({ logging, testing }) {
      const streams = [1, 2].map(() => new testing.StringStream())
      const handlers = streams.map((stream) => new logging.StreamHandler(stream))
      handlers[1]?.setFormatter(new logging.Formatter('own %(message)s'))
      logging.basicConfig({ handlers, format: 'given %(message)s' })
      logging.warning('x')
      return streams.map(({ text }) => text)
    },
    expected: ['given x\n', 'own x\n'],
  },
  {
    name: 'basicConfig refuses what it does not know, and changes nothing',
    run({ logging, testing }) {
      const stream = new testing.StringStream()
      return [
        refusal(() => logging.basicConfig(/** @type {any} */ ({ color: true }))),
        refusal(() => logging.basicConfig({ stream, filename: 'x' })),
        refusal(() => logging.basicConfig({ stream, level: String('LOUD') })),
        refusal(() => logging.basicConfig({ stream, style: '?' })),
        logging.root.handlers.length,
      ]
    },
    expected: [
      'throws RangeError: Unrecognised argument(s): color',
      "throws RangeError: 'stream' and 'filename' should not be specified together",
      "throws RangeError: Unknown level: 'LOUD'",
      'throws RangeError: Style must be one of: %,{,$',
      0,
    ],
  },
  {
    name: 'dictConfig builds formatters, filters, handlers and loggers',
    run({ logging, config, testing }) {
      const stream = new testing.StringStream()
      config.dictConfig({
        version: 1,
        formatters: { short: { format: '%(levelname).1s %(name)s %(message)s' } },
        disable_existing_loggers: false,
        filters: { app: { name: 'app' } },
        handlers: {
          out: { class: 'logging.StreamHandler', stream, formatter: 'short', filters: ['app'] },
          kept: { class: 'logging.handlers.MemoryHandler', capacity: 10, target: 'out', flushLevel: 'ERROR' },
        },
        loggers: { 'app.db': { level: 'DEBUG', handlers: ['kept'] } },
        root: { level: 'WARNING', handlers: ['out'] },
      })
      logging.getLogger('app.db').debug('held')
      logging.getLogger('other').error('filtered')
      logging.getLogger('app').error('seen')
      logging.getLogger('app.db').error('flushes')
      return [...stream.lines, [...logging.getHandlerNames()].toSorted()]
    },
    expected: ['D app.db held', 'E app seen', 'D app.db held', 'E app.db flushes', 'E app.db flushes', ['kept', 'out']],
  },
  {
    name: 'dictConfig names each key that is wrong, and leaves all as it was',
    run({ logging, config }) {
      const before = logging.root.level
      const said = (() => {
        try {
          config.dictConfig({
            version: 1,
            handlers: { out: { class: 'logging.NoHandler', levle: 'INFO' } },
            root: { level: 'LOUD', handlers: ['missing'] },
          })
          return 'nothing'
        } catch (error) {
          return String(error)
        }
      })()
      return [said.split('\n'), logging.root.level === before, logging.root.handlers.length]
    },
    expected: [
      [
        "RangeError: Unable to configure handler 'out'",
        "handlers.out.class: Cannot resolve 'logging.NoHandler': nothing of that name is registered; import { registerClass } from 'treeline/config' and call registerClass('logging.NoHandler', NoHandler) first",
        "root.level: Unknown level: 'LOUD'; the levels are: CRITICAL, FATAL, ERROR, WARN, WARNING, INFO, DEBUG, NOTSET",
        "root.handlers[0]: nothing in handlers is named 'missing'; the handlers are: out",
      ],
      true,
      0,
    ],
  },
  {
    name: 'dictConfig disables loggers that it does not name, unless told not to',
    run({ logging, config }) {
      const log = logging.getLogger('existing')
      config.dictConfig({ version: 1 })
      const disabled = log.disabled
      config.dictConfig({ version: 1, disable_existing_loggers: false, loggers: { existing: { level: 'INFO' } } })
      return [disabled, log.disabled, log.level]
    },
    expected: [true, false, 20],
  },
  {
    name: 'an incremental dictConfig changes levels only',
    run({ logging, config, testing }) {
      const handler = new logging.StreamHandler(new testing.StringStream())
      handler.name = 'out'
      logging.root.addHandler(handler)
      config.dictConfig({
        version: 1,
        incremental: true,
        handlers: { out: { level: 'error' } },
        root: { level: 'DEBUG' },
      })
      return [handler.level, logging.root.level, logging.root.handlers.length]
    },
    expected: [40, 10, 1],
  },
  {
    name: 'fileConfig reads the text of an ini file',
    run({ logging, config, testing }) {
      const stream = new testing.StringStream()
      config.registerObject('ext_out', stream)
      const parser = new config.ConfigParser()
      parser.read_string(INI)
      config.fileConfig(parser)
      logging.getLogger('app.db').debug('low')
      logging.getLogger('ini').info('unheard')
      logging.getLogger('ini').error('high')
      return stream.lines
    },
    expected: ['D app.db low', 'E ini high'],
  },
  {
    name: 'fileConfig says what is wrong in an ini file',
    run({ config }) {
      const parser = new config.ConfigParser()
      parser.read_string(INI.replace('keys=out', 'keys=out,more'))
      return refusal(() => config.fileConfig(parser))
    },
    expected: "throws RangeError: 'handler_more'",
  },
  {
    name: 'options of constructors are checked: unknown, of the wrong type, out of range',
    run: ({ logging, handlers }) => [
      refusal(() => new logging.LoggerAdapter(logging.root, {}, /** @type {any} */ ({ merge: 1 }))),
      refusal(() => new handlers.MemoryHandler(1, /** @type {any} */ ({ flushlevel: 10 }))),
      refusal(() => new logging.Formatter('%(message)s', /** @type {any} */ ({ styles: '{' }))),
      refusal(() => new logging.ConsoleHandler(/** @type {any} */ ({ colors: 'blue' }))),
      refusal(() => new handlers.BufferingHTTPHandler('http://h/x', { capacity: -1 })),
      refusal(() => new handlers.HTTPHandler('h', '/', { method: 'PUT' })),
      refusal(() => new handlers.LocalStorageHandler({ maxBytes: 0 })),
    ],
    expected: [
      "throws TypeError: LoggerAdapter: unknown option 'merge'; there are: merge_extra",
      "throws TypeError: MemoryHandler: unknown option 'flushlevel'; there are: flushLevel target flushOnClose",
      "throws TypeError: Formatter: unknown option 'styles'; there are: datefmt style validate defaults escapeControls",
      "throws RangeError: colors: expected one of 'auto', 'css', 'ansi', false, not 'blue'",
      'throws RangeError: capacity: expected a whole number from 1 on, not -1',
      'throws RangeError: method must be GET or POST',
      'throws RangeError: maxBytes: expected a number above 0, not 0',
    ],
  },
]
