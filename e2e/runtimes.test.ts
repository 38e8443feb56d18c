// What treeline does on every runtime: one suite, compared here, and the table of what is missing where.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PackedProject } from './tools/packed.js'
import { expectedOn } from './runtimes/differences.js'
import { type End, type Ending, ENDINGS, endOf } from './runtimes/endings.js'
import { outcomesOn, suiteProject } from './runtimes/place.js'
import { RUNTIMES } from './runtimes/runners/index.js'
import { deno, type ProcessRuntime } from './runtimes/runners/processes.js'
import { groups } from './runtimes/suite/index.mjs'
import { page, type Seen } from './runtimes/table.js'

const root = resolve(import.meta.dirname, '..')
const isWriting = process.env['CONFORMANCE_WRITE'] === '1'
const isWhole = isWriting || process.env['RUNTIMES'] === 'all'
const running = RUNTIMES.filter(({ isSlow }) => isWhole || !isSlow)
const seen = new Map<string, Seen>()

let project: PackedProject
beforeAll(() => void (project = suiteProject()))
afterAll(() => project?.remove())

const isProcess = (runtime: object): runtime is ProcessRuntime => 'command' in runtime

/** What is expected of a runtime that does not run this time. */
function notRun(runtime: string): Seen {
  const behaviours = Object.values(groups).flat()
  const outcomes = behaviours.map(({ name, expected }) => [name, expectedOn(runtime, name, expected)] as const)
  return { runtime, outcomes: new Map(outcomes), ends: undefined }
}

describe.each(running)('$name', (runtime) => {
  let outcomes: ReadonlyMap<string, unknown>
  const ends = isProcess(runtime) ? new Map<Ending, End>() : undefined

  beforeAll(async () => {
    outcomes = new Map((await outcomesOn(runtime, project)).map(({ name, outcome }) => [name, outcome]))
    seen.set(runtime.name, { runtime: runtime.name, outcomes, ends })
  })

  test.each(Object.entries(groups))('%s', (_, behaviours) => {
    const expected = behaviours.map(({ name, expected }) => [name, expectedOn(runtime.name, name, expected)])
    const actual = behaviours.map(({ name }) => [name, outcomes.get(name)])
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected))
  })

  if (!isProcess(runtime)) return
  test.each(Object.keys(ENDINGS) as (keyof typeof ENDINGS)[])('1000 buffered lines, then %s', async (ending) => {
    const end = await endOf(ending, runtime, project)
    ends!.set(ending, end)
    expect(end).toEqual(ENDINGS[ending])
  })
})

test('Deno: 1000 buffered lines, then Deno.exit', async () => {
  expect(await endOf('Deno.exit', deno, project)).toEqual({ lines: 1000, end: 3 })
})

describe('the table of what is missing where', () => {
  let all: readonly Seen[]
  beforeAll(() => {
    all = RUNTIMES.map(({ name }) => seen.get(name) ?? notRun(name))
    if (!isWriting) return
    writeFileSync(resolve(root, 'docs/runtimes.md'), page(all))
  })

  test('is what was seen, on all of them', () => {
    expect([...seen.keys()]).toEqual(running.map(({ name }) => name))
    expect(readFileSync(resolve(root, 'docs/runtimes.md'), 'utf8'), 'run `npm run docs`').toBe(page(all))
  })

  test('has every runtime that the README names, and no other', () => {
    const [, names = ''] =
      /\*\*Where it runs\*\*: ([^;]*);/.exec(readFileSync(resolve(root, 'README.md'), 'utf8')) ?? []
    const words = (text: string): Set<string> =>
      new Set(text.match(/\bedge|\bjsdom|\b[A-Z]\w+|\b\d+|workerd|jest|vitest/g))
    expect(words(names)).toEqual(words(all.map(({ runtime }) => runtime).join()))
  })
})
