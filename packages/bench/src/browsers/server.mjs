import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const PAGES = new Map(
  ['main.js', 'case.js', 'load.js'].map((name) => [
    `/${name}`,
    readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8'),
  ]),
)
const HTML = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'

// A page that no other site shares a process with gets a finer clock.
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/**
 * Serves the page that measures, and takes its report.
 *
 * @param {Map<string, { text: string }>} scripts
 * @param {object} settings of the page
 */
export async function serve(scripts, settings) {
  let arrived
  const reported = new Promise((resolve) => (arrived = resolve))

  async function answer(req, res) {
    const url = new URL(req.url, 'http://page')
    if (url.pathname === '/intake') return acknowledge(req, res)
    if (url.pathname === '/report') arrived(JSON.parse(await body(req)))
    const [type, text] = resource(url)
    res.writeHead(200, { ...ISOLATED, 'content-type': `${type};charset=utf-8`, 'cache-control': 'no-store' })
    res.end(text)
  }

  function resource({ pathname, searchParams }) {
    const script = scripts.get(pathname.replace(/^\/scripts\//, ''))?.text ?? PAGES.get(pathname)
    if (script !== undefined) return ['text/javascript', script]
    if (pathname === '/settings')
      return ['application/json', JSON.stringify({ ...settings, scripts: [...scripts.keys()] })]
    const library = `<script src="/scripts/${searchParams.get('by')}"></script>`
    // The console is stubbed before the script looks at it.
    if (pathname === '/case') return ['text/html', `${HTML}<script src="/case.js"></script>${library}`]
    if (pathname === '/load') return ['text/html', `${HTML}${library}<script src="/load.js"></script>`]
    return ['text/html', pathname === '/' ? `${HTML}<script type="module" src="/main.js"></script>` : '']
  }

  const server = createServer((req, res) => void answer(req, res)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    /** Returns what the page measured. */
    report: (signal) =>
      Promise.race([
        reported,
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      ]),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Takes a batch as a receiver does. */
async function acknowledge(req, res) {
  await body(req)
  res.writeHead(204, { treeline: '1' }).end()
}

async function body(req) {
  let text = ''
  for await (const chunk of req) text += chunk
  return text
}
