// The examples in doc comments, which editors and the reference show: each compiles, with the names that it uses imported from
// where an application finds them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'
import { complaints, root, settings } from './tools/compilers.js'

const SETTING = settings.find(([name]) => name.includes('bundler'))!

/** Where applications import from, the first that has a name. */
const ENTRIES = [
  'treeline',
  'treeline/handlers',
  'treeline/config',
  'treeline/filters',
  'treeline/context',
  '@treeline/server',
  '@treeline/testing',
  '@treeline/otel',
  '@treeline/node',
  '@treeline/core',
  '@treeline/core/config',
  '@treeline/core/testing',
  '../../packages/http/dist/index.js',
  '../../packages/local-storage/dist/levels.js',
  '../../packages/receiver/dist/index.js',
  '../../packages/receiver/dist/node.js',
]

interface Example {
  /** `core/src/tree/manager.ts getLogger`. */
  readonly name: string
  readonly text: string
}

function examples(): Example[] {
  const found: Example[] = []
  for (const folder of readdirSync(join(root, 'packages'))) {
    const files = readdirSync(join(root, 'packages', folder), { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => /^src[\\/].*(?<!\.test)\.ts$/.test(name)))
      found.push(...examplesIn(join(folder, file)))
  }
  return found
}

function examplesIn(path: string): Example[] {
  const text = readFileSync(join(root, 'packages', path), 'utf8')
  if (!text.includes('@example')) return []
  const found: Example[] = []
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node))
      if (tag.tagName.text === 'example' && tag.parent.parent === node)
        found.push({ name: `${path} ${nameOf(node)}`, text: textOf(tag) })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return found
}

function textOf({ comment }: ts.JSDocTag): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/^```.*$/gm, '')
}

function nameOf(node: ts.Node): string {
  return (node as Partial<ts.NamedDeclaration>).name?.getText() ?? ''
}

const specifiers = new Map<string, string>()
for (const specifier of ENTRIES) {
  const path = specifier.startsWith('.') ? specifier.replace('../', '') : specifier
  for (const name of Object.keys((await import(path)) as object))
    if (!specifiers.has(name)) specifiers.set(name, specifier)
}

/** What examples take for known. */
const KNOWN: Readonly<Record<string, string>> = {
  log: `import { type Logger as AppLogger } from 'treeline'\ndeclare const log: AppLogger`,
  logging: `import * as logging from 'treeline'`,
  save: 'declare function save(text: string): void',
}

/** Returns a line that makes a name known that an example does not say where it has it from. */
function declaring(name: string): string {
  const specifier = specifiers.get(name)
  // What nobody has is the application's own.
  return (
    KNOWN[name] ?? (specifier === undefined ? `declare const ${name}: any` : `import { ${name} } from '${specifier}'`)
  )
}

/** Types have no place at run time, where the names are looked up. */
const TYPES = `import type { Argument, Arguments, Message } from 'treeline'\nimport type { SeenStore } from '../../packages/receiver/dist/index.js'`

const all = examples()
const fileOf = (index: number): string => `e2e/types/example${index}.fixture.ts`

/** Compiles all examples at once, each a module. Returns the complaints about each. */
function compiled(headOf: (index: number) => readonly string[]): string[][] {
  const texts = all.map(({ text }, index) => [fileOf(index), [TYPES, ...headOf(index), text].join('\n')] as const)
  const found = complaints(SETTING, Object.fromEntries(texts))
  return all.map((_, index) => found.filter(({ file }) => file === fileOf(index)).map(({ text }) => text))
}

const UNKNOWN = /^(?:Cannot find name|No value exists in scope for the shorthand property) '(\w+)'/

let left: readonly string[][]
beforeAll(() => {
  const missing = compiled(() => []).map((texts) => texts.flatMap((text) => UNKNOWN.exec(text)?.[1] ?? []))
  left = compiled((index) => [...new Set(missing[index])].map(declaring))
})

test('there are examples, of what applications use first too', () => {
  const names = all.map(({ name }) => name.slice(name.indexOf(' ') + 1))
  expect(names).toEqual(expect.arrayContaining(['getLogger', 'basicConfig', 'dictConfig', 'FileHandler', 'Redactor']))
})

test.each(all.map(({ name }, index) => ({ name, index })))('$name', ({ index }) => {
  // Parameters of what the application has are of any type.
  expect(left[index]!.filter((text) => !/implicitly has an 'any' type/.test(text))).toEqual([])
})
