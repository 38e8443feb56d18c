// assertLogs and assertNoLogs against unittest's: random assertions within each other, around random calls.
import { join } from 'node:path'
import { getLogger, Handler, type LogRecord, settings } from '@treeline/core'
import { assertLogs, assertNoLogs, type LogCapture, resetLogging } from '@treeline/testing'
import { expect, test } from 'vitest'
import { Random } from '../../tools/random.mjs'
import { runPython } from '../python.js'
import { count, seed } from '../seed.js'

type Kind = 'assertLogs' | 'assertNoLogs'
type Asserted = readonly [kind: Kind, logger: string | null, level: string | number | null]
type Step = readonly [logger: string | null, method: string, ...args: unknown[]]

interface Given {
  readonly levels: Readonly<Record<string, string>>
  /** Each lies within the one before it. */
  readonly asserted: readonly Asserted[]
  readonly steps: readonly Step[]
}

interface Outcome {
  readonly output: (string[] | null)[]
  readonly records: (string[] | null)[]
  readonly error: [type: string, message: string] | null
  /** What the handlers beside the assertions heard. */
  readonly lines: string[]
  /** Handlers, level and propagation of three loggers afterwards. */
  readonly state: [number, number, boolean][]
}

const LOGGERS = [null, 'app', 'app.db', 'other', ''] as const
const METHODS = ['debug', 'info', 'warning', 'error', 'critical'] as const
const LEVELS = [
  null,
  'DEBUG',
  'INFO',
  'WARN',
  'WARNING',
  'ERROR',
  'FATAL',
  0,
  1,
  15,
  20,
  55,
  'LOUD',
  'Level 5',
  1.5,
] as const
const CALLS: readonly (readonly unknown[])[] = [
  ['plain'],
  ["it's %s", 'quoted'],
  ['%d of %d', 1, 2],
  ['a "b"\n\tc'],
  ['%(user)s', { user: 'ann' }],
]

function given(random: Random): Given {
  const depth = 1 + random.below(3)
  const steps = Array.from({ length: random.below(5) }, (): Step => {
    return [random.pick(LOGGERS), random.pick(METHODS), ...random.pick(CALLS)]
  })
  // Python raises within the call, we fail at the end of the assertion that hears it: nothing may follow, and none lie between.
  if (depth === 1 && random.chance(0.2)) steps.push([random.pick(LOGGERS), 'error', '%d items', 'x'])
  else if (random.chance(0.1)) steps.push([null, 'raise'])
  return {
    levels: random.chance(0.3) ? { [random.pick(['app', 'app.db'])]: random.pick(['DEBUG', 'ERROR', 'CRITICAL']) } : {},
    asserted: Array.from({ length: depth }, (): Asserted => {
      return [random.pick(['assertLogs', 'assertLogs', 'assertNoLogs']), random.pick(LOGGERS), random.pick(LEVELS)]
    }),
    steps,
  }
}

class Heard extends Handler {
  private readonly lines: string[]

  constructor(name: string, lines: string[]) {
    super()
    this.name = name
    this.lines = lines
  }

  override emit(record: LogRecord): void {
    try {
      this.lines.push(`${this.name} ${record.getMessage()}`)
    } catch {
      this.lines.push(`${this.name} does not merge`)
    }
  }
}

function act(steps: readonly Step[]): void {
  for (const [name, method, ...args] of steps) {
    if (method === 'raise') throw new Error('raised')
    const [msg, ...rest] = args
    getLogger(name)[method as (typeof METHODS)[number]](msg, ...(rest as object[]))
  }
}

function nested([first, ...inner]: readonly Asserted[], steps: readonly Step[], captures: (LogCapture | null)[]): void {
  if (first === undefined) return act(steps)
  const [kind, logger, level] = first
  const work = (logs: LogCapture): void => {
    captures.push(kind === 'assertLogs' ? logs : null)
    nested(inner, steps, captures)
  }
  if (kind === 'assertLogs') assertLogs(logger, level, work)
  else assertNoLogs(logger, level, work)
}

// What JavaScript names otherwise.
const NAMES: Readonly<Record<string, string>> = { RangeError: 'ValueError', Error: 'RuntimeError' }

function outcome({ levels, asserted, steps }: Given): Outcome {
  for (const [name, level] of Object.entries(levels)) getLogger(name).setLevel(level)
  const lines: string[] = []
  getLogger().addHandler(new Heard('root', lines))
  getLogger('app.db').addHandler(new Heard('db', lines))
  const captures: (LogCapture | null)[] = []
  let error: Outcome['error'] = null
  try {
    nested(asserted, steps, captures)
  } catch (thrown) {
    const { name, message } = thrown as Error
    error = [NAMES[name] ?? name, message]
  }
  act([
    ['app', 'info', 'after'],
    ['app.db', 'warning', 'after'],
  ])
  return {
    // Python has no line of a message that does not merge.
    output: captures.map((logs) => logs && logs.output.filter((line) => !line.includes('%d items'))),
    records: captures.map((logs) => (logs && error === null ? [...logs.messages] : null)),
    error,
    lines,
    state: [null, 'app', 'app.db'].map((name) => {
      const { handlers, level, propagate } = getLogger(name)
      return [handlers.length, level, propagate]
    }),
  }
}

test('assertLogs and assertNoLogs go as in Python', () => {
  const random = new Random(seed)
  const cases = Array.from({ length: count(5000) }, () => given(random))
  const python = runPython<Outcome[]>(join(import.meta.dirname, 'unittest_log.py'), cases)
  const went = new Set<string>()
  for (const [index, each] of cases.entries()) {
    // No report of the messages that do not merge.
    settings.raiseExceptions = false
    const ours = outcome(each)
    resetLogging()
    went.add(python[index]!.error?.[0] ?? 'passed')
    expect(ours, `CONFORMANCE_SEED=${seed} case ${index}: ${JSON.stringify(each)}`).toEqual(python[index])
  }
  expect([...went].toSorted()).toEqual(['AssertionError', 'RuntimeError', 'TypeError', 'ValueError', 'passed'])
})
