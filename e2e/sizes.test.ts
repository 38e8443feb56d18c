// What a page has to load: the built packages, bundled as applications bundle them, minified, against budgets; and that
// each bundler drops what is not used. Needs `npm run build`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import terser from '@rollup/plugin-terser'
import { build } from 'esbuild'
import { type Plugin, rollup } from 'rollup'
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
  /** Where it should get to, where that was said. A build that got smaller takes its budget down with it. */
  readonly goal?: number
}

// A text of each part that stands in nothing else: where it is found, the part is.
const MARKS = {
  basicConfig: 'Unrecognised argument(s)',
  'style {': 'after conversion specifier',
  'style $': 'Invalid placeholder in string',
  ConsoleHandler: 'debugMethod',
  LocalStorageHandler: 'no more than maxBytes',
  HTTPHandler: 'method must be GET or POST',
  BufferingHTTPHandler: 'retry-after',
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

const ALL = Object.keys(MARKS)
/** What slim leaves to be registered. */
const REGISTERED = ['callers', 'strftime', 'groups of errors', 'rarer conversions']
const CONSOLE = ['basicConfig', 'style {', 'style $', 'ConsoleHandler', ...REGISTERED]

const LOGGING = "export { basicConfig, ConsoleHandler, getLogger } from 'treeline'"

const BUDGETS: Readonly<Record<string, Budget>> = {
  core: {
    text: "export { getLogger, Handler } from '@treeline/core'",
    parts: REGISTERED,
    budget: 17_800,
    reason:
      'levels, records, %-merging, times, callers in three engines, errors with causes; no style but %. Raised by 170 for what is kept of a text line: 25 % of it when buffered; by 1500 for calls without a record: a third of a buffered line, five sixths of one to the console; by 100 for callers found early: a third of a line with its place; by 60 for openings that a thousand other loggers do not push out: half of a line of one in ten thousand; by 600 for lines made piece by piece, as bytes where a file takes them, and for those of several handlers: a fifth of a buffered line, a tenth of one written at once, two fifths of two handlers’',
  },
  slim: {
    text: LOGGING.replace('treeline', 'treeline/slim'),
    parts: ['basicConfig', 'ConsoleHandler'],
    budget: 14_950,
    goal: 6 * 1024,
    reason:
      'the tree, records, %-merging, errors with causes, basicConfig, the console; the rest only when registered. What it ' +
      'would take to get to the goal is in docs/measured/notes.md',
  },
  console: {
    text: LOGGING,
    parts: CONSOLE,
    budget: 23_150,
    goal: 6 * 1024,
    reason: "as slim, and str.format with its mini-language and string.Template, which basicConfig's `style` may name",
  },
  'console + localStorage': {
    text: `${LOGGING}\nexport { LocalStorageHandler } from 'treeline/handlers'`,
    parts: [...CONSOLE, 'LocalStorageHandler', 'records off a wire'],
    budget: 27_600,
    reason: 'as console, and the journal of segments, the outbox, the wire form of records',
  },
  'console + HTTP': {
    text: `${LOGGING}\nexport { BufferingHTTPHandler } from 'treeline/handlers'`,
    parts: [...CONSOLE, 'BufferingHTTPHandler'],
    budget: 29_100,
    reason: 'as console, and the sender: batches, back-off, what a hidden page still gets out, the outbox it may have',
  },
  'console + dictConfig': {
    text: `${LOGGING}\nexport { dictConfig } from 'treeline/config'`,
    parts: ALL.filter((part) => !['LoggerAdapter', 'fileConfig', 'printTree'].includes(part)),
    budget: 45_550,
    reason: 'a configuration names classes by strings: all handlers, formatters and queues have to be there',
  },
  'script tag': {
    file: 'treeline.min.js',
    parts: [
      'basicConfig',
      'ConsoleHandler',
      'LocalStorageHandler',
      'HTTPHandler',
      'BufferingHTTPHandler',
      'records off a wire',
      'LoggerAdapter',
    ],
    budget: 28_000,
    goal: 14 * 1024,
    reason:
      'as slim, and what pages use most: both HTTP handlers (7.4 KB), local storage (2.8), the adapter, memory, ' +
      'and functions that say where the rest is',
  },
  'whole script tag': {
    file: 'treeline.full.min.js',
    parts: ALL.filter((part) => part !== 'fileConfig'),
    budget: 50_700,
    reason: "everything of Python's three modules but ini files, under one global",
  },
}

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

const BUNDLERS: Readonly<Record<string, Bundle>> = {
  async rollup(text) {
    const entry = join(folder, 'entry.js')
    writeFileSync(entry, text)
    const bundle = await rollup({ input: entry, plugins: [resolver], onwarn: () => {} })
    const { output } = await bundle.generate({ format: 'iife', name: 'bundled', plugins: [terser({ ecma: 2020 })] })
    return output[0].code
  },
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
  for (const [name, { text, file, parts }] of Object.entries(BUDGETS)) {
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
      if (text !== undefined) sizes[bundler] = gzipped(await bundled(bundler, text))
    }
    const size = sizes['rollup'] ?? gzipped(published(file!))
    const others = text === undefined ? '' : `, esbuild ${sizes['esbuild']}, webpack ${sizes['webpack']}`
    const row = `${name}: ${size} bytes (budget ${budget}${goal === undefined ? '' : `, goal ${goal}`})${others}`
    rows.push(row)
    if (size > budget) over.push(row)
  }
  console.log(rows.join('\n'))
  expect(over).toEqual([])
})

test('styles: one named by a string works from treeline; treeline/slim says what to do, and does it when told', async () => {
  const run = async (text: string): Promise<unknown> =>
    runInNewContext(`${await BUNDLERS['rollup']!(text)};bundled.line`)
  const use = `
    const record = makeLogRecord({ levelname: 'INFO', msg: 'x' })
    const text = (make) => { try { return make().format(record) } catch (error) { return error.message } }
    export const line = text(() => new Formatter('{levelname:>6}', { style: '{' }))`
  const names = 'Formatter, makeLogRecord'
  expect(await run(`import { ${names} } from 'treeline'${use}`)).toBe('  INFO')
  expect(await run(`import { ${names} } from '@treeline/core'${use}`)).toBe('  INFO')
  expect(await run(`import { ${names} } from 'treeline/slim'${use}`)).toContain('registerStyle')
  const slim = `import { ${names}, registerStyle, StrFormatStyle } from 'treeline/slim'\nregisterStyle('{', StrFormatStyle)`
  expect(await run(slim + use)).toBe('  INFO')
})
