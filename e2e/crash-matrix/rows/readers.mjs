// What the reader of standard output does.
import { lossy, MANY } from './counts.mjs'

/** @type {import('../rows.mjs').Row[]} */
export const READERS = [
  {
    id: 'closed',
    what: 'the reader of a pipe goes (`head -1`)',
    sink: 'stdout',
    reader: 'closes',
    does: [{ log: 1000 }, { sleepMs: 200 }, { log: 500 }, { sleepMs: 100 }, { log: 500 }],
    ...lossy('nobody reads'),
    quick: true,
  },
  { id: 'slow', what: 'a slow reader of a pipe', sink: 'stdout', reader: 'slow', expected: MANY, quick: true },
  {
    id: 'slow-exit',
    what: 'a slow reader, and `process.exit()`',
    sink: 'stdout',
    reader: 'slow',
    end: 'exit',
    code: 3,
    expected: MANY,
  },
  {
    id: 'slow-socket',
    what: 'a slow reader of a socket',
    sink: 'stdout',
    reader: 'slow',
    socket: true,
    end: 'exit',
    code: 3,
    expected: MANY,
  },
  {
    id: 'late',
    what: 'a reader that comes after a flood of 2 MB, and `process.exit()`',
    sink: 'stdout',
    reader: 'late',
    end: 'exit',
    code: 3,
    does: [{ log: 10 * MANY }],
    expected: 10 * MANY,
  },
  ...stuck('never', 'a reader that takes nothing, and the return from main', { end: 'return' }),
  ...stuck('never-SIGTERM', 'a reader that takes nothing, and SIGTERM', {
    end: 'stay',
    signal: 'SIGTERM',
    code: null,
    quick: true,
  }),
  ...stuck('never-SIGINT', 'a reader that takes nothing, and SIGINT', { end: 'stay', signal: 'SIGINT', code: null }),
  ...stuck('never-socket', 'a socket whose reader takes nothing, and SIGTERM', {
    end: 'stay',
    signal: 'SIGTERM',
    code: null,
    socket: true,
  }),
]

/**
 * @param {string} id
 * @param {string} what
 * @param {Partial<import('../rows.mjs').Row>} more
 * @returns {import('../rows.mjs').Row[]}
 */
function stuck(id, what, more) {
  const why = 'nobody reads: the process waits half a second after a signal, else 5 s, and says how many it lost'
  return [
    {
      id,
      what,
      sink: 'stdout',
      reader: 'never',
      ...lossy(why, 'the process ended before \\d+ records were written'),
      ...more,
    },
  ]
}
