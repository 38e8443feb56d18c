// The same service by each framework: one route, and what the contestant has opened.
import { once } from 'node:events'

const user = (id) => ({ id, name: 'ann', roles: ['reader', 'writer'] })

/**
 * Starts a service.
 *
 * @param {'fastify' | 'express' | 'hono'} framework
 * @param {object} opened what a contestant's `open` gives
 * @returns {Promise<{ port: number, close(): Promise<unknown> }>}
 */
export function serve(framework, opened) {
  return APPS[framework](opened)
}

const APPS = {
  async fastify({ options, hooks = {} }) {
    const { default: fastify } = await import('fastify')
    const app = fastify(options)
    for (const [at, hook] of Object.entries(hooks)) app.addHook(at, hook)
    app.get('/users/:id', (request, reply) => {
      reply.send(user(request.params.id))
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    return { port: app.server.address().port, close: () => app.close() }
  },

  async express({ use }) {
    const { default: express } = await import('express')
    const app = express()
    if (use !== undefined) app.use(use)
    app.get('/users/:id', (request, response) => {
      response.json(user(request.params.id))
    })
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { port: server.address().port, close: () => closed(server) }
  },

  async hono({ use }) {
    const { Hono } = await import('hono')
    const { serve: listen } = await import('@hono/node-server')
    const app = new Hono()
    if (use !== undefined) app.use(use)
    app.get('/users/:id', (context) => context.json(user(context.req.param('id'))))
    const server = listen({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    if (server.address() === null) await once(server, 'listening')
    return { port: server.address().port, close: () => closed(server) }
  },
}

function closed(server) {
  const done = once(server, 'close')
  server.close()
  server.closeAllConnections()
  return done
}
