// What the peer of a socket does.
import { MANY } from './counts.mjs'

const common = /** @type {const} */ ({ sink: 'network', network: true, own: true, expected: MANY })
const told = `the process ended before ${MANY} records were delivered`

/** @type {import('../rows.mjs').Row[]} */
export const NETWORK = [
  {
    ...common,
    id: 'peer-down-return',
    what: 'nobody listens, return from main',
    peer: 'down',
    bound: { all: MANY },
    why: 'there is nobody to take them; standard error has their number',
    told,
    quick: true,
  },
  {
    ...common,
    id: 'peer-down-exit',
    what: 'nobody listens, `process.exit()` at once',
    peer: 'down',
    end: 'exit',
    code: 3,
    bound: { all: MANY },
    why: 'there is nobody to take them; standard error has their number',
    told,
    quick: true,
  },
  {
    ...common,
    id: 'peer-silent-exit',
    what: 'the peer reads nothing until the process has ended, `process.exit()` at once',
    peer: 'silent',
    end: 'exit',
    code: 3,
  },
  {
    ...common,
    id: 'peer-restarts',
    what: 'the peer comes later, return from main',
    peer: 'late',
    does: [{ log: MANY / 2 }, { sleepMs: 1500 }, { log: MANY / 2 }],
    options: {},
  },
]
