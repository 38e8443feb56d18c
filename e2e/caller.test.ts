// Who called: the same program in three engines, as source and as minified bundle, with and without what engines and
// applications do to stacks. What is asserted is the exact place, looked up in the finished file.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import terser from '@rollup/plugin-terser'
import { type OutputChunk, type Plugin, rollup } from 'rollup'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BrowserProcess } from './tools/browserProcess.mjs'
import { launchChromium } from './tools/launchChromium.js'
import { type Conditions, pick } from './tools/conditions.js'
import { openFirefox } from './tools/firefox.mjs'
import { openWebKit } from './tools/webkit.mjs'

const root = resolve(import.meta.dirname, '..')
// After which a program is taken to hang.
const PATIENCE_MS = 300_000
const calls = readFileSync(join(root, 'e2e/caller/calls.js'), 'utf8')
const asModule = `import * as treeline from 'treeline'
import * as handlers from 'treeline/handlers'
const logging = { ...treeline, handlers }
${calls}`

interface Seen {
  readonly message: string
  readonly pathname: string
  readonly lineno: number
  readonly funcName: string
  readonly stack_info: string | null
  readonly exception: string | null
}

/** What the program saw, and the functions’ names in that build by message. */
interface Report {
  readonly seen: readonly Seen[]
  readonly names: Readonly<Record<string, string>>
  /** How many lines the stack of an error of its own had before all calls, and after. */
  readonly before: number
  readonly after: number
}

/** Which engine wrote the stacks. */
type Engine = 'V8' | 'SpiderMonkey' | 'JavaScriptCore'

/** Returns the line of the finished file that has this text in it. */
function lineOf(file: string, text: string): number {
  const lines = file.split('\n').flatMap((line, index) => (line.includes(text) ? [index + 1] : []))
  // The second is the table of names at the end.
  expect(lines, text).not.toEqual([])
  return lines[0]!
}

const UNKNOWN = { pathname: '(unknown file)', lineno: 0, funcName: '(unknown function)' }

/**
 * Checks every call of the program.
 *
 * @param file the text at `pathname`
 * @param stacks whether the engine's texts of stacks can be expected
 */
function check(
  { seen, names, before, after }: Report,
  file: string,
  pathname: string,
  engine: Engine,
  stacks = true,
): void {
  const places = Object.fromEntries(
    seen.map(({ message, pathname, lineno, funcName }) => [message, { pathname, lineno, funcName }]),
  )
  const here = (message: string, funcName: string) => ({ pathname, lineno: lineOf(file, message), funcName })
  const { fail, ...functions } = names
  expect(places).toEqual({
    ...Object.fromEntries(Object.entries(functions).map(([message, name]) => [message, here(message, name)])),
    'at module level': here('at module level', '<module>'),
    // Its name is private, and minifiers change it.
    'in a private method': { ...here('in a private method', ''), funcName: expect.stringMatching(/^#\w+$/) },
    'past the outermost': here('past the outermost', '<module>'),
    'looked at too late': UNKNOWN,
    'from a string': expect.objectContaining({ pathname: '<string>' }),
  })
  expect(after).toBe(before)
  if (stacks) checkTexts(seen, fail!, file, pathname, engine)
}

/** Checks the texts of `stack_info` and of an error with a cause. */
function checkTexts(seen: readonly Seen[], fail: string, file: string, pathname: string, engine: Engine): void {
  const frame = (name: string, line: number): string =>
    engine === 'V8' ? `    at ${name} (HERE:${line}:` : `${name}@HERE:${line}:`
  const starts = (text: string, start: string): void => {
    const address = pathname.startsWith('/') ? pathToFileURL(pathname).href : pathname
    expect(text.replaceAll(address, 'HERE').replaceAll(pathname, 'HERE').slice(0, start.length)).toBe(start)
  }

  const { stack_info, funcName, lineno } = seen.find(({ message }) => message === 'with the stack')!
  starts(stack_info!, `Stack (most recent call first):\n${frame(funcName, lineno)}`)

  const { exception } = seen.find(({ message }) => message === 'failed to find the user')!
  const [cause, effect] = exception!.split(
    '\n\nThe above exception was the direct cause of the following exception:\n\n',
  )
  starts(cause!, `RangeError: no route to db\n${frame(fail, lineOf(file, 'no route to db'))}`)
  starts(effect!, 'TypeError: no user\n')
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, Conditions>>
  readonly sideEffects: boolean | readonly string[]
}

/** Bundles the program and minifies it, as applications are. */
async function bundle(runtime: 'browser' | 'node', file: string): Promise<OutputChunk> {
  const input = join(root, 'e2e/caller/program.js')
  const packages: Plugin = {
    name: 'packages',
    load: (id) => (id === input ? asModule : null),
    resolveId(id, importer) {
      if (id === input) return id
      const [, name, path] = /^((?:@[^/]+\/)?[^./][^/:]*)(\/.*)?$/.exec(id) ?? []
      if (name === undefined || importer === undefined) return null
      const manifest = createRequire(importer).resolve(`${name}/package.json`)
      const { exports, sideEffects } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
      const target = pick(exports[`.${path ?? ''}`]!, runtime)
      return { id: join(dirname(manifest), target), moduleSideEffects: sideEffects !== false }
    },
  }
  const build = await rollup({ input, plugins: [packages], external: /^node:/, onwarn: () => {} })
  // Line ends in place of semicolons: a bundle of one line would put every call on the first.
  // A wrapper that is put into its caller is none.
  const plugins = [
    terser({ ecma: 2020, compress: { inline: false, reduce_funcs: false }, format: { semicolons: false } }),
  ]
  const { output } = await build.generate({ file, format: 'es', sourcemap: true, plugins })
  return output[0]
}

/** What applications and older engines do to stacks, as code that runs before all else. */
const SURROUNDINGS = {
  'as they are': '',
  'without captureStackTrace': 'delete Error.captureStackTrace',
  'with a captureStackTrace that does not cut':
    'Error.captureStackTrace = (holder) => { holder.stack = new Error().stack }',
  'with stackTraceLimit 0': 'Error.stackTraceLimit = 0',
  'with Error frozen': 'Object.freeze(Error)',
  'with a prepareStackTrace that gives no text': 'Error.prepareStackTrace = (error, calls) => calls',
  'with a prepareStackTrace that throws': "Error.prepareStackTrace = () => { throw new Error('not now') }",
} as const

type Surroundings = keyof typeof SURROUNDINGS

/** Whether an error's own stack is what the engine makes of it. */
function hasStacks(surroundings: Surroundings): boolean {
  return !/stackTraceLimit|prepareStackTrace/.test(surroundings)
}

describe('on Node', () => {
  let folder: string
  let bundled: OutputChunk
  const dist = join(root, 'packages/treeline/dist')

  // A name with all that a file's address escapes, and that a stack's reader may stumble over.
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'treeline (caller) @é%20 '))
    bundled = await bundle('node', join(folder, 'bundle.mjs'))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function run(name: string, text: string, surroundings: Surroundings = 'as they are', flags: string[] = []): Report {
    const file = join(folder, name)
    const first = join(folder, 'first.mjs')
    writeFileSync(file, text)
    writeFileSync(
      first,
      `globalThis.report = (report) => process.stdout.write(JSON.stringify(report)); ${SURROUNDINGS[surroundings]}`,
    )
    const args = [...flags, '--import', pathToFileURL(first).href, file]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: PATIENCE_MS })
    expect(stderr).toBe('')
    return JSON.parse(stdout) as Report
  }

  const address = (file: string): string => JSON.stringify(pathToFileURL(join(dist, file)).href)
  const esm = asModule
    .replace("'treeline'", address('node.js'))
    .replace("'treeline/handlers'", address('handlers.node.js'))
  const path = (file: string): string => JSON.stringify(join(dist, file))
  const cjs = `const logging = { ...require(${path('node.cjs')}), handlers: require(${path('handlers.node.cjs')}) }\n${calls}`

  test.each(Object.keys(SURROUNDINGS) as Surroundings[])('an ES module, %s', (surroundings) => {
    check(run('module.mjs', esm, surroundings), esm, join(folder, 'module.mjs'), 'V8', hasStacks(surroundings))
  })

  test.each(Object.keys(SURROUNDINGS) as Surroundings[])('a CommonJS module, %s', (surroundings) => {
    check(run('module.cjs', cjs, surroundings), cjs, join(folder, 'module.cjs'), 'V8', hasStacks(surroundings))
  })

  test.each(['as they are', 'without captureStackTrace'] as const)('a minified bundle, %s', (surroundings) => {
    const { code } = bundled
    check(run('bundle.mjs', code, surroundings), code, join(folder, 'bundle.mjs'), 'V8')
  })

  test.each(['as they are', 'without captureStackTrace'] as const)(
    'a minified bundle with its source map on, %s',
    (surroundings) => {
      const { code, map } = bundled
      const source = join(folder, 'source', 'program.js')
      const sources = map!.sources.map((name) => (name.endsWith('caller/program.js') ? 'source/program.js' : name))
      writeFileSync(join(folder, 'mapped.mjs.map'), JSON.stringify({ ...map, sources }))
      const text = `${code}\n//# sourceMappingURL=mapped.mjs.map\n`
      const { seen, names } = run('mapped.mjs', text, surroundings, ['--enable-source-maps'])
      const places = new Map(seen.map(({ message, pathname, lineno }) => [message, [pathname, lineno]]))
      const { fail: _, ...functions } = names
      for (const message of Object.keys(functions))
        expect([message, places.get(message)]).toEqual([message, [source, lineOf(asModule, message)]])
    },
  )
})

describe('in a page', () => {
  let server: Server
  let address: string
  let files: Map<string, string>
  let reports: Map<string, (report: Report) => void>

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url!, address)
    if (url.pathname === '/report') {
      let body = ''
      for await (const chunk of req) body += String(chunk)
      reports.get(url.searchParams.get('page')!)!(JSON.parse(body) as Report)
    }
    const file = join(root, url.pathname)
    const isBuilt = /^\/packages\/[\w-]+\/dist\/[\w./-]+\.js$/.test(url.pathname)
    const text = files.get(url.pathname) ?? (isBuilt ? readFileSync(file, 'utf8') : '')
    res.writeHead(200, {
      'content-type': `${url.pathname.endsWith('.js') ? 'text/javascript' : 'text/html'};charset=utf-8`,
    })
    res.end(text)
  }

  /** Where a module of ours is, for a page without a bundler. */
  const imports = Object.fromEntries(
    readdirSync(join(root, 'packages')).flatMap((folder) => {
      const file = join(root, 'packages', folder, 'package.json')
      const { name, exports } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
      return Object.entries(exports ?? {})
        .filter(([key]) => !key.endsWith('.json'))
        .map(([key, target]) => [name + key.slice(1), join('/packages', folder, pick(target, 'browser'))])
    }),
  )

  const KINDS = {
    'script tag': '<script src="/packages/treeline/dist/treeline.full.min.js"></script><script src="SCRIPT"></script>',
    modules: `<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="SCRIPT"></script>`,
    'minified bundle': '<script type="module" src="SCRIPT"></script>',
  } as const
  const pages = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) =>
    (['as they are', 'without captureStackTrace'] as const).map((surroundings) => ({ kind, surroundings })),
  )

  beforeAll(async () => {
    server = createServer((req, res) => void serve(req, res)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    files = new Map()
    const { code } = await bundle('browser', join(root, 'bundle.js'))
    const texts = { 'script tag': calls, modules: asModule, 'minified bundle': code }
    pages.forEach(({ kind, surroundings }, page) => {
      files.set(`/${page}/app@1.js`, texts[kind])
      const first = `const report = (report) =>
        fetch('/report?page=${page}', { method: 'POST', body: JSON.stringify(report) })`
      files.set(
        `/${page}`,
        `<!doctype html><link rel="icon" href="data:,"><script>${first}\n${SURROUNDINGS[surroundings]}</script>` +
          KINDS[kind].replace('SCRIPT', `/${page}/app@1.js`),
      )
    })
    files.set('/', `<!doctype html>${pages.map((_, page) => `<iframe src="/${page}"></iframe>`).join('')}`)
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  async function openChromium(url: string): Promise<BrowserProcess> {
    const browser = await launchChromium()
    const page = await browser.newPage()
    await page.goto(url, { timeout: PATIENCE_MS })
    return { output: () => '', close: () => browser.close() }
  }

  const BROWSERS = [
    { name: 'Chromium', engine: 'V8', open: openChromium },
    { name: 'Firefox', engine: 'SpiderMonkey', open: openFirefox },
    { name: 'WebKit', engine: 'JavaScriptCore', open: openWebKit },
  ] as const

  describe.each(BROWSERS)('of $name', ({ engine, open }) => {
    let browser: BrowserProcess
    let waiting: Promise<Report>[]

    // One start for all pages, each a realm of its own.
    beforeAll(async () => {
      reports = new Map()
      waiting = pages.map((_, page) => new Promise((resolve) => reports.set(String(page), resolve)))
      browser = await open(`${address}/`)
    })

    afterAll(() => browser?.close())

    test.each(pages.map((page, index) => ({ ...page, index })))('$kind, $surroundings', async ({ index }) => {
      const script = `/${index}/app@1.js`
      const silence = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`no report from the page: ${browser.output()}`)), PATIENCE_MS).unref()
      })
      const report = await Promise.race([waiting[index]!, silence])
      check(report, files.get(script)!, `${address}${script}`, engine)
    })
  })
})
