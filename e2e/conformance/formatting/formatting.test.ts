import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Acceptance, sortOut } from '../differences.js'
import { pyodideVersion, runInPyodide } from '../pyodide.js'
import { runPython } from '../python.js'
import { count, seed } from '../seed.js'
import { type Answer, expected, treeline } from './treeline.js'

const program = fileURLToPath(new URL('cases.py', import.meta.url))
// One text, where there is no folder to import from.
const source = ['values.py', 'cases.py']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8').replace(/^from values import .*$/m, ''))
  .join('\n')

/** What went in, then CPython's answer. */
type Given = readonly unknown[]

interface Case {
  readonly kind: string
  readonly given: Given
  readonly theirs: Answer
  readonly ours: Answer
}

/** How many cases of a kind `npm run conformance` makes: 203,000 in all. */
const KINDS: Readonly<Record<string, number>> = {
  percent: 74_000,
  braces: 55_000,
  template: 14_000,
  repr: 16_000,
  validate: 24_000,
  formatter: 20_000,
}

// Bounds what both sides hold at a time.
const CHUNK = 5000

const has = (answer: Answer, text: string): boolean => JSON.stringify(answer).includes(text)

/** Digits that only WebAssembly's 32 bits cannot hold. They may also come from an argument: `'{:{}}'`. */
const MANY_DIGITS = /(?<!\d)0*\d{10,18}(?!\d)/

const UNKEYED_TEXT = /%[-+ #0]*\d*(\.\d*)?[hlL]?[sra]/

const acceptances: readonly Acceptance<Case>[] = [
  { id: 'integer-digits', matches: ({ theirs }) => has(theirs, 'Exceeds the limit (4300 digits)') },
  {
    id: 'c-types',
    matches: ({ theirs, ours }) =>
      has(theirs, 'Python int too large to convert to C ') && /too big|%c arg not in range/.test(String(ours)),
  },
  {
    id: 'c-types',
    matches: ({ theirs, given }) => has(theirs, 'Too many decimal') && MANY_DIGITS.test(JSON.stringify(given)),
  },
  { id: 'size-limit', matches: ({ ours }) => /^RangeError,(width|precision) too big$/.test(String(ours)) },
  // What such a format shows of a record is a whole mapping.
  {
    id: 'values-print-as-javascript',
    matches: ({ kind, given }) => kind === 'formatter' && UNKEYED_TEXT.test(String((given[0] as { fmt: unknown }).fmt)),
  },
]

/** Compares cases of a kind; gives those that no accepted difference explains. */
function compare(kind: string, cases: Iterable<Given>): Case[] {
  const differing: Case[] = []
  for (const given of cases) {
    const theirs = expected(given.at(-1) as Answer)
    const ours = treeline[kind]!(given as never)
    if (JSON.stringify(theirs) !== JSON.stringify(ours))
      differing.push({ kind, given: given.slice(0, -1), theirs, ours })
  }
  return sortOut(differing, acceptances).unexplained
}

/** What a failing test says: where to start again, how many cases differ, and the first ten. */
function report(from: string, cases: readonly Case[]): string {
  const shown = cases.slice(0, 10).map(({ kind, given, theirs, ours }) => {
    const lines = [
      `${kind} ${JSON.stringify(given)}`,
      `CPython  ${JSON.stringify(theirs)}`,
      `treeline ${JSON.stringify(ours)}`,
    ]
    return lines.map((line) => (line.length > 1500 ? line.slice(0, 1500) + '…' : line)).join('\n  ')
  })
  return `${from}: ${cases.length} cases differ\n${shown.join('\n')}`
}

const zone = process.env['TZ']
beforeAll(() => {
  // WebAssembly's clock shows UTC.
  process.env['TZ'] = 'UTC'
})
afterAll(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

describe('fresh cases', () => {
  test.each(Object.entries(KINDS))('%s', async (kind, all) => {
    let left = count(all)
    const differing: Case[] = []
    for (let chunk = 0; left > 0 && differing.length < 10; chunk++, left -= CHUNK) {
      const asked = { kind, seed: `${seed} ${chunk}`, count: Math.min(CHUNK, left) }
      differing.push(...compare(kind, await runInPyodide<Given[]>(source, asked)))
    }
    expect(differing.length, report(`seed ${seed}`, differing)).toBe(0)
  })
})

interface Fixture {
  readonly python: string
  readonly cases: Readonly<Record<string, readonly Given[]>>
}

const FIXTURE_SEED = 'fixture'
const FIXTURE_COUNT = 600

function fixturePath(version: string): URL {
  return new URL(`../fixtures/formatting-${version}.json`, import.meta.url)
}

function fixture(version: string): Fixture {
  return JSON.parse(readFileSync(fixturePath(version), 'utf8')) as Fixture
}

/** One case a line, so that a change shows as the lines it changes. */
function write(version: string, python: string, answers: readonly Given[][]): void {
  const kinds = Object.keys(KINDS).map((kind, index) => {
    const lines = answers[index]!.map((one) => JSON.stringify(one))
    return `${JSON.stringify(kind)}: [\n${lines.join(',\n')}\n]`
  })
  writeFileSync(fixturePath(version), `{"python": "${python}", "cases": {\n${kinds.join(',\n')}\n}}\n`)
}

beforeAll(async () => {
  if (process.env['CONFORMANCE_WRITE'] !== '1') return
  const asked = Object.keys(KINDS).map((kind) => ({ kind, seed: FIXTURE_SEED, count: FIXTURE_COUNT }))
  const older = runPython<{ python: string; cases: Given[][] }>(program, asked, { PYTHONDONTWRITEBYTECODE: '1' })
  write('3.11', older.python, older.cases)
  const newer: Given[][] = []
  for (const one of asked) newer.push(await runInPyodide<Given[]>(source, one))
  write('3.14', await pyodideVersion(), newer)
})

/** What CPython changed from 3.11 to 3.14, as it shows in a case's texts. */
const CHANGES = [
  // The texts of %c's TypeErrors.
  /%c requires int or char/,
  // Separators in the fraction: '{:.6_f}'.
  /\.(\d|\{\w*\})*[,_]/,
  // WebAssembly's C types are of 32 bits.
  /to C ssize_t/,
]

describe('committed cases', () => {
  test('CPython 3.14', () => {
    const { python, cases } = fixture('3.14')
    expect(python).toMatch(/^3\.14\./)
    const differing = Object.entries(cases).flatMap(([kind, given]) => compare(kind, given))
    expect(differing.length, report(python, differing)).toBe(0)
  })

  test('CPython 3.11, without what 3.14 changed', () => {
    const { python, cases } = fixture('3.11')
    const newer = fixture('3.14').cases
    expect(python).toMatch(/^3\.11\./)
    const differing = Object.entries(cases).flatMap(([kind, given]) =>
      // The same cases stand in both files.
      compare(
        kind,
        given.filter((one, index) => JSON.stringify(one) === JSON.stringify(newer[kind]![index])),
      ),
    )
    expect(differing.length, report(python, differing)).toBe(0)
    const changed = Object.entries(cases).flatMap(([kind, given]) =>
      given.flatMap((one, index) => {
        const pair = [JSON.stringify(one), JSON.stringify(newer[kind]![index])]
        return pair[0] === pair[1] || CHANGES.some((change) => change.test(pair.join('\n'))) ? [] : pair
      }),
    )
    expect(changed).toEqual([])
  })
})
