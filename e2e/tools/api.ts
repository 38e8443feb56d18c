// Reads what the packages publish from their built declarations, for lists that people can compare.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '../..')
const packagesDir = join(root, 'packages')

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, unknown>>
}

/** A file of declarations that a package's `exports` name. */
export interface Entry {
  /** The folder of the package and the name of the file: `core.config`; of an `index`, the folder alone. */
  readonly name: string
  /** What is imported: `@treeline/core/config`. */
  readonly specifier: string
  /** The declarations for `import`, and those for `require`. */
  readonly file: string
  readonly commonjs: string
}

/** Returns every pair of declarations in every condition of all published packages. */
export function entries(): Entry[] {
  return readdirSync(packagesDir).flatMap((folder) => {
    const dir = join(packagesDir, folder)
    const {
      name,
      private: isPrivate,
      exports,
    } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest
    if (isPrivate) return []
    return Object.entries(exports).flatMap(([path, target]) =>
      declarationsIn(target).map(({ file, commonjs }) => {
        const stem = basename(file, '.d.ts')
        return {
          name: stem === 'index' ? folder : `${folder}.${stem}`,
          specifier: name + path.slice(1),
          file: join(dir, file),
          commonjs: join(dir, commonjs),
        }
      }),
    )
  })
}

interface Declarations {
  readonly file: string
  readonly commonjs: string
}

/** Finds the places in a target of `exports` that have types for `import` and for `require`. */
function declarationsIn(target: unknown): Declarations[] {
  if (typeof target !== 'object' || target === null) return []
  const { import: esm, require: cjs } = target as Record<string, { types?: string } | undefined>
  if (esm?.types !== undefined && cjs?.types !== undefined) return [{ file: esm.types, commonjs: cjs.types }]
  const all = Object.values(target).flatMap(declarationsIn)
  // Those of Node are also what is taken where there is no condition.
  return all.filter(({ file }, i) => all.findIndex((other) => other.file === file) === i)
}

/** Lists the public API of entries. */
export class APILists {
  private readonly entries: readonly Entry[]
  private readonly checker: ts.TypeChecker
  private readonly program: ts.Program
  private readonly printer = ts.createPrinter({ removeComments: true })
  /** Where a symbol is exported, the first entry first. */
  private readonly homes = new Map<ts.Symbol, { entry: Entry; name: string }[]>()

  constructor(all: readonly Entry[]) {
    this.entries = all
    this.program = ts.createProgram({
      rootNames: all.map(({ file }) => file),
      options: {
        noEmit: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        types: [],
      },
    })
    this.checker = this.program.getTypeChecker()
    for (const entry of all)
      for (const [name, symbol] of this.exportsOf(entry)) {
        const homes = this.homes.get(symbol) ?? []
        this.homes.set(symbol, [...homes, { entry, name }])
      }
  }

  /**
   * Lists an entry: the declarations of its names in the order of the alphabet, without comments and private members; then
   * those declarations that they mention and no entry exports. A name that another entry has too is listed there, and
   * here by its name alone.
   */
  list(entry: Entry): string {
    const elsewhere = new Map<string, string[]>()
    const own: { name: string; symbol: ts.Symbol }[] = []
    for (const [name, symbol] of this.exportsOf(entry)) {
      const home = this.homeOf(symbol)
      if (home.entry === entry) own.push({ name, symbol })
      else {
        const names = elsewhere.get(home.entry.specifier) ?? []
        elsewhere.set(home.entry.specifier, [...names, home.name === name ? name : `${home.name} as ${name}`])
      }
    }
    const imported = [...elsewhere]
      .sort(([a], [b]) => compare(a, b))
      .map(([specifier, names]) => `export {\n${names.map((name) => `  ${name},\n`).join('')}} from '${specifier}'`)
    const exported = own.map(({ name, symbol }) => this.text(symbol, `export `, name))
    const mentioned = this.mentionedBy(own.map(({ symbol }) => symbol)).map((symbol) => this.text(symbol, ''))
    return `${[...imported, ...exported, ...mentioned].join('\n\n')}\n`
  }

  /** The names that an entry exports, in the order of the alphabet, each with what it stands for. */
  private exportsOf({ file }: Entry): [name: string, symbol: ts.Symbol][] {
    const source = this.program.getSourceFile(file)
    const module = source && this.checker.getSymbolAtLocation(source)
    if (module === undefined)
      throw new Error(`${relative(root, file)} is missing or exports nothing: run \`npm run build\``)
    return this.checker
      .getExportsOfModule(module)
      .map((symbol): [string, ts.Symbol] => [symbol.name, this.resolved(symbol)])
      .sort(([a], [b]) => compare(a, b))
  }

  private resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol
  }

  /** Where a symbol is listed: at the entry that declares it, else at the first that exports it. */
  private homeOf(symbol: ts.Symbol): { entry: Entry; name: string } {
    const homes = this.homes.get(symbol)!
    const file = resolve(symbol.declarations![0]!.getSourceFile().fileName)
    const isOfPackage = ({ entry }: { entry: Entry }): boolean => folderOf(entry.file) === folderOf(file)
    return homes.find(isOfPackage) ?? homes[0]!
  }

  /** The declarations of these packages that symbols mention and no entry exports, directly or through one another. */
  private mentionedBy(symbols: readonly ts.Symbol[]): ts.Symbol[] {
    const found = new Set<ts.Symbol>()
    const visit = (node: ts.Node): void => {
      if (isPrivate(node)) return
      if (ts.isIdentifier(node)) add(this.checker.getSymbolAtLocation(node))
      ts.forEachChild(node, visit)
    }
    const add = (mentioned: ts.Symbol | undefined): void => {
      if (mentioned === undefined) return
      const symbol = this.resolved(mentioned)
      if (found.has(symbol) || this.homes.has(symbol) || !this.isOurs(symbol)) return
      found.add(symbol)
      symbol.declarations!.forEach(visit)
    }
    for (const symbol of symbols) symbol.declarations!.forEach(visit)
    return [...found].sort((a, b) => compare(a.name, b.name))
  }

  /** Whether a symbol is declared at the top of one of the packages' files. */
  private isOurs(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some(
      (node) =>
        ts.isSourceFile(statementOf(node).parent) &&
        !ts.isImportDeclaration(statementOf(node)) &&
        this.entries.some(({ file }) => folderOf(file) === folderOf(resolve(node.getSourceFile().fileName))),
    )
  }

  private text(symbol: ts.Symbol, prefix: string, name = symbol.name): string {
    const texts = symbol.declarations!.map((node) => {
      const statement = statementOf(node)
      const bare = ts.transform(statement, [withoutPrivates]).transformed[0]!
      return this.printer
        .printNode(ts.EmitHint.Unspecified, bare, node.getSourceFile())
        .replace(/^(?:export |declare )*/, prefix)
        .replaceAll(/;$/gm, '')
        .replaceAll(/^(?: {4})+/gm, (indent) => '  '.repeat(indent.length / 4))
    })
    const declared = texts.join('\n')
    return symbol.name === name ? declared : `${declared.replace(/^export /, '')}\nexport { ${symbol.name} as ${name} }`
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** The package's folder that a file is in. */
function folderOf(file: string): string {
  return relative(packagesDir, file).split(/[\\/]/, 1)[0]!
}

/** The statement that declares this: of a variable, all of `declare const a: string`. */
function statementOf(node: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node
}

function isPrivate(node: ts.Node): boolean {
  if (!ts.isClassElement(node)) return false
  if (node.name !== undefined && ts.isPrivateIdentifier(node.name)) return true
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0
}

function withoutPrivates(context: ts.TransformationContext): ts.Transformer<ts.Node> {
  const visit = (node: ts.Node): ts.Node | undefined =>
    isPrivate(node) ? undefined : ts.visitEachChild(node, visit, context)
  return (node) => ts.visitNode(node, visit)!
}
