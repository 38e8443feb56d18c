// What else may happen.
import { MANY } from './counts.mjs'

/** @type {import('../rows.mjs').Row[]} */
export const ODDITIES = [
  { id: 'cjs', what: 'the CommonJS build, and `process.exit()`', module: 'cjs', end: 'exit', code: 3, expected: MANY },
  {
    id: 'clock-back',
    what: 'a clock set back by an hour',
    does: [{ log: 1000 }, { clockBack: true }, { log: 1000 }],
    expected: MANY,
  },
  {
    id: 'descriptors',
    what: 'no descriptor is free for a while',
    sink: 'file',
    only: ['file', 'buffered'],
    options: { delay: true },
    does: [{ noDescriptors: true }, { log: 1000 }, { noDescriptors: false }, { log: 1000 }],
    expected: MANY,
    told: 'EMFILE',
    quick: true,
  },
  { id: 'deep', what: 'at the end of the stack', does: [{ log: 10 }, { deep: true }], expected: 11 },
  {
    id: 'nested',
    own: true,
    what: 'arguments whose text logs, ten deep',
    does: [{ nested: 10 }, { log: 10 }],
    expected: 20,
    only: ['file', 'buffered', 'stdout', 'console'],
  },
  {
    id: 'big',
    what: 'a message of 10 MB',
    does: [{ log: 10 }, { big: 10_000_000 }, { log: 10 }],
    expected: 21,
    bound: { queue: 1 },
    why: 'on its way to another thread a message keeps its first 100,000 characters; the line of this one stands behind them',
  },
]
