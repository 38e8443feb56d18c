import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { getLogger } from '../../../packages/core/src/index.js'
import { KeyError } from '../../../packages/core/src/text/keyError.js'
import { pythonLiteral } from '../../../packages/core/src/config/ini/pythonLiteral.js'
import { realmState } from '../../../packages/core/src/testing/index.js'
import { nodePlatform } from '../../../packages/node/src/index.js'
import { ConfigParser, fileConfig } from '../../../packages/treeline/src/config.node.js'
import { type Acceptance, sortOut } from '../differences.js'
import { pyodideVersion, runInPyodide } from '../pyodide.js'
import { count, seed } from '../seed.js'
import { type DumpedState, dumpState, resetState } from './state.js'

/** Where CPython has its files, in a file system of its own. */
const THERE = '/tmp/file-config'
const FIXTURE = new URL('../fixtures/fileConfig.json', import.meta.url)
const SOURCE = ['../levels.py', 'state.py', 'file.py']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('\n')

let here: string

beforeEach(() => {
  resetState()
  realmState.platform = nodePlatform
  here = mkdtempSync(join(tmpdir(), 'treeline-file-config-'))
})
afterEach(() => {
  resetState()
  rmSync(here, { recursive: true })
})

function python<Result>(kind: string, count: number): Promise<Result> {
  return runInPyodide<Result>(SOURCE, { kind, seed, count })
}

// --- fileConfig ------------------------------------------------------------------------------------------------------

interface Step {
  readonly text: string
  readonly defaults: Record<string, string>
  readonly disable: boolean
  /** Whether the text stands in a file. */
  readonly path: boolean
}

interface Case {
  readonly existing: readonly (readonly [name: string, level: number])[]
  readonly steps: readonly Step[]
}

type Answer = { readonly state: DumpedState } | { readonly error: readonly [type: string, message: string] }

interface Compared {
  readonly step: Step | undefined
  readonly python: Answer | undefined
  readonly ours: Answer | undefined
}

function step({ text, defaults, disable, path }: Step): Answer {
  const ours = text.replaceAll(THERE, here)
  const source = path ? `${here}/config.ini` : { read: () => ours }
  if (typeof source === 'string') writeFileSync(source, ours)
  const before = dumpState()
  try {
    fileConfig(source, { defaults: moved(defaults), disable_existing_loggers: disable })
  } catch (error) {
    expect(dumpState(), 'a file that is refused changes nothing').toEqual(before)
    return { error: [typeOf(error as Error), (error as Error).message.replaceAll(here, THERE)] }
  }
  return { state: dumpState() }
}

function moved(defaults: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, value.replaceAll(THERE, here)]))
}

/** Python's class of the error, where ours tells it. */
function typeOf(error: Error): string {
  if (error.cause instanceof KeyError) return 'KeyError'
  return error.name
}

function run({ existing, steps }: Case): Answer[] {
  resetState()
  for (const [name, level] of existing) getLogger(name).setLevel(level)
  const answers: Answer[] = []
  for (const one of steps) {
    answers.push(step(one))
    if ('error' in answers.at(-1)!) break
  }
  return answers
}

const CLASSES: Readonly<Record<string, string>> = {
  ValueError: 'RangeError',
  LookupError: 'RangeError',
  NameError: 'RangeError',
  AttributeError: 'RangeError',
  ModuleNotFoundError: 'RangeError',
  RuntimeError: 'Error',
  FileNotFoundError: 'Error',
}

/** Python has the class's module and method in some texts; a source that is no file we call by its name. */
function ourWords(message: string): string {
  return message
    .replace('.__init__()', '()')
    .replace(/^(?:\w+\.)+(\w+\(\) argument)/, '$1')
    .replace('<source>', '<???>')
}

function isAlike(python: Answer | undefined, ours: Answer | undefined): boolean {
  if (python === undefined || ours === undefined) return python === ours
  if ('state' in python) return 'state' in ours && isDeepStrictEqual(python, ours)
  if ('state' in ours) return false
  const [type, message] = python.error
  return (CLASSES[type] ?? type) === ours.error[0] && ours.error[1].startsWith(ourWords(message))
}

const errorOf = (answer: Answer | undefined): readonly string[] => (answer && 'error' in answer ? answer.error : [])

const UNREAD =
  /^(SyntaxError|NameError|AttributeError|ModuleNotFoundError|UnsupportedOperation)|object is not callable$/

const ACCEPTED: readonly Acceptance<Compared>[] = [
  {
    // Both refuse it, CPython when it evaluates or imports, we when we read or look up; or CPython has called what it names.
    id: 'fileconfig-literals',
    matches: ({ python, ours }) =>
      errorOf(ours)[1]?.startsWith('expected a literal: nothing is called') === true ||
      (UNREAD.test(errorOf(python).join()) &&
        /^(expected|unterminated|name '.*' is not defined|Cannot resolve|\w+\(\) argument after)/.test(
          errorOf(ours)[1] ?? '',
        )),
  },
  {
    id: 'os-errors',
    matches: ({ python, ours }) =>
      /\[Errno \d+\]/.test(errorOf(python)[1] ?? '') && /^E[A-Z]+: /.test(errorOf(ours)[1] ?? ''),
  },
  {
    id: 'constructor-errors',
    matches: ({ python, ours }) =>
      errorOf(ours)[0] === 'TypeError' &&
      (errorOf(python)[0] === 'TypeError' ||
        // A formatter's class that is none: CPython gives it a format for its first parameter, whatever that is.
        /unexpected keyword argument '(format|datefmt|style)'/.test(errorOf(ours)[1] ?? '')),
  },
  {
    // A section of a formatter whose class is a handler's: both refuse, at different places.
    id: 'constructor-errors',
    matches: ({ step, python, ours }) =>
      errorOf(python).length > 0 &&
      errorOf(ours).length > 0 &&
      /^\[formatter_\w+\][^[]*\n\s*class\s*[:=].*Handler$/im.test(step?.text ?? ''),
  },
]

function compare(cases: readonly (readonly [Case, readonly Answer[]])[]): Compared[] {
  const different: Compared[] = []
  for (const [one, python] of cases) {
    const ours = JSON.parse(JSON.stringify(run(one))) as Answer[]
    const at = ours.findIndex((answer, index) => !isAlike(python[index], answer))
    if (at >= 0 || ours.length !== python.length)
      different.push({ step: one.steps[at], python: python[at], ours: ours[at] })
  }
  return sortOut(different, ACCEPTED).unexplained
}

test('fileConfig takes and refuses what CPython does, and comes to the same state', async () => {
  const cases = await python<[Case, Answer[]][]>('files', count(250))
  expect(compare(cases).slice(0, 3), `seed ${seed}`).toEqual([])
})

interface Fixture {
  readonly python: string
  readonly cases: readonly (readonly [Case, readonly Answer[]])[]
}

test("CPython's committed answers", async () => {
  if (process.env['CONFORMANCE_WRITE']) {
    const cases = await runInPyodide<Fixture['cases']>(SOURCE, { kind: 'fixture', seed: 20_261_121, count: 110 })
    const lines = cases.map((one) => JSON.stringify(one)).join(',\n')
    writeFileSync(FIXTURE, `{"python": "${await pyodideVersion()}", "cases": [\n${lines}\n]}\n`)
  }
  const { python, cases } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as Fixture
  expect(python).toMatch(/^3\.14\./)
  expect(cases.length).toBeGreaterThanOrEqual(150)
  expect(compare(cases).slice(0, 3)).toEqual([])
})

// --- ConfigParser ----------------------------------------------------------------------------------------------------

interface Ini {
  readonly defaults: Record<string, string>
  readonly texts: readonly string[]
}

type Outcome = readonly ['value', unknown] | readonly ['error', string, string]

function outcome(work: () => unknown): Outcome {
  try {
    return ['value', work()]
  } catch (error) {
    const { name, message } = error as Error
    return ['error', name === 'RangeError' ? 'ValueError' : name, message]
  }
}

function readIni({ defaults, texts }: Ini): Outcome {
  return outcome(() => {
    const parser = new ConfigParser(defaults)
    for (const text of texts) parser.read_string(text)
    const optionsOf = (section: string): unknown[] =>
      parser
        .options(section)
        .map((option) => [
          option,
          parser.get(section, option, { raw: true }),
          outcome(() => parser.get(section, option)),
          outcome(() => parser.getint(section, option)),
        ])
    return [[...parser.defaults()], ...parser.sections().map((section) => [section, optionsOf(section)])]
  })
}

test('ConfigParser reads what CPython reads', async () => {
  const cases = await python<[Ini, Outcome][]>('inis', count(3000))
  const different = cases
    .map(([ini, python]) => ({ ini, python, ours: readIni(ini) }))
    .filter(({ python, ours }) => !isDeepStrictEqual(python, ours))
  expect(different.slice(0, 5), `seed ${seed}`).toEqual([])
})

// --- literals --------------------------------------------------------------------------------------------------------

function numberText(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
  if (Number.isNaN(value)) return 'nan'
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

/** As file.py's `plain`. */
function plain(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return ['str', value]
  if (typeof value === 'number' || typeof value === 'bigint') return ['number', numberText(value)]
  if (value instanceof Uint8Array) return ['bytes', [...value]]
  if (Array.isArray(value)) return ['list', value.map(plain)]
  if (value instanceof Set) return ['set', sorted([...value].map(plain))]
  const entries = value instanceof Map ? [...value] : Object.entries(value as object)
  const pairs = entries.map((entry) => entry.map(plain))
  // An object has keys such as '0' in front, whatever their place was.
  return value instanceof Map ? ['map', pairs] : ['object', sorted(pairs)]
}

function sorted(items: unknown[]): unknown[] {
  return items.map((item) => JSON.stringify(item)).sort()
}

function readLiteral(text: string): unknown {
  try {
    return plain(pythonLiteral(text))
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError) return 'refused'
    throw error
  }
}

test("literals are read as CPython's eval reads them", async () => {
  const cases = await python<[string, Outcome][]>('literals', count(4000))
  const different = cases
    .map(([text, python]) => ({ text, python: python[0] === 'value' ? python[1] : 'refused', ours: readLiteral(text) }))
    .filter(({ python, ours }) => !isDeepStrictEqual(python, ours))
  expect(different.slice(0, 10), `seed ${seed}`).toEqual([])
})
