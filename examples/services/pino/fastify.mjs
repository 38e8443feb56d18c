import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { failOrder, findOrder, placeOrder, watchOrder } from '../shop.mjs'

const context = new AsyncLocalStorage()
const app = Fastify({
  disableRequestLogging: true,
  genReqId: ({ headers }) => {
    const given = headers['x-request-id'] ?? ''
    return /^[\w.:/@+=-]{1,128}$/.test(given) ? given : randomUUID()
  },
  logger: {
    name: 'shop',
    level: process.env.LOG_LEVEL || 'info',
    redact: ['password', '*.password', '*.*.password'],
    mixin: () => context.getStore() ?? {},
    transport: process.stdout.isTTY ? { target: 'pino-pretty' } : undefined,
  },
})
const say = (message, fields) => app.log.info(fields, message)
const levelOf = (status) => (status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info')

app.addHook('onRequest', (request, reply, next) => {
  reply.header('x-request-id', request.id)
  reply.raw.once('close', () => {
    const { method, url, failure: err } = request
    const { statusCode, writableFinished } = reply.raw
    const level = writableFinished ? levelOf(statusCode) : 'warn'
    const path = url.replace(/\?.*/, '')
    const said = { request_id: request.id, method, path, route: request.routeOptions.url, err }
    const line = { ...said, res: { statusCode }, responseTime: reply.elapsedTime }
    app.log[level](line, writableFinished ? 'request completed' : 'request aborted')
  })
  context.run({ request_id: request.id }, next)
})
app.addHook('preValidation', (request, _reply, next) => context.run({ request_id: request.id }, next))
app.addHook('onError', (request, _reply, error, next) => {
  request.failure = error
  next()
})
app.get('/orders/:id', (request) => findOrder(request.params.id, say))
app.post('/orders', async (request, reply) => reply.code(201).send(await placeOrder(request.body, say)))
app.get('/failures/:id', (request) => failOrder(request.params.id, say))
app.get('/watch/:id', (request, reply) => reply.send(watchOrder(request.params.id, say)))
await app.listen({ port: 0, host: '127.0.0.1' })
app.log.info({ port: app.server.address().port }, 'listens')
process.on('SIGTERM', () => app.close())
