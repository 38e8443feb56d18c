// The declarations that are built, as projects with other options than ours see them.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Returns what the compiler says of `types/calls.ts`. */
function complaints(options: ts.CompilerOptions): string[] {
  const program = ts.createProgram([join(root, 'e2e/types/calls.ts')], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
    types: ['node'],
    ...options,
  })
  const ours = ts.getPreEmitDiagnostics(program).filter(({ file }) => !file?.fileName.includes('/@types/node/'))
  return ours.map(({ file, start, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1
    return `${file?.fileName.slice(root.length)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}

const { NodeNext, Bundler, Node10 } = ts.ModuleResolutionKind
const { NodeNext: nodeNext, ESNext, CommonJS } = ts.ModuleKind

test.each<[string, ts.CompilerOptions]>([
  ['nodenext', { module: nodeNext, moduleResolution: NodeNext }],
  // As tsx, Vite and Next set it: without conditions, also where the program is one for Node.
  ['bundler', { module: ESNext, moduleResolution: Bundler }],
  ['node10', { module: CommonJS, moduleResolution: Node10, ignoreDeprecations: '6.0' }],
])('what has to compile does with %s and exactOptionalPropertyTypes, and what must not does not', (_, options) => {
  expect(complaints(options)).toEqual([])
})

// What stands on a wire is there or not there.
const ON_A_WIRE = /^core\.wire\.d\.ts|^http\.d\.ts readonly/

test('every optional property that is published may be undefined', () => {
  const api = join(root, 'e2e/api')
  const lines = readdirSync(api).flatMap((name) =>
    readFileSync(join(api, name), 'utf8')
      .split('\n')
      .filter(
        (line) => /^\s+(?:readonly )?\w+\?: .*[^[{]$/.test(line) && !/\b(?:undefined|unknown|L|Fallback)\b/.test(line),
      )
      .map((line) => `${name} ${line.trim()}`),
  )
  expect(lines.filter((line) => !ON_A_WIRE.test(line))).toEqual([])
})
