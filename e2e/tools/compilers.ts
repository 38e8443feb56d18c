// The compilers that users of the packages have, and the ways in which they find the packages.
import { join, resolve } from 'node:path'
import ts from 'typescript'
import ts5 from 'typescript-5'
import { type Compiler, compilerHost } from './compilerHost.js'

export const root: string = resolve(import.meta.dirname, '../..')

export type Setting = readonly [name: string, compiler: Compiler, options: ts.CompilerOptions]

const RESOLUTIONS: readonly (readonly [string, ts.CompilerOptions])[] = [
  ['nodenext', { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
  // As tsx, Vite and Next set it: without conditions, also where the program is one for Node.
  ['bundler', { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
  ['node10', { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 }],
]

function inAllWays(compiler: Compiler, more: ts.CompilerOptions): Setting[] {
  return RESOLUTIONS.map(([name, options]) => [
    `TypeScript ${compiler.version}, ${name}`,
    compiler,
    { ...options, ...more },
  ])
}

/** Our compiler in each way, and one of the version before. */
export const settings: readonly Setting[] = [
  ...inAllWays(ts, { ignoreDeprecations: '6.0' }),
  ...inAllWays(ts5 as unknown as Compiler, {}).slice(0, 1),
]

/** A fault that a compiler finds. */
export interface Complaint {
  /** Its path below the root. */
  readonly file: string
  readonly line: number
  readonly text: string
}

type Files = Readonly<Record<string, string | undefined>>

/**
 * Returns what a compiler says of files under strict options.
 *
 * @param files their paths below the root, each with its text; undefined for what is on the disk
 */
export function complaints(setting: Setting, files: Files): Complaint[] {
  const [, compiler] = setting
  const given = compiler.getPreEmitDiagnostics(programOf(setting, files))
  const ours = given.filter(({ file }) => !file?.fileName.includes('/@types/node/'))
  return ours.map(({ file, start, messageText }) => ({
    file: file?.fileName.slice(root.length + 1) ?? '',
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    text: compiler.flattenDiagnosticMessageText(messageText, ' '),
  }))
}

/** Returns how many types a compiler instantiates for the program of one text: its work, whatever else the machine does. */
export function instantiations(setting: Setting, text: string): number {
  const program = programOf(setting, { 'e2e/types/program.fixture.ts': text })
  program.getSemanticDiagnostics(program.getSourceFile(join(root, 'e2e/types/program.fixture.ts')))
  return program.getInstantiationCount()
}

/**
 * Returns what an editor offers at some places of a program.
 *
 * @param text the program, with `|` at each place
 */
export function completions([, compiler, options]: Setting, text: string): string[][] {
  const file = join(root, 'e2e/types/completions.fixture.ts').replaceAll('\\', '/')
  const [first = '', ...rest] = text.split('|')
  let end = first.length
  const places = rest.map((part) => (end += part.length) - part.length)
  const all = strict(options)
  const texts = new Map([[file, first + rest.join('')]])
  const host = compilerHost(compiler, all, texts)
  const snapshot = (name: string): ts.IScriptSnapshot | undefined => {
    const read = host.readFile(name)
    return read === undefined ? undefined : compiler.ScriptSnapshot.fromString(read)
  }
  const service = compiler.createLanguageService({
    ...host,
    readFile: host.readFile,
    getCompilationSettings: () => all,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: snapshot,
  })
  return places.map((at) => (service.getCompletionsAtPosition(file, at, {})?.entries ?? []).map(({ name }) => name))
}

function strict(options: ts.CompilerOptions): ts.CompilerOptions {
  return {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
    types: ['node'],
    ...options,
  }
}

function programOf([, compiler, options]: Setting, files: Files): ts.Program {
  const all = strict(options)
  const texts = new Map(Object.entries(files).map(([file, text]) => [join(root, file).replaceAll('\\', '/'), text]))
  return compiler.createProgram([...texts.keys()], all, compilerHost(compiler, all, texts))
}
