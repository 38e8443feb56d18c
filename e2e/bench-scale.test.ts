// The measurements of scale and of browsers work: each point is measured, no line is missing, the pages have their shape. How
// long something took is not looked at.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const bench = resolve(import.meta.dirname, '../packages/bench/src')

/** A cell with a measured value: a number, without a spread as there is one round. */
const VALUE = /^-?[\d,]+(\.\d+)?$/

let folder: string
let page: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-bench-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function measure(program: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(bench, program), ...args, '--tiny', '--to', folder],
    { encoding: 'utf8' },
  )
  expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: '' })
}

/** Returns the rows of a part's tables, without the lines under their heads. */
function rows(part: string): string[][] {
  return part
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| --'))
    .map((line) => line.slice(2, -2).split(' | '))
}

const parts = (): string[] => page.split(/^## /m).slice(1)

describe('scale', () => {
  const SECTIONS = ['loggers', 'depth', 'handlers', 'message', 'threads', 'making', 'levels', 'memory']

  beforeAll(() => {
    measure('scale/scale.mjs')
    page = readFileSync(join(folder, 'scale.md'), 'utf8')
  })

  test('every point of every section is measured', () => {
    expect(parts()).toHaveLength(SECTIONS.length)
    for (const part of parts()) {
      const [head, ...points] = rows(part)
      expect(points, part).toHaveLength(2)
      for (const point of points) {
        expect(point, part).toHaveLength(head!.length)
        for (const cell of point) expect(cell.trim()).toMatch(VALUE)
      }
    }
  })

  test('every line is there', () => {
    const [, counted, lost] = /([\d,]+) lines, (\d+) lost or torn/.exec(page)!
    expect(Number(counted!.replaceAll(',', ''))).toBeGreaterThan(5000)
    expect(lost).toBe('0')
  })

  test('a curve a section, with a point for each value', () => {
    const curves = readdirSync(folder).filter((name) => name.endsWith('.svg'))
    expect(curves.toSorted()).toEqual(SECTIONS.map((name) => `scale-${name}.svg`).toSorted())
    for (const [i, part] of parts().entries()) {
      expect(part).toContain(`(scale-${SECTIONS[i]}.svg)`)
      const svg = readFileSync(join(folder, `scale-${SECTIONS[i]}.svg`), 'utf8')
      const [head] = rows(part)
      expect(svg.match(/<circle /g)).toHaveLength(2 * (head!.length - 1))
      expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
})

describe('browsers', () => {
  beforeAll(() => {
    measure('browsers/browsers.mjs', 'Chromium')
    page = readFileSync(join(folder, 'browsers.md'), 'utf8')
  })

  test('every call is measured, every load, and the start-up of every script', () => {
    expect(parts()).toHaveLength(1)
    expect(page).toMatch(/^## Chromium$/m)
    const cells = rows(parts()[0]!)
    const heads = ['call (ns)', '1,000 records a second', 'script']
    const isHead = ([first]: string[]): boolean => heads.includes(first!)
    expect(cells.filter(isHead)).toHaveLength(heads.length)
    const values = cells.filter((row) => !isHead(row))
    expect(values).toHaveLength(10 + 5 + 5)
    for (const [label, first, ...others] of values) {
      expect(first!.trim(), label).toMatch(VALUE)
      for (const cell of others) expect(cell.trim(), label).toMatch(/^$|^[\d,]+(\.\d+)?$/)
    }
  })

  test('every call arrived', () => {
    const [, counted, lost] = /was counted: ([\d,]+) calls, (\d+) lost/.exec(page)!
    expect(Number(counted!.replaceAll(',', ''))).toBeGreaterThan(10_000)
    expect(lost).toBe('0')
  })
})
