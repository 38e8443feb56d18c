// Ways to end.
import { MANY } from './counts.mjs'

/** What `buffering: 16384` holds, in lines of 94 bytes. */
const HELD = Math.floor(16_384 / 94)

const SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'])

/** @type {import('../rows.mjs').Row[]} */
const ROWS = [
  { id: 'return', what: 'return from main', quick: true, expected: MANY },
  { id: 'exit', what: '`process.exit()` at once', end: 'exit', code: 3, quick: true, expected: MANY },
  { id: 'throw', what: 'an uncaught error', end: 'throw', code: 1, quick: true, expected: MANY },
  { id: 'reject', what: 'an unhandled rejection', end: 'reject', code: 1, expected: MANY },
  { id: 'exit-listener', what: "a record in a listener of `'exit'`", end: 'exitListener', expected: MANY + 1 },
  ...SIGNALS.flatMap((signal) => [
    {
      id: signal,
      what: `${signal}, no other listener`,
      end: 'stay',
      signal,
      code: null,
      expected: MANY,
      quick: signal === 'SIGTERM',
    },
    {
      id: `${signal}-listener`,
      what: `${signal}, a listener logs and calls \`process.exit()\``,
      end: 'listens',
      signal,
      code: 7,
      expected: MANY + 1,
      quick: signal === 'SIGUSR2',
    },
  ]),
  {
    id: 'SIGKILL',
    what: 'SIGKILL, while it logs',
    end: 'forever',
    does: [],
    signal: 'SIGKILL',
    code: null,
    expected: 0,
    bound: { buffered: HELD, rotating: HELD, queue: 50_000 },
    why: 'what is held is in the memory of the process: at most `buffering` characters, and for a queue its `maxsize`',
    quick: true,
  },
]

export const ENDINGS = ROWS.map((row) => ({ ...row, network: true }))
