// Ways to end.
import { MANY } from './counts.mjs'

/** What `buffering: 16384` holds, in lines of 94 bytes. */
const HELD = Math.floor(16_384 / 94)

/** Node says nothing more then, and a connection takes time. */
const UNSENT = {
  bound: { socket: MANY + 1, syslog: MANY + 1 },
  why: 'Node emits no `exit` then: what handlers that send over the network have not sent is lost',
}

const SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'])

/** @type {import('../rows.mjs').Row[]} */
const ROWS = [
  { id: 'return', what: 'return from main', quick: true, expected: MANY },
  { id: 'exit', what: '`process.exit()` at once', end: 'exit', code: 3, quick: true, expected: MANY },
  { id: 'throw', what: 'an uncaught error', end: 'throw', code: 1, quick: true, expected: MANY },
  {
    id: 'throw-again',
    what: "an uncaught error, and a listener of `'uncaughtException'` that throws",
    end: 'throwAgain',
    code: 7,
    expected: MANY + 1,
    quick: true,
  },
  {
    id: 'throw-really-exit',
    what: "an uncaught error, and a listener of `'uncaughtException'` that calls `process.reallyExit()`",
    end: 'throwAbort',
    code: 9,
    expected: MANY + 1,
    ...UNSENT,
  },
  {
    id: 'throw-capture',
    what: 'an uncaught error, and `process.setUncaughtExceptionCaptureCallback()` with a function that throws',
    end: 'throwCapture',
    code: 7,
    expected: MANY + 1,
    ...UNSENT,
  },
  {
    id: 'throw-goes-on',
    what: "an uncaught error, a listener of `'uncaughtException'`, and the process goes on",
    end: 'throwGoesOn',
    expected: MANY + 2,
  },
  {
    id: 'exit-older-throws',
    what: "`process.exit()`, and an older listener of `'exit'` that throws",
    before: "process.on('exit',()=>{throw new Error('older')})",
    end: 'exit',
    code: 3,
    expected: MANY,
  },
  {
    id: 'exit-older-exits',
    what: "the return from main, and an older listener of `'exit'` that calls `process.exit()`",
    before: "process.on('exit',()=>process.exit(4))",
    code: 4,
    expected: MANY,
    quick: true,
  },
  {
    id: 'shutdown',
    what: '`shutdown()`, more records, and the return from main',
    does: [{ log: MANY / 2 }, { shutdown: true }, { log: MANY / 2 }],
    expected: MANY,
    quick: true,
  },
  {
    id: 'shutdown-exit',
    what: '`shutdown()`, more records, and `process.exit()`',
    does: [{ log: MANY / 2 }, { shutdown: true }, { log: MANY / 2 }],
    end: 'exit',
    code: 3,
    expected: MANY,
  },
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
    // The kernel may end a write between two pages of it. The next process ends that line before it writes one.
    torn: 1,
    quick: true,
  },
]

export const ENDINGS = ROWS.map((row) => ({ ...row, network: true }))
