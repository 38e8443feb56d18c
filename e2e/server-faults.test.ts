// What goes wrong between frameworks, applications and clients, and what the lines of requests say of it.
import { once } from 'node:events'
import { createServer, get, request as ask, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { captureStderr } from '@treeline/core/testing'
import express from 'express'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import { stream, streamSSE } from 'hono/streaming'
import Koa from 'koa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  expressErrors,
  expressRequests,
  fastifyLogger,
  fastifyRequests,
  honoRequests,
  httpRequests,
  koaRequests,
} from '@treeline/server'
import { Formatter, getLogger, JSONFormatter } from 'treeline'
import { context } from 'treeline/context'
import { fieldsOf, useLoggedServer } from './tools/loggedServer.js'

const log = getLogger('app')
const rejections: unknown[] = []
const keep = (error: unknown): number => rejections.push(error)

const logged = useLoggedServer()
const { lines, inside, linesOf, insideOf, listening } = logged

beforeEach(() => {
  rejections.length = 0
  failsAfterMs = 10
  process.on('unhandledRejection', keep)
})
afterEach(() => void process.off('unhandledRejection', keep))

/** Asks, and leaves when the answer has begun, or when the request was sent. */
function leave(address: string, isAnswered = true): void {
  const leaving = ask(address).on('error', () => {})
  leaving.on('response', (response) => response.once('data', () => leaving.destroy()).on('error', () => {}))
  leaving.end()
  if (!isAnswered) setTimeout(() => leaving.destroy(), 50)
}

let failsAfterMs = 10

/** Returns a stream that gives something, and then fails. */
function failing(): Readable {
  return Readable.from(
    (async function* () {
      yield 'begins'
      await pause(failsAfterMs)
      throw new TypeError('broken stream')
    })(),
  )
}

/** Apps of all frameworks with a route `/` of one handler, and `/nowhere` that never answers. */
const streams: Readonly<Record<string, () => Server | Promise<Server>>> = {
  'http, pipeline': () => createServer(httpRequests((_, response) => void pipeline(failing(), response, () => {}))),
  'http, destroy': () =>
    createServer(
      httpRequests((_, response) => {
        response.write('begins')
        setTimeout(() => response.destroy(new TypeError('broken stream')), 10)
      }),
    ),
  'http, pipe': () =>
    createServer(
      httpRequests((_, response) => {
        failing()
          .on('error', () => response.destroy())
          .pipe(response)
      }),
    ),
  express: () => {
    const app = express().use(expressRequests())
    app.get('/', (_, response) => void pipeline(failing(), response, () => {}))
    return createServer(app)
  },
  fastify: async () => {
    const app = Fastify()
    app.register(fastifyRequests)
    app.get('/', (_, reply) => reply.send(failing()))
    await app.ready()
    return app.server
  },
  koa: () => {
    const app = new Koa()
    app.silent = true
    app.use(koaRequests())
    app.use((ctx) => {
      ctx.body = failing()
    })
    return createServer(app.callback())
  },
  hono: () => {
    const app = new Hono().use(honoRequests())
    app.get('/', (c) => c.body(Readable.toWeb(failing()) as ReadableStream))
    return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  },
}

test.each(Object.entries(streams))('a stream that fails is an error on the line: %s', async (_, start) => {
  const address = await listening(await start())
  await expect((async () => await (await fetch(address)).text())()).rejects.toThrow()
  const [line] = await linesOf(1)
  expect([line!.levelname, fieldsOf(line!)]).toEqual([
    'ERROR',
    expect.objectContaining({ status: 200, aborted: false }),
  ])
  expect(line!.exc_info).toMatchObject({ name: 'TypeError', message: 'broken stream' })
  expect(line!.getMessage()).toMatch(/^GET \/ failed after \d+ ms$/)
  await pause(20)
  expect(lines()).toHaveLength(1)
})

test.each(Object.entries(streams).filter(([name]) => name !== 'http, destroy'))(
  'a client that leaves a stream is no error: %s',
  async (_, start) => {
    failsAfterMs = 150
    leave(await listening(await start()))
    const [line] = await linesOf(1)
    await pause(200)
    expect([lines().length, line!.levelname, line!.exc_info, fieldsOf(line!)['aborted']]).toEqual([
      1,
      'WARNING',
      null,
      true,
    ])
  },
)

test('a stream that nobody watches ends the program as without us', async () => {
  const source = failing()
  const address = await listening(createServer(httpRequests((_, response) => void source.pipe(response))))
  const caught: unknown[] = []
  const uncaught = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => caught.push(error))
  const asking = get(address, (response) => response.resume().on('error', () => {})).on('error', () => {})
  while (caught.length === 0) await pause(5)
  asking.destroy()
  const [line] = await linesOf(1)
  process.removeAllListeners('uncaughtException')
  for (const listener of uncaught) process.on('uncaughtException', listener)
  expect(caught).toEqual([expect.objectContaining({ message: 'broken stream' })])
  expect([line!.levelname, line!.exc_info]).toEqual(['ERROR', caught[0]])
})

describe('a request that was never answered has no status', () => {
  const silent: Readonly<Record<string, () => Server | Promise<Server>>> = {
    http: () => createServer(httpRequests(() => {})),
    express: () => createServer(express().use(expressRequests(), () => {})),
    fastify: async () => {
      const app = Fastify()
      app.register(fastifyRequests)
      app.get('/', () => new Promise(() => {}))
      await app.ready()
      return app.server
    },
    koa: () => {
      const app = new Koa().use(koaRequests())
      app.use(() => new Promise(() => {}))
      return createServer(app.callback())
    },
    hono: () => {
      const app = new Hono().use(honoRequests())
      app.get('/', () => new Promise(() => {}))
      return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    },
  }

  test.each(Object.entries(silent))('%s', async (_, start) => {
    leave(await listening(await start()), false)
    const [line] = await linesOf(1)
    expect(Object.keys(fieldsOf(line!))).not.toContain('status')
    expect([line!.levelname, fieldsOf(line!)['aborted']]).toEqual(['WARNING', true])
  })
})

describe('an error that a handler of node:http leaves to the process', () => {
  const started = (handler: RequestListener): Promise<string> => listening(createServer(httpRequests(handler)))

  test('behind its answer is logged at once, and stays unhandled', async () => {
    const error = new Error('x')
    const address = await started(async (_, response) => {
      response.end('ok')
      await pause(30)
      throw error
    })
    expect(await (await fetch(address)).text()).toBe('ok')
    const [line, later] = await linesOf(2)
    expect([line!.levelname, later!.levelname, later!.exc_info]).toEqual(['INFO', 'ERROR', error])
    expect(later!['request_id']).toBe(line!['request_id'])
    expect(rejections).toEqual([error])
  })

  test('before its answer is on the line at once, and stays unhandled', async () => {
    const error = new Error('x')
    const address = await started(async () => {
      await pause(1)
      throw error
    })
    leave(address, false)
    const [line] = await linesOf(1)
    expect([line!.levelname, line!.exc_info, fieldsOf(line!)['aborted']]).toEqual(['ERROR', error, false])
    expect(line!.getMessage()).toMatch(/^GET \/ failed after \d+ ms$/)
    expect(rejections).toEqual([error])
    await pause(80)
    expect(lines()).toHaveLength(1)
  })

  test('is on the line with the answer of who handles it', async () => {
    const handler = httpRequests(() => Promise.reject(new Error('x')))
    const address = await listening(
      createServer((request, response) => void handler(request, response).catch(() => response.writeHead(503).end())),
    )
    expect((await fetch(address)).status).toBe(503)
    const [line] = await linesOf(1)
    expect([fieldsOf(line!)['status'], line!.levelname, (line!.exc_info as Error).message]).toEqual([503, 'ERROR', 'x'])
    expect([lines().length, rejections]).toEqual([1, []])
  })
})

test('what a handler of hono throws and no Error is on its line, on Node and elsewhere', async () => {
  const app = new Hono().use(honoRequests())
  app.get('/text', () => {
    throw 'text' // oxlint-disable-line no-throw-literal
  })
  app.get('/object', () => {
    throw { code: 7 } // oxlint-disable-line no-throw-literal
  })
  const address = await listening(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server)
  for (const path of ['/text', '/object']) expect((await fetch(address + path)).status).toBe(500)
  const onNode = await linesOf(2)
  expect(onNode.map((line) => [line.exc_info, fieldsOf(line)['status'], fieldsOf(line)['route']])).toEqual([
    ['text', 500, '/text'],
    [{ code: 7 }, 500, '/object'],
  ])
  expect(new Formatter().format(onNode[0]!)).toContain('Thrown: ')
  logged.list.records.length = 0
  await expect(Promise.resolve(app.request('/text'))).rejects.toBe('text')
  expect(lines().map((line) => [line.levelname, line.exc_info, fieldsOf(line)['status']])).toEqual([
    ['ERROR', 'text', undefined],
  ])
})

test('fastify’s inject is a request like others', async () => {
  const app = Fastify()
  app.register(fastifyRequests)
  app.get('/', () => 'ok'.repeat(100_000))
  app.get('/fail', () => {
    throw new TypeError('broken')
  })
  expect((await app.inject('/')).statusCode).toBe(200)
  expect((await app.inject('/fail')).statusCode).toBe(500)
  const both = await linesOf(2)
  expect(both.map((line) => [line.levelname, fieldsOf(line)['status'], fieldsOf(line)['aborted']])).toEqual([
    ['INFO', 200, false],
    ['ERROR', 500, false],
  ])
})

test('fastify’s answers to addresses that it cannot read have a line', async () => {
  const app = Fastify()
  app.register(fastifyRequests)
  app.get('/:id', () => 'ok')
  await app.ready()
  const address = await listening(app.server)
  expect((await fetch(`${address}/%zz`)).status).toBe(400)
  expect((await fetch(`${address}/fine`)).status).toBe(200)
  const all = await linesOf(2)
  expect(all.map((line) => [fieldsOf(line)['path'], fieldsOf(line)['status'], line.levelname])).toEqual([
    ['/%zz', 400, 'WARNING'],
    ['/fine', 200, 'INFO'],
  ])
})

describe('listeners run in the context of their request', () => {
  test('those of a body’s later packets, of its end, and of both closes', async () => {
    const address = await listening(
      createServer(
        httpRequests((request, response) => {
          request
            .on('data', (data) => log.info(String(data)))
            .on('end', () => {
              log.info('end')
              context.run({ step: 2 }, () => response.end('ok', () => log.info('sent')))
            })
          request.on('close', () => log.info('request closes'))
          response.on('close', () => log.info('response closes'))
          context.run({ step: 1 }, () => response.on('pipe', () => log.info('own')).emit('pipe'))
        }),
      ),
    )
    const posting = ask(address, { method: 'POST' })
    posting.write('one')
    await insideOf(2)
    posting.write('two')
    await insideOf(3)
    posting.end()
    posting.on('response', (response) => response.resume())
    const [line] = await linesOf(1)
    const all = await insideOf(7)
    expect(all.map(({ msg }) => msg).sort()).toEqual(
      ['own', 'one', 'two', 'end', 'sent', 'request closes', 'response closes'].sort(),
    )
    expect(new Set(logged.list.records.map((record) => record['request_id']))).toEqual(new Set([line!['request_id']]))
    expect(all.filter((record) => record['step'] === 1).map(({ msg }) => msg)).toEqual(['own'])
  })

  test('those of a client that leaves events: express', async () => {
    const app = express().use(expressRequests())
    app.get('/', (request, response) => {
      response.write('data: 1\n\n')
      request.on('close', () => log.info('left'))
      response.on('close', () => log.info('left'))
    })
    leave(await listening(createServer(app)))
    const left = await insideOf(2)
    const [line] = await linesOf(1)
    expect(left.map((record) => record['request_id'])).toEqual([line!['request_id'], line!['request_id']])
  })

  test.each<[string, (app: express.Express, route: RequestListener) => unknown]>([
    ['by itself', (app, route) => app.use(route)],
    ['mounted in another, where it ends', (app, route) => app.use(express().use(route))],
    ['which one that was mounted gave it back', (app, route) => app.use(express(), route)],
    [
      'which another calls, without mounting it',
      (app, route) => {
        const called = express().use(route)
        app.use((request, response) => called(request, response))
      },
    ],
    [
      'that emits in a way of its own',
      (app, route) => {
        const { emit } = app.response
        app.response.emit = function (...args: Parameters<typeof emit>) {
          return emit.apply(this, args)
        }
        app.use(route)
      },
    ],
  ])('those of an application of express %s', async (_, mount) => {
    const app = express().use(expressRequests())
    mount(app, (request, response) => {
      request.on('data', (data) => log.info(String(data))).on('end', () => response.end('ok'))
      response.on('close', () => log.info('closes'))
    })
    const address = await listening(createServer(app))
    const posting = ask(address, { method: 'POST' }).on('response', (response) => response.resume())
    posting.write('one')
    await insideOf(1)
    posting.end('two')
    const all = await insideOf(3)
    const [line] = await linesOf(1)
    expect(all.map(({ msg }) => msg)).toEqual(['one', 'two', 'closes'])
    expect(new Set(logged.list.records.map((record) => record['request_id']))).toEqual(new Set([line!['request_id']]))
  })

  test('those of an application of express that logs no requests are left alone', async () => {
    const address = await listening(createServer(express().use(expressRequests())))
    await fetch(address)
    let present: object | undefined
    const other = express().use((_, response) => void response.on('close', () => (present = context.get())).end())
    await fetch(await listening(createServer(other)))
    await expect.poll(() => present).toEqual({})
  })

  test.each<[string, (app: Hono) => unknown]>([
    [
      'stream',
      (app) =>
        app.get('/', (c) =>
          stream(c, async (out) => {
            out.onAbort(() => log.info('left'))
            await out.write('begins')
            await pause(200)
          }),
        ),
    ],
    [
      'streamSSE',
      (app) =>
        app.get('/', (c) =>
          streamSSE(c, async (out) => {
            out.onAbort(() => log.info('left'))
            await out.writeSSE({ data: 'begins' })
            await pause(200)
          }),
        ),
    ],
    [
      'signal',
      (app) =>
        app.get('/', (c) => {
          c.req.raw.signal.addEventListener('abort', () => log.info('left'))
          return c.body(new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode('begins')) }))
        }),
    ],
  ])('those of a client that leaves hono’s %s', async (_, route) => {
    const app = new Hono()
    app.use(honoRequests())
    route(app)
    leave(await listening(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server))
    const [left] = await insideOf(1)
    const [line] = await linesOf(1)
    expect(left!['request_id']).toBe(line!['request_id'])
  })

  test('and no list of keys shows how', async () => {
    let keys: string[] = []
    const address = await listening(
      createServer(
        httpRequests((request, response) => {
          keys = [...Object.keys(request), ...Object.keys(response)]
          response.end()
        }),
      ),
    )
    await fetch(address)
    expect(keys.length).toBeGreaterThan(10)
    expect(keys).not.toContain('emit')
  })
})

describe('mounted twice', () => {
  const twice: Readonly<Record<string, () => Server | Promise<Server>>> = {
    http: () => createServer(httpRequests(httpRequests((_, response) => void response.end('ok')))),
    express: () => {
      const app = express().use(expressRequests(), expressRequests())
      return createServer(httpRequests(app.get('/', (_, response) => void response.send('ok'))))
    },
    fastify: async () => {
      const app = Fastify()
      app.register(fastifyRequests)
      app.register(fastifyRequests)
      app.get('/', () => 'ok')
      await app.ready()
      return app.server
    },
    koa: () => {
      const app = new Koa().use(koaRequests()).use(koaRequests())
      app.use((ctx) => void (ctx.body = 'ok'))
      return createServer(app.callback())
    },
    hono: () => {
      const app = new Hono().use(honoRequests()).use(honoRequests())
      app.get('/', (c) => c.text('ok'))
      return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
    },
  }

  test.each(Object.entries(twice))('it is there once: %s', async (_, start) => {
    const address = await listening(await start())
    expect(await (await fetch(address)).text()).toBe('ok')
    await linesOf(1)
    await pause(20)
    expect(lines().map((line) => fieldsOf(line)['status'])).toEqual([200])
  })

  test('with hono elsewhere than on Node', async () => {
    const app = new Hono().use(honoRequests()).use(honoRequests())
    app.get('/', (c) => c.text('ok'))
    await app.request('/')
    await app.request('/')
    expect(lines()).toHaveLength(2)
  })
})

describe('what is mounted in the wrong way is told', () => {
  const CALLED = (name: string): RegExp => new RegExp(`${name}: expected .*: write app\\.(use|register)\\(${name}`)

  test.each([expressRequests, expressErrors])('express', async (middleware) => {
    const app = express().use(middleware as never)
    const told: unknown[] = []
    app.use(((error, _, response, __) => {
      told.push(error)
      response.status(500).end()
    }) as express.ErrorRequestHandler)
    expect((await fetch(await listening(createServer(app)))).status).toBe(500)
    expect(told).toEqual([expect.objectContaining({ message: expect.stringMatching(CALLED(middleware.name)) })])
  })

  test('koa', async () => {
    const app = new Koa().use(koaRequests as never)
    const told: unknown[] = []
    app.on('error', (error) => told.push(error))
    expect((await fetch(await listening(createServer(app.callback())))).status).toBe(500)
    expect(told).toEqual([expect.objectContaining({ message: expect.stringMatching(CALLED('koaRequests')) })])
  })

  test('hono', async () => {
    const app = new Hono().use(honoRequests as never)
    let told: Error | undefined
    app.onError((error, c) => ((told = error), c.text('no', 500)))
    expect((await app.request('/')).status).toBe(500)
    expect(told!.message).toMatch(CALLED('honoRequests'))
  })

  test('fastify', async () => {
    const app = Fastify()
    app.register(fastifyRequests, { skip: '/health' } as never)
    await expect(app.ready()).rejects.toThrow("skip: expected a function, not '/health'")
    expect(() => Fastify().register((fastifyRequests as () => never)())).toThrow(CALLED('fastifyRequests'))
  })

  test('node:http', () => {
    expect(() => (httpRequests as () => never)()).toThrow('handler: expected a function, not ')
    expect(() => httpRequests({} as never)).toThrow('handler: expected a function, not {}')
  })
})

test('the answer to an error has the id in its header', async () => {
  const koa = new Koa()
  koa.silent = true
  koa.use(koaRequests({ header: 'x-request-id' }))
  koa.use((ctx) => {
    if (ctx.path === '/fail') throw new TypeError('broken')
    if (ctx.path === '/own') ctx.set('x-request-id', 'own')
    if (ctx.path !== '/nowhere') ctx.body = 'ok'
  })
  const address = await listening(createServer(koa.callback()))
  const idOf = async (path: string): Promise<string | null> =>
    (await fetch(address + path, { headers: { 'x-request-id': 'r1' } })).headers.get('x-request-id')
  expect(await Promise.all(['/', '/fail', '/nowhere', '/own'].map(idOf))).toEqual(['r1', 'r1', 'r1', 'own'])

  const app = express().use(expressRequests({ header: 'x-request-id' }))
  app.set('env', 'test')
  app.get('/', () => {
    throw new TypeError('broken')
  })
  const listener = createServer(app)
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const answer = await fetch(`http://127.0.0.1:${(listener.address() as AddressInfo).port}`)
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([500, expect.stringMatching(/^[\da-f-]{36}$/)])
  listener.close()

  const hono = new Hono().use(honoRequests({ header: 'x-request-id' }))
  hono.get('/', () => {
    throw new TypeError('broken')
  })
  hono.onError(() => new Response('no', { status: 500 }))
  const said = await hono.request('/', { headers: { 'x-request-id': 'r2' } })
  expect([said.status, said.headers.get('x-request-id')]).toEqual([500, 'r2'])

  const fastify = Fastify()
  fastify.register(fastifyRequests, { header: 'x-request-id' })
  fastify.get('/', () => {
    throw new TypeError('broken')
  })
  const injected = await fastify.inject({ url: '/', headers: { 'x-request-id': 'r3' } })
  expect([injected.statusCode, injected.headers['x-request-id']]).toEqual([500, 'r3'])
})

test('what koa and hono put around a request is short, as a field and as an argument', async () => {
  const app = new Koa()
  app.use((ctx) => {
    log.info('in %s', ctx, { ctx })
    log.info('in %s', ctx.request, { request: ctx.request })
    log.info('in %s', ctx.response, { response: ctx.response })
    ctx.body = 'ok'
  })
  const texts: string[] = []
  logged.list.addFilter((record) => {
    texts.push(new JSONFormatter().format(record), new Formatter().format(record))
    return true
  })
  const headers = { authorization: 'secret', cookie: 'secret', host: 'shop' }
  const address = await listening(createServer(app.callback()))
  await new Promise((done) =>
    get(`${address}/a?token=secret`, { headers }, (answer) => answer.resume().on('end', done)),
  )
  expect(JSON.parse(texts[0]!)).toMatchObject({
    ctx: { method: 'GET', url: '/a?...', host: 'shop', remoteAddress: '127.0.0.1', statusCode: 404 },
  })
  expect(JSON.parse(texts[2]!).request).toEqual({
    method: 'GET',
    url: '/a?...',
    host: 'shop',
    remoteAddress: '127.0.0.1',
  })
  expect(JSON.parse(texts[4]!).response).toEqual({ statusCode: 404 })

  const hono = new Hono<{ Bindings: { key: string } }>()
  hono.post('/a', async (c) => {
    await c.req.json()
    log.info('in %s', c, { c })
    log.info('in %s', c.req, { request: c.req })
    return c.text('ok')
  })
  await hono.request('/a?token=secret', { method: 'POST', body: '{"pw":"secret"}', headers }, { key: 'secret' })
  expect(JSON.parse(texts[6]!).c).toEqual({ method: 'POST', url: 'http://localhost/a?...' })
  expect(texts).toHaveLength(10)
  expect(texts.join('\n')).not.toContain('secret')
  expect(texts.join('\n').length).toBeLessThan(2500)
})

test.each(['close', undefined])('an application that removes listeners keeps its line: %s', async (event) => {
  const app = express().use(expressRequests())
  app.get('/', (_, response) => void response.removeAllListeners(event).end('ok'))
  await (await fetch(await listening(createServer(app)))).text()
  const [line] = await linesOf(1)
  expect(fieldsOf(line!)).toMatchObject({ status: 200, aborted: false })
})

test('a line of a very long address is bounded', async () => {
  const address = await listening(createServer(httpRequests((_, response) => void response.writeHead(404).end())))
  await fetch(`${address}/${'x'.repeat(10_000)}`)
  const [line] = await linesOf(1)
  expect([line!.getMessage().length < 1100, fieldsOf(line!)['path']]).toEqual([true, `/${'x'.repeat(999)}...`])
})

test('the compiler knows a handler’s own request and response', async () => {
  const handlers = [
    createServer(httpRequests((request, response) => void response.writeHead(request.complete ? 404 : 405).end())),
    createServer(httpRequests(express())),
    createServer(httpRequests((_, response) => response.end('ok'), { header: 'x-request-id' })),
  ]
  expect(handlers).toHaveLength(3)
  expect((await fetch(await listening(handlers[0]!))).status).toBeGreaterThan(403)
})

test('fastify makes its loggers without a word, and log calls are kept whole', async () => {
  const given: FastifyBaseLogger = fastifyLogger(log)
  const apps: FastifyInstance[] = []
  expect(captureStderr(() => apps.push(Fastify({ loggerInstance: given })))).toBe('')
  const app = apps[0]!
  app.get('/', { logLevel: 'info' }, (request) => {
    // The compiler lets plugins in plain JavaScript do what it refuses here.
    request.log.info('started', { port: 80 } as never)
    return 'ok'
  })
  expect((await app.inject('/')).statusCode).toBe(200)
  const started = inside().find((record) => record.getMessage() === 'started')
  expect(fieldsOf(started!)).toMatchObject({ port: 80 })
})

test('what an onResponse hook of fastify throws is on the line', async () => {
  const app = Fastify({ loggerInstance: fastifyLogger(log) as FastifyBaseLogger })
  app.register(fastifyRequests)
  app.addHook('onResponse', async () => {
    throw new Error('metrics failed')
  })
  app.get('/', () => 'ok')
  expect((await app.inject('/')).statusCode).toBe(200)
  const [line] = await linesOf(1)
  expect([line!.levelname, String(line!.exc_info), fieldsOf(line!)['status']]).toEqual([
    'ERROR',
    'Error: metrics failed',
    200,
  ])
})

test('fastify’s own count of requests is no id; what genReqId gives, or a header that fastify takes, is one', async () => {
  const idOf = async (options: object, headers = {}): Promise<unknown> => {
    const app = Fastify(options)
    app.register(fastifyRequests)
    app.get('/', (request) => [request.id, context.get()['request_id']])
    return (await app.inject({ url: '/', headers })).json()
  }
  const uuid = /^[\da-f]{8}-[\da-f-]{27}$/
  expect(await idOf({})).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)])
  expect(await idOf({ genReqId: () => 'my-id-1' })).toEqual(['my-id-1', 'my-id-1'])
  expect(await idOf({ requestIdHeader: 'x-id' }, { 'x-id': 'abc' })).toEqual(['abc', 'abc'])
  expect(await idOf({ requestIdHeader: 'x-id' }, { 'x-id': 'a b'.repeat(100) })).toEqual([
    expect.stringMatching(uuid),
    expect.stringMatching(uuid),
  ])
})

test.each([
  [null, 'Thrown: null'],
  [undefined, 'Thrown: undefined'],
  [5, 'Thrown: 5'],
  ['text', "Thrown: 'text'"],
])('what was thrown is shown as it is: %o', async (thrown, text) => {
  const address = await listening(
    createServer(
      httpRequests(async (_, response) => {
        response.statusCode = 500
        response.end()
        throw thrown
      }),
    ),
  )
  await fetch(address)
  const all = await linesOf(1)
  expect(all.map((line) => new Formatter().format(line)).join('\n')).toContain(text)
})

test('hono: an address that no route has gets none, nor that of a middleware', async () => {
  const app = new Hono().use(honoRequests())
  app.get('/users/:id', (c) => c.text('ok'))
  app.all('/files/*', (c) => c.text('ok'))
  for (const path of ['/users/1', '/files/a', '/no']) await app.request(path)
  expect(lines().map((line) => fieldsOf(line)['route'])).toEqual(['/users/:id', '/files/*', undefined])
})
