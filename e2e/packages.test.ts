// What is published, as its users meet it: packed, installed in a fresh project, imported, required, typed, in a page.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import terser from '@rollup/plugin-terser'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { type Plugin, rollup } from 'rollup'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pick } from './tools/conditions.js'
import { type Ended, type Manifest, manifestIn, manifests, PackedProject, run } from './tools/packed.js'

const root = resolve(import.meta.dirname, '..')
const names = manifests.map(({ name }) => name)

// Set-up files of test runners load within these only: e2e/testing.test.ts.
const SETUP_FILES = /^@treeline\/testing\/./

/** Every module that the packages export: `treeline`, `treeline/handlers`, `@treeline/core`, ... */
const specifiers = manifests
  .flatMap(({ name, exports }) =>
    Object.entries(exports)
      .filter(([, target]) => typeof target !== 'string')
      .map(([path]) => name + path.slice(1)),
  )
  .filter((specifier) => !SETUP_FILES.test(specifier))

let packed: PackedProject
let project: string
beforeAll(() => {
  packed = new PackedProject('packages')
  project = packed.path
})
afterAll(() => packed?.remove())

/** Writes a file into the project and runs it with Node. */
function runNode(file: string, text: string): Ended {
  writeFileSync(join(project, file), text)
  return run(process.execPath, [file], project)
}

describe('what a README links to', () => {
  test.each(names)('of %s comes with the package', (name) => {
    const home = join(project, 'node_modules', name)
    const readme = readFileSync(join(home, 'README.md'), 'utf8')
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link!)
    const paths = [...readme.matchAll(/`([\w/-]+\.md)`/g)].map(([, path]) => `dist/docs/${path!}`)
    expect([...links, ...paths].filter((path) => !existsSync(join(home, path)))).toEqual([])
    if (name === 'treeline') expect(paths.length).toBeGreaterThan(2)
  })
})

describe('on Node', () => {
  test('import and require give the same names for every export', () => {
    const list = JSON.stringify(specifiers)
    const print = 'process.stdout.write(JSON.stringify(names))'
    const named = 'Object.keys(module).filter((key) => key !== "default" && key !== "module.exports").sort()'
    const imported = `const names = {}
      for (const id of ${list}) { const module = await import(id); names[id] = ${named} }
      ${print}`
    const required = `const names = {}
      for (const id of ${list}) { const module = require(id); names[id] = ${named} }
      ${print}`
    const esm = JSON.parse(runNode('names.mjs', imported).stdout) as Record<string, string[]>
    const cjs = JSON.parse(runNode('names.cjs', required).stdout) as Record<string, string[]>
    expect(cjs).toEqual(esm)
    for (const id of specifiers) expect(esm[id], id).not.toEqual([])
  })

  const program = `logging.basicConfig({ level: 'INFO' })
    logging.getLogger('app.db').info('%d rows in %s', 3, 'users')`
  const line = 'INFO:app.db:3 rows in users\n'

  test('a program that imports writes a line', () => {
    expect(runNode('line.mjs', `import * as logging from 'treeline'\n${program}`).stderr).toBe(line)
  })

  test('a program that requires writes a line', () => {
    expect(runNode('line.cjs', `const logging = require('treeline')\n${program}`).stderr).toBe(line)
  })

  test('an imported and a required copy share one tree', () => {
    const { stderr, stdout } = runNode(
      'both.mjs',
      `import { createRequire } from 'node:module'
      import * as esm from 'treeline'
      const cjs = createRequire(import.meta.url)('treeline')
      const same = [esm.Logger === cjs.Logger, esm.getLogger('a') === cjs.getLogger('a'), esm.getLogger('b') === cjs.getLogger('b')]
      process.stdout.write(JSON.stringify(same))
      cjs.basicConfig({ level: 'INFO' })
      esm.getLogger('a').info('from one')
      cjs.getLogger('a').info('to the other')`,
    )
    expect(JSON.parse(stdout)).toEqual([false, true, true])
    expect(stderr).toBe('INFO:a:from one\nINFO:a:to the other\n')
  })

  test('a configuration that either copy refuses empties no file of the other', () => {
    const { stdout } = runNode(
      'refused.mjs',
      `import { createRequire } from 'node:module'
      import { readFileSync, writeFileSync } from 'node:fs'
      import * as esm from 'treeline'
      import * as esmConfig from 'treeline/config'
      const require = createRequire(import.meta.url)
      const [cjs, cjsConfig] = [require('treeline'), require('treeline/config')]
      const kept = []
      for (const { dictConfig } of [esmConfig, cjsConfig]) for (const { FileHandler } of [esm, cjs]) {
        writeFileSync('kept.log', 'before')
        const file = { class: FileHandler, filename: 'kept.log', mode: 'w' }
        try {
          dictConfig({ version: 1, handlers: { file, wrong: { class: 'logging.NullHandler', level: 'LOUD' } } })
        } catch {
          kept.push(readFileSync('kept.log', 'utf8'))
        }
        dictConfig({ version: 1, handlers: { file } })
        kept.push(readFileSync('kept.log', 'utf8'))
      }
      process.stdout.write(JSON.stringify(kept))`,
    )
    expect(JSON.parse(stdout)).toEqual(['before', '', 'before', '', 'before', '', 'before', ''])
  })
})

describe('types', () => {
  const imports = specifiers.map((id, index) => `import * as m${index} from '${id}'`)
  const used = `export const all: unknown[] = [${specifiers.map((_, index) => `m${index}`).join(', ')}]`
  const neutral = `
    import { Formatter, getLogger, Handler, type LogRecord } from '@treeline/core'
    import { dictConfig } from '@treeline/core/config'
    import { toWire } from '@treeline/core/wire'
    class Mine extends Handler {
      override emit(record: LogRecord): void {
        const line: string = this.format(record)
        toWire(record)
        getLogger('mine').debug(line)
      }
    }
    const mine = new Mine()
    mine.setFormatter(new Formatter('%(message)s', { datefmt: null }))
    dictConfig({ version: 1 })
    // @ts-expect-error a level is a number or a name
    mine.setLevel({})`
  const main = `
    import * as logging from 'treeline'
    import { MemoryHandler } from 'treeline/handlers'
    import { dictConfig } from 'treeline/config'
    logging.basicConfig({ level: 'INFO', format: '%(message)s' })
    const log: logging.Logger = logging.getLogger('app')
    log.info('user %s', 'x', { extra: { tenant: 'y' } })
    const target: logging.Handler = new logging.ConsoleHandler()
    log.addHandler(new MemoryHandler(10, { target }))
    dictConfig({ version: 1 })
    // @ts-expect-error there is no such option
    logging.basicConfig({ colour: true })`
  const onNode = `
    import { FileHandler } from 'treeline'
    import { RotatingFileHandler } from 'treeline/handlers'
    const files: FileHandler[] = [new RotatingFileHandler('app.log', { maxBytes: 1e6, backupCount: 5 })]
    export { files }`

  /** Compiles the files with nothing but what the options give, libraries checked too. */
  function compile(files: Record<string, string>, compilerOptions: object): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text)
    const options = { strict: true, noEmit: true, skipLibCheck: false, target: 'ES2022', ...compilerOptions }
    const config = { compilerOptions: options, files: Object.keys(files) }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config))
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], project)
  }
  const withNode = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')], lib: ['ES2022'] }

  test('moduleResolution node16, from ESM and CommonJS', () => {
    const everything = [...imports, used].join('\n')
    compile(
      { 'node.mts': main + onNode, 'node.cts': main + onNode, 'all.mts': everything, 'all.cts': everything },
      { module: 'node16', moduleResolution: 'node16', ...withNode },
    )
  })

  test('moduleResolution bundler, for a page: without the types of Node', () => {
    const options = { module: 'esnext', moduleResolution: 'bundler', types: [], lib: ['ES2022', 'DOM', 'DOM.Iterable'] }
    compile({ 'page.ts': main }, options)
  })

  test('core alone needs nothing but the language', () => {
    compile({ 'neutral.ts': neutral }, { module: 'esnext', moduleResolution: 'bundler', types: [], lib: ['ES2022'] })
  })
})

describe.each(names)('%s', (name) => {
  test('publint finds nothing', async () => {
    const tarball = Uint8Array.from(readFileSync(packed.tarball(name))).buffer
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  test('are the types wrong? No', () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
    const { scriptTags = {} } = manifests.find((manifest) => manifest.name === name)!
    // A script tag's file is no module: it has no types to be wrong.
    const files = Object.keys(scriptTags).map((file) => basename(file))
    const exclude = files.length === 0 ? [] : ['--exclude-entrypoints', ...files]
    run(
      process.execPath,
      [attw, packed.tarball(name), '--profile', 'node16', '--no-definitely-typed', ...exclude],
      project,
    )
  })
})

/** Finds the project's modules as a bundler for pages does. */
const installed: Plugin = {
  name: 'installed',
  resolveId(id) {
    const name = names.findLast((each) => id === each || id.startsWith(`${each}/`))
    if (name === undefined) return null
    const dir = join(project, 'node_modules', name)
    const { exports, sideEffects } = manifestIn(dir)
    const file = pick(exports[`.${id.slice(name.length)}`]!)
    return { id: join(dir, file), moduleSideEffects: hasSideEffects(file, sideEffects) }
  },
}

function hasSideEffects(file: string, sideEffects: Manifest['sideEffects']): boolean {
  if (typeof sideEffects === 'boolean') return sideEffects
  return sideEffects.some((glob) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file))
}

/** Bundles a module of this text, with all it imports, into one minified script. */
async function bundle(text: string, name = 'bundled'): Promise<string> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? id : null),
    load: (id) => (id === 'entry' ? text : null),
  }
  const build = await rollup({ input: 'entry', plugins: [entry, installed], onwarn: () => {} })
  const { output } = await build.generate({ format: 'iife', name, plugins: [terser({ ecma: 2020 })] })
  return output[0].code
}

/** The part of the API that these scripts use. */
interface Logging {
  getLogger(name?: string): {
    info(msg: string, ...args: unknown[]): void
    addHandler(handler: object): void
    setLevel(level: string): void
  }
  basicConfig(options: object): void
  StreamHandler: new (stream: object) => object
  handlers: Record<string, unknown>
  config: { dictConfig(config: object): void }
}

// The script tag's files that have everything in them. The layers and the stub are in script-tags.test.ts.
const SUMS = ['./dist/treeline.min.js', './dist/treeline.full.min.js']

describe('in a bare script engine', () => {
  test('core runs with nothing around it', async () => {
    const context = createContext({})
    const lines: string[] = []
    const { getLogger, StreamHandler } = runInContext(
      `${await bundle("export { getLogger, StreamHandler } from '@treeline/core'")};bundled`,
      context,
    ) as Logging
    const log = getLogger('app')
    log.addHandler(new StreamHandler({ write: (text: string) => lines.push(text) }))
    log.setLevel('INFO')
    log.info('hello %s', 'engine')
    expect(lines).toEqual(['hello engine\n'])
  })

  test.each(SUMS)('%s defines `logging`, and a second one finds the same tree', (file) => {
    const printed: unknown[][] = []
    const print = (...args: unknown[]): unknown => printed.push(args)
    const context = createContext({ console: { debug: print, info: print, log: print, warn: print, error: print } })
    const script = scriptTag(file)
    runInContext(script, context)
    const first = context['logging'] as Logging
    runInContext(script, context)
    const second = context['logging'] as Logging
    expect(second).not.toBe(first)
    expect(second.getLogger('app')).toBe(first.getLogger('app'))
    expect(first.handlers).toHaveProperty('MemoryHandler')
    first.basicConfig({ level: 'INFO' })
    second.getLogger('app').info('hello %s', 'page')
    expect(printed).toHaveLength(1)
    expect(printed[0]!.join(' ')).toContain('hello page')
  })

  test('what the small script tag lacks of the whole one says where it is', () => {
    const [small, whole] = SUMS.map((file) => {
      const context = createContext({})
      runInContext(scriptTag(file), context)
      return context['logging'] as Record<string, unknown>
    })
    const at = (logging: unknown, path: string): unknown =>
      path.split('.').reduce((value, key) => (value as Record<string, unknown>)[key], logging)
    const namesOf = (path: string): string[] => Object.keys(at(whole, path) as object).map((key) => `${path}.${key}`)
    const paths = [...Object.keys(whole!), ...namesOf('handlers'), ...namesOf('config')]
    const lacking = paths.filter((path) => {
      expect(typeof at(small, path), path).toBe(typeof at(whole, path))
      const value = at(small, path)
      // A stand-in throws and does nothing else.
      return typeof value === 'function' && /^function\s*\(\)\s*\{\s*throw new Error\(`logging\./.test(String(value))
    })
    for (const path of lacking) {
      const message = `logging.${path} is not in treeline.min.js: load treeline.full.min.js`
      expect(() => new (at(small, path) as new () => unknown)()).toThrow(message)
      expect(() => (at(small, path) as () => unknown)()).toThrow(message)
    }
    expect(lacking).toEqual(
      expect.arrayContaining(['JSONFormatter', 'printTree', 'config.dictConfig', 'handlers.Queue']),
    )
    const { Formatter } = small as { Formatter: new (format: string, options?: object) => unknown }
    expect(() => new Formatter('{message}', { style: '{' })).toThrow('treeline.full.min.js')
  })

  test('a bundler keeps what treeline/config registers', async () => {
    const code = await bundle("export { dictConfig } from 'treeline/config'")
    // Of HTTPHandler, which nothing but its name in a configuration asks for.
    expect(code).toContain('method must be GET or POST')
  })
})

function scriptTag(file: string): string {
  return readFileSync(join(project, 'node_modules/treeline', file), 'utf8')
}
