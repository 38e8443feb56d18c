// What a page finds itself in, and what it logs.

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

const SAID = { act: 'say', letters: 'iiwe', bytes: 20 }
const POLICY = "default-src 'none'; img-src data:; script-src 'self'; require-trusted-types-for 'script'"
/** @param {string} connect */
const strictly = (connect) => `?script=/strict.js&policy=${encodeURIComponent(`${POLICY}; connect-src ${connect}`)}`

/** @type {Scenario[]} */
export const PLACES = [
  {
    number: 10,
    name: 'a storage that is null, denied, full, filled meanwhile, damaged',
    plays: [
      [{ act: 'open', query: '?script=/noStorage.js' }, SAID, { act: 'arrived' }],
      [{ act: 'open', query: '?script=/deniedStorage.js' }, SAID, { act: 'arrived' }],
      [{ act: 'open' }, { act: 'fill' }, SAID, { act: 'arrived' }, { act: 'free' }, SAID, { act: 'close' }],
      [{ act: 'open' }, SAID, { act: 'fill' }, SAID, { act: 'arrived' }, { act: 'free' }],
      [
        { act: 'open' },
        { act: 'weather', weather: 'refuse' },
        { ...SAID, letters: 'wwww' },
        { act: 'close' },
        { act: 'open', query: '?script=/damage.js' },
        { act: 'weather', weather: 'fine' },
        { act: 'until', script: 'state().corrupt >= 2' },
        { act: 'arrived' },
      ],
    ],
    check: ({ missing }) => Object.entries(missing).map(([reason, count]) => `${count} missing by ${reason}`),
  },
  {
    number: 12,
    name: 'a Content-Security-Policy without eval and inline script, with Trusted Types; one that forbids to send',
    plays: [
      [{ act: 'open', query: strictly("'self'") }, SAID, { act: 'arrived' }, SAID, { act: 'close' }],
      [{ act: 'open', query: strictly("'none'") }, SAID, { act: 'rest', ms: 500 }, { act: 'close' }],
    ],
    // What the second one forbids.
    expects: /^refused: connect-src/,
  },
  {
    number: 14,
    name: 'logged in a service worker',
    plays: [
      [
        { act: 'open', query: '?script=/serviceWorker.js' },
        { act: 'tell', script: "viaWorker('iiww')", letters: 'iiww' },
        { act: 'arrived' },
      ],
    ],
  },
  {
    number: 16,
    name: 'an emoji, half of one, a megabyte, a cycle, a BigInt, a getter that throws; as arguments and as fields',
    plays: [
      [
        { act: 'open', query: '?script=/values.js' },
        { act: 'tell', script: 'sayValues()', letters: '?' },
        { act: 'arrived' },
      ],
    ],
  },
  {
    number: 18,
    name: 'the place of the call, in the console’s tools',
    plays: [],
    elsewhere: 'nothing is sent: `e2e/caller.test.ts` has the places of calls in the three engines',
  },
  {
    number: 19,
    name: 'the clock jumps a day on, and two days back',
    plays: [
      [
        { act: 'open', query: '?script=/clock.js' },
        { act: 'say', letters: 'ii', bytes: 20 },
        { act: 'tell', script: 'turn(86_400_000)' },
        { act: 'say', letters: 'ii', bytes: 20 },
        { act: 'tell', script: 'turn(-172_800_000)' },
        { act: 'say', letters: 'iie', bytes: 20 },
        { act: 'arrived' },
      ],
    ],
    check: ({ log }) =>
      log.filter(({ key, id }) => numberOf(key) !== numberOf(id)).map(({ id }) => `${id}: not its number`),
  },
]

/** @param {string} name */
function numberOf(name) {
  return Number(name.split(':')[1])
}
