// What every framework's middleware promises, with the real frameworks.
import { Agent, createServer, get, request as ask, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, test } from 'vitest'
import {
  expressErrors,
  expressRequests,
  fastifyLogger,
  fastifyRequests,
  honoRequests,
  httpRequests,
  koaRequests,
  type RequestOptions,
} from '@treeline/server'
import { getLogger } from 'treeline'
import { context } from 'treeline/context'
import { fieldsOf, useLoggedServer } from './tools/loggedServer.js'

const log = getLogger('app')

/** Logs before and behind what a request may wait for. */
async function work(id: string): Promise<string> {
  log.info('begins')
  context.assign({ user: id })
  await pause(1)
  await new Promise<void>((resolve) => setImmediate(() => resolve(log.info('later'))))
  for await (const _ of Readable.from(['a', 'b'])) log.info('streams')
  return `user ${id}`
}

type Start = (options: RequestOptions) => Promise<Server> | Server

const FRAMEWORKS: Readonly<Record<string, Start>> = {
  http: (options) =>
    createServer(
      httpRequests((request, response) => {
        const { pathname } = new URL(request.url!, 'http://localhost')
        if (pathname === '/fail') {
          response.writeHead(500).end()
          return Promise.reject(new TypeError('broken')).catch((error: unknown) => {
            // As an application does that ends its response by itself.
            throw error
          }) as Promise<void>
        }
        if (pathname === '/slow') return void response.write('begins')
        if (request.method === 'POST')
          return void request.on('data', () => log.info('body')).on('end', () => response.end('ok'))
        if (!pathname.startsWith('/users/')) return void response.writeHead(404).end()
        return work(pathname.slice(7)).then((text) => void response.end(text))
      }, options),
    ),
  express: (options) => {
    const app = express()
    app.set('env', 'test')
    app.use(expressRequests(options), express.json())
    app.get('/users/:id', async (request, response) => void response.send(await work(request.params.id)))
    app.post('/users', (request, response) => {
      log.info('body')
      response.send(request.body)
    })
    app.get('/fail', () => {
      throw new TypeError('broken')
    })
    app.get('/slow', (_, response) => void response.write('begins'))
    app.use(expressErrors())
    return createServer(app)
  },
  fastify: async (options) => {
    const app = Fastify({ loggerInstance: fastifyLogger(getLogger('fastify')) })
    app.register(fastifyRequests, options)
    app.get<{ Params: { id: string } }>('/users/:id', (request) => work(request.params.id))
    app.post('/users', (request) => {
      log.info('body')
      return request.body
    })
    app.get('/fail', () => {
      throw new TypeError('broken')
    })
    app.get('/slow', (_, reply) => void reply.raw.write('begins'))
    await app.ready()
    return app.server
  },
  hono: (options) => {
    const app = new Hono()
    app.use(honoRequests(options))
    app.get('/users/:id', async (c) => c.text(await work(c.req.param('id'))))
    app.post('/users', async (c) => {
      const body: unknown = await c.req.json()
      log.info('body')
      return c.json(body as object)
    })
    app.get('/fail', () => {
      throw new TypeError('broken')
    })
    app.get('/slow', (c) => {
      const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('begins')) })
      return c.body(body)
    })
    app.onError((_, c) => c.text('no', 500))
    return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  },
  koa: (options) => {
    const app = new Koa()
    app.silent = true
    app.use(koaRequests(options))
    app.use(async (c) => {
      if (c.path === '/fail') throw new TypeError('broken')
      if (c.path.startsWith('/users/')) c.body = await work(c.path.slice(7))
      if (c.path === '/slow') {
        c.respond = false
        c.res.write('begins')
      }
      if (c.method === 'POST') {
        for await (const _ of c.req) log.info('body')
        c.body = 'ok'
      }
    })
    return createServer(app.callback())
  },
}

const logged = useLoggedServer()
const { inside, linesOf } = logged

async function started(start: Start, options: RequestOptions = {}): Promise<string> {
  return logged.listening(await start(options))
}

describe.each(Object.entries(FRAMEWORKS))('%s', (name, start) => {
  test('a request has one line, and its id on every record', async () => {
    const address = await started(start)
    expect(
      await (await fetch(`${address}/users/7?token=secret`, { headers: { authorization: 'secret' } })).text(),
    ).toBe('user 7')
    const [line] = await linesOf(1)
    expect(fieldsOf(line!)).toEqual({
      method: 'GET',
      path: '/users/7',
      ...(name === 'http' || name === 'koa' ? {} : { route: '/users/:id' }),
      status: 200,
      duration_ms: expect.any(Number),
      bytes: expect.any(Number),
      aborted: false,
    })
    expect(fieldsOf(line!)['bytes']).toBeGreaterThan(6)
    expect(line!.getMessage()).toMatch(/^GET \/users\/7 200 in \d+ ms$/)
    expect(inside().map(({ msg }) => msg)).toEqual(['begins', 'later', 'streams', 'streams'])
    expect(new Set(logged.list.records.map((record) => record['request_id']))).toEqual(new Set([line!['request_id']]))
    expect(line!['request_id']).toMatch(/^[\da-f-]{36}$/)
    expect(inside().map((record) => record['user'])).toEqual([undefined, '7', '7', '7'])
    expect(line!['user']).toBe('7')
    expect(JSON.stringify(logged.list.records)).not.toContain('secret')
  })

  test('requests beside each other keep apart', async () => {
    const address = await started(start)
    const agent = new Agent({ keepAlive: true, maxSockets: 5 })
    const one = (id: number): Promise<void> =>
      new Promise((done, fail) => {
        get(`${address}/users/${id}`, { agent }, (response) => response.resume().on('end', done)).on('error', fail)
      })
    await Promise.all(Array.from({ length: 50 }, (_, id) => one(id)))
    const all = await linesOf(50)
    agent.destroy()
    const userOf = new Map(all.map((line) => [line['request_id'], line['user']]))
    expect([...userOf.values()].map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, id) => id))
    expect(inside()).toHaveLength(200)
    for (const record of inside().filter(({ msg }) => msg !== 'begins'))
      expect(record['user']).toBe(userOf.get(record['request_id']))
  })

  test('a body is read in the context', async () => {
    const address = await started(start)
    await fetch(`${address}/users`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    })
    const [line] = await linesOf(1)
    expect(inside().map((record) => [record.msg, record['request_id']])).toEqual([['body', line!['request_id']]])
  })

  test('an error is on its line, with its stack', async () => {
    const address = await started(start)
    const unhandled = (): void => {}
    process.on('unhandledRejection', unhandled)
    await fetch(`${address}/fail`)
    const [line] = await linesOf(1)
    process.off('unhandledRejection', unhandled)
    expect([line!.levelname, fieldsOf(line!)['status']]).toEqual(['ERROR', 500])
    expect(line!.exc_info).toBeInstanceOf(TypeError)
  })

  test('what is not there is a warning', async () => {
    const address = await started(start)
    await fetch(`${address}/nowhere`)
    const [line] = await linesOf(1)
    expect([line!.levelname, fieldsOf(line!)['status']]).toEqual(['WARNING', 404])
  })

  test('a request that its client has left says so', async () => {
    const address = await started(start)
    const leaving = ask(`${address}/slow`).on('error', () => {})
    leaving.on('response', (response) => response.once('data', () => leaving.destroy()).on('error', () => {}))
    leaving.end()
    const [line] = await linesOf(1)
    expect([line!.levelname, fieldsOf(line!)['aborted']]).toEqual(['WARNING', true])
    expect(line!.getMessage()).toMatch(/^GET \/slow aborted after \d+ ms$/)
    expect(line!['request_id']).toMatch(/^[\da-f-]{36}$/)
  })

  test('an id is taken from a header where it is one, and sent back', async () => {
    const address = await started(start, { header: 'X-Request-Id' })
    const idOf = async (sent: string): Promise<string | null> =>
      (await fetch(`${address}/users/7`, { headers: { 'x-request-id': sent } })).headers.get('x-request-id')
    expect(await idOf('abc-1')).toBe('abc-1')
    expect(await idOf('a b')).toMatch(/^[\da-f-]{36}$/)
    expect(await idOf('x'.repeat(129))).toMatch(/^[\da-f-]{36}$/)
    expect((await linesOf(3))[0]!['request_id']).toBe('abc-1')
  })
})
