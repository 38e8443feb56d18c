// Counterpart of HTTPHandlerTest.
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import * as logging from 'treeline'
import { HTTPHandler } from 'treeline/handlers'
import { expect, test } from 'vitest'
import { certificateTexts } from '../../tools/certificate.js'
import { useCleanLogging } from './setup.js'

useCleanLogging()

interface Received {
  method: string
  path: string
  authorization: string | undefined
  form: URLSearchParams
}

/** Starts a server that notes what it is sent, and gives its port and a promise of the next request. */
async function listening(make: (listener: RequestListener) => Server): Promise<[Server, () => Promise<Received>]> {
  const requests: Received[] = []
  const server = make((incoming, outgoing) => {
    void (async () => {
      const body = await text(incoming)
      const { pathname, search } = new URL(incoming.url!, 'http://localhost')
      outgoing.end()
      requests.push({
        method: incoming.method!,
        path: pathname,
        authorization: incoming.headers.authorization,
        form: new URLSearchParams(incoming.method === 'POST' ? body : search),
      })
      server.emit('received')
    })()
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const next = async (): Promise<Received> => {
    if (requests.length === 0) await once(server, 'received')
    return requests.shift()!
  }
  return [server, next]
}

async function text(incoming: IncomingMessage): Promise<string> {
  let all = ''
  for await (const piece of incoming.setEncoding('utf8')) all += String(piece)
  return all
}

/** What Python passes as `context`, a fetch of the application's does here: it trusts one certificate more. */
function trusting(ca: string): typeof fetch {
  return (url, init = {}) =>
    new Promise((resolve, reject) => {
      const { method, headers } = init
      const outgoing = request(String(url), { method, headers: headers as Record<string, string>, ca }, (incoming) => {
        incoming.resume().on('end', () => resolve(new Response(null, { status: incoming.statusCode! })))
      })
      outgoing.on('error', reject).end(init.body)
    })
}

/** Logs one record by GET and one by POST, and expects both at the server. */
async function arrives(
  server: Server,
  next: () => Promise<Received>,
  secure: boolean,
  own?: typeof fetch,
): Promise<void> {
  const logger = logging.getLogger('http')
  const { port } = server.address() as AddressInfo
  const handler = new HTTPHandler(`localhost:${port}`, '/log/here', {
    secure,
    credentials: ['user', 'päss'],
    ...(own === undefined ? {} : { fetch: own }),
  })
  logging.getLogger().addHandler(handler)
  function complain(): void {
    logger.error('pöars')
  }
  for (const method of ['GET', 'POST']) {
    handler.method = method
    complain()
    const { form, ...rest } = await next()
    const authorization = `Basic ${Buffer.from('user:päss').toString('base64')}`
    expect(rest).toEqual({ method, path: '/log/here', authorization })
    expect(form.getAll('name')).toEqual(['http'])
    expect(form.getAll('funcName')).toEqual(['complain'])
    expect(form.getAll('msg')).toEqual(['pöars'])
  }
  logging.getLogger().removeHandler(handler)
  await handler.close()
}

test('HTTPHandlerTest.test_output', async () => {
  const { key, cert } = certificateTexts()
  const plain = await listening((listener) => createHttpServer(listener))
  const secure = await listening((listener) => createHttpsServer({ key, cert }, listener))
  try {
    await arrives(...plain, false)
    await arrives(...secure, true, trusting(cert))
  } finally {
    for (const [server] of [plain, secure]) {
      server.close()
      server.closeAllConnections()
    }
  }
})
