// `npm run site`: builds the site into docs/.vitepress/dist. `-- --serve` shows it, `-- --base /logs/` builds it for that path.
import { createReadStream, existsSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vitepress'

const TYPES = /** @type {Readonly<Record<string, string>>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
})

/**
 * Builds the site.
 *
 * @param {string} outDir
 * @param {string} base the path under which it will be served, with a slash at both ends
 */
export async function buildSite(outDir, base) {
  if (!existsSync(resolve(import.meta.dirname, '../../packages/treeline/dist')))
    throw new Error('the samples need packages/treeline/dist: run `npm run build` first')
  const docs = resolve(import.meta.dirname, '..')
  // Beside the folder of another build that runs, and where the pages find Vue.
  const tempDir = resolve(docs, `../node_modules/.vitepress/site-${process.pid}`)
  try {
    await build(docs, { outDir, base, onAfterConfigResolve: (config) => void (config.tempDir = tempDir) })
  } finally {
    rmSync(tempDir, { recursive: true, force: true })
  }
}

/**
 * Serves a built site.
 *
 * @param {string} folder
 * @param {string} base
 * @param {number} port 0 for a free one
 * @returns {Promise<import('node:http').Server>} when it listens
 */
export function serveSite(folder, base, port) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = fileOf(folder, base, decodeURI(pathname))
    response.writeHead(file ? 200 : 404, {
      'Content-Type': TYPES[extname(file ?? '.html')] ?? 'application/octet-stream',
    })
    if (file) createReadStream(file).pipe(response)
    else response.end('not found')
  })
  return new Promise((resolve) => server.listen(port, 'localhost', () => resolve(server)))
}

/**
 * @param {string} folder
 * @param {string} base
 * @param {string} path
 * @returns {string | undefined} the file of a path; undefined where there is none
 */
function fileOf(folder, base, path) {
  if (!path.startsWith(base)) return undefined
  const file = join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : '')
  return file.startsWith(folder) && existsSync(file) && statSync(file).isFile() ? file : undefined
}

async function main() {
  const { values } = parseArgs({
    options: {
      serve: { type: 'boolean', default: false },
      base: { type: 'string', default: '/' },
      out: { type: 'string', default: join(import.meta.dirname, 'dist') },
      port: { type: 'string', default: '0' },
    },
  })
  const { base, port, serve } = values
  const out = resolve(values.out)
  await buildSite(out, base)
  if (!serve) return
  const server = await serveSite(out, base, Number(port))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`http://localhost:${address.port}${base}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
