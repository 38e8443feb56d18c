import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'

const DIST = resolve(import.meta.dirname, '../../packages/treeline/dist')
const TYPES = { js: 'text/javascript', html: 'text/html' }

/** Serves the pages and the worker, and counts what arrives. */
export class WorkerEndServer {
  /** The numbers that arrived of each run. */
  arrived = new Map()
  /** Each run that has ended: its case, its name, and why it failed. */
  ended = []
  address = ''

  static async start() {
    const server = new WorkerEndServer()
    server.http = createServer((req, res) => void server.answer(req, res)).listen(0, '127.0.0.1')
    await once(server.http, 'listening')
    server.address = `http://127.0.0.1:${server.http.address().port}`
    return server
  }

  /** Resolves when the page has measured everything. */
  over = new Promise((resolve) => (this.end = resolve))

  stop() {
    this.http.closeAllConnections()
    this.http.close()
  }

  async answer(req, res) {
    const { pathname: path, searchParams } = new URL(req.url, this.address)
    let body = ''
    for await (const data of req.setEncoding('utf8')) body += data
    if (path === '/intake') this.take(body)
    if (path === '/ended') this.ended.push(JSON.parse(body))
    if (path === '/over') this.end()
    if (req.method === 'POST') return res.writeHead(204, { treeline: '1' }).end()
    if (path === '/count') return res.end(String(this.countOf(searchParams.get('run'))))
    const [file, type] = fileOf(path)
    if (file === undefined) return res.writeHead(404).end()
    res.writeHead(200, { 'content-type': `${type};charset=utf-8`, 'cache-control': 'no-store' }).end(file)
  }

  take(body) {
    const [, ...lines] = body.trim().split('\n')
    for (const { name, msg } of lines.map((line) => JSON.parse(line))) {
      const numbers = this.arrived.get(name) ?? new Set()
      this.arrived.set(name, numbers.add(Number(msg)))
    }
  }

  /** How many different records of a run arrived. */
  countOf(run) {
    return this.arrived.get(run)?.size ?? 0
  }
}

function fileOf(path) {
  if (path === '/') return ['<!doctype html><body><script src="/measure.js"></script>', TYPES.html]
  const type = TYPES[path.split('.').at(-1)]
  const folder = path.startsWith('/treeline.') ? DIST : import.meta.dirname
  if (!/^\/[\w.-]+\.(js|html)$/.test(path)) return []
  return [readFileSync(join(folder, path)), type]
}
