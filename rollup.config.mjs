import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, resolve, sep } from 'node:path'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import { dts } from 'rollup-plugin-dts'

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

// Functions that call each other across files are no fault, and the linter knows imports that should be `import type`.
const HARMLESS = new Set(['CIRCULAR_DEPENDENCY', 'UNUSED_EXTERNAL_IMPORT'])

function onwarn(warning) {
  if (!HARMLESS.has(warning.code)) throw new Error(warning.message)
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

const declarations = (pkg) => ({
  input: inputs(pkg, (source) => source.replace(/([\\/])src([\\/].*)\.ts$/, '$1build$2.d.ts')),
  output: ['d.ts', 'd.cts'].map((extension) => ({ ...output(pkg, 'es', extension), sourcemap: false })),
  external: external(pkg),
  plugins: [dts()],
  onwarn,
})

/** Finds the other packages' finished modules, for a bundle that has everything in it. */
const finished = {
  name: 'finished',
  resolveId(id) {
    const pkg = packages.find(({ name }) => id === name || id.startsWith(`${name}/`))
    const file = pkg?.exports[`.${id.slice(pkg.name.length)}`].import.default
    return pkg && { id: resolve(pkg.dir, file), moduleSideEffects: pkg.sideEffects !== false }
  },
  load(id) {
    const map = `${id}.map`
    return existsSync(map) ? { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(map, 'utf8')) } : null
  },
}

/** `"scriptTags": { "<file>": { "source", "global" } }` in a package.json: files for a page, each with everything in it. */
const scriptTag = (pkg, [file, { source, global }]) => ({
  input: join(pkg.dir, source),
  output: {
    ...output(pkg, 'iife'),
    dir: undefined,
    entryFileNames: undefined,
    chunkFileNames: undefined,
    file: join(pkg.dir, file),
    name: global,
  },
  // `<StreamHandler stderr (NOTSET)>` and a subclass's name in a report come from the classes' names.
  plugins: [
    finished,
    transpile(pkg),
    terser({ ecma: 2020, keep_classnames: true, compress: { passes: 2 }, format: { wrap_iife: true } }),
  ],
  onwarn,
})

for (const { dir } of packages) rmSync(join(dir, 'dist'), { recursive: true, force: true })

export default [
  ...packages.flatMap((pkg) => [code(pkg), declarations(pkg)]),
  ...packages.flatMap((pkg) => Object.entries(pkg.scriptTags ?? {}).map((tag) => scriptTag(pkg, tag))),
]
