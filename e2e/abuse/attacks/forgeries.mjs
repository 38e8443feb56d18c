// Batches under the page's own id. The attacker knows what the page has sent.
import { batch, records } from '../attacker.mjs'

/** @import { Attack } from '../row.mjs' */

const ELSEWHERE = '198.51.100.9'
/** Ahead of the page by this much, so that it comes to these numbers during the attack. */
const AHEAD = 280

/** @type {Attack['run']} */
const forgeNext = async (attacker) => {
  for (let round = 0; round < 5; round++) {
    const { src, last } = await attacker.page()
    await attacker.sequence(1, () => attacker.request(batch(src, records(last + 1, AHEAD, { msg: `attack ${round}` }))))
    await attacker.wait(200)
  }
}

/** @type {Attack['run']} */
const replay = async (attacker) => {
  for (let round = 0; round < 10; round++) {
    const { body } = await attacker.page()
    await attacker.sequence(50, () => attacker.request(body))
    await attacker.wait(50)
  }
}

/** @type {Attack[]} */
export const forgeries = [
  {
    name: 'forged next numbers',
    does: 'sends 280 records under the page’s id, with the numbers that it will use next, from its own address',
    ends: ['204'],
    takes: 5 * AHEAD,
    run: forgeNext,
  },
  {
    name: 'forged next numbers, elsewhere',
    does: 'the same from another address',
    address: ELSEWHERE,
    ends: ['204'],
    takes: 5 * AHEAD,
    run: forgeNext,
  },
  {
    name: 'forged past numbers',
    does: 'sends other contents under the numbers that the page has used',
    ends: ['204'],
    async run(attacker) {
      const { src, last } = await attacker.page()
      await attacker.sequence(20, (index) => attacker.request(batch(src, records(1, last, { msg: `attack ${index}` }))))
    },
  },
  {
    name: 'forged last numbers',
    does: 'sends numbers up to 2 ** 53 - 1 under the page’s id, and numbers with gaps',
    ends: ['204'],
    takes: 2000,
    async run(attacker) {
      const { src } = await attacker.page()
      const gaps = Array.from({ length: 100 }, (_, index) => records(Number.MAX_SAFE_INTEGER - 7 * index, 1)).flat()
      await attacker.sequence(20, (index) =>
        attacker.request(
          batch(
            src,
            gaps.map((line) => ({ ...line, msg: `attack ${index}` })),
          ),
        ),
      )
    },
  },
  {
    name: 'forgeries from many addresses',
    does: 'sends next numbers under the page’s id from 200 addresses',
    ends: ['204'],
    takes: 200 * 40,
    async run(attacker) {
      const { src, last } = await attacker.page()
      await attacker.sequences(4, 50, (index) =>
        attacker.request(batch(src, records(last + 1, 40, { msg: `attack ${index}` })), {
          address: `198.51.100.${index}`,
        }),
      )
    },
  },
  {
    name: 'forged headers',
    does: 'sends times of sending, remains, losses and wishes that are absurd, under the page’s id and from its address',
    ends: ['204'],
    // What a page lost and left is a record too.
    holds: ({ attacks }) => (attacks >= 400 && attacks <= 420 ? '' : `${attacks} records, not some 400`),
    async run(attacker) {
      const { src } = await attacker.page()
      const odd = [
        1e300,
        -1e300,
        0,
        -1,
        1,
        8.64e15,
        Number.MAX_SAFE_INTEGER,
        null,
        'x',
        true,
        [1],
        { a: 1 },
        ['levels'],
      ]
      await attacker.sequence(400, (index) => {
        const [sent, left, takes] = [1, 2, 3].map((step) => odd[(index * step) % odd.length])
        const lines = records(Number.MAX_SAFE_INTEGER - index, 1, { msg: `attack ${index}`, created: 8.64e12 })
        return attacker.request(batch(src, lines, { sent, left, takes, lost: left }))
      })
    },
  },
  {
    name: 'replays',
    does: 'sends the page’s own batches again, 50 times each, from another address',
    address: ELSEWHERE,
    options: { rate: null },
    ends: ['204'],
    takes: 0,
    run: replay,
  },
  {
    name: 'replays, a file',
    does: 'the same, where a file remembers the records',
    address: ELSEWHERE,
    seen: 500_000,
    options: { rate: null, maxRemembered: 1 },
    ends: ['204'],
    takes: 0,
    run: replay,
  },
]
