// Levels, loggers and the tree.
import { printed, refusal, writing } from './outcomes.mjs'

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const tree = [
  {
    name: 'levels have numbers and names, both ways',
    run: ({ logging }) => [
      logging.getLevelName(30),
      logging.getLevelName('ERROR'),
      logging.getLevelName(35),
      JSON.stringify(logging.getLevelNamesMapping()),
    ],
    expected: [
      'WARNING',
      40,
      'Level 35',
      '{"CRITICAL":50,"FATAL":50,"ERROR":40,"WARN":30,"WARNING":30,"INFO":20,"DEBUG":10,"NOTSET":0}',
    ],
  },
  {
    name: 'a level of one’s own has a name and is written',
    run(api) {
      const { stream, log } = writing(api, '%(levelname)s %(levelno)d %(message)s')
      api.logging.addLevelName(25, 'NOTICE')
      log.log(25, 'seen')
      log.log(5, 'below')
      const number = api.logging.getLevelName('NOTICE')
      api.testing.realmState.levels.nameOf.delete(25)
      api.testing.realmState.levels.numberOf.delete('NOTICE')
      return [...stream.lines, number]
    },
    expected: ['NOTICE 25 seen', 25],
  },
  {
    name: 'an effective level comes down the tree, and changes with it',
    run({ logging }) {
      const [a, b] = [logging.getLogger('tree'), logging.getLogger('tree.b.c')]
      const levels = () => [a.getEffectiveLevel(), b.getEffectiveLevel(), b.isEnabledFor('INFO')]
      const before = levels()
      a.setLevel('INFO')
      return [before, levels()]
    },
    expected: [
      [30, 30, false],
      [20, 20, true],
    ],
  },
  {
    name: 'setLevel takes numbers, names and names in lower case, and refuses others',
    run({ logging }) {
      const log = logging.getLogger('levels')
      const levels = [15, 'ERROR', 'debug'].map((level) => (log.setLevel(level), log.level))
      return [
        ...levels,
        refusal(() => log.setLevel(String('LOUD'))),
        refusal(() => log.setLevel(/** @type {any} */ ({}))),
      ]
    },
    expected: [
      15,
      40,
      10,
      "throws RangeError: Unknown level: 'LOUD'",
      'throws TypeError: Level not an integer or a valid string: {}',
    ],
  },
  {
    name: 'disable() silences all loggers up to a level, until it is taken back',
    run(api) {
      const { stream, log } = writing(api)
      api.logging.disable('ERROR')
      log.error('silent')
      log.critical('loud')
      api.logging.disable('NOTSET')
      log.debug('again')
      return stream.lines
    },
    expected: ['loud', 'again'],
  },
  {
    name: 'a record climbs the tree until propagate is false',
    run(api) {
      const { stream, log } = writing(api, 'root %(message)s')
      const own = new api.testing.StringStream()
      log.addHandler(new api.logging.StreamHandler(own))
      log.info('one')
      log.propagate = false
      log.info('two')
      return [stream.lines, own.lines]
    },
    expected: [['root one'], ['one', 'two']],
  },
  {
    name: 'loggers made in any order have the right parents and children',
    run({ logging }) {
      const low = logging.getLogger('order.b.c')
      const first = low.parent?.name
      const high = logging.getLogger('order')
      const middle = high.getChild('b')
      return [first, low.parent?.name, middle.parent?.name, [...high.getChildren()].map(({ name }) => name)]
    },
    expected: ['root', 'order.b', 'order', ['order.b']],
  },
  {
    name: 'one name is one logger, and the root has three',
    run({ logging }) {
      const { getLogger, root } = logging
      return [
        getLogger('one') === getLogger('one'),
        [getLogger(), getLogger(''), getLogger('root')].map((each) => each === root),
      ]
    },
    expected: [true, [true, true, true]],
  },
  {
    name: 'a disabled logger writes nothing',
    run(api) {
      const { stream, log } = writing(api)
      log.disabled = true
      log.critical('silent')
      log.disabled = false
      log.critical('loud')
      return [...stream.lines, log.hasHandlers()]
    },
    expected: ['loud', true],
  },
  {
    name: 'every method writes at its level',
    run(api) {
      const { stream, log } = writing(api, '%(levelname)s %(message)s')
      for (const method of /** @type {const} */ ([
        'debug',
        'info',
        'warn',
        'warning',
        'error',
        'exception',
        'critical',
        'fatal',
      ]))
        log[method](method)
      return stream.lines
    },
    expected: [
      'DEBUG debug',
      'INFO info',
      'WARNING warn',
      'WARNING warning',
      'ERROR error',
      'ERROR exception',
      'NoneType: None',
      'CRITICAL critical',
      'CRITICAL fatal',
    ],
  },
  {
    name: 'the module’s own functions log to the root, and configure it first',
    async run(api) {
      const { logging } = api
      const lines = await printed(api, () => {
        logging.warning('%d apples', 3)
        logging.info('below')
        logging.log(50, 'at fifty')
      })
      return [lines, logging.root.handlers.length]
    },
    expected: [['WARNING:root:3 apples', 'CRITICAL:root:at fifty'], 1],
  },
  {
    name: 'a class of one’s own makes the loggers',
    run({ logging }) {
      class Loud extends logging.Logger {
        /** @param {string} text */
        shout(text) {
          return text.toUpperCase()
        }
      }
      logging.setLoggerClass(Loud)
      const log = logging.getLogger('loud')
      return [log instanceof Loud && log.shout('hey'), logging.getLoggerClass() === Loud, String(log)]
    },
    expected: ['HEY', true, '<Loud loud (WARNING)>'],
  },
  {
    name: 'printTree shows the levels and handlers of each logger',
    run(api) {
      const { log, handler } = writing(api, '%(message)s')
      handler.name = 'main'
      log.setLevel('ERROR')
      const out = new api.testing.StringStream()
      api.logging.printTree(out)
      const lines = out.lines.map((line) => line.trimEnd())
      const from = lines.findIndex((line) => line.includes('"app"'))
      return [lines[0], ...lines.slice(1, 4), lines.slice(from, from + 2)]
    },
    expected: [
      '<--""',
      '   Level DEBUG',
      '   Handler <StreamHandler <string> (NOTSET)> named "main"',
      '     Formatter "%(message)s"',
      ['   o<--"app"', '   |   Level ERROR'],
    ],
  },
  {
    name: 'a template is a call, and a function is called only when it is heard',
    run(api) {
      const { stream, log } = writing(api, '%(levelname)s %(message)s')
      let calls = 0
      const costly = () => `call ${++calls}`
      log.info`user ${'ann'} did ${3}`
      log.setLevel('INFO')
      log.debug(costly)
      log.info(costly)
      return stream.lines
    },
    expected: ['INFO user ann did 3', 'INFO call 1'],
  },
]
