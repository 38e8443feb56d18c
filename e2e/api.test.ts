// The public API of the packages, as their built declarations have it, against the lists that were approved. `npm run docs`
// writes the lists anew: what changes in them, changes for users.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { APILists, entries } from './tools/api.js'

const folder = resolve(import.meta.dirname, 'api')
const all = entries()
const fileOf = (name: string): string => join(folder, `${name}.d.ts`)

let lists: APILists
beforeAll(() => {
  lists = new APILists(all)
  if (process.env['CONFORMANCE_WRITE'] !== '1') return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const entry of all) writeFileSync(fileOf(entry.name), lists.list(entry))
})

test('every entry has a list, and every list its entry', () => {
  expect(readdirSync(folder).toSorted()).toEqual(all.map(({ name }) => `${name}.d.ts`).toSorted())
})

test.each(all)('$name', (entry) => {
  expect(existsSync(fileOf(entry.name)), 'run `npm run docs`').toBe(true)
  expect(lists.list(entry), 'approve it by `npm run docs`').toBe(readFileSync(fileOf(entry.name), 'utf8'))
})

test.each(all)('$name declares the same for require as for import', ({ file, commonjs }) => {
  const asModule = readFileSync(commonjs, 'utf8').replaceAll(/(from '\.[^']*)\.cjs'/g, "$1.js'")
  expect(asModule).toBe(readFileSync(file, 'utf8'))
})

describe('what is published', () => {
  const declarations = [...new Set(all.map(({ file }) => dirname(file)))].flatMap((dist) =>
    readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.d\.c?ts$/.test(name))
      .map((name) => join(dist, name)),
  )

  test('shows nothing that is internal', () => {
    expect(declarations.length).toBeGreaterThan(all.length)
    expect(declarations.filter((file) => readFileSync(file, 'utf8').includes('@internal'))).toEqual([])
  })
})
