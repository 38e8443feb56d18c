import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { registerContents } from '../full.js'
import { jsonText } from './jsonText.js'
import { str } from './repr.js'

/** Has a server be asked, and gives what there is on both sides. */
async function exchange<T>(
  look: (request: IncomingMessage, response: ServerResponse) => T,
): Promise<[T, string, string]> {
  registerContents()
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  try {
    return await new Promise((done) => {
      let seen: T
      server.on('request', (asked, response) => {
        response.setHeader('Content-Type', 'text/plain')
        response.setHeader('Set-Cookie', 'a=secret')
        response.setHeader('Content-Length', 2)
        seen = look(asked, response)
        response.end('ok')
      })
      const headers = { authorization: 'secret', cookie: 'secret', host: 'shop' }
      const asking = request({ port, path: '/users/7?token=secret', headers }, (answer) => {
        answer.resume().on('end', () => done([seen, jsonText(asking), jsonText(answer)]))
      })
      asking.end()
    })
  } finally {
    server.close()
  }
}

test('a request and a response are short, without headers and query', async () => {
  const [both, asking, answer] = await exchange((req, res) => jsonText({ req, res }))
  expect(JSON.parse(both)).toEqual({
    req: { method: 'GET', url: '/users/7?...', host: 'shop', remoteAddress: '127.0.0.1' },
    res: { statusCode: 200, contentLength: 2, contentType: 'text/plain' },
  })
  expect(JSON.parse(asking)).toEqual({ method: 'GET', host: 'localhost', path: '/users/7?...' })
  expect(JSON.parse(answer)).toEqual({ statusCode: 200, contentLength: 2, contentType: 'text/plain' })
})

test('in a line of text too', async () => {
  const [text] = await exchange((req) => str(req))
  expect(text).toBe("IncomingMessage { method: 'GET', url: '/users/7?...', host: 'shop', remoteAddress: '127.0.0.1' }")
})

test('what is put around them is them, and what only looks like them is bounded', () => {
  registerContents()
  class Framework {
    raw: unknown = { httpVersion: '1.1', headers: { host: 'h' }, method: 'PUT', url: '/a' }
    routeOptions = {}
  }
  expect(jsonText(new Framework())).toBe('{"method":"PUT","url":"/a","host":"h"}')
  class Circle {
    raw: unknown = this
    routeOptions = {}
  }
  expect(jsonText(new Circle())).toBe('{"raw":"[Circular]","routeOptions":{}}')
  class Evil {
    httpVersion = 1
    get headers(): never {
      throw new Error('no')
    }
  }
  expect(jsonText(new Evil())).toBe('{}')
})
