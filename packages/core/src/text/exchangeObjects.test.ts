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

test('a text of theirs is cut at 200 characters', () => {
  registerContents()
  class Asked {
    httpVersion = '1.1'
    headers = { host: 'h'.repeat(201) }
    method = 'P'.repeat(200)
    url = `/${'a'.repeat(1000)}`
  }
  expect(JSON.parse(jsonText(new Asked()))).toEqual({
    method: 'P'.repeat(200),
    url: `/${'a'.repeat(199)}`,
    host: 'h'.repeat(200),
  })
})

test('what koa and hono put around both sides is short; what only looks like it is safe', () => {
  registerContents()
  const req = { httpVersion: '1.1', headers: { host: 'h', cookie: 'secret' }, method: 'PUT', url: '/a?token=secret' }
  const res = { getHeader: () => undefined, headersSent: false, statusCode: 404 }
  class Around {
    constructor(fields: object) {
      Object.assign(this, { req, res, app: { keys: 'secret' }, header: req.headers }, fields)
    }
    toJSON(): object {
      return { ...this }
    }
  }
  const asked = { method: 'PUT', url: '/a?...', host: 'h' }
  const shown = (fields: object): unknown => JSON.parse(jsonText(new Around(fields)))
  expect(shown({ request: {}, response: {} })).toEqual({ ...asked, statusCode: 404 })
  expect(shown({ ctx: {}, response: {} })).toEqual(asked)
  expect(shown({ ctx: {}, request: {} })).toEqual({ statusCode: 404 })
  expect(shown({ finalized: false, env: { key: 'secret' }, req: { method: 'GET', url: 'http://h/a?b' } })).toEqual({
    method: 'GET',
    url: 'http://h/a?...',
  })
  expect(shown({ req: undefined, res: 7 })).toEqual({})
  expect(str(new Around({ ctx: {}, response: {} }))).toBe("Around { method: 'PUT', url: '/a?...', host: 'h' }")
  class Own {
    req = { a: 1 }
    res = 2
  }
  expect(jsonText(new Own())).toBe('{"req":{"a":1},"res":2}')
})
