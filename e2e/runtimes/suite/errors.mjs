// An error's text behind the message.
import { writing } from './outcomes.mjs'

/** Leaves the frames out, which each engine writes in its own way. */
function withoutFrames(/** @type {string[]} */ lines) {
  return lines.filter(
    (line) => !/^\s*at |^[^ ]*@|:\d+:\d+\)?$|^\s*\|\s+at |^[\w.]* ?@?\[?native code\]?$|^@?$/.test(line) || line === '',
  )
}

/** @type {import('./outcomes.mjs').Behaviour[]} */
export const errors = [
  {
    name: 'an error with its cause stands behind the message',
    run(api) {
      const { stream, log } = writing(api)
      log.exception('no order', new TypeError('no user', { cause: new RangeError('no route') }))
      return withoutFrames(stream.lines)
    },
    expected: [
      'no order',
      'RangeError: no route',
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'TypeError: no user',
    ],
  },
  {
    name: 'an AggregateError shows the errors in it',
    run(api) {
      const { stream, log } = writing(api)
      log.error('all failed', new AggregateError([new Error('first'), new TypeError('second')], 'two of two'))
      return withoutFrames(stream.lines).map((line) => line.trimEnd())
    },
    expected: [
      'all failed',
      '  + Exception Group Traceback (most recent call first):',
      '  | AggregateError: two of two',
      '  +-+---------------- 1 ----------------',
      '    | Error: first',
      '    +---------------- 2 ----------------',
      '    | TypeError: second',
      '    +------------------------------------',
    ],
  },
  {
    name: 'an error is found as exc_info, behind the arguments, and under err or error',
    run(api) {
      const { stream, log } = writing(api)
      const error = new RangeError('boom')
      log.error('a %d', 1, error)
      log.error('b', { exc_info: error })
      log.error('c', { err: error, id: 7 })
      log.error(error)
      return withoutFrames(stream.lines)
    },
    expected: [
      'a 1',
      'RangeError: boom',
      'b',
      'RangeError: boom',
      'c id=7',
      'RangeError: boom',
      'RangeError: boom',
      'RangeError: boom',
    ],
  },
  {
    name: 'what is thrown and no error is shown too',
    run(api) {
      const { stream, log } = writing(api)
      for (const thrown of ['text', 5, null, { code: 'E' }]) log.error('caught', { exc_info: thrown })
      return stream.lines
    },
    expected: ['caught', "Thrown: 'text'", 'caught', 'Thrown: 5', 'caught', 'caught', "Thrown: { code: 'E' }"],
  },
  {
    name: 'formatException may be overridden, and its text is kept with the record',
    run(api) {
      const { stream, handler, log } = writing(api)
      class Short extends api.logging.Formatter {
        /** @override @param {unknown} error */
        formatException(error) {
          return `!! ${String(error)}`
        }
      }
      handler.setFormatter(new Short('%(message)s'))
      log.error('failed', new Error('boom'))
      return stream.lines
    },
    expected: ['failed', '!! Error: boom'],
  },
]
