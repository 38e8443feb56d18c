// How pages end, and who brings what they left.

/** @typedef {import('./scenario.mjs').Scenario} Scenario */

const LETTERS = 'iwdiecii'
const ALL = `say('${LETTERS}', 20)`
const NO_CRASH = { webkit: 'a crash ends the session of WebKit’s driver' }

/** All is acknowledged, and the browser has taken back the lock, which it does in a later turn. */
const IDLE =
  'state().segments + state().queued + state().inFlight === 0 && navigator.locks.query().then(({ held }) => held.length === 0)'

/**
 * Returns a play: log, go elsewhere, come back to the page that the browser has kept, log.
 *
 * @param {string} query
 * @param {...import('../chaos/plan.mjs').Step} before what is waited for before it goes
 */
function thereAndBack(query, ...before) {
  return [
    { act: 'open', query },
    { act: 'say', letters: 'iw', bytes: 20 },
    ...before,
    { act: 'return' },
    { act: 'say', letters: 'iwe', bytes: 20 },
    { act: 'arrived' },
  ]
}

/** @type {Scenario[]} */
export const EXITS = [
  {
    number: 1,
    name: 'log, and at once: go elsewhere, reload, close the tab, `window.close()`',
    plays: [
      [{ act: 'open' }, { act: 'quit', script: `${ALL}, (location.href = '/elsewhere')`, letters: LETTERS }],
      [{ act: 'open' }, { act: 'quit', script: `${ALL}, location.reload()`, letters: LETTERS }],
      [{ act: 'open' }, { act: 'say', letters: LETTERS, bytes: 20 }, { act: 'close' }],
      [
        { act: 'open', query: '?script=/popUp.js' },
        { act: 'popup', letters: LETTERS, bytes: 20 },
      ],
    ],
    without: { webkit: { play: 4, why: 'WebKit opens no window without a click, and lets a page close no other' } },
  },
  {
    number: 2,
    name: 'log in listeners of the page’s own for `pagehide` and `visibilitychange`',
    plays: ['close', 'reload', 'leave'].map((act) => [
      { act: 'open', query: '?script=/listeners.js' },
      { act: 'say', letters: 'ii', bytes: 20 },
      { act },
    ]),
  },
  {
    number: 3,
    name: '200 KiB wait when the page goes: the next page brings what the browser does not let out',
    plays: [
      [
        { act: 'open', query: '?script=/holds.js' },
        {
          act: 'quit',
          script: "say('i'.repeat(200), 1000), (location.href = '/elsewhere')",
          letters: 'i'.repeat(200),
        },
      ],
    ],
  },
  {
    number: 4,
    name: 'another script has taken 50 of the 64 KiB that may outlive the page',
    plays: [
      [
        { act: 'open', query: '?script=/holds.js&script=/budget.js' },
        { act: 'quit', script: "say('i'.repeat(40), 1000), (location.href = '/elsewhere')", letters: 'i'.repeat(40) },
      ],
    ],
  },
  {
    number: 5,
    name: 'the renderer crashes right after an ERROR',
    plays: [
      [
        { act: 'open' },
        { act: 'weather', weather: 'refuse' },
        { act: 'say', letters: 'iiie', bytes: 20 },
        { act: 'crash' },
      ],
    ],
    // The others were written with it.
    check: ({ missing }) => (missing.crash ? [`${missing.crash} missing by crash`] : []),
    cannot: NO_CRASH,
  },
  {
    number: 9,
    name: 'one of two, and one of ten tabs crashes: one other brings what it left',
    plays: [2, 10].map((count) => [
      { act: 'weather', weather: 'refuse' },
      ...Array.from({ length: count }, () => ({ act: 'open', query: '?script=/fast.js' })),
      { act: 'say', letters: 'wwee', bytes: 20 },
      { act: 'crash' },
      { act: 'weather', weather: 'fine' },
      { act: 'arrived' },
      // What is acknowledged has left the storage that all share.
      { act: 'until', script: 'state().segments === 0' },
    ]),
    check({ front }) {
      const [src] = front.batches[0]?.keys[0]?.split(':') ?? []
      const brought = front.batches.filter(({ weather }) => weather === 'fine').flatMap(({ keys }) => keys)
      const left = brought.filter((key) => key.startsWith(`${src}:`))
      return left.length === 4 ? [] : [`the four that were left came as ${left.join(' ')}`]
    },
    cannot: NO_CRASH,
  },
  {
    number: 11,
    name: 'go elsewhere and back to the page that the browser has kept',
    plays: [
      thereAndBack('?kept'),
      thereAndBack('?kept', { act: 'until', script: IDLE }),
      thereAndBack('?kept&script=/noLocks.js'),
    ],
    without: {
      firefox: {
        play: 1,
        why: 'Firefox keeps no page that holds a Web Lock, as a journal does while it has records that are not acknowledged',
      },
    },
  },
]
