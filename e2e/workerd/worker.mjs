// A worker whose handler lives longer than its requests.
import { getLogger } from 'treeline'
import { BufferingHTTPHandler } from 'treeline/handlers'

/** @type {string} The bundler puts it in. */
const server = /** @type {any} */ (globalThis).SERVER

const handler = new BufferingHTTPHandler(`${server}/intake`, { timeoutMs: 300 })
const log = getLogger('worker')
log.setLevel('INFO')
log.addHandler(handler)

export default {
  /**
   * @param {Request} request
   * @param {unknown} _env
   * @param {{ waitUntil(work: Promise<unknown>): void }} context
   */
  async fetch(request, _env, context) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/log') log.log(Number(searchParams.get('level')), 'record %s', searchParams.get('n'))
    // The server answers when it has taken what was sent.
    if (searchParams.has('begun')) await fetch(`${server}/begun`)
    if (pathname === '/flush') context.waitUntil(handler.flush().then(() => fetch(`${server}/flushed`)))
    return Response.json(handler.stats())
  },
}
