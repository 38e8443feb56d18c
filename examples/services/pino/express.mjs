import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import express from 'express'
import { pino } from 'pino'
import { pinoHttp } from 'pino-http'
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

const app = express()
app.use((request, response, next) => {
  const given = request.headers['x-request-id'] ?? ''
  const request_id = /^[\w.:/@+=-]{1,128}$/.test(given) ? given : randomUUID()
  response.setHeader('x-request-id', request_id)
  context.run({ request_id }, next)
})
app.use(
  pinoHttp({
    logger: log,
    genReqId: () => context.getStore().request_id,
    customLogLevel: (_request, { statusCode, writableFinished }) => (writableFinished ? levelOf(statusCode) : 'warn'),
    customProps: (request) => ({ route: request.route?.path }),
    serializers: {
      req: ({ id, method, url }) => ({ id, method, path: url.replace(/\?.*/, '') }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  }),
  express.json(),
)
app.get('/orders/:id', async (request, response) => response.json(await findOrder(request.params.id, say)))
app.post('/orders', async (request, response) => response.status(201).json(await placeOrder(request.body, say)))
app.get('/failures/:id', (request) => failOrder(request.params.id, say))
app.get('/watch/:id', (request, response) => {
  const states = watchOrder(request.params.id, say).on('error', () => {})
  response.on('close', () => states.destroy())
  states.pipe(response)
})
app.use((error, _request, response, _next) => {
  response.err = error
  response.status(500).json({ error: 'internal' })
})
const server = app.listen(0, '127.0.0.1', () => log.info({ port: server.address().port }, 'listens'))
process.on('SIGTERM', () => server.close())
