import type ts from 'typescript'

/** A compiler of any version: its names are those of ours. */
export type Compiler = typeof ts

/** The declarations that were parsed: most programs need the same ones, and to parse them takes longer than to check a file. */
const parsed = new WeakMap<Compiler, Map<string, ts.SourceFile>>()

/** Returns what a parsed file of declarations depends on, beside its text. */
const keyOf = (file: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): string =>
  typeof options === 'number'
    ? `${file} ${options}`
    : `${file} ${options.languageVersion} ${options.impliedNodeFormat} ${options.jsDocParsingMode}`

/**
 * Makes what a program reads its files by. Declarations are parsed once for all programs of a compiler, so none may change
 * while the process runs.
 *
 * @param texts files that are not on the disk, or others than there, by their paths
 */
export function compilerHost(
  compiler: Compiler,
  options: ts.CompilerOptions,
  texts: ReadonlyMap<string, string | undefined> = new Map(),
): ts.CompilerHost {
  const known = parsed.get(compiler) ?? new Map<string, ts.SourceFile>()
  parsed.set(compiler, known)
  const host = compiler.createCompilerHost(options)
  const { fileExists, getSourceFile, readFile } = host
  host.fileExists = (name) => texts.has(name) || fileExists(name)
  host.readFile = (name) => texts.get(name) ?? readFile(name)
  host.getSourceFile = (name, languageOptions, ...rest) => {
    if (texts.has(name) || !/\.d\.[cm]?ts$/.test(name)) return getSourceFile(name, languageOptions, ...rest)
    const key = keyOf(name, languageOptions)
    const file = known.get(key) ?? getSourceFile(name, languageOptions, ...rest)
    if (file !== undefined) known.set(key, file)
    return file
  }
  return host
}
