import { once } from 'node:events'
import { createServer, get } from 'node:http'

/**
 * Asks a server of its own once.
 *
 * @returns {Promise<{ req: import('node:http').IncomingMessage, res: import('node:http').ServerResponse }>} what the server has,
 *   on a connection that stays open and keeps no process alive
 */
export async function exchange() {
  const server = createServer().unref()
  server.on('connection', (socket) => socket.unref())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const headers = { accept: '*/*', 'user-agent': 'curl/8.5.0', 'accept-encoding': 'gzip, br', connection: 'keep-alive' }
  const asked = get({ port: server.address().port, host: '127.0.0.1', path: '/users/42', headers })
  const [[req, res], [answer]] = await Promise.all([answered(server), once(asked, 'response')])
  await once(answer.resume(), 'end')
  asked.socket.unref()
  return { req, res }
}

async function answered(server) {
  const [req, res] = await once(server, 'request')
  res.setHeader('content-type', 'application/json')
  res.end('{"id":42}')
  return [req, res]
}
