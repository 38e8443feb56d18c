// What is logged at the end of the stack is in the file, or told on standard error; the process goes on.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const CHILD = fileURLToPath(new URL('./stack-end/child.mjs', import.meta.url))
const KINDS =
  'plain number caller braces dollar fields json error adapter pretty redacted memory queue rotating console stream'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-stack-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Outcome {
  lines: string[]
  stderr: string
  returned: number
}

function run(kind: string, place: string): Outcome {
  const path = join(folder, `${kind}-${place}.log`)
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [CHILD, path, kind, place], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  expect({ status, signal, stderr: status === 0 ? '' : stderr.slice(0, 2000) }).toEqual({
    status: 0,
    signal: null,
    stderr: '',
  })
  const text = existsSync(path) ? readFileSync(path, 'utf8') : stderr
  return { lines: text.split('\n').filter((line) => line !== ''), stderr, returned: Number(stdout) }
}

/** How many failures standard error tells of. */
function toldIn(stderr: string): number {
  const counts = [...stderr.matchAll(/stack: (\d+) records|\((\d+) more like/g)]
  const reports = stderr.split('--- Logging error ---').length - 1
  return counts.reduce((sum, [, lost, more]) => sum + Number(lost ?? more), reports)
}

/** A line of a report. */
const REPORTS = /^(---|No room|\(|RangeError| {4})/

/** A line without what differs from call to call. */
const steady = (line: string): string => line.replaceAll(/\d+/g, '0')

describe.each(KINDS.split(' '))('%s', (kind) => {
  let calm: string
  beforeAll(() => {
    calm = steady(run(kind, 'calm').lines[0]!)
  })

  test.each(['once', 'out', 'late', 'down'])('%s', (place) => {
    const { lines, stderr, returned } = run(kind, place)
    // Where there is little room, a value may become the text of an error.
    const written = lines.filter((line) => line.includes('x') && !REPORTS.test(line))
    expect(returned).toBeGreaterThan(200)
    expect(written.length + toldIn(stderr)).toBeGreaterThanOrEqual(returned)
    // The last call is far from the end, and is as ever.
    expect(steady(lines.findLast((line) => !REPORTS.test(line))!)).toBe(calm)
  })
})
