// Errors that nobody catches, the browser's warnings and the console, as records: in three browsers, in a page and in a worker.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { BROWSERS } from './tools/browsers.mjs'

const root = resolve(import.meta.dirname, '..')
const FILES: Readonly<Record<string, string>> = {
  '/treeline.js': join(root, 'packages/treeline/dist/treeline.min.js'),
  '/page.js': join(root, 'e2e/capture/page.js'),
}
// After which a page is taken to hang.
const PATIENCE_MS = 300_000

interface Seen {
  readonly name: string
  readonly levelname: string
  readonly message: string
  readonly hasStack: boolean
  readonly text: string
}

interface Result {
  readonly seen: readonly Seen[]
  readonly written: readonly string[]
  readonly isRestored: boolean
}

async function serve(): Promise<{ url: string; report: Promise<{ page: Result; worker: Result }>; close: () => void }> {
  let tell: (report: { page: Result; worker: Result }) => void
  const report = new Promise<{ page: Result; worker: Result }>((resolve) => (tell = resolve))
  const server = createServer(async (req: IncomingMessage, res: ServerResponse) => {
    const { port } = server.address() as AddressInfo
    // Another host name is another origin.
    const other = `http://127.0.0.1:${port}`
    if (req.url === '/report') {
      let text = ''
      for await (const chunk of req) text += String(chunk)
      tell(JSON.parse(text))
      return void res.writeHead(204).end()
    }
    if (req.url === '/other.js') return void res.end('throw new Error("hidden")')
    const file = FILES[req.url!]
    if (file !== undefined) {
      res.setHeader('content-type', 'text/javascript')
      return void res.end(readFileSync(file))
    }
    res.setHeader('content-type', 'text/html')
    res.setHeader('content-security-policy', "connect-src 'self'")
    res.end(
      `<!doctype html><link rel="icon" href="data:,"><body><script>settings = { other: '${other}' }</script>` +
        '<script src="/treeline.js"></script><script src="/page.js"></script>',
    )
  })
  await once(server.listen(0), 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url, report, close }
}

const COMMON = [
  ['js.console', 'INFO', 'from a program', false],
  ['app', 'INFO', 'of the application', false],
  ['js.errors', 'ERROR', 'Uncaught exception', true],
  ['js.errors', 'ERROR', 'Unhandled rejection', true],
  ['js.errors', 'ERROR', 'Unhandled rejection', false],
] as const

test.each(Object.keys(BROWSERS) as (keyof typeof BROWSERS)[])('%s', async (name) => {
  const server = await serve()
  const browser = await BROWSERS[name](server.url)
  const patience = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no report from ${name}: ${browser.output().slice(-2000)}`)), PATIENCE_MS).unref()
  })
  try {
    const { page, worker } = await Promise.race([server.report, patience])
    for (const { seen, written, isRestored } of [page, worker]) {
      const rows = seen.map(({ name, levelname, message, text }) => [
        name,
        levelname,
        message,
        /(thrown late|not handled)[^]*:\d+/.test(text),
      ])
      expect(rows.slice(0, 5)).toEqual(COMMON)
      expect(seen[2]!.text).toContain('thrown late')
      expect(seen[3]!.text).toContain('not handled')
      expect(seen[4]!.text).toBe("ERROR:js.errors:Unhandled rejection\nThrown: 'no error'")
      // The console shows each once, and no record is made of what ConsoleHandler writes.
      expect(written).toEqual(['from %s a program', 'INFO:app:of the application', 'after'])
      expect(isRestored).toBe(true)
    }
    expect(worker.seen).toHaveLength(5)
    // Firefox hides nothing of a script from another port or host of this machine.
    expect(page.seen[5]!.text).toMatch(name === 'firefox' ? /another origin|hidden/ : /another origin/)
    expect(page.seen[6]).toMatchObject({ name: 'py.warnings', levelname: 'WARNING' })
    expect(page.seen[6]!.message).toContain('csp-violation: connect-src refuses http://refused.invalid')
    expect(page.seen[6]!.message).not.toContain('hush')
    expect(page.seen).toHaveLength(7)
  } finally {
    await browser.close()
    server.close()
  }
})
