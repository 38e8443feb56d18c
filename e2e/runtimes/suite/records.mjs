// One call's record: its attributes, what goes along, who called.
import { thrown, writing } from './outcomes.mjs'

/** The line of this program that calls it, by the engine's own stack. */
function here() {
  const lines = String(new Error('here').stack).split('\n')
  const frames = lines.filter((line) => /:\d+:\d+\)?$/.test(line))
  return Number(/:(\d+):\d+\)?$/.exec(frames[1] ?? '')?.[1])
}

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const records = [
  {
    name: 'makeLogRecord gives a record its attributes back',
    run({ logging }) {
      const record = logging.makeLogRecord({
        name: 'far',
        levelno: 20,
        msg: '%s=%d',
        args: ['a', 1],
        created: 1.5,
        tenant: 'x',
      })
      return [record.getMessage(), record.created, record.levelname, record['tenant'], String(record)]
    },
    expected: ['a=1', 1.5, 'Level null', 'x', '<LogRecord: far, 20, , 0, "%s=%d">'],
  },
  {
    name: 'a record names its thread and process',
    run(api) {
      const { stream, log } = writing(api, '%(threadName)s %(processName)s %(taskName)s')
      log.info('who')
      return stream.lines
    },
    expected: ['MainThread MainProcess null'],
  },
  {
    name: 'extra adds attributes, and keeps those that are there',
    run(api) {
      const { stream, log } = writing(api, '%(message)s %(tenant)s')
      log.info('hello', { extra: { tenant: 'acme' } })
      const said = api.testing.captureStderr(() => log.info('hello', { extra: { tenant: 'b', message: 'mine' } }))
      return [...stream.lines, said.split('\n')[1]]
    },
    expected: ['hello acme', 'hello b', 'KeyError: "Attempt to overwrite \'message\' in LogRecord"'],
  },
  {
    name: 'fields of a mapping follow the line, or stand where the format says',
    run(api) {
      const { stream, log, handler } = writing(api)
      api.logging.getLogger().removeHandler(handler)
      api.logging.basicConfig({ stream, level: 'INFO' })
      log.info('up', { port: 3000, host: 'a b' })
      handler.setFormatter(new api.logging.Formatter('[%(fields)s] %(message)s'))
      log.addHandler(handler)
      log.propagate = false
      log.info('up', { port: 3000 })
      log.info('user %(name)s', { name: 'ann' })
      return stream.lines
    },
    expected: ["INFO:app:up port=3000 host='a b'", '[port=3000] up', '[] user ann'],
  },
  {
    name: 'a factory of one’s own makes the records',
    run(api) {
      const { stream, log } = writing(api, '%(build)s %(message)s')
      const { logging } = api
      logging.setLogRecordFactory((name, level, path, line, msg, args, exc_info, options) =>
        Object.assign(new logging.LogRecord(name, level, path, line, msg, args, exc_info, options), { build: 7 }),
      )
      log.info('made')
      return stream.lines
    },
    expected: ['7 made'],
  },
  {
    name: 'a copy of a record stays as it was',
    run({ logging }) {
      const record = logging.makeLogRecord({ name: 'a', levelno: 20, msg: '%s', args: [1] })
      const copy = logging.copyRecord(record)
      record.msg = 'changed %s'
      return [copy.getMessage(), record.getMessage()]
    },
    expected: ['1', 'changed 1'],
  },
  {
    name: 'a message that does not merge is written as it is, and reported at its place',
    run(api) {
      const { stream, log } = writing(api)
      const said = api.testing.captureStderr(() => log.info(/** @type {string} */ ('loaded'), 42))
      const [head = '', why] = said.split('\n')
      return [stream.lines, /^--- Logging error --- at .*:\d+$/.test(head), why]
    },
    expected: [
      ['loaded (42,)'],
      true,
      'TypeError: not all arguments converted during string formatting (write %s for an argument, { field: value } for more, and %% for a percent sign)',
    ],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const callers = [
  {
    name: 'a format names the function, the line and the file of the call',
    run(api) {
      const { stream, log } = writing(api, '%(lineno)d %(message)s %(funcName)s %(filename)s %(pathname)s')
      function placeOrder() {
        // On one line, also where a bundler writes it anew.
        log.info('%d', here())
      }
      placeOrder()
      const [lineno, line, funcName, filename = '', ...path] = stream.text.trimEnd().split(' ')
      return [lineno === line, funcName, /^[\w.-]+\.m?c?js$/.test(filename), path.join(' ').endsWith(filename)]
    },
    expected: [true, 'placeOrder', true, true],
  },
  {
    name: 'stacklevel names the caller’s caller, and an adapter its own',
    run(api) {
      const { stream, log } = writing(api, '%(funcName)s %(message)s')
      const adapter = new api.logging.LoggerAdapter(log)
      function helper() {
        log.info('one up', { stacklevel: 2 })
      }
      function checkOut() {
        helper()
        adapter.info('adapted')
      }
      checkOut()
      return stream.lines
    },
    expected: ['checkOut one up', 'checkOut adapted'],
  },
  {
    name: 'stack_info shows the stack from the call on',
    run(api) {
      const { stream, log } = writing(api)
      function payBill() {
        log.info('paid', { stack_info: true })
      }
      payBill()
      const [message, head, frame = ''] = stream.lines
      return [message, head, frame.includes('payBill')]
    },
    expected: ['paid', 'Stack (most recent call first):', true],
  },
]

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const warnings = [
  {
    name: 'a warning of the runtime comes in as py.warnings',
    async run(api) {
      const { stream } = writing(api, '%(name)s %(levelname)s %(message)s')
      const { process } = /** @type {{ process?: NodeJS.Process }} */ (globalThis)
      api.logging.captureWarnings(true)
      try {
        process?.emitWarning('old', 'DeprecationWarning')
        // It comes in a later turn.
        for (let turn = 0; turn < 100 && stream.text === ''; turn++)
          await new Promise((resolve) => setTimeout(resolve, 5))
      } catch (error) {
        return thrown(error)
      } finally {
        api.logging.captureWarnings(false)
      }
      return stream.lines
    },
    expected: ['py.warnings WARNING DeprecationWarning: old'],
  },
]
