// The compilers that users of the packages have, and the ways in which they find the packages.
import { join, resolve } from 'node:path'
import ts from 'typescript'
import ts5 from 'typescript-5'

export const root: string = resolve(import.meta.dirname, '../..')

type Compiler = typeof ts
export type Setting = readonly [name: string, compiler: Compiler, options: ts.CompilerOptions]

const RESOLUTIONS: readonly (readonly [string, ts.CompilerOptions])[] = [
  ['nodenext', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
  // As tsx, Vite and Next set it: without conditions, also where the program is one for Node.
  ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ['node10', { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 }],
]

/** Each compiler in each way. */
export const settings: readonly Setting[] = [ts, ts5 as unknown as Compiler].flatMap((compiler) =>
  RESOLUTIONS.map(([name, options]): Setting => {
    const deprecated = name === 'node10' && compiler === ts ? { ignoreDeprecations: '6.0' } : {}
    return [`TypeScript ${compiler.version}, ${name}`, compiler, { ...options, ...deprecated }]
  }),
)

/** A fault that a compiler finds. */
export interface Complaint {
  /** Its path below the root. */
  readonly file: string
  readonly line: number
  readonly text: string
}

/**
 * Returns what a compiler says of files under strict options.
 *
 * @param files their paths below the root, each with its text; undefined for what is on the disk
 */
export function complaints(
  [, compiler, options]: Setting,
  files: Readonly<Record<string, string | undefined>>,
): Complaint[] {
  const all: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
    types: ['node'],
    ...options,
  }
  const texts = new Map(Object.entries(files).map(([file, text]) => [join(root, file).replaceAll('\\', '/'), text]))
  const host = compiler.createCompilerHost(all)
  const { readFile, fileExists } = host
  host.fileExists = (name) => texts.has(name) || fileExists(name)
  host.readFile = (name) => texts.get(name) ?? readFile(name)
  const program = compiler.createProgram([...texts.keys()], all, host)
  const ours = compiler.getPreEmitDiagnostics(program).filter(({ file }) => !file?.fileName.includes('/@types/node/'))
  return ours.map(({ file, start, messageText }) => ({
    file: file?.fileName.slice(root.length + 1) ?? '',
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    text: compiler.flattenDiagnosticMessageText(messageText, ' '),
  }))
}
