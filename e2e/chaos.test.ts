// A tenth of the chaos: the whole is `npm run chaos -- --lives 200` for each browser, and docs/reliability-pages.md.
import { describe, expect, test } from 'vitest'
import { BROWSERS } from './chaos/browsers.mjs'
import { Excuses } from './chaos/excuses.mjs'
import { Doc } from './chaos/ledger.mjs'
import { LIVES_IN_WORLD, planOf } from './chaos/plan.mjs'
import { faultsOf, lineOf } from './chaos/report.mjs'
import { World } from './chaos/world.mjs'

test.each([
  ['chromium', 2, LIVES_IN_WORLD],
  ['firefox', 2, 5],
  ['webkit', 2, 5],
] as const)('%s, seed %d, %d lives: zero lost, zero doubled', async (browser, seed, lives) => {
  const verdict = await new World(browser).run(planOf(seed, lives))
  console.log(`${browser}, seed ${seed}: ${lineOf(verdict)}`)
  expect(faultsOf(verdict)).toEqual([])
  expect(verdict.arrived).toBeGreaterThan(0)
})

test.each(['deaf', 'forgets'] as const)('the harness notices: %s', async (mutant) => {
  const verdict = await new World('chromium', { mutant }).run(planOf(2, LIVES_IN_WORLD))
  expect(faultsOf(verdict)).not.toEqual([])
})

test.each(['opentelemetry', 'datadog'] as const)('%s is given the same lives', async (sender) => {
  const said = { act: 'say', letters: 'iw', bytes: 20 }
  const life = [{ act: 'open' }, said, { act: 'rest', ms: 500 }, { act: 'close' }]
  const verdict = await new World('chromium', { sender }).run([
    [...life, { act: 'rest', ms: 500 }, { act: 'stop' }, ...life],
  ])
  // What the second page has logged, with its last words, finds no receiver.
  expect(verdict).toMatchObject({ accepted: 8, arrived: 2, doubled: [], missing: {}, errors: [] })
  expect(verdict.lost).toEqual(Array.from({ length: 6 }, (_, index) => `2:${index + 1}`))
})

test('a wait that runs out is a fault of the life', async () => {
  const plan = [
    [{ act: 'open' }, { act: 'weather', weather: 'refuse' }, { act: 'say', letters: 'w' }, { act: 'arrived' }],
  ]
  const verdict = await new World('chromium', { patienceMs: 500 }).run(plan)
  expect(faultsOf(verdict)).toContain('waited 0.5 s in vain for this: that all records arrive')
})

test('a browser that ends a busy page without a word is no fault of the page', async () => {
  const busy = "(say('wiii', 20), setTimeout(() => { for (const end = Date.now() + 60_000; Date.now() < end; ); }), 0)"
  const plan = [
    [{ act: 'open' }, { act: 'open' }, { act: 'tell', tab: 0.6, letters: 'wiii', script: busy }],
    [{ act: 'close', tab: 0.6 }],
  ]
  const verdict = await new World('chromium').run(plan)
  expect(verdict).toMatchObject({ accepted: 4, arrived: 1, lost: [], missing: { unheard: 3 }, errors: [] })
})

describe('an excuse is that of one record', () => {
  const SENT = new Set<string>()
  const doc = (letters: string): Doc => {
    const made = new Doc(1)
    made.add(letters, 100)
    return made
  }
  const reasons = (excuses: Excuses, page: Doc): unknown[] =>
    Array.from(page.letters, (_, index) => excuses.of(page, index, new Set(['1:1'])))

  test('refused: the server has said so of it alone', () => {
    const page = doc('ii')
    expect(reasons(new Excuses(), page)).toEqual(['refused', undefined])
  })

  test('crash: neither urgent, nor stored by the timer, nor old', () => {
    const page = doc('iiwi')
    page.settled = 2
    page.close('crash')
    expect(reasons(new Excuses(), page)).toEqual(['refused', undefined, undefined, 'crash'])
    page.times[3] = page.endMs - 4000
    expect(reasons(new Excuses(), page)[3]).toBeUndefined()
  })

  test('unheard: the same, of a page whose browser ended it without a word', () => {
    const page = doc('iiwi')
    page.settled = 2
    page.close('in order')
    expect(reasons(new Excuses(), page)).toEqual(['refused', undefined, undefined, undefined])
    page.end = 'unheard'
    expect(reasons(new Excuses(), page)).toEqual(['refused', undefined, undefined, 'unheard'])
  })

  test('kill: younger than the browser takes to reach the disk', () => {
    const page = doc('iww')
    page.times[1] = performance.now() - 20_000
    const excuses = new Excuses()
    excuses.kill([page], SENT, 10_000)
    expect(reasons(excuses, page)).toEqual(['refused', undefined, 'kill'])
  })

  test('evicted: it was stored, and the journal had no room, or more than half of it in a storage that is full', () => {
    const page = doc('iii')
    for (const [bytes, isFull, expected] of [
      [600_000, true, 'evicted'],
      [500_000, true, undefined],
      [1_000_000, false, 'evicted'],
      [900_000, false, undefined],
    ] as const) {
      const excuses = new Excuses()
      excuses.look({ ids: new Set(['1:2', '1:3']), bytes }, isFull)
      excuses.look({ ids: new Set(['1:3']), bytes: 0 }, isFull)
      expect(reasons(excuses, page)).toEqual(['refused', expected, undefined])
    }
  })

  test('unstored: it was not stored when its page ended, and could not be sent', () => {
    const page = doc('iii')
    const stored = { ids: new Set(['1:2']), bytes: 0 }
    const excuses = new Excuses()
    excuses.endUnstored(page, stored, SENT, true)
    expect(reasons(excuses, page)).toEqual(['refused', undefined, undefined])
    excuses.endUnstored(page, stored, SENT, false)
    expect(reasons(excuses, page)).toEqual(['refused', undefined, 'unstored'])
  })
})

test('a seed is a plan', () => {
  expect(planOf(7, 10)).toEqual(planOf(7, 10))
  expect(planOf(7, 10)).not.toEqual(planOf(8, 10))
  expect(Object.keys(BROWSERS)).toContain('chromium')
})
