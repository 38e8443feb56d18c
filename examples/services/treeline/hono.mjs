import { Readable } from 'node:stream'
import { serve } from '@hono/node-server'
import { honoRequests } from '@treeline/server'
import { Hono } from 'hono'
import * as logging from 'treeline'
import { Redactor } from 'treeline/filters'
import { failOrder, findOrder, placeOrder, watchOrder } from '../shop.mjs'

const level = process.env.LOG_LEVEL || 'info'
logging.basicConfig({ level, pretty: 'auto', stream: process.stdout })
logging.getLogger().handlers[0].addFilter(new Redactor({ paths: ['**.password'] }))
const log = logging.getLogger('shop')
const say = (message, fields) => log.info(message, fields)

const app = new Hono()
app.use(honoRequests({ header: 'x-request-id' }))
app.get('/orders/:id', async (c) => c.json(await findOrder(c.req.param('id'), say)))
app.post('/orders', async (c) => c.json(await placeOrder(await c.req.json(), say), 201))
app.get('/failures/:id', (c) => failOrder(c.req.param('id'), say))
app.get('/watch/:id', (c) => c.body(Readable.toWeb(watchOrder(c.req.param('id'), say))))
app.onError((_error, c) => c.json({ error: 'internal' }, 500))
const options = { fetch: app.fetch, port: 0, hostname: '127.0.0.1' }
const server = serve(options, ({ port }) => log.info('listens', { port }))
process.on('SIGTERM', () => server.close())
