// What servers, proxies, blockers and wrapped functions do to a request.

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

const ANSWERS = ['429', '429 date', '429 none', '429 nonsense', '503', '413', '400', '401', 'hang', 'half']
/** @type {Scenario[]} */
export const ANSWERED = [
  {
    number: 6,
    name: 'the server takes a batch, and the answer is lost',
    plays: [
      [
        { act: 'open' },
        { act: 'weather', weather: 'half' },
        { act: 'say', letters: 'iiie', bytes: 20 },
        { act: 'arrived' },
        { act: 'weather', weather: 'fine' },
      ],
    ],
    check({ front }) {
      const keys = front.batches.flatMap((batch) => batch.keys)
      return keys.length > new Set(keys).size ? [] : ['nothing came again']
    },
  },
  {
    number: 7,
    name: '429 with seconds, a date, nothing, nonsense; 503, 413, 400, 401, no answer, half an answer',
    plays: ANSWERS.map((weather) => [
      { act: 'open' },
      { act: 'weather', weather },
      { act: 'say', letters: 'iiwwiiwe', bytes: 2000 },
      { act: 'met' },
      { act: 'weather', weather: 'fine' },
      { act: 'arrived' },
    ]),
  },
  {
    number: 8,
    name: 'no network for five minutes: all arrives afterwards, in few requests',
    plays: [
      [
        { act: 'open', query: '?script=/fast.js' },
        { act: 'weather', weather: 'refuse' },
        { act: 'offline' },
        { act: 'say', letters: 'i'.repeat(40), bytes: 20 },
        { act: 'until', script: 'passed(300_000)' },
        { act: 'say', letters: 'i'.repeat(40), bytes: 20 },
        { act: 'weather', weather: 'fine' },
        { act: 'online' },
        { act: 'arrived' },
      ],
    ],
    check: ({ front }) => [...few(front, 'refuse', 30), ...few(front, 'fine', 20)],
  },
  {
    number: 13,
    name: 'a receiver of another origin: no preflight',
    // What is left for one address is not sent to another.
    query: '?script=/foreign.js',
    plays: [
      [
        { act: 'open' },
        { act: 'say', letters: 'iiwe', bytes: 20 },
        { act: 'arrived' },
        { act: 'say', letters: 'ii', bytes: 20 },
        { act: 'close' },
      ],
    ],
    check: ({ front }) => (front.preflights > 0 ? [`${front.preflights} preflights`] : []),
  },
  {
    number: 15,
    name: 'an ad blocker refuses each request for ten minutes: no storm',
    plays: [
      [
        { act: 'open', query: '?script=/fast.js&script=/blocked.js' },
        { act: 'say', letters: 'iiwwee', bytes: 20 },
        { act: 'until', script: 'passed(600_000)' },
        { act: 'tell', script: 'unblock(30)' },
        { act: 'arrived' },
      ],
    ],
  },
  {
    number: 17,
    name: 'a wrapped `fetch` logs each call and each answer: no request without end',
    plays: [
      [
        { act: 'open', query: '?script=/fast.js&script=/chatty.js' },
        { act: 'say', letters: 'e', bytes: 20 },
        { act: 'until', script: 'passed(60_000)' },
        { act: 'tell', script: 'stop()', letters: '?' },
        { act: 'arrived' },
      ],
    ],
    check: ({ front }) => few(front, 'fine', 20),
  },
  {
    number: 20,
    name: 'faults put in on purpose are found: a journal that hears of no end; a receiver that forgets',
    plays: [],
    elsewhere: '`e2e/chaos.test.ts` puts both faults in',
  },
]

/**
 * Returns a fault where more batches met a weather than so many.
 *
 * @param {import('../chaos/front.mjs').Front} front
 * @param {string} weather
 * @param {number} most
 */
function few(front, weather, most) {
  const count = front.countOf(weather)
  return count > most ? [`${count} requests`] : []
}
