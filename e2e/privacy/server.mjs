import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getLogger, NullHandler } from '../../packages/core/dist/index.js'
import { Receiver } from '../../packages/receiver/dist/index.js'
import { listener } from '../../packages/receiver/dist/node.js'
import { bodyText } from '../tools/bodyText.mjs'

const HERE = import.meta.dirname
const FILES = {
  '/page.js': join(HERE, 'page.js'),
  '/secrets.js': join(HERE, 'secrets.js'),
  '/values.js': join(HERE, 'values.js'),
  '/random.mjs': join(HERE, '../tools/random.mjs'),
}
const PAGE =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script src="/treeline.js"></script>' +
  '<script type="module" src="/page.js"></script>'

/**
 * @typedef {object} Report what the page tells at its end
 * @property {Record<string, string>} secrets the secrets by their places
 * @property {string[]} problems
 * @property {number} logged
 * @property {unknown} stats
 */

/**
 * Serves the page, takes what its handlers send, and keeps the bodies.
 *
 * @param {{ seed: number, count: number }} settings
 * @param {string} script the script tag's file
 */
export async function serve(settings, script) {
  /** @type {{ from: string, text: string }[]} */
  const bodies = []
  /** @type {(report: Report) => void} */
  let resolve
  const report = new Promise((/** @type {typeof resolve} */ done) => (resolve = done))
  const logger = getLogger('page')
  logger.propagate = false
  if (logger.handlers.length === 0) logger.addHandler(new NullHandler())
  const receiver = new Receiver({ rate: null })
  const intake = listener({
    handle: async (/** @type {Request} */ request, /** @type {any} */ info) => {
      bodies.push({ from: 'BufferingHTTPHandler', text: await textOf(request.clone()) })
      return receiver.handle(request, info)
    },
  })
  const texts = { '/treeline.js': script, '/settings': JSON.stringify(settings), '/page': PAGE, '/empty': '<p>' }

  const server = createServer(async (req, res) => {
    const path = /** @type {string} */ (req.url).split('?', 1)[0] ?? ''
    if (path === '/intake') return intake(req, res)
    if (req.method === 'POST') {
      const chunks = []
      for await (const chunk of req) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      if (path === '/form') bodies.push({ from: 'HTTPHandler', text: decodeURIComponent(text.replaceAll('+', ' ')) })
      if (path === '/kept')
        for (const kept of JSON.parse(text)) bodies.push({ from: 'LocalStorageHandler', text: kept })
      if (path === '/report') resolve(JSON.parse(text))
      return void res.writeHead(204).end()
    }
    const file = FILES[/** @type {keyof typeof FILES} */ (path)]
    const text = file === undefined ? texts[/** @type {keyof typeof texts} */ (path)] : readFileSync(file, 'utf8')
    const isScript = path.endsWith('js')
    res.writeHead(text === undefined ? 404 : 200, {
      'content-type': `text/${isScript ? 'javascript' : 'html'};charset=utf-8`,
    })
    res.end(text)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://localhost:${port}/page`,
    bodies,
    report,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** @param {Request} request */
async function textOf(request) {
  return bodyText(Buffer.from(await request.arrayBuffer()), request.headers.get('content-encoding'))
}
