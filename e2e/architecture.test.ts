// The arrows between the packages, read from what is there: sources, manifests and tsconfigs.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test, vi } from 'vitest'

const root = resolve(import.meta.dirname, '..')

// Whom each package may import. An adapter that is not named here may import core.
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  treeline: ['core', 'console', 'local-storage', 'http', 'node'],
}

interface Manifest {
  name: string
  version: string
  private?: boolean
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

interface Package {
  readonly folder: string
  readonly dir: string
  readonly manifest: Manifest
}

function json<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

const everything: readonly Package[] = readdirSync(join(root, 'packages')).map((folder) => {
  const dir = join(root, 'packages', folder)
  return { folder, dir, manifest: json<Manifest>(join(dir, 'package.json')) }
})
const packages = everything.filter(({ manifest }) => !manifest.private)
const folderOf = new Map(packages.map(({ manifest, folder }) => [manifest.name, folder]))

/** The package's name in an import of it or of one of its sub-paths. */
function packageName(specifier: string): string {
  const [scopeOrName = '', name = ''] = specifier.split('/')
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(packageName(specifier))
}

interface SourceFile {
  readonly pkg: Package
  /** Relative to the repository, with slashes. */
  readonly path: string
  readonly ast: ts.SourceFile
  readonly imports: readonly string[]
}

function sourcesOf(pkg: Package): SourceFile[] {
  const src = join(pkg.dir, 'src')
  if (!existsSync(src)) return []
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => {
      const text = readFileSync(join(src, name), 'utf8')
      const ast = ts.createSourceFile(join(src, name), text, ts.ScriptTarget.Latest, true)
      const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
      return { pkg, path: relative(root, ast.fileName).replaceAll('\\', '/'), ast, imports }
    })
}

const sources = packages.flatMap(sourcesOf)

/** Gives `path:line text` for each node of each source that `isFault` points at. */
function faults(isFault: (node: ts.Node, source: SourceFile) => boolean): string[] {
  const found: string[] = []
  for (const source of sources) {
    const visit = (node: ts.Node): void => {
      if (isFault(node, source)) {
        const { line } = source.ast.getLineAndCharacterOfPosition(node.getStart())
        found.push(`${source.path}:${line + 1} ${node.getText().split('\n')[0]}`)
      }
      ts.forEachChild(node, visit)
    }
    visit(source.ast)
  }
  return found
}

/** Gives `path -> specifier` for each import that `isFault` points at. */
function wrongImports(isFault: (specifier: string, source: SourceFile) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((specifier) => isFault(specifier, source))
      .map((specifier) => `${source.path} -> ${specifier}`),
  )
}

test('the sources are found', () => {
  expect(packages.map(({ folder }) => folder)).toEqual(expect.arrayContaining(['core', 'console', 'node', 'treeline']))
  expect(sources.length).toBeGreaterThan(30)
})

describe.each(packages.map((pkg) => [pkg.folder, pkg] as const))('packages/%s', (folder, pkg) => {
  const { dir, manifest } = pkg
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const neighbours = dependencies.flatMap((name) => folderOf.get(name) ?? [])

  test('has the shape that every package has', () => {
    const missing = ['package.json', 'tsconfig.json', 'README.md', 'src'].filter((name) => !existsSync(join(dir, name)))
    expect(missing).toEqual([])
  })

  test('depends on whom it may', () => {
    const allowed = ARROWS[folder] ?? ['core']
    expect(neighbours.filter((name) => !allowed.includes(name))).toEqual([])
  })

  test('imports what its manifest says, and all of it', () => {
    const imported = new Set(
      sourcesOf(pkg)
        .flatMap(({ imports }) => imports)
        .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
        .map(packageName),
    )
    expect([...imported].toSorted()).toEqual(dependencies.toSorted())
  })

  test('has references in its tsconfig for its dependencies', () => {
    const { references = [] } = json<{ references?: { path: string }[] }>(join(dir, 'tsconfig.json'))
    expect(references.map(({ path }) => path).toSorted()).toEqual(neighbours.map((name) => `../${name}`).toSorted())
  })
})

test('the solution builds every package', () => {
  const { references } = json<{ references: { path: string }[] }>(join(root, 'tsconfig.json'))
  expect(references.map(({ path }) => path).toSorted()).toEqual(packages.map(({ folder }) => `packages/${folder}`))
})

test('all packages have one version', () => {
  expect(new Set(everything.map(({ manifest }) => manifest.version)).size).toBe(1)
})

test('no relative import leaves its package', () => {
  const leaves = (specifier: string, { ast, pkg }: SourceFile): boolean =>
    specifier.startsWith('.') && relative(join(pkg.dir, 'src'), resolve(ast.fileName, '..', specifier)).startsWith('..')
  expect(wrongImports(leaves)).toEqual([])
})

test("Node's modules and ours for Node are imported only where there is Node, the former by their node: names", () => {
  const onNode = ({ pkg, path }: SourceFile): boolean => pkg.folder === 'node' || /[/.]node\.ts$/.test(path)
  const isFault = (specifier: string, source: SourceFile): boolean =>
    (isBuiltin(specifier) && !(specifier.startsWith('node:') && onNode(source))) ||
    (packageName(specifier) === '@treeline/node' && !onNode(source))
  expect(wrongImports(isFault)).toEqual([])
})

test('no source asks which platform it is on', () => {
  const names = new Set(['window', 'document', 'process'])
  const isFault = (node: ts.Node): boolean => ts.isTypeOfExpression(node) && names.has(node.expression.getText())
  expect(faults(isFault)).toEqual([])
})

test('no export * of another package, and none of a file but in the faces of core and the umbrella', () => {
  const isFault = (node: ts.Node, { pkg }: SourceFile): boolean => {
    if (!ts.isExportDeclaration(node) || node.exportClause !== undefined) return false
    const { text } = node.moduleSpecifier as ts.StringLiteral
    return !['core', 'treeline'].includes(pkg.folder) || !text.startsWith('./')
  }
  expect(faults(isFault)).toEqual([])
})

test('no default exports', () => {
  const isFault = (node: ts.Node): boolean =>
    ts.isExportAssignment(node) ||
    (ts.isExportSpecifier(node) && node.name.text === 'default') ||
    (node.kind === ts.SyntaxKind.DefaultKeyword && node.parent.kind !== ts.SyntaxKind.DefaultClause)
  expect(faults(isFault)).toEqual([])
})

test('no text is run as code, and no module is loaded by a name made at run time', () => {
  const isFunction = (node: ts.Node): boolean => /\bFunction$/.test(node.getText())
  const isFault = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node)) return node.text === 'eval'
    if (ts.isNewExpression(node)) return isFunction(node.expression)
    if (!ts.isCallExpression(node)) return false
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
    return isImport ? !ts.isStringLiteral(node.arguments[0]!) : isFunction(node.expression)
  }
  expect(faults(isFault)).toEqual([])
})

// Core's files may call each other in circles; a circle in which one needs the other to be there already ("class extends
// undefined", "before initialization") shows when the wrong one comes first.
const coreFiles = sources.filter(({ pkg }) => pkg.folder === 'core').map(({ path }) => path)
test.each(coreFiles)('%s can be the first to load', async (path) => {
  vi.resetModules()
  await expect(import(join(root, path))).resolves.toBeTypeOf('object')
})
