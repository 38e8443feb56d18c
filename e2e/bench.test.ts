import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

interface Row {
  workload: string
  name: string
  lines: number
  lost: number
  bad?: string
}

/** Runs the whole suite with few lines, several contestants at a time: what it measures then means nothing. */
function race(...args: string[]): string {
  const bench = 'packages/bench/src/bench.mjs'
  const sizes = ['--rounds=1', '--lines=40', '--jobs=3']
  return execFileSync(process.execPath, [bench, ...sizes, ...args], { encoding: 'utf8', maxBuffer: 1e8, stdio: 'pipe' })
}

it('runs every contestant in every workload, and each writes all its lines', { timeout: 240_000 }, () => {
  const rows = JSON.parse(race('--json')) as Row[]

  expect(rows.filter(({ lost, bad }) => lost > 0 || bad !== undefined)).toEqual([])
  expect(rows.filter(({ workload, lines }) => !workload.startsWith('disabled') && lines === 0)).toEqual([])
  expect(new Set(rows.map(({ workload }) => workload)).size).toBe(18)
  const treeline = rows.filter(({ name }) => name === 'treeline')
  expect(treeline).toHaveLength(18)
  expect(new Set(rows.map(({ name }) => name))).toContain('cpython')
  expect(new Set(rows.map(({ name }) => name)).size).toBe(21)
})

it('prints a row for each contestant', { timeout: 60_000 }, () => {
  const table = race('json-sync', 'disabled', '--only=treeline,pino,limit')

  for (const workload of ['json-sync', 'disabled'])
    for (const name of ['treeline', 'pino', 'limit'])
      expect(table).toMatch(new RegExp(`^\\| ${workload} \\| ${name} \\| `, 'm'))
})
