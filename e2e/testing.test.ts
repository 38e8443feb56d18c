// @treeline/testing within the test runners that it is for. All of them run one suite; what it logs is to be seen with the tests
// that fail, and nowhere else.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jest, makeProject, nodeTest, type Outcome, vitest } from './testing/runners.mjs'

const TESTS = 32

/** Each with the number of times that it runs the suite. */
const RUNNERS: readonly [name: string, run: (folder: string) => Promise<Outcome>, times: number][] = [
  ['vitest', (folder) => vitest(folder, 'node'), 1],
  ['vitest jsdom', (folder) => vitest(folder, 'jsdom'), 1],
  ['jest 29: CommonJS, jsdom, ESM', (folder) => jest(folder, '29.6.3', '29.6.4'), 3],
  ['jest 30: CommonJS, jsdom, ESM', (folder) => jest(folder, '30.5.2', '30.5.2'), 3],
  ['node:test', nodeTest, 1],
]

let home: string
const outcomes = new Map<string, Promise<Outcome>>()

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'treeline-testing-'))
  for (const [name, run] of RUNNERS) {
    const folder = join(home, name.replaceAll(/\W+/g, '-'))
    mkdirSync(folder)
    makeProject(folder)
    outcomes.set(name, run(folder))
  }
})
afterAll(async () => {
  await Promise.allSettled(outcomes.values())
  rmSync(home, { recursive: true, force: true })
})

describe.each(RUNNERS)('%s', (name, _run, times) => {
  test('runs the suite, and its tests end as their names say', async () => {
    const { tests, output } = await outcomes.get(name)!
    expect(tests.length, output).toBe(TESTS * times)
    const otherwise = tests.filter((each) => each.isPassed !== each.name.startsWith('passes'))
    expect(otherwise).toEqual([])
  })

  test('brings no warning of the runner', async () => {
    const { output } = await outcomes.get(name)!
    expect(output.match(/^.*deprecated.*$/m)?.[0]).toBe(undefined)
  })

  test('prints what a failing test logged with its failure', async () => {
    const { tests } = await outcomes.get(name)!
    const failures = (start: string): string[] => {
      const found = tests.filter((each) => each.name === `fails: ${start}`).map(({ failure }) => failure)
      expect(found).toHaveLength(times)
      return found
    }
    for (const failure of failures('with what it logged')) {
      expect(failure).toMatch(/broken[^]*logged:\s+#?\s+INFO +shop: before the failure item='hat'/)
      expect(failure).not.toMatch(/too low|silence|disk/)
    }
    for (const failure of failures('with an error of another realm'))
      expect(failure).toMatch(/ENOENT[^]*logged:\s+#?\s+INFO +shop: before reading/)
    for (const failure of [
      ...failures('at an unexpected warning'),
      ...failures('concurrent, at an unexpected warning'),
    ]) {
      expect(failure).toContain('unexpected log: WARNING  shop: disk full')
    }
    for (const failure of failures('at a matcher')) {
      expect(failure).toMatch(/expected ERROR 'sold' \{ tenant: 'acme' \} to be logged; there was:/)
      expect(failure).toMatch(/ERROR {4}shop: sold out tenant='other'/)
    }
    for (const failure of failures('concurrent, with what it logged')) {
      expect(failure).toMatch(/shop: concurrent failure/)
      expect(failure).not.toMatch(/silent beside|captured/)
    }
  })

  test('prints nothing of those that pass', async () => {
    const { output } = await outcomes.get(name)!
    expect(output).toMatch(/before the failure/)
    expect(output).not.toMatch(/silence 1|silent beside|captured of/)
  })
})
