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
  cli: ['node'],
  server: ['core', 'node'],
  treeline: ['core', 'console', 'local-storage', 'http', 'node', 'cli'],
}

interface Manifest {
  name: string
  version: string
  private?: boolean
  bin?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
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

/** Returns what the package's programs import: they stand beside its sources, since nothing imports them. */
function importsOfPrograms({ dir, manifest }: Package): string[] {
  return Object.values(manifest.bin ?? {}).flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(dir, file), 'utf8'), true, true)
    return importedFiles.map(({ fileName }) => fileName)
  })
}

/** Returns `path:line text` for each node of each source that `isFault` points at. */
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

/** Returns `path -> specifier` for each import that `isFault` points at. */
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

  // An optional peer is looked for at run time.
  test('imports what its manifest says, and all of it', () => {
    const imported = new Set(
      sourcesOf(pkg)
        .flatMap(({ imports }) => imports)
        .concat(importsOfPrograms(pkg))
        .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
        .map(packageName),
    )
    const optional = dependencies.filter((name) => manifest.peerDependenciesMeta?.[name]?.optional)
    const asked = optional.filter((name) => sourcesOf(pkg).some(({ ast }) => ast.text.includes(`'${name}'`)))
    expect([...new Set([...imported, ...asked])].toSorted()).toEqual(dependencies.toSorted())
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
  const onNode = ({ pkg, path }: SourceFile): boolean =>
    ['node', 'cli', 'server'].includes(pkg.folder) || /[/.]node\.ts$/.test(path)
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

// What core does to a call, in order: a room imports those before it, types included. Rooms between two arrows do not know
// each other.
const CORE =
  'realm < text < runtime < records < context, callers, formatting < handlers < tree < direct, wire, filters < queues, config < testing < index, internal, full'

const ranks = new Map(
  CORE.split(' < ').flatMap((rooms, rank) => rooms.split(', ').map((room): [string, number] => [room, rank])),
)

const CORE_SOURCE = 'packages/core/src/'

/** The folder in core's sources, or of a file at their top its name. */
function roomOf(path: string): string {
  return path.slice(CORE_SOURCE.length).split(/[/.]/, 1)[0]!
}

/** The file that a relative import names, as a path of the repository. */
function importedFile({ path }: SourceFile, specifier: string): string {
  return join(path, '..', specifier).replaceAll('\\', '/').replace(/\.js$/, '.ts')
}

const relativeImports = sources.flatMap((source) =>
  [...new Set(source.imports)]
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => ({ from: source.path, to: importedFile(source, specifier) })),
)

describe("core's rooms", () => {
  const paths = sources.map(({ path }) => path).filter((path) => path.startsWith(CORE_SOURCE))

  test('are those that the order names', () => {
    expect([...new Set(paths.map(roomOf))].toSorted()).toEqual([...ranks.keys()].toSorted())
  })

  test('import only those before them', () => {
    const isUpwards = ({ from, to }: { from: string; to: string }): boolean =>
      roomOf(from) !== roomOf(to) && ranks.get(roomOf(from))! <= ranks.get(roomOf(to))!
    const upwards = relativeImports.filter(({ from }) => from.startsWith(CORE_SOURCE)).filter(isUpwards)
    expect(upwards.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('have at most five files beside them', () => {
    const top = readdirSync(join(root, CORE_SOURCE), { withFileTypes: true }).filter((entry) => entry.isFile())
    expect(top.length).toBeLessThanOrEqual(5)
  })
})

/** Finds the circles of imports: the files that reach each other. */
function circles(): string[][] {
  const targets = new Map(sources.map(({ path }): [string, string[]] => [path, []]))
  for (const { from, to } of relativeImports) targets.get(from)!.push(to)
  const reachable = new Map([...targets.keys()].map((path) => [path, reachableFrom(path, targets)]))
  const inCircles = [...reachable].filter(([path, others]) => others.has(path))
  const found = inCircles.map(([path, others]) =>
    [...others].filter((other) => reachable.get(other)?.has(path)).toSorted(),
  )
  return [...new Map(found.map((files) => [files[0], files])).values()]
}

function reachableFrom(start: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>()
  const visit = (path: string): void => {
    for (const target of targets.get(path) ?? []) {
      if (found.has(target)) continue
      found.add(target)
      visit(target)
    }
  }
  visit(start)
  return found
}

test('no files import each other in a circle, but the tree and its nodes', () => {
  const allowed = ['tree/logger.ts', 'tree/manager.ts'].map((name) => CORE_SOURCE + name)
  expect(circles().map((files) => files.join(' <-> '))).toEqual([allowed.join(' <-> ')])
})

const MOST_PARAMETERS = 5

// Signatures that applications know from Python.
const PYTHONS: Readonly<Record<string, string>> = {
  'core/src/records/record.ts LogRecord.constructor':
    'LogRecord(name, level, pathname, lineno, msg, args, exc_info, …)',
  'core/src/records/record.ts LogRecordFactory': 'what setLogRecordFactory takes is called as LogRecord is',
  'core/src/records/call.ts Target.makeRecord': 'Logger.makeRecord',
  'core/src/tree/logger.ts Logger.makeRecord':
    'makeRecord(name, level, fn, lno, msg, args, exc_info, …), which subclasses override',
}

test('no function takes more than five parameters, but where Python has more', () => {
  const found = sources.flatMap(({ path, ast }) =>
    functionsIn(ast)
      .filter(({ parameters }) => parameters.length > MOST_PARAMETERS)
      .map((node) => `${path.replace(/^packages\//, '')} ${functionName(node)}`),
  )
  expect(found.toSorted()).toEqual(Object.keys(PYTHONS).toSorted())
})

function functionsIn(node: ts.Node): ts.SignatureDeclaration[] {
  const found = ts.isFunctionLike(node) ? [node] : []
  ts.forEachChild(node, (child) => void found.push(...functionsIn(child)))
  return found
}

/** `Logger.makeRecord`; of a function without a name, that of what it is given to. */
function functionName(node: ts.SignatureDeclaration): string {
  const names: string[] = []
  for (let place: ts.Node = node; !ts.isSourceFile(place); place = place.parent) {
    if (ts.isConstructorDeclaration(place)) names.unshift('constructor')
    const { name } = place as Partial<ts.NamedDeclaration>
    if (name !== undefined) names.unshift(name.getText())
  }
  return names.join('.')
}

const MOST_FILES = 45
const MOST_LINES = 420

test('folders and files can be taken in', () => {
  const folders = everything.flatMap(({ dir }) => foldersIn(join(dir, 'src')))
  const crowded = folders.map((folder) => ({ folder, count: filesIn(folder).length }))
  expect(crowded.filter(({ count }) => count > MOST_FILES)).toEqual([])
  const long = folders
    .flatMap(filesIn)
    .filter((file) => /\.(?:ts|mjs|js|py)$/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => ({ file: relative(root, file), lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }))
  expect(long.filter(({ lines }) => lines > MOST_LINES)).toEqual([])
})

/** A folder and all below it. */
function foldersIn(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [folder, ...below.flatMap(({ name }) => foldersIn(join(folder, name)))]
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ name }) => join(folder, name))
}
