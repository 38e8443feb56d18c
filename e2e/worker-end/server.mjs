import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'

const DIST = resolve(import.meta.dirname, '../../packages/treeline/dist')
const TYPES = new Map([
  ['js', 'text/javascript'],
  ['html', 'text/html'],
])

/**
 * @typedef {object} Run
 * @property {string} name the case
 * @property {string} run its own name
 * @property {string} failure why it failed; '' where it did not
 */

/** Serves the pages and the worker, and counts what arrives. */
export class WorkerEndServer {
  /**
   * The numbers that arrived of each run.
   *
   * @type {Map<string, Set<number>>}
   */
  arrived = new Map()
  /** @type {Run[]} */
  ended = []
  address = ''

  static async start() {
    const server = new WorkerEndServer()
    server.http.listen(0, '127.0.0.1')
    await once(server.http, 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.http.address())
    server.address = `http://127.0.0.1:${port}`
    return server
  }

  constructor() {
    this.http = createServer((req, res) => void this.answer(req, res))
    /** @type {() => void} */
    this.end = () => {}
    /** Resolves when the page has measured everything. */
    this.over = new Promise((done) => (this.end = () => done(undefined)))
  }

  stop() {
    this.http.closeAllConnections()
    this.http.close()
  }

  /**
   * @param {import('node:http').IncomingMessage} req
   * @param {import('node:http').ServerResponse} res
   */
  async answer(req, res) {
    const { pathname: path, searchParams } = new URL(/** @type {string} */ (req.url), this.address)
    let body = ''
    for await (const data of req.setEncoding('utf8')) body += data
    if (path === '/intake') this.take(body)
    if (path === '/ended') this.ended.push(JSON.parse(body))
    if (path === '/over') this.end()
    if (req.method === 'POST') return res.writeHead(204, { treeline: '1' }).end()
    if (path === '/count') return res.end(String(this.countOf(searchParams.get('run') ?? '')))
    const file = fileOf(path)
    if (file === undefined) return res.writeHead(404).end()
    const type = TYPES.get(path.split('.').at(-1) ?? '') ?? 'text/html'
    return res.writeHead(200, { 'content-type': `${type};charset=utf-8`, 'cache-control': 'no-store' }).end(file)
  }

  /** @param {string} body a batch */
  take(body) {
    const [, ...lines] = body.trim().split('\n')
    for (const { name, msg } of lines.map((line) => JSON.parse(line))) {
      const numbers = this.arrived.get(name) ?? new Set()
      this.arrived.set(name, numbers.add(Number(msg)))
    }
  }

  /**
   * Returns how many different records of a run arrived.
   *
   * @param {string} run
   */
  countOf(run) {
    return this.arrived.get(run)?.size ?? 0
  }
}

/** @param {string} path */
function fileOf(path) {
  if (path === '/') return '<!doctype html><body><script src="/measure.js"></script>'
  if (!/^\/[\w.-]+\.(js|html)$/.test(path)) return undefined
  return readFileSync(join(path.startsWith('/treeline.') ? DIST : import.meta.dirname, path))
}
