// What becomes of the rest of a body that was refused, at the boundaries of what is read of it.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listener } from './node.js'

const MIB = 1_048_576

let server: Server
let requests: IncomingMessage[]
let client: Socket

beforeEach(async () => {
  requests = []
  // A content type that no batch has is refused before the body is read.
  const answer = listener({ prefix: 'linger' })
  server = createServer((req, res) => {
    requests.push(req)
    answer(req, res)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(async () => {
  vi.useRealTimers()
  client.destroy()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** Sends the head of a request that is refused, and the start of its body; returns the answer's head. */
async function refused(length: number | 'unknown', start = ''): Promise<string> {
  const framing = length === 'unknown' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
  client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => {})
  client.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n${framing}\r\n\r\n${start}`)
  const [head] = (await once(client, 'data')) as [Buffer]
  return String(head).toLowerCase()
}

test('a connection stays open where 1 MiB is to come, and ends where it is one byte more', async () => {
  const within = await refused(MIB)
  expect([within.slice(0, 12), within.includes('connection: close')]).toEqual(['http/1.1 415', false])
  client.write(Buffer.alloc(MIB))
  // The next request is answered behind it.
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1.1 405 /)
  client.destroy()
  expect(await refused(MIB + 1)).toContain('connection: close')
})

test('a body of unknown length ends the connection', async () => {
  expect(await refused('unknown', '1\r\na\r\n')).toContain('connection: close')
})

test.each<[number | 'unknown']>([[MIB], ['unknown']])('of length %s, the rest is waited for 15 s', async (length) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await refused(length)
  vi.advanceTimersByTime(14_999)
  const [{ socket }] = requests as [IncomingMessage]
  await new Promise((done) => setImmediate(done))
  expect([socket.destroyed, socket.writableEnded]).toEqual([false, false])
  const ended = once(client.resume(), 'close')
  vi.advanceTimersByTime(1)
  await ended
})
