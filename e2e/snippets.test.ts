// The programs of the README and of docs/howto.md run as they are pasted, and write what stands under them.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { chromium } from 'playwright'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chromiumPath } from './tools/chromium.mjs'
import { freePort } from './tools/port.mjs'

/** What each program's clock shows. */
const CLOCK = '--import=data:text/javascript,Date.now = () => Date.UTC(2026, 10, 27, 12)'.replaceAll(' ', '%20')

interface Snippet {
  readonly page: string
  readonly title: string
  readonly code: string
  /** What stands under it; undefined where it writes nothing that is fixed. */
  readonly output: string | undefined
}

/** Returns the blocks of a language, each with the block of text that follows it at once. */
function snippets(page: string, language = 'js'): Snippet[] {
  const markdown = readFileSync(page, 'utf8')
  const blocks = new RegExp(
    `\`\`\`${language}\\n(.*?)\`\`\`(?:\\n\\n(?:[^\\n#]+\\n\\n)?\`\`\`text\\n(.*?)\`\`\`)?`,
    'gs',
  )
  return [...markdown.matchAll(blocks)].map(({ 1: code = '', 2: output, index }) => {
    const title = [...markdown.slice(0, index).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? ''
    return { page, title, code, output }
  })
}

const isServer = ({ code }: Snippet): boolean => code.includes('createServer((request')
const programs = ['README.md', 'docs/howto.md'].flatMap((page) => snippets(page)).filter((one) => !isServer(one))

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-snippets-'))
  mkdirSync(join(folder, 'node_modules/@treeline'), { recursive: true })
  symlinkSync(resolve('packages/treeline'), join(folder, 'node_modules/treeline'))
  symlinkSync(resolve('node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'))
  for (const name of ['core', 'otel', 'receiver', 'testing'])
    symlinkSync(resolve('packages', name), join(folder, 'node_modules/@treeline', name))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Returns output as the documents show it: the program is `/srv/app/first.mjs`, and Nodes word their errors differently. */
function shown(output: string): string {
  return output
    .replaceAll(/file:\/\/\S*\/first\.mjs/g, 'file:///srv/app/first.mjs')
    .replaceAll(/ in JSON at position (\d+).*/g, ' in JSON at position $1')
}

test('there are programs to run', () => {
  expect(programs.length).toBeGreaterThan(9)
})

test.each(programs)('$page, $title', ({ code, output }) => {
  writeFileSync(join(folder, 'first.mjs'), code)
  const env = { ...process.env, TZ: 'UTC', LOG_LEVEL: undefined }
  const run = spawnSync(process.execPath, [CLOCK, 'first.mjs'], { cwd: folder, encoding: 'utf8', env })
  expect(run.status, run.stderr).toBe(0)
  if (output === undefined) return
  const [head = '', isCut] = output.split('    …\n')
  const written = shown(run.stdout + run.stderr)
  expect(isCut === undefined ? written : written.slice(0, head.length)).toBe(head)
})

/** Waits until the server answers. */
async function answers(address: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    if (await fetch(address).catch(() => undefined)) return
  }
  throw new Error('the server has ended')
}

test('README’s page and server, together, in Chromium', async () => {
  const [page] = snippets('README.md', 'html')
  const server = snippets('README.md').find(isServer)!
  const port = await freePort()
  const address = `http://localhost:${port}`
  writeFileSync(join(folder, 'index.html'), page!.code)
  writeFileSync(join(folder, 'server.mjs'), server.code.replace('8080', String(port)))
  const child = spawn(process.execPath, ['server.mjs'], { cwd: folder, stdio: ['ignore', 'inherit', 'pipe'] })
  const written = text(child.stderr)
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
  try {
    await answers(address, child)
    const tab = await browser.newPage()
    const said: string[] = []
    tab.on('console', (message) => said.push(message.text()))
    const arrived = tab.waitForResponse(`${address}/intake`)
    await tab.goto(address)
    expect((await arrived).status()).toBe(204)
    // Chromium's own form of the object.
    expect(said.join()).toContain('INFO:ui.cart:3 items {user: ann}')
  } finally {
    await browser.close()
    child.kill()
  }
  expect(await written).toBe(server.output)
})
