// Finds the options that the packages publish, by their declarations, with what is said of each.
import ts from 'typescript'
import { compilerHost } from './compilerHost.js'

export interface Option {
  /** `RotatingFileHandlerOptions.maxBytes`. */
  readonly name: string
  readonly isOptional: boolean
  readonly isNumber: boolean
  /** What `typeof` gives of the values that its type has; `'null'` where null is one. */
  readonly kinds: ReadonlySet<string>
  /** Its doc comment; of a literal in a parameter, the text of `@param`. */
  readonly doc: string
}

/** A file of declarations, and what is imported when it is. */
interface Declared {
  readonly specifier: string
  readonly declarations: string
}

/**
 * Returns the options of all exported objects whose names say that they are options, of their parts, and of all that the
 * parameter `options` of an exported class or function takes, once each.
 *
 * @param entries those whose options are wanted
 * @param all those that declarations may import
 */
export function publicOptions(entries: readonly Declared[], all: readonly Declared[]): Option[] {
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
    paths: Object.fromEntries(all.map(({ specifier, declarations }) => [specifier, [declarations]])),
  }
  const rootNames = entries.map(({ declarations }) => declarations)
  const program = ts.createProgram(rootNames, options, compilerHost(ts, options))
  const reader = new OptionsReader(program.getTypeChecker())
  for (const { declarations } of entries) {
    const source = program.getSourceFile(declarations)
    if (source === undefined) throw new Error(`${declarations} is missing`)
    reader.readFile(source)
  }
  return [...reader.found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

const NAMES = /(Options|Limits?|Keywords|Settings)$/

class OptionsReader {
  readonly found: Map<ts.Symbol, Option> = new Map()
  private readonly checker: ts.TypeChecker

  constructor(checker: ts.TypeChecker) {
    this.checker = checker
  }

  readFile(source: ts.SourceFile): void {
    const module = this.checker.getSymbolAtLocation(source)
    if (module === undefined) return
    for (const exported of this.checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
      this.readSymbol(isAlias ? this.checker.getAliasedSymbol(exported) : exported)
    }
  }

  private readSymbol(symbol: ts.Symbol): void {
    if (NAMES.test(symbol.name)) this.readType(symbol.name, this.checker.getDeclaredTypeOfSymbol(symbol))
    if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function)) === 0) return
    const type = this.checker.getTypeOfSymbol(symbol)
    for (const signature of [...type.getConstructSignatures(), ...type.getCallSignatures()])
      for (const parameter of signature.parameters)
        if (parameter.name === 'options') this.readType(symbol.name, this.checker.getTypeOfSymbol(parameter))
  }

  private readType(owner: string, type: ts.Type): void {
    for (const part of type.isUnion() ? type.types : [type])
      for (const property of part.getProperties()) this.readProperty(owner, property)
  }

  private readProperty(owner: string, property: ts.Symbol): void {
    const [declaration] = property.declarations ?? []
    if (declaration === undefined || !isOurs(declaration) || !ts.isPropertySignature(declaration)) return
    if (ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal')) return
    const { parent } = declaration
    const name = ts.isInterfaceDeclaration(parent) ? parent.name.text : owner
    this.found.set(property, {
      name: `${name}.${property.name}`,
      isOptional: declaration.questionToken !== undefined,
      kinds: kindsOf(this.checker.getTypeOfSymbol(property)),
      isNumber: /\bnumber\b/.test(declaration.type?.getText().replaceAll(/\([^)]*\) =>.*/g, '') ?? ''),
      doc: ts.displayPartsToString(property.getDocumentationComment(this.checker)),
    })
  }
}

/** By the flags of a type, what `typeof` gives of its values. */
const KINDS: readonly (readonly [ts.TypeFlags, string])[] = [
  [ts.TypeFlags.StringLike, 'string'],
  [ts.TypeFlags.NumberLike, 'number'],
  [ts.TypeFlags.BooleanLike, 'boolean'],
  [ts.TypeFlags.Null, 'null'],
  [ts.TypeFlags.NonPrimitive, 'object'],
]

function kindsOf(type: ts.Type): Set<string> {
  if (type.isUnion()) return new Set(type.types.flatMap((part) => [...kindsOf(part)]))
  if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter))
    return new Set([...KINDS.map(([, kind]) => kind), 'function'])
  // A brand that a string or a number has for the compiler alone.
  if (type.isIntersection()) return kindsOf(type.types[0]!)
  const kind = KINDS.find(([flags]) => type.flags & flags)?.[1]
  if (kind !== undefined) return new Set([kind])
  if (!(type.flags & ts.TypeFlags.Object)) return new Set()
  const isCalled = type.getCallSignatures().length + type.getConstructSignatures().length > 0
  return new Set([isCalled ? 'function' : 'object'])
}

function isOurs(declaration: ts.Declaration): boolean {
  return /\/packages\/[^/]+\/build\//.test(declaration.getSourceFile().fileName.replaceAll('\\', '/'))
}
