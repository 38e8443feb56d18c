// A sixth of `npm run abuse`: the receiver under attack, with an honest page beside it. What was received and what memory it
// took is judged here; how long an answer took is judged by the command, on a machine that does nothing else.
import { describe, expect, test } from 'vitest'
import { attacks } from './abuse/attacks.mjs'
import { runAttack } from './abuse/row.mjs'

const SEED = 1
const CHOSEN = [
  'endless bodies',
  'refused bodies',
  'keys of prototypes',
  'very many loggers',
  'forged next numbers',
  'forged headers',
  'a page that floods',
  'replays',
  'pipelined requests',
  'smuggled requests',
]

test('every attack has a name of its own', () => {
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length)
  expect(attacks.map(({ name }) => name)).toEqual(expect.arrayContaining(CHOSEN))
})

describe.concurrent('an attack does no harm', () => {
  test.each(attacks.filter(({ name }) => CHOSEN.includes(name)))('$name', async (attack) => {
    const { faults, expected, found, doubled } = await runAttack(attack, SEED)
    expect(faults).toEqual([])
    expect(expected).toBeGreaterThan(0)
    expect([found, doubled]).toEqual([expected, 0])
  })
})
