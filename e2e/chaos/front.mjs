// What stands between pages and the receiver: it serves the pages, and passes batches on as the weather allows.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { bodyText } from '../tools/bodyText.mjs'
import { idsOf } from './ids.mjs'
import { scriptOf } from './senders.mjs'

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

const SLOW_MS = 300
/** So many requests hang: a browser has some six connections to a server, and its pages need one. */
const MOST_HANGING = 3
/** Beyond which a body's text is answered 413 where such an answer is due: each record fits alone. */
const SMALL_BYTES = 4096
/** What a 429 says of the time to wait. @type {Record<string, () => string | undefined>} */
const RETRY_AFTER = {
  429: () => '1',
  '429 date': () => new Date(Date.now() + 2000).toUTCString(),
  '429 none': () => undefined,
  '429 nonsense': () => 'soon',
}
/** A peer’s batch: only the records’ own texts are known. */
const NAMELESS = { header: { src: '' }, keys: [] }
const HTML = '<!doctype html><link rel="icon" href="data:,"><title>Sign in</title>'
const SCRIPT = readFileSync(new URL('../../packages/treeline/dist/treeline.min.js', import.meta.url), 'utf8')
const PAGE = readFileSync(new URL('page.js', import.meta.url), 'utf8')

/**
 * @typedef {object} Batch
 * @property {string} weather what it met
 * @property {{ src: string, lost?: Record<string, number>, left?: number }} header
 * @property {string[]} keys of its records, as `src:seq`
 * @property {string[]} ids of its records: the page's number, and the record's
 * @property {number} [status] what the receiver has answered
 */

/** The server that pages know. */
export class Front {
  weather = 'fine'
  /** The port of the receiver. */
  receiver = 0
  /** The number of the next page. */
  pages = 0
  /** The records whose batch was cut off while the receiver had it, as `src:seq`. @type {Set<string>} */
  cut = new Set()
  /** What each source said it had lost, in batches that were acknowledged. @type {Map<string, Record<string, number>>} */
  lost = new Map()
  /** The ids of records that were refused alone, with an answer that says that they will never be taken. @type {Set<string>} */
  refused = new Set()
  /** How many records pages said they had left behind. */
  left = 0
  /** All batches, those that were refused included. @type {Batch[]} */
  batches = []
  /** How many times a browser asked whether a page of another origin may send. */
  preflights = 0
  /** @type {Set<Response>} */
  #hanging = new Set()
  /** @type {string | undefined} */
  #mutant
  /** @type {Readonly<Record<string, string>>} */
  #files
  #server = createServer((req, res) => void this.#serve(req, res))

  #sender

  /**
   * @param {import('./senders.mjs').SenderName} sender what sends the records of the pages
   * @param {string} [mutant]
   * @param {Readonly<Record<string, string>>} [files] what is served beside the page, by path
   */
  constructor(sender, mutant, files = {}) {
    this.#sender = sender
    this.#mutant = mutant
    this.#files = { '/treeline.min.js': SCRIPT, '/page.js': PAGE, ...files }
  }

  async open() {
    this.#files = { ...this.#files, '/sender.js': await scriptOf(this.#sender) }
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  get address() {
    return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.#server.address()).port}`
  }

  close() {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /**
   * Returns how many batches met a weather.
   *
   * @param {string} weather
   */
  countOf(weather) {
    return this.batches.filter((batch) => batch.weather === weather).length
  }

  /** @param {string} weather */
  change(weather) {
    this.weather = weather
    for (const res of this.#hanging) res.destroy()
    this.#hanging.clear()
  }

  /**
   * @param {Request} req
   * @param {Response} res
   */
  async #serve(req, res) {
    try {
      const { pathname, searchParams } = new URL(req.url ?? '', this.address)
      if (pathname === '/log') await this.#take(await buffer(req), req, res)
      else if (pathname === '/hang') this.#hang(res)
      else if (pathname === '/page') this.#showPage(searchParams, res)
      else this.#show(pathname, res)
    } catch {
      // The page went in the middle of its request.
      res.destroy()
    }
  }

  /** @param {Response} res */
  #hang(res) {
    this.#hanging.add(res)
    const [oldest] = this.#hanging
    if (this.#hanging.size <= MOST_HANGING || !oldest) return
    oldest.destroy()
    this.#hanging.delete(oldest)
  }

  /**
   * Shows a page; each `script` runs before the page's own, `policy` is its Content-Security-Policy.
   *
   * @param {URLSearchParams} parameters
   * @param {Response} res
   */
  #showPage(parameters, res) {
    const scripts = [...parameters.getAll('script'), '/treeline.min.js', '/sender.js', '/page.js']
    const tags = scripts.map((src) => `<script src="${src}"></script>`).join('')
    const policy = parameters.get('policy')
    if (policy) res.setHeader('content-security-policy', policy)
    // A page that can come back is one that browsers may keep.
    if (!parameters.has('kept')) res.setHeader('cache-control', 'no-store')
    res.setHeader('content-type', 'text/html;charset=utf-8')
    res.end(
      `<!doctype html><html data-doc="${++this.pages}" data-mutant="${this.#mutant}"><link rel="icon" href="data:,">${tags}`,
    )
  }

  /**
   * @param {string} path
   * @param {Response} res
   */
  #show(path, res) {
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
    res.writeHead(200, { 'content-type': `${type};charset=utf-8`, 'cache-control': 'no-store' })
    res.end(this.#files[path] ?? HTML)
  }

  /**
   * @param {Buffer} body
   * @param {Request} req
   * @param {Response} res
   */
  async #take(body, req, res) {
    if (req.method === 'OPTIONS') {
      this.preflights++
      return this.#pass(body, req, res)
    }
    const { weather } = this
    const text = bodyText(body, req.headers['content-encoding'])
    /** @type {Batch} */
    const batch = { weather, ids: idsOf(text), ...(this.#sender === 'treeline' ? parse(text) : NAMELESS) }
    this.batches.push(batch)
    // Once: a refusal that lasts would cost the records.
    if (weather === '400') {
      this.change('fine')
      if (batch.ids.length === 1) for (const id of batch.ids) this.refused.add(id)
    }
    if (weather === 'refuse') return void res.destroy()
    if (weather === 'hang') return this.#hang(res)
    if (weather === 'signIn') return void res.writeHead(302, { location: '/login' }).end()
    if (weather === 'html') return void res.writeHead(200, { 'content-type': 'text/html' }).end(HTML)
    if (Object.hasOwn(RETRY_AFTER, weather)) {
      const after = RETRY_AFTER[weather]?.()
      return void res.writeHead(429, after === undefined ? {} : { 'retry-after': after }).end()
    }
    if (weather === '413' && text.length <= SMALL_BYTES) return this.#pass(body, req, res, batch)
    if (Number(weather)) return void res.writeHead(Number(weather)).end('no')
    if (weather === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
    await this.#pass(body, req, res, batch)
  }

  /**
   * @param {Buffer} body
   * @param {Request} req
   * @param {Response} res
   * @param {Batch} [batch] what the body is; none for a question whether it may be sent
   */
  async #pass(body, req, res, batch) {
    const options = { host: '127.0.0.1', port: this.receiver, method: req.method, path: req.url, headers: req.headers }
    const onward = request({ ...options, agent: false })
    /** @type {Promise<Request>} */
    const answered = new Promise((resolve, reject) => onward.on('response', resolve).on('error', reject))
    onward.end(body)
    try {
      const answer = await answered
      const text = await buffer(answer)
      if (batch) batch.status = answer.statusCode
      if (batch && answer.statusCode === 204) this.#note(batch)
      if (batch?.weather === 'half') return void res.socket?.end('HTTP/1.1 204 No Con')
      res.writeHead(answer.statusCode ?? 500, answer.headers).end(text)
    } catch (error) {
      // One that was not there had nothing.
      const { code } = /** @type {NodeJS.ErrnoException} */ (error)
      if (code !== 'ECONNREFUSED') for (const key of batch?.keys ?? []) this.cut.add(key)
      res.writeHead(502).end()
    }
  }

  /** @param {Batch} batch */
  #note({ header: { src, lost, left = 0 } }) {
    if (lost) this.lost.set(src, lost)
    this.left += left
  }
}

/**
 * @param {string} text a body's
 * @returns {Pick<Batch, 'header' | 'keys'>}
 */
function parse(text) {
  const [header, ...records] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  return { header, keys: records.map(({ seq }) => `${header.src}:${seq}`) }
}
