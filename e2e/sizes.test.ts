// What a page has to load: the built packages, bundled as applications bundle them, minified, against budgets; and that
// each bundler drops what is not used. Needs `npm run build`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import terser from '@rollup/plugin-terser'
import { build } from 'esbuild'
import { type OutputPlugin, type Plugin, rollup } from 'rollup'
import { afterAll, beforeAll, expect, test } from 'vitest'
import webpack from 'webpack'
import { type Conditions, pick } from './tools/conditions.js'

const root = resolve(import.meta.dirname, '..')

interface Budget {
  /** What the application imports; a script tag's file is measured as it is published. */
  readonly text?: string
  /** The script tag's file. */
  readonly file?: string
  /** The parts that the bundle has in it, of MARKS; all others must be gone. */
  readonly parts: readonly string[]
  /** Bytes after minifying and gzip -9, a little over what rollup with terser makes: to outgrow it is a decision. */
  readonly budget: number
  /** Why the budget is what it is; whoever raises it says here what for. */
  readonly reason: string
  /** Where it has to get to. A build that got smaller takes its budget down with it. */
  readonly goal?: number
}

// A text of each part that stands in nothing else: where it is found, the part is.
const MARKS = {
  basicConfig: 'Unrecognised argument(s)',
  'style {': 'after conversion specifier',
  'style $': 'Invalid placeholder in string',
  ConsoleHandler: 'debugMethod',
  LocalStorageHandler: 'no storage: from here on',
  Journal: ':outbox:',
  liveLevels: 'levels are kept in memory only',
  HTTPHandler: 'method must be GET or POST',
  BufferingHTTPHandler: 'retry-after',
  otlp: 'resourceLogs',
  loki: 'truncated',
  elastic: 'event.sequence',
  gelf: '(no message)',
  'records of other servers': 'the formatter makes no JSON object',
  JSONFormatter: 'JSONFormatter: the key',
  'records off a wire': 'a record must be an object',
  QueueListener: 'Listener already started',
  LoggerAdapter: 'merge_extra',
  dictConfig: 'disable_existing_loggers',
  fileConfig: 'no section headers',
  printTree: ' in effect',
  callers: 'self-hosted',
  strftime: 'September',
  'groups of errors': 'max_group_depth',
  'rarer conversions': 'arg not in range(0x110000)',
} as const

/** For other servers than a receiver: in no bundle that does not ask for them. */
const ENCODINGS = ['otlp', 'loki', 'elastic', 'gelf', 'records of other servers']
const ALL = Object.keys(MARKS).filter((part) => !ENCODINGS.includes(part))
/** What `treeline` registers and `treeline/slim` does not. */
const REGISTERED = ['style {', 'style $', 'callers', 'strftime', 'groups of errors', 'rarer conversions']
const SLIM = ['basicConfig', 'ConsoleHandler']
const CONSOLE = [...SLIM, ...REGISTERED]

const LOGGING = "export { basicConfig, ConsoleHandler, getLogger } from 'treeline'"
const SLIM_LOGGING = LOGGING.replace('treeline', 'treeline/slim')
const HTTP = "export { BufferingHTTPHandler } from 'treeline/handlers'"

const BUDGETS: Readonly<Record<string, Budget>> = {
  core: {
    text: "export { getLogger } from '@treeline/core'",
    parts: [],
    budget: 13_550,
    goal: 9000,
    reason: 'what a library takes: the tree, records, messages, errors with their causes, the last resort',
  },
  slim: {
    text: SLIM_LOGGING,
    parts: SLIM,
    budget: 18_300,
    goal: 10_750,
    reason: 'as core, and basicConfig, the console, the errors and warnings of a page',
  },
  console: {
    text: LOGGING,
    parts: CONSOLE,
    budget: 26_150,
    goal: 17_900,
    reason: 'as slim, and what treeline registers: the styles { and $, callers, strftime, groups, rarer conversions',
  },
  'slim + HTTP': {
    text: `${SLIM_LOGGING}\n${HTTP}`,
    parts: [...SLIM, 'BufferingHTTPHandler'],
    budget: 27_050,
    goal: 14_800,
    reason: 'as slim, and the sender of batches with all that it promises of a page that goes',
  },
  'slim + HTTP to OTLP': {
    text: `${SLIM_LOGGING}\n${HTTP}\nexport { otlp } from 'treeline/handlers'`,
    parts: [...SLIM, 'BufferingHTTPHandler', 'otlp'],
    budget: 28_550,
    reason: 'as slim + HTTP, and the encoding of one other server',
  },
  encodings: {
    text: "export { elastic, gelf, jsonLines, loki, otlp } from 'treeline/handlers'",
    parts: [...ENCODINGS, 'JSONFormatter', 'records off a wire'],
    budget: 23_100,
    reason: 'all five, with the JSON formatter that three of them take',
  },
  'console + localStorage': {
    text: `${LOGGING}\nexport { LocalStorageHandler } from 'treeline/handlers'`,
    parts: [...CONSOLE, 'LocalStorageHandler', 'records off a wire'],
    budget: 33_650,
    reason: 'as console, and the segments in storage with a drain that loses nothing',
  },
  'slim + HTTP + journal': {
    text: `${SLIM_LOGGING}\n${HTTP}\nexport { Journal } from 'treeline/handlers'`,
    parts: [...SLIM, 'BufferingHTTPHandler', 'Journal'],
    budget: 31_900,
    reason: 'as slim + HTTP, and the segments in storage that another page takes over',
  },
  'console + dictConfig': {
    text: `${LOGGING}\nexport { dictConfig } from 'treeline/config'`,
    parts: ALL.filter((part) => !['LoggerAdapter', 'fileConfig', 'liveLevels', 'printTree'].includes(part)),
    budget: 58_450,
    reason: 'a configuration names classes by strings: all handlers, formatters and queues have to be there',
  },
  'script tag': {
    file: 'treeline.min.js',
    parts: [
      ...SLIM,
      'LocalStorageHandler',
      'Journal',
      'liveLevels',
      'HTTPHandler',
      'BufferingHTTPHandler',
      'records off a wire',
      'LoggerAdapter',
    ],
    budget: 41_450,
    goal: 20_400,
    reason: 'as slim, and what pages use most: HTTP, local storage, its journal, live levels, the adapter, memory',
  },
  'core layer': {
    file: 'treeline.core.min.js',
    parts: [...SLIM],
    budget: 21_450,
    goal: 10_800,
    reason: "as slim, Python's module functions, and what the layers take of it",
  },
  stub: { file: 'treeline.stub.min.js', parts: [], budget: 500, reason: 'inline in every page' },
  'whole script tag': {
    file: 'treeline.full.min.js',
    parts: ALL.filter((part) => part !== 'fileConfig'),
    budget: 67_950,
    goal: 44_000,
    reason: "everything of Python's three modules but ini files, under one global",
  },
}

/** The sets that webpack bundles: together they have every entry. Its minifier is slow, and rollup's is the same. */
const BY_WEBPACK = ['core', 'slim + HTTP to OTLP', 'console + localStorage', 'encodings', 'console + dictConfig']

type Bundle = (text: string) => Promise<string>

let folder: string

beforeAll(() => {
  // In the workspace, where the packages are found as an application finds them.
  folder = mkdtempSync(join(root, 'node_modules/.sizes-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Finds the packages' modules as rollup's usual plugin does, which it does not bring itself. */
const resolver: Plugin = {
  name: 'resolver',
  resolveId(id) {
    const [, name, path] = /^(treeline|@treeline\/[^/]+)(.*)$/.exec(id) ?? []
    if (name === undefined) return null
    const dir = join(root, 'packages', name.replace('@treeline/', ''))
    const { exports, sideEffects } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as {
      exports: Record<string, Conditions>
      sideEffects: false | string[]
    }
    const file = pick(exports[`.${path}`]!)
    const globs = sideEffects === false ? [] : sideEffects
    const matches = (glob: string): boolean =>
      new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file)
    return { id: join(dir, file), moduleSideEffects: globs.some(matches) }
  },
}

async function rolledUp(text: string, plugins: OutputPlugin[]): Promise<string> {
  const entry = join(folder, 'entry.js')
  writeFileSync(entry, text)
  const bundle = await rollup({ input: entry, plugins: [resolver], onwarn: () => {} })
  const { output } = await bundle.generate({ format: 'iife', name: 'bundled', plugins })
  return output[0].code
}

const BUNDLERS: Readonly<Record<string, Bundle>> = {
  rollup: (text) => rolledUp(text, [terser({ ecma: 2020 })]),
  async esbuild(text) {
    const { outputFiles } = await build({
      stdin: { contents: text, resolveDir: root },
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      globalName: 'bundled',
      platform: 'browser',
      target: 'es2022',
    })
    return outputFiles[0]!.text
  },
  async webpack(text) {
    const entry = join(folder, 'webpack.js')
    writeFileSync(entry, text)
    const stats = await new Promise<webpack.Stats | undefined>((done, fail) => {
      const output = { path: folder, filename: 'packed.js', library: { name: 'bundled', type: 'var' } }
      const options: webpack.Configuration = {
        mode: 'production',
        target: ['web', 'es2022'],
        context: root,
        entry,
        output,
      }
      webpack(options, (error, found) => (error ? fail(error) : done(found)))
    })
    if (stats === undefined || stats.hasErrors()) throw new Error(stats?.toString() ?? 'webpack gave nothing')
    return readFileSync(join(folder, 'packed.js'), 'utf8')
  },
}

const bundles = new Map<string, Promise<string>>()

const isBundled = (bundler: string, name: string): boolean => bundler !== 'webpack' || BY_WEBPACK.includes(name)

/** Bundles a text once for all tests. */
function bundled(bundler: string, text: string): Promise<string> {
  const key = `${bundler}: ${text}`
  const code = bundles.get(key) ?? BUNDLERS[bundler]!(text)
  bundles.set(key, code)
  return code
}

function published(file: string): string {
  return readFileSync(join(root, 'packages/treeline/dist', file), 'utf8')
}

const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length

test.each(Object.keys(BUNDLERS))('%s drops what is not used', async (bundler) => {
  const sets = Object.entries(BUDGETS).filter(([name]) => isBundled(bundler, name))
  for (const [name, { text, file, parts }] of sets) {
    const code = text === undefined ? published(file!) : await bundled(bundler, text)
    const found = Object.entries(MARKS).filter(([, mark]) => code.includes(mark))
    expect(
      found.map(([part]) => part),
      `${name}, by ${bundler}`,
    ).toEqual(Object.keys(MARKS).filter((part) => parts.includes(part)))
  }
})

test('sizes stay within their budgets', async () => {
  const rows: string[] = []
  const over: string[] = []
  for (const [name, { text, file, budget, goal }] of Object.entries(BUDGETS)) {
    const sizes: Record<string, number> = {}
    for (const bundler of Object.keys(BUNDLERS)) {
      if (text !== undefined && isBundled(bundler, name)) sizes[bundler] = gzipped(await bundled(bundler, text))
    }
    const { rollup: size = gzipped(published(file!)), ...more } = sizes
    const others = Object.entries(more).map(([bundler, bytes]) => `, ${bundler} ${bytes}`)
    const row = `${name}: ${size} bytes (budget ${budget}${goal === undefined ? '' : `, goal ${goal}`})${others.join('')}`
    rows.push(row)
    if (size > budget) over.push(row)
  }
  console.log(rows.join('\n'))
  expect(over).toEqual([])
})

test('the sizes in the READMEs are those of the files', () => {
  const readme = (path: string): string => readFileSync(join(root, path, 'README.md'), 'utf8')
  const inTable = [...readme('packages/treeline').matchAll(/`(treeline\.\w+\.min\.js)` \| ([\d.]+) KB/g)]
  const inText = [...readme('.').matchAll(/`(treeline(?:\.full)?\.min\.js)` \((\d+) KB/g)]
  expect([inTable.length, inText.length]).toEqual([6, 2])
  for (const [, file, size] of [...inTable, ...inText]) {
    // Nodes compress a little differently.
    const off = size!.includes('.') ? 0.1 : 1
    expect(Math.abs(gzipped(published(file!)) / 1000 - Number(size)), file).toBeLessThan(off)
  }
})

test('styles: one named by a string works from treeline; core and slim take the class, and say so', async () => {
  const run = async (text: string): Promise<unknown> => runInNewContext(`${await rolledUp(text, [])};bundled.line`)
  const use = (style: string): string => `
    const record = makeLogRecord({ levelname: 'INFO', msg: 'x' })
    const text = (make) => { try { return make().format(record) } catch (error) { return error.message } }
    export const line = text(() => new Formatter('{levelname:>6}', { style: ${style} }))`
  const names = 'Formatter, makeLogRecord'
  expect(await run(`import { ${names} } from 'treeline'${use("'{'")}`)).toBe('  INFO')
  for (const entry of ['@treeline/core', 'treeline/slim']) {
    expect(await run(`import { ${names} } from '${entry}'${use("'{'")}`)).toContain('{ style: StrFormatStyle }')
    expect(await run(`import { ${names}, StrFormatStyle } from '${entry}'${use('StrFormatStyle')}`)).toBe('  INFO')
  }
})
