import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import ts from 'typescript'

// What gets built is said by each package's own package.json: every place in `exports` that names a source under this
// condition is an entry. `tsc -b` has run before: it checked the types and left the declarations in build/.
const SOURCE = '@treeline/source'

const packages = readdirSync('packages')
  .map((name) => ({
    dir: join('packages', name),
    ...JSON.parse(readFileSync(join('packages', name, 'package.json'), 'utf8')),
  }))
  .filter((pkg) => !pkg.private)

/** Finds the entries anywhere in the conditions of `exports`. */
function entriesOf(pkg, node = pkg.exports) {
  if (typeof node !== 'object' || node === null) return []
  if (!(SOURCE in node)) return Object.values(node).flatMap((child) => entriesOf(pkg, child))
  const source = join(pkg.dir, node[SOURCE])
  if (!existsSync(source)) throw new Error(`${pkg.dir}/package.json exports ${source}, which does not exist`)
  return [{ source, name: basename(node.import.default, '.js') }]
}

function inputs(pkg, fileOf) {
  return Object.fromEntries(entriesOf(pkg).map(({ source, name }) => [name, fileOf(source)]))
}

/** One format of a package's entries. What two entries share becomes a file of its own in dist/shared. */
function output(pkg, format, extension = 'js') {
  return {
    dir: join(pkg.dir, 'dist'),
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `shared/[name].${extension.replace(/^d\./, '')}`, // of a declaration, [name] is 'record.d'
    hoistTransitiveImports: false, // a page's entry must not name the Node package
    sourcemap: true,
    sourcemapIgnoreList: () => true, // the browser's console then shows the caller's line, not the library's
  }
}

/**
 * The files below a folder of `"together"` in a package.json share one chunk, in the order of their imports, whatever the
 * entries need of them. Split by entries, like is torn from like: the script tag's file was 430 bytes more after gzip, which
 * looks back 32 KB. The first folder that has a file counts.
 */
function together(pkg) {
  const folders = (pkg.together ?? []).map((folder) => resolve(pkg.dir, folder))
  const entries = entriesOf(pkg).map(({ source }) => resolve(source))
  return (id) => {
    const folder = folders.find((folder) => id.startsWith(folder + sep))
    if (folder === undefined || entries.includes(id)) return undefined
    return basename(folder) === 'src' ? 'shared' : basename(folder)
  }
}

function external({ dependencies, peerDependencies }) {
  const names = Object.keys({ ...dependencies, ...peerDependencies })
  return (id) => id.startsWith('node:') || names.some((name) => id === name || id.startsWith(`${name}/`))
}

/** A logger knows its manager, and a manager makes loggers, as in Python. */
const CIRCLE = new Set(['manager', 'logger'].map((name) => resolve('packages/core/src/tree', `${name}.ts`)))

function isHarmless({ code, ids = [] }) {
  // The linter knows imports that should be `import type`.
  if (code === 'UNUSED_EXTERNAL_IMPORT') return true
  return code === 'CIRCULAR_DEPENDENCY' && ids.every((id) => CIRCLE.has(id))
}

function onwarn(warning) {
  if (!isHarmless(warning)) throw new Error(warning.message)
}

/**
 * Drops the fields that a constructor sets: TypeScript leaves `name;` of each in the class, which sets it twice. Pages load
 * 70 to 350 bytes less.
 */
function dropSetFields(context) {
  const visit = (node) => {
    const seen = ts.visitEachChild(node, visit, context)
    if (!ts.isClassDeclaration(seen)) return seen
    const setter = seen.members.find(ts.isConstructorDeclaration)?.body?.getFullText() ?? ''
    const members = seen.members.filter((member) => !isSet(member, setter))
    return context.factory.updateClassDeclaration(
      seen,
      seen.modifiers,
      seen.name,
      seen.typeParameters,
      seen.heritageClauses,
      members,
    )
  }
  return (file) => ts.visitEachChild(file, visit, context)
}

/** Asks whether a member is a field without a value of its own that a constructor's text sets. */
function isSet(member, setter) {
  if (!ts.isPropertyDeclaration(member) || member.initializer) return false
  return ts.isIdentifier(member.name) && new RegExp(`this\\.${member.name.text} = `).test(setter)
}

function transpile(pkg) {
  return typescript({
    tsconfig: join(pkg.dir, 'tsconfig.json'),
    noCheck: true,
    composite: false,
    incremental: false,
    declaration: false,
    isolatedDeclarations: false,
    emitDeclarationOnly: false,
    tsBuildInfoFile: undefined,
    outDir: undefined,
    sourceMap: true,
    inlineSources: true,
    transformers: { before: [{ type: 'program', factory: () => dropSetFields }] },
  })
}

const code = (pkg) => ({
  input: inputs(pkg, (source) => source),
  output: ['js', 'cjs'].map((extension) => ({
    ...output(pkg, extension === 'js' ? 'es' : 'cjs', extension),
    manualChunks: together(pkg),
  })),
  external: external(pkg),
  plugins: [transpile(pkg)],
  onwarn,
})

/**
 * Cuts what is marked `@internal` out of the declarations that are published. TypeScript's own `stripInternal` would cut it
 * out of build/ too, by which our packages are checked against each other.
 */
const stripInternal = {
  name: 'strip-internal',
  transform(code, id) {
    const source = ts.createSourceFile(id, code, ts.ScriptTarget.Latest, true)
    const cuts = []
    const visit = (node) => {
      if (ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')) cuts.push(node)
      else ts.forEachChild(node, visit)
    }
    visit(source)
    const kept = cuts.reduceRight((text, { pos, end }) => text.slice(0, pos) + text.slice(end), code)
    return { code: kept, map: null }
  },
}

const declarations = (pkg) => ({
  input: inputs(pkg, (source) => source.replace(/([\\/])src([\\/].*)\.ts$/, '$1build$2.d.ts')),
  output: ['d.ts', 'd.cts'].map((extension) => ({ ...output(pkg, 'es', extension), sourcemap: false })),
  external: external(pkg),
  plugins: [stripInternal, dts()],
  onwarn,
})

// --- Files for script tags: `"scriptTags": { "<file>": { "source", "global", "over" } }` in a package.json. Each has everything
// in it; but a layer takes what the file that it lies `over` has from there, so that a page has one of each class.

/** Finds our packages and their files by the sources. Types are left out file by file: `tsc -b` has checked them. */
const sources = {
  name: 'sources',
  resolveId(id, importer = '') {
    const pkg = packages.find(({ name }) => id === name || id.startsWith(`${name}/`))
    const path = pkg ? pkg.exports[`.${id.slice(pkg.name.length)}`][SOURCE] : id.replace(/\.js$/, '.ts')
    const source = resolve(pkg?.dir ?? dirname(importer), path)
    return { id: source, moduleSideEffects: hasSideEffects(source) }
  },
  transform(text, fileName) {
    const { ScriptTarget, ModuleKind } = ts
    const types = {
      target: ScriptTarget.ES2022,
      module: ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      sourceMap: true,
    }
    const { outputText, sourceMapText } = ts.transpileModule(text, {
      fileName,
      compilerOptions: types,
      transformers: { before: [dropSetFields] },
    })
    return { code: outputText, map: sourceMapText }
  },
}

/** Asks a source's package.json whether importing it does something. */
function hasSideEffects(source) {
  const { dir, sideEffects } = packages.find(({ dir }) => source.startsWith(resolve(dir) + sep))
  const path = `./${relative(dir, source).replaceAll(sep, '/')}`
  const matches = (glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path)
  return sideEffects !== false && sideEffects.some(matches)
}

/** The file that layers lie over: its modules, and what the layers, which are built before it, take of them. */
class CoreFile {
  /** The id of what the layers take of the core. */
  static ID = '\0core'
  taken = new Set()

  constructor(pkg, file) {
    this.version = pkg.version
    this.file = basename(file)
    this.source = resolve(pkg.dir, pkg.scriptTags[file].source)
    this.entry = `${this.source}?internal`
  }

  /** The modules that the file has code of. */
  async modules() {
    this.found ??= rollup({ input: this.source, plugins: [sources], onwarn }).then(async (bundle) => {
      const { output } = await bundle.generate({ format: 'es' })
      return new Map(Object.entries(output[0].modules).filter(([, { code }]) => code))
    })
    return this.found
  }

  /** The name of each of the core's exports in its `internal`: pages load them all. */
  async shortNames() {
    const names = [...(await this.modules()).values()].flatMap(exportsOf)
    return new Map([...new Set(names)].sort().map((name, index) => [name, `_${index.toString(36)}`]))
  }

  /** For the layers: one module in place of all the core's. */
  get imports() {
    const core = this
    return {
      name: 'core-imports',
      async resolveId(id, importer) {
        // Packages' entries are lists of names.
        if (!id.startsWith('.')) return null
        const { id: found } = await this.resolve(id, importer, { skipSelf: true })
        return (await core.modules()).has(found) ? { id: CoreFile.ID, moduleSideEffects: false } : null
      },
      async load(id) {
        if (id !== CoreFile.ID) return null
        return [...(await core.shortNames())].map(([name, short]) => `export const ${name} = core.${short}`).join('\n')
      },
      generateBundle(_, bundle) {
        for (const { modules } of Object.values(bundle)) {
          for (const name of modules?.[CoreFile.ID]?.renderedExports ?? []) core.taken.add(name)
        }
      },
    }
  }

  /** For the file itself: its global has the names of its source, and `internal`. */
  get exports() {
    return {
      name: 'core-exports',
      resolveId: (id) => (id === this.entry ? id : null),
      load: async (id) => {
        if (id !== this.entry) return null
        const modules = [...(await this.modules())]
        const imports = [...this.taken].map((name) => {
          const homes = modules.filter(([, module]) => exportsOf(module).includes(name))
          if (homes.length !== 1) throw new Error(`${name} is exported by ${homes.length} modules of ${this.file}`)
          return `import { ${name} } from ${JSON.stringify(homes[0][0])}`
        })
        const short = await this.shortNames()
        const members = [...this.taken].map((name) => `${short.get(name)}: ${name}`)
        const internal = [`version: ${JSON.stringify(this.version)}`, ...members].join(', ')
        return [
          `export * from ${JSON.stringify(this.source)}`,
          ...imports,
          `export const internal = { ${internal} }`,
        ].join('\n')
      },
    }
  }

  /** The first line of the file: a page that has it already keeps it, with the layers that have added to it. */
  get once() {
    return `if (globalThis.logging?.internal?.version === ${JSON.stringify(this.version)}) return globalThis.logging`
  }

  /** The text around a layer: it runs if the file is there, in its version. */
  around(layer) {
    const needs = `${layer} ${this.version}: load ${this.file} ${this.version} before it (found: `
    return {
      banner:
        `(function (logging, core) {\nif (core?.version !== ${JSON.stringify(this.version)}) ` +
        `return console.error(${JSON.stringify(needs)} + ` +
        `(core?.version ?? (logging?.getLogger && !logging.queue ? 'a file that takes no layers' : 'none')) + ')');`,
      footer: '})(globalThis.logging, globalThis.logging?.internal)',
    }
  }
}

const exportsOf = ({ renderedExports, removedExports }) => [...renderedExports, ...removedExports]

function scriptTags(pkg) {
  const cores = new Map()
  const coreOf = (file) => cores.get(file) ?? cores.set(file, new CoreFile(pkg, file)).get(file)
  const tags = Object.entries(pkg.scriptTags ?? {})
  const layers = tags.filter(([, { over }]) => over)
  const configs = layers.map(([file, { source, over }]) => {
    const core = coreOf(over)
    return scriptTag(join(pkg.dir, source), join(pkg.dir, file), [core.imports], core.around(basename(file)))
  })
  for (const [file, { source, over, global }] of tags) {
    if (over) continue
    const core = cores.get(file)
    const input = core ? core.entry : join(pkg.dir, source)
    // The stub, which has no global to fill, is pasted into pages.
    const options = { sourcemap: global !== undefined, ...globalNamed(global), ...(core && { intro: core.once }) }
    configs.push(scriptTag(input, join(pkg.dir, file), core ? [core.exports] : [], options))
  }
  return configs
}

/** In a module, or within a function of a tag manager's, a `var` is no global: the page's stub would stay. */
function globalNamed(name) {
  return name && { name, footer: `globalThis.${name} = ${name}` }
}

const scriptTag = (input, file, plugins, options) => ({
  input,
  output: {
    file,
    format: 'iife',
    sourcemap: true,
    sourcemapIgnoreList: () => true,
    ...options,
  },
  // `<StreamHandler stderr (NOTSET)>` and a subclass's name in a report come from the classes' names.
  treeshake: { propertyReadSideEffects: false },
  plugins: [
    ...plugins,
    sources,
    terser({
      ecma: 2022,
      keep_classnames: true,
      compress: { passes: 3, pure_getters: true, unsafe_methods: true },
      format: { wrap_iife: true },
    }),
  ],
  onwarn,
})

for (const { dir } of packages) rmSync(join(dir, 'dist'), { recursive: true, force: true })

// What a user reads comes with the package, so that it suits the version: `"docs"` in a package.json.
for (const { dir, docs = [] } of packages) {
  for (const page of docs) {
    const copy = join(dir, 'dist/docs', page)
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(join('docs', page), copy)
  }
}

export default [...packages.flatMap((pkg) => [code(pkg), declarations(pkg)]), ...packages.flatMap(scriptTags)]
