import { expressErrors, expressRequests } from '@treeline/server'
import express from 'express'
import * as logging from 'treeline'
import { Redactor } from 'treeline/filters'
import { failOrder, findOrder, placeOrder, watchOrder } from '../shop.mjs'

const level = process.env.LOG_LEVEL || 'info'
logging.basicConfig({ level, pretty: 'auto', stream: process.stdout })
logging.getLogger().handlers[0].addFilter(new Redactor({ paths: ['**.password'] }))
const log = logging.getLogger('shop')
const say = (message, fields) => log.info(message, fields)

const app = express()
app.use(expressRequests({ header: 'x-request-id' }), express.json())
app.get('/orders/:id', async (request, response) => response.json(await findOrder(request.params.id, say)))
app.post('/orders', async (request, response) => response.status(201).json(await placeOrder(request.body, say)))
app.get('/failures/:id', (request) => failOrder(request.params.id, say))
app.get('/watch/:id', (request, response) => {
  const states = watchOrder(request.params.id, say).on('error', () => {})
  response.on('close', () => states.destroy())
  states.pipe(response)
})
app.use(expressErrors(), (_error, _request, response, _next) => response.status(500).json({ error: 'internal' }))
const server = app.listen(0, '127.0.0.1', () => log.info('listens', { port: server.address().port }))
process.on('SIGTERM', () => server.close())
