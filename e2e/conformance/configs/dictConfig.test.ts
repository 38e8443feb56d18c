// dictConfig against CPython's: configurations that both accept give the same state, and both refuse the same ones.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Filter, getLogger, NullHandler, settings, StreamHandler } from '../../../packages/core/src/index.js'
import { dictConfig } from '../../../packages/treeline/src/config.node.js'
import { type Acceptance, sortOut } from '../differences.js'
import { pyodideVersion, runInPyodide } from '../pyodide.js'
import { count, seed } from '../seed.js'
import { dumpError, type DumpedError, type DumpedState, dumpState, resetState } from './state.js'

interface Node {
  readonly level: number
  readonly propagate: boolean
  readonly disabled: boolean
  readonly filters: readonly string[]
  readonly handlers: readonly (readonly [kind: 'StreamHandler' | 'NullHandler', name: string, level: number])[]
}

interface Case {
  readonly tree: { readonly root: Node; readonly loggers: Readonly<Record<string, Node>> }
  readonly config: object
}

interface Answer {
  readonly refused?: readonly DumpedError[]
  readonly state?: DumpedState
}

interface Answered extends Case {
  readonly python: Answer
}

interface Compared extends Answered {
  readonly ours: Answer
}

const fixture = new URL('../fixtures/dictConfig.json', import.meta.url)
const source = ['../levels.py', 'state.py', 'dictConfig.py']
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('\n')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-dict-config-'))
})
afterEach(resetState)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Puts loggers and handlers there, as plant() does in dictConfig.py. */
function plant(tree: Case['tree']): void {
  for (const [name, node] of [[null, tree.root] as const, ...Object.entries(tree.loggers)]) {
    const logger = getLogger(name)
    logger.setLevel(node.level)
    logger.propagate = node.propagate
    logger.disabled = node.disabled
    for (const prefix of node.filters) logger.addFilter(new Filter(prefix))
    for (const [kind, handlerName, level] of node.handlers) {
      const handler = kind === 'NullHandler' ? new NullHandler() : new StreamHandler()
      handler.name = handlerName
      handler.setLevel(level)
      logger.addHandler(handler)
    }
  }
}

function answer({ tree, config }: Case): Answer {
  resetState()
  settings.raiseExceptions = false
  plant(tree)
  const before = dumpState()
  const located = JSON.parse(JSON.stringify(config).replaceAll('TEMP/', `${folder}/`)) as never
  try {
    dictConfig(located)
  } catch (error) {
    expect(dumpState(), `refused, so unchanged: ${JSON.stringify(config)}`).toEqual(before)
    return { refused: dumpError(error) }
  }
  return { state: dumpState() }
}

/** Texts that come from our own words behind Python's, or from Python's idea of a method's name. */
function bare(message: string): string {
  return message
    .replace(/^(Cannot resolve '[^']*'): .*/s, '$1')
    .replace(/^\S+\(\) (got an unexpected keyword argument '[^']*').*/s, '$1')
}

// What Python's interpreter says of its own types, not its logging.
const INTERPRETER =
  /^(?:'?\w+'? (?:object|indices)|cannot use|dictionary update|expected str|issubclass|\w+\.pop|open\(\) argument|argument of type|object of type|\[Errno|No module named|Empty module name|maximum recursion|.*\b(?:required positional|has no attribute|is not (?:callable|iterable|a container)))/

function agree({ python, ours }: Compared): boolean {
  if (python.refused === undefined || ours.refused === undefined) {
    return python.state !== undefined && JSON.stringify(sorted(python.state)) === JSON.stringify(sorted(ours.state))
  }
  return python.refused.every((error, i) => {
    if (i > 0 && INTERPRETER.test(error.message)) return true
    const other = ours.refused![i]
    return other !== undefined && bare(other.message) === bare(error.message) && other.type === error.type
  })
}

/** The same value with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  )
}

const acceptances: Acceptance<Compared>[] = [
  {
    id: 'dictconfig-sections',
    matches: ({ ours }) => /^(?:formatters|filters|handlers|loggers): expected an object/.test(firstOf(ours)),
  },
  {
    id: 'flags-are-no-texts',
    matches: ({ ours }) =>
      [firstOf(ours), causeOf(ours)].some((text) => /^(?:\w+: )?expected true or false, not/.test(text)),
  },
  {
    id: 'dictconfig-lists',
    matches: ({ ours }) => causeOf(ours).startsWith('expected a list, not'),
  },
  {
    id: 'dictconfig-types',
    matches: ({ ours }) => /^expected an? (?:string|object), not/.test(causeOf(ours)),
  },
  {
    id: 'handlers-are-no-filters',
    matches: ({ ours }) => causeOf(ours).startsWith('capacity: expected'),
  },
  {
    id: 'streams-are-checked',
    matches: ({ ours }) => causeOf(ours).startsWith('stream: expected one with write()'),
  },
  {
    id: 'no-import-by-name',
    matches: ({ ours }) => causeOf(ours).startsWith('Cannot resolve'),
  },
  {
    // Those that no logger has: CPython may have collected them by now.
    id: 'handlers-held',
    matches: (one) => {
      const { python, ours } = one
      if (python.state === undefined || ours.state === undefined) return false
      const held = new Set(ours.state.handlers)
      const state = { ...ours.state, handlers: python.state.handlers }
      return python.state.handlers.every((name) => held.has(name)) && agree({ ...one, ours: { ...ours, state } })
    },
  },
  {
    id: 'values-print-as-javascript',
    matches: ({ python, ours }) =>
      python.refused !== undefined &&
      python.refused.slice(0, 2).every(({ message }, i) => loose(message) === loose(ours.refused?.[i]?.message ?? '')),
  },
]

function causeOf({ refused }: Answer): string {
  return refused?.[1]?.message ?? ''
}

function firstOf({ refused }: Answer): string {
  return refused?.[0]?.message ?? ''
}

/** Without what the texts of Python's lists, dicts and None do not share with JavaScript's. */
function loose(message: string): string {
  return message.replace(/\bNone\b/g, 'null').replace(/[\s']/g, '')
}

function compare(answered: readonly Answered[]): void {
  const differing = answered.map((one) => ({ ...one, ours: answer(one) })).filter((one) => !agree(one))
  const { unexplained } = sortOut(differing, acceptances)
  const shown = unexplained
    .slice(0, 5)
    .map((one) => JSON.stringify(one))
    .join('\n')
  expect(unexplained.length, `seed ${seed}, of ${answered.length} configurations:\n${shown}`).toBe(0)
}

test('the fixtures', async () => {
  if (process.env['CONFORMANCE_WRITE']) {
    const cases = await runInPyodide<Answered[]>(source, { seed: 1, count: 150 })
    mkdirSync(new URL('.', fixture), { recursive: true })
    const lines = cases.map((one) => JSON.stringify(one)).join(',\n')
    writeFileSync(fixture, `{"python": "${await pyodideVersion()}", "cases": [\n${lines}\n]}\n`)
  }
  const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { cases: Answered[] }
  expect(cases.length).toBeGreaterThanOrEqual(150)
  compare(cases)
})

test('fresh random ones', async () => {
  compare(await runInPyodide<Answered[]>(source, { seed, count: count(250) }))
})
