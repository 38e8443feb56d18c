// What takes lines over the network, in the harness's process: the lines are in the records' pickles, or in syslog's messages, as
// they are.
import { createServer } from 'node:net'

/**
 * Starts a server that keeps what it is sent.
 *
 * @param {'down' | 'silent' | 'late' | undefined} peer it listens to nobody, or reads when all is over, or listens after a second
 * @returns {Promise<{ port: number, text(): Promise<string> }>} `text` waits until every connection has ended, and stops it
 */
export function openSink(peer) {
  /** @type {Buffer[]} */
  const parts = []
  const sockets = new Set()
  let open = 0
  let wake = () => {}
  const server = createServer((socket) => {
    open++
    socket.on('data', (data) => parts.push(data))
    if (peer === 'silent') socket.pause()
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      open--
      wake()
    })
  })
  return new Promise((resolve) => {
    server.once('listening', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      if (peer === 'down' || peer === 'late') server.close()
      if (peer === 'late') setTimeout(() => server.listen(port, '127.0.0.1'), 500)
      resolve({
        port,
        async text() {
          for (const socket of sockets) socket.resume()
          // What came last is taken over in a later turn.
          await new Promise((done) => setTimeout(done, 50))
          while (open > 0) await new Promise((done) => void (wake = () => done(undefined)))
          if (server.listening) server.close()
          return linesOf(Buffer.concat(parts))
        },
      })
    })
    server.listen(0, '127.0.0.1')
  })
}

/** @param {Buffer} bytes */
function linesOf(bytes) {
  return [...bytes.toString('latin1').matchAll(/line \d{7} \.{80}/g)].map(([line]) => line).join('\n')
}
