import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { pino } from 'pino'
import { failOrder, findOrder, placeOrder, watchOrder } from '../shop.mjs'

const context = new AsyncLocalStorage()
const log = pino({
  name: 'shop',
  level: process.env.LOG_LEVEL || 'info',
  redact: ['password', '*.password', '*.*.password'],
  mixin: () => context.getStore() ?? {},
  transport: process.stdout.isTTY ? { target: 'pino-pretty' } : undefined,
})
const say = (message, fields) => log.info(fields, message)
const levelOf = (status) => (status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info')

const app = new Hono()
app.use(async (c, next) => {
  const given = c.req.header('x-request-id') ?? ''
  const id = /^[\w.:/@+=-]{1,128}$/.test(given) ? given : randomUUID()
  const started = performance.now()
  const { outgoing } = c.env
  outgoing.setHeader('x-request-id', id)
  outgoing.once('close', () => {
    const { statusCode, writableFinished } = outgoing
    const level = writableFinished ? levelOf(statusCode) : 'warn'
    const req = { id, method: c.req.method, path: c.req.path }
    const line = { req, res: { statusCode }, responseTime: performance.now() - started, err: c.error }
    log[level](line, writableFinished ? 'request completed' : 'request aborted')
  })
  await context.run({ request_id: id }, next)
})
app.get('/orders/:id', async (c) => c.json(await findOrder(c.req.param('id'), say)))
app.post('/orders', async (c) => c.json(await placeOrder(await c.req.json(), say), 201))
app.get('/failures/:id', (c) => failOrder(c.req.param('id'), say))
app.get('/watch/:id', (c) => c.body(Readable.toWeb(watchOrder(c.req.param('id'), say))))
app.onError((_error, c) => c.json({ error: 'internal' }, 500))
const options = { fetch: app.fetch, port: 0, hostname: '127.0.0.1' }
const server = serve(options, ({ port }) => log.info({ port }, 'listens'))
process.on('SIGTERM', () => server.close())
