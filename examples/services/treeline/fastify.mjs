import { fastifyLogger, fastifyRequests } from '@treeline/server'
import Fastify from 'fastify'
import * as logging from 'treeline'
import { Redactor } from 'treeline/filters'
import { failOrder, findOrder, placeOrder, watchOrder } from '../shop.mjs'

const level = process.env.LOG_LEVEL || 'info'
logging.basicConfig({ level, pretty: 'auto', stream: process.stdout })
logging.getLogger().handlers[0].addFilter(new Redactor({ paths: ['**.password'] }))
const log = logging.getLogger('shop')
const say = (message, fields) => log.info(message, fields)

const app = Fastify({ loggerInstance: fastifyLogger(logging.getLogger('fastify')) })
app.register(fastifyRequests, { header: 'x-request-id' })
app.get('/orders/:id', (request) => findOrder(request.params.id, say))
app.post('/orders', async (request, reply) => reply.code(201).send(await placeOrder(request.body, say)))
app.get('/failures/:id', (request) => failOrder(request.params.id, say))
app.get('/watch/:id', (request, reply) => reply.send(watchOrder(request.params.id, say)))
await app.listen({ port: 0, host: '127.0.0.1' })
log.info('listens', { port: app.server.address().port })
process.on('SIGTERM', () => app.close())
