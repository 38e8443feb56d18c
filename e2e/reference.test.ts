// docs/reference: as the declarations have it, with a default and a unit for each option.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { allEntries, publicEntries } from '../docs/.typedoc/entries.mjs'
import { publicOptions } from './tools/options.js'

const folder = resolve('docs/reference')

/** Says what a number counts, or that it is one of a list. */
const UNIT =
  /\b(milliseconds|seconds|bytes|characters|columns|port|share|spaces|how many|the number|the most|the least|a level|this level)\b/i

test('the pages are those that the declarations make', () => {
  const out = mkdtempSync(join(tmpdir(), 'treeline-reference-'))
  try {
    const { status, stderr, stdout } = spawnSync(process.execPath, ['docs/.typedoc/reference.mjs', out], {
      encoding: 'utf8',
    })
    expect(stdout + stderr).toBe('')
    expect(status).toBe(0)
    expect(readdirSync(folder).toSorted()).toEqual(readdirSync(out).toSorted())
    for (const page of readdirSync(out))
      expect(readFileSync(join(folder, page), 'utf8'), `${page}: run \`npm run reference\``).toBe(
        readFileSync(join(out, page), 'utf8'),
      )
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})

test('each option says its default, or that it is required, and the unit of a number', () => {
  const options = publicOptions(publicEntries(), allEntries())
  const reference = readdirSync(folder).map((page) => readFileSync(join(folder, page), 'utf8'))
  const faults = options.flatMap(({ name, isOptional, isNumber, doc }) => [
    ...(reference.some((text) => text.includes(cellOf(name, isOptional))) ? [] : [`${name}: not in the reference`]),
    ...((isOptional ? /\bdefault\b/i : /\b(default|required)\b/i).test(doc) ? [] : [`${name}: no default: ${doc}`]),
    ...(isNumber && !unitOf(name).test(doc) ? [`${name}: no unit: ${doc}`] : []),
  ])
  expect(options.length).toBeGreaterThan(150)
  expect(faults).toEqual([])
})

/** Returns the name of an option as a table of the reference shows it. */
function cellOf(name: string, isOptional: boolean): string {
  return `${name.slice(name.indexOf('.') + 1)}${isOptional ? '?' : ''}\` |`
}

/** Returns what a number's comment says: a name that ends in a unit wants this one. */
function unitOf(name: string): RegExp {
  if (name.endsWith('Ms')) return /\bmilliseconds\b/i
  if (name.endsWith('Seconds')) return /\bseconds\b/i
  return /bytes/i.test(name) ? /\bbytes\b/i : UNIT
}
