import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Returns a port that is free for both TCP and UDP at the time.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const socket = createSocket('udp4')
  const isFree = await new Promise((resolve) => {
    socket.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true))
  })
  if (isFree) socket.close()
  await new Promise((resolve) => server.close(resolve))
  return isFree ? port : freePort()
}
