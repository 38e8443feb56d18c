// Connections and requests that are hostile before their bodies.
import { batch, records } from '../attacker.mjs'

/** @import { Attack } from '../row.mjs' */

const ELSEWHERE = '198.51.100.9'

/** @type {Attack[]} */
export const requests = [
  {
    name: 'idle connections',
    does: 'opens 2000 connections and sends nothing',
    ends: ['open', '408', 'closed'],
    async run(attacker) {
      await attacker.connectAll(2000)
      await attacker.wait(1000)
    },
  },
  {
    name: 'slow headers',
    does: 'sends the headers of 300 requests byte by byte; they may take 2 s',
    headersTimeout: 2000,
    ends: ['408', 'closed'],
    async run(attacker) {
      const connections = await attacker.connectAll(300)
      for (const connection of connections) void connection.write('POST / HTTP/1.1\r\nX: ')
      while (connections.some(({ isOpen }) => isOpen)) {
        for (const connection of connections) void connection.write('x')
        await attacker.wait(50)
      }
    },
  },
  {
    name: 'connections without end',
    does: 'opens and closes 5000 connections',
    ends: ['closed'],
    async run(attacker) {
      for (let round = 0; round < 50; round++) {
        const connections = await attacker.connectAll(100)
        for (const { socket } of connections) socket.destroy()
        await Promise.all(connections.map((connection) => connection.answers(1)))
      }
    },
  },
  {
    name: 'half-closed connections',
    does: 'closes its side behind half a request, and behind a whole one',
    ends: ['400', '204', 'closed', '408'],
    async run(attacker) {
      const connections = await attacker.connectAll(200)
      await Promise.all(
        connections.map(async (connection, index) => {
          const request = attacker.request(batch(`half${index}`, records(1, 1)))
          await connection.write(index % 2 ? request : request.subarray(0, -10))
          connection.socket.end()
          await connection.answers(1)
        }),
      )
    },
  },
  {
    name: 'pipelined requests',
    does: 'sends 2000 requests at once on one connection',
    ends: ['204'],
    takes: 2000,
    async run(attacker) {
      const connection = attacker.connect()
      const all = Array.from({ length: 2000 }, (_, index) => attacker.request(batch(`pipe${index}`, records(1, 1))))
      await connection.write(Buffer.concat(all))
      await connection.answers(all.length)
    },
  },
  {
    name: 'answers that nobody reads',
    does: 'sends refused requests on 20 connections and reads no answer',
    options: { rate: null },
    ends: ['open', 'closed'],
    async run(attacker) {
      const connections = await attacker.connectAll(20)
      const requests = Buffer.concat(Array.from({ length: 500 }, () => attacker.request('{}')))
      for (const { socket } of connections) socket.pause()
      for (const connection of connections) for (let round = 0; round < 10; round++) void connection.write(requests)
      await attacker.wait(2000)
    },
  },
  {
    name: 'preflights',
    does: 'asks 4000 times whether a page may send, with headers of 4 KB',
    ends: ['204'],
    run: (attacker) => {
      const headers = `Origin: http://app\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: ${'x'.repeat(4000)}\r\n`
      return attacker.sequences(8, 500, () => attacker.head({ method: 'OPTIONS', headers }))
    },
  },
  {
    name: 'wrong origins',
    does: 'sends batches as pages of other hosts, of null and of nonsense',
    ends: ['403'],
    takes: 0,
    run: (attacker) => {
      const origins = ['https://evil.example', 'null', 'http://app.evil', 'http://app@evil', 'x'.repeat(5000)]
      return attacker.sequence(1000, (index) =>
        attacker.request(batch('evil', records(1, 1)), { headers: `Origin: ${origins[index % origins.length]}\r\n` }),
      )
    },
  },
  {
    name: 'over the rate',
    does: 'sends 40 000 records from one address, each batch as another page; the address may send 10 000 a minute',
    options: { ratePerAddress: { records: 10_000, perMs: 60_000 } },
    address: ELSEWHERE,
    ends: ['429', '204'],
    run: (attacker) => attacker.sequence(80, (index) => attacker.request(batch(`rate${index}`, records(1, 500)))),
  },
  {
    name: 'a page that floods',
    does: 'sends 100 000 records as one page of the office; the page beside it waits for nothing',
    ends: ['429', '204'],
    holds: ({ attacks }) => (attacks <= 12_000 ? '' : `${attacks} records of one page`),
    run: (attacker) => attacker.sequence(200, () => attacker.request(batch('flood', records(1, 500)))),
  },
  {
    name: 'over the rate, at the page’s address',
    does: 'uses up the rate that the page shares, which then waits and loses nothing',
    options: { ratePerAddress: { records: 1000, perMs: 1000 } },
    ends: ['429', '204'],
    run: (attacker) => attacker.sequence(20, (index) => attacker.request(batch(`rate${index}`, records(1, 1000)))),
  },
  {
    name: 'wrong methods',
    does: 'sends GET, HEAD, PUT, PATCH, DELETE and TRACE, with bodies',
    ends: ['405', '400'],
    takes: 0,
    run: (attacker) => {
      const methods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE']
      return attacker.sequence(600, (index) =>
        attacker.request(batch('method', records(1, 1)), { method: methods[index % methods.length] ?? '' }),
      )
    },
  },
  {
    name: 'trailers and extensions',
    does: 'sends chunks with extensions, and trailers that name the length and the address',
    ends: ['204', '400'],
    takes: 25,
    run: (attacker) => {
      return attacker.sequence(50, (index) => {
        const trailers = `X-Forwarded-For: 1.1.1.1\r\nHost: evil\r\n${index % 2 ? 'Content-Length: 5\r\n' : ''}`
        const body = batch(`trailer${index}`, records(1, 1))
        const chunk = `${body.length.toString(16)};a=${'b'.repeat(1000)}\r\n${body}\r\n0\r\n${trailers}\r\n`
        return attacker.head({ headers: 'Transfer-Encoding: chunked\r\nTrailer: Content-Length\r\n' }) + chunk
      })
    },
  },
  {
    name: 'smuggled requests',
    does: 'gives two lengths, a length and chunks, unknown codings, folded and broken header lines',
    ends: ['400'],
    takes: 0,
    run: (attacker) => {
      const hidden = attacker.request(batch('smuggled', records(1, 1))).toString()
      const start = `POST / HTTP/1.1\r\nHost: app\r\nContent-Type: text/plain\r\n`
      const shapes = [
        `${start}Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345${hidden}`,
        `${start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
        `${start}Transfer-Encoding: identity, chunked, x\r\n\r\n0\r\n\r\n${hidden}`,
        `${start}Content-Length: 0x5\r\n\r\n12345${hidden}`,
        `${start}Content-Length: -1\r\n\r\n${hidden}`,
        `${start}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
        `${start}X: a\r\n b\0\r\nContent-Length: 0\r\n\r\n${hidden}`,
        `${start}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nx\r\n${hidden}`,
      ]
      return attacker.sequence(80, (index) => shapes[index % shapes.length] ?? '')
    },
  },
  {
    name: 'huge headers',
    does: 'sends 1 MB of headers, and 1900 headers',
    ends: ['431', '204', '400'],
    run: (attacker) =>
      attacker.sequence(100, (index) => {
        const headers = index % 2 ? `X: ${'x'.repeat(1_000_000)}\r\n` : 'a:b\r\n'.repeat(1900)
        return attacker.request(batch(`headers${index}`, records(1, 1)), { headers })
      }),
  },
  {
    name: 'bodies that wait to be asked for',
    does: 'sends Expect: 100-continue 300 times and no body',
    options: { bodyTimeoutMs: 500 },
    ends: ['408'],
    async run(attacker) {
      const connections = await attacker.connectAll(300)
      await Promise.all(
        connections.map(async (connection) => {
          await connection.write(attacker.head({ length: 1000, headers: 'Expect: 100-continue\r\n' }))
          await connection.answers(1)
        }),
      )
    },
  },
  {
    name: 'other protocols',
    does: 'asks for a WebSocket and for HTTP/2, and speaks TLS',
    ends: ['405', '400', '408', 'closed', 'open'],
    async run(attacker) {
      const shapes = [
        'GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
      ]
      const connections = await attacker.connectAll(150)
      await Promise.all(
        connections.map((connection, index) => connection.write(Buffer.from(shapes[index % 3] ?? '', 'latin1'))),
      )
      await attacker.wait(1000)
    },
  },
  {
    name: 'a handler that throws',
    does: 'sends 5000 records to a logger whose handler throws',
    handler: 'throwing',
    ends: ['204'],
    takes: 5000,
    run: (attacker) => attacker.sequence(50, (index) => attacker.request(batch(`throw${index}`, records(1, 100)))),
  },
  {
    name: 'a handler that is slow',
    does: 'sends 1500 records to a logger whose handler takes 1 ms, on 3 connections',
    handler: 'slow',
    ends: ['204'],
    takes: 1500,
    run: (attacker) => attacker.sequences(3, 1, (index) => attacker.request(batch(`slow${index}`, records(1, 500)))),
  },
]
