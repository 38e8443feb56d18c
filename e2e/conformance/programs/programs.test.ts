import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { differences } from '../differences.js'
import { pyodideVersion, runInPyodide } from '../pyodide.js'
import { count, seed } from '../seed.js'
import { makeProgram, type Program } from './generate.js'
import { run, type Trace } from './program.js'
import { shrink } from './shrink.js'

const SOURCE = ['../levels.py', './program.py']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('\n')
const FIXTURES = new URL('../fixtures/programs.json', import.meta.url)
const FIXTURE_SEED = 3
const FIXTURE_COUNT = 300
/** How many programs go to Python in one call. */
const BATCH = 2000
/** How many failing programs are shrunk and shown. */
const SHOWN = 5

interface Fixtures {
  readonly python: string
  readonly programs: readonly { readonly program: Program; readonly trace: Trace }[]
}

const runOnPython = (programs: readonly Program[]): Promise<Trace[]> => runInPyodide<Trace[]>(SOURCE, programs)

const programsOf = (from: number, length: number, ofSeed: number): Program[] =>
  Array.from({ length }, (_, index) => makeProgram(ofSeed, from + index))

/** As JSON carries it: what is compared are texts and numbers, not objects. */
const asJSON = (trace: Trace): string => JSON.stringify(trace)

const differs = (program: Program, python: Trace): boolean => asJSON(run(program)) !== asJSON(python)

/** Returns where two traces part, for the reader of a failure. */
function firstDifference(ours: Trace, python: Trace): unknown {
  const step = ours.steps.findIndex((outcome, index) => outcome !== python.steps[index])
  if (step >= 0) return { step, treeline: ours.steps[step], python: python.steps[step] }
  const part = (Object.keys(python) as (keyof Trace)[]).find(
    (name) => JSON.stringify(ours[name]) !== JSON.stringify(python[name]),
  )
  return part === undefined ? undefined : { part, treeline: ours[part], python: python[part] }
}

async function describeFailure(index: number, program: Program): Promise<string> {
  const fails = async (shorter: Program): Promise<boolean> => differs(shorter, (await runOnPython([shorter]))[0]!)
  const minimal = await shrink(program, fails)
  const [python] = await runOnPython([minimal])
  const operations = minimal.map((operation) => `  ${JSON.stringify(operation)}`).join('\n')
  const difference = JSON.stringify(firstDifference(run(minimal), python!), null, 2)
  return `seed ${seed}, program ${index}:\n${operations}\n${difference}`
}

test('random programs do on treeline what they do on CPython', async () => {
  const total = count(20_000)
  const failures: string[] = []
  let failed = 0
  for (let from = 0; from < total; from += BATCH) {
    const programs = programsOf(from, Math.min(BATCH, total - from), seed)
    const traces = await runOnPython(programs)
    for (const [index, program] of programs.entries()) {
      if (!differs(program, traces[index]!)) continue
      failed++
      if (failures.length < SHOWN) failures.push(await describeFailure(from + index, program))
    }
  }
  expect(failures.join('\n\n'), `${failed} of ${total} programs differ; CONFORMANCE_SEED=${seed}`).toBe('')
})

test('the committed programs do what they did on CPython', async () => {
  if (process.env['CONFORMANCE_WRITE'] === '1') {
    const programs = programsOf(0, FIXTURE_COUNT, FIXTURE_SEED)
    const traces = await runOnPython(programs)
    const pairs = programs.map((program, index) => JSON.stringify({ program, trace: traces[index] }))
    const python = JSON.stringify(await pyodideVersion())
    writeFileSync(FIXTURES, `{"python":${python},"programs":[\n${pairs.join(',\n')}\n]}\n`)
  }
  const fixtures = JSON.parse(readFileSync(FIXTURES, 'utf8')) as Fixtures
  expect(fixtures.python).toMatch(/^3\.14\./)
  expect(fixtures.programs.length).toBe(FIXTURE_COUNT)
  for (const { program, trace } of fixtures.programs) {
    expect(JSON.parse(asJSON(run(program))), JSON.stringify(program)).toEqual(trace)
  }
})

test('every rule by which program.py departs from CPython is an accepted difference', () => {
  const marks = [...SOURCE.matchAll(/\b[a-z]+(?:-[a-z]+)+\b/g)].map(([mark]) => mark)
  const ids = differences.map(({ id }) => id)
  const rules = [
    ...['values-print-as-javascript', 'bool-is-no-integer', 'error-classes', 'report-bursts', 'unmerged-message'],
    ...['errors-in-filters', 'extra-clash', 'level-assigned', 'warn-not-deprecated', 'adapter-fatal', 'handlers-held'],
    ...['stacklevel-no-number', 'log-level-reported', 'basicconfig-atomic', 'basicconfig-reuses'],
    ...['fields-are-shown', 'levels-in-lower-case'],
  ]
  expect(rules.filter((rule) => !ids.includes(rule))).toEqual([])
  expect(rules.filter((rule) => !marks.includes(rule))).toEqual([])
})

test('a difference is found, and shrunk to the operations that make it', async () => {
  const program: Program = [
    ['getLogger', 'L0', 'a'],
    ['getLogger', 'L1', 'b'],
    ['setLevel', 'L0', 'INFO'],
    ['getEffectiveLevel', 'L0'],
  ]
  const [python] = await runOnPython([program])
  expect(differs(program, python!)).toBe(false)
  const altered = { ...python!, steps: python!.steps.map((step) => (step === '20' ? '10' : step)) }
  expect(differs(program, altered)).toBe(true)
  const minimal = await shrink(program, async (shorter) => run(shorter).steps.includes('20'))
  expect(minimal.map(([name]) => name)).toEqual(['getLogger', 'setLevel', 'getEffectiveLevel'])
})
