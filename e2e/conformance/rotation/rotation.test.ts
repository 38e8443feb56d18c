// Random lives of rotating and watched files, here and in CPython: the same files with the same contents.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { shrink } from '../programs/shrink.js'
import { runPython } from '../python.js'
import { count, seed } from '../seed.js'
import { type Life, makeLife } from './generate.js'
import { play, type Trace } from './life.js'
import { ZONES } from './zones.js'

const program = fileURLToPath(new URL('./life.py', import.meta.url))
const library = join(dirname(createRequire(import.meta.url).resolve('pyodide')), 'python_stdlib.zip')
const playOnPython = (lives: readonly Life[]): Trace[] => runPython<Trace[]>(program, { library, lives })

/** How many lives `npm run conformance` plays; `npm test` a tenth of them. */
const LIVES = 20_000
/** How many failing lives are shrunk and shown. */
const SHOWN = 3

const differs = (life: Life, python: Trace): boolean => JSON.stringify(play(life)) !== JSON.stringify(python)

/** Returns where two traces part, for the reader of a failure. */
function firstDifference(life: Life, ours: Trace, python: Trace): string {
  const at = ours.steps.findIndex((step, index) => JSON.stringify(step) !== JSON.stringify(python.steps[index]))
  const [where, mine, its] =
    at >= 0
      ? [`after ${JSON.stringify(life.operations[at])}`, ours.steps[at], python.steps[at]]
      : ['at the end', { ...ours, steps: [] }, { ...python, steps: [] }]
  return `${where}\n  treeline ${JSON.stringify(mine)}\n  python   ${JSON.stringify(its)}`
}

/** Tells a life as its reader wants to have it: the clock beside each operation. */
function story(life: Life): string {
  const { operations, start, ...rest } = life
  let now = start
  const lines = operations.map((operation) => {
    if (operation[0] === 'wait') now += operation[1] as number
    const local = new Date(now).toLocaleString('sv', { timeZone: life.zone, timeZoneName: 'longOffset' })
    return `  ${local}  ${JSON.stringify(operation)}`
  })
  return [`${JSON.stringify(rest)} from ${new Date(start).toISOString()}`, ...lines].join('\n')
}

async function describeFailure(index: number, life: Life): Promise<string> {
  const made = (operations: Life['operations']): Life => ({ ...life, operations })
  const operations = await shrink(life.operations, async (shorter) => {
    const shortened = made(shorter)
    return differs(shortened, playOnPython([shortened])[0]!)
  })
  const least = made(operations)
  return `life ${index} of seed ${seed}: ${story(least)}\n${firstDifference(least, play(least), playOnPython([least])[0]!)}`
}

test('random lives leave the files that CPython leaves', async () => {
  const lives = Array.from({ length: count(LIVES) }, (_, index) => makeLife(seed, index))
  const traces = playOnPython(lives)
  const failing = lives.flatMap((life, index) => (differs(life, traces[index]!) ? [index] : []))
  const shown: string[] = []
  for (const index of failing.slice(0, SHOWN)) shown.push(await describeFailure(index, lives[index]!))
  expect(shown.join('\n\n'), `${failing.length} of ${lives.length} lives differ; CONFORMANCE_SEED=${seed}`).toBe('')

  // The lives are of all kinds, and handlers do rotate in them.
  expect(new Set(lives.map(({ zone }) => zone)).size).toBe(ZONES.length)
  const rotated = traces.filter(({ files }) => Object.keys(files).length > 2).length
  expect(rotated).toBeGreaterThan(lives.length / 4)
})

test('a difference is found, and shrunk to the operations that make it', async () => {
  const life: Life = {
    ...makeLife(1, 1),
    ...{ zone: 'Europe/Berlin', kind: 'rotating', files: [], options: { maxBytes: 5, backupCount: 1 }, buffering: 0 },
    ...{ namer: 'none', rotator: 'none', suffix: null },
    operations: [
      ['log', 'one'],
      ['wait', 1000],
      ['log', 'two'],
    ],
  }
  const [python] = playOnPython([life])
  expect(python!.files).toEqual({ 'app.log': 'two\n', 'app.log.1': 'one\n' })
  expect(differs(life, python!)).toBe(false)
  const least = await shrink(life.operations, async (operations) => 'app.log.1' in play({ ...life, operations }).files)
  expect(least).toEqual([
    ['log', 'one'],
    ['log', 'two'],
  ])
})
