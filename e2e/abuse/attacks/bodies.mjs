// Bodies that do not end, are slow, huge, or not what their headers say.
import { gzipSync } from 'node:zlib'
import { batch, records } from '../attacker.mjs'

/** @import { Attack } from '../row.mjs' */
/** @import { Attacker } from '../attacker.mjs' */

const HALF_MEGABYTE = 'x'.repeat(500_000)
const CHUNK = `10000\r\n${'x'.repeat(65_536)}\r\n`
const CHUNKED = 'Transfer-Encoding: chunked\r\n'

/** Requests that say 510 000 bytes, send `sent` of them, and wait. @param {Attacker} attacker @param {number} count @param {string} sent @param {(index: number) => string} [address] */
async function hang(attacker, count, sent, address = () => attacker.address) {
  const connections = await attacker.connectAll(count)
  await Promise.all(
    connections.map((connection, index) =>
      connection.write(attacker.head({ length: 510_000, address: address(index) }) + sent),
    ),
  )
  await attacker.wait(1000)
}

/** @type {Attack[]} */
export const bodies = [
  {
    name: 'endless bodies',
    does: 'begins 400 bodies of 500 KB from the page’s address and ends none',
    ends: ['503', 'open', '408'],
    run: (attacker) => hang(attacker, 400, HALF_MEGABYTE),
  },
  {
    name: 'endless bodies, many addresses',
    does: 'the same from 200 addresses',
    ends: ['open', '503', '408'],
    run: (attacker) => hang(attacker, 400, HALF_MEGABYTE, (index) => `198.51.100.${index % 200}`),
  },
  {
    name: 'announced bodies',
    does: 'announces 1000 bodies of 510 KB and sends a byte of each',
    ends: ['open', '503', '408'],
    run: (attacker) => hang(attacker, 1000, 'x'),
  },
  {
    name: 'slow bodies',
    does: 'sends 200 bodies byte by byte; one may take 1 s',
    options: { bodyTimeoutMs: 1000 },
    ends: ['408'],
    async run(attacker) {
      const connections = await attacker.connectAll(200)
      for (const connection of connections) void connection.write(attacker.head({ length: 500_000 }))
      while (connections.some(({ statuses, isOpen }) => statuses.length === 0 && isOpen)) {
        for (const connection of connections) void connection.write('x')
        await attacker.wait(20)
      }
    },
  },
  {
    name: 'a body without end',
    does: 'sends chunks without end, as fast as they are taken, on 8 connections',
    ends: ['413', 'closed'],
    async run(attacker) {
      const connections = await attacker.connectAll(8)
      const send = async (/** @type {import('../attacker.mjs').Connection} */ connection) => {
        await connection.write(attacker.head({ headers: CHUNKED }))
        while (connection.isOpen) await connection.write(CHUNK)
      }
      await Promise.all(connections.map(send))
    },
  },
  {
    name: 'chunks of one byte',
    does: 'sends 2 bodies of 100 000 chunks of one byte each',
    ends: ['400'],
    async run(attacker) {
      const body = `${'1\r\nx\r\n'.repeat(100_000)}0\r\n\r\n`
      await attacker.sequences(2, 1, () => attacker.head({ headers: CHUNKED }) + body)
    },
  },
  {
    name: 'a length of 10 GB',
    does: 'says 10 GB and sends as much as is taken, on 8 connections',
    ends: ['413', 'closed'],
    async run(attacker) {
      const connections = await attacker.connectAll(8)
      const send = async (/** @type {import('../attacker.mjs').Connection} */ connection) => {
        await connection.write(attacker.head({ length: 10_000_000_000 }))
        while (connection.isOpen) await connection.write(HALF_MEGABYTE)
      }
      await Promise.all(connections.map(send))
    },
  },
  {
    name: 'a length too short',
    does: 'says 100 bytes and sends a batch of 5 KB, which then stands where a request should',
    ends: ['400'],
    run: (attacker) => attacker.sequence(200, () => attacker.request(batch('short', records(1, 50)), { length: 100 })),
  },
  {
    name: 'broken off',
    does: 'breaks off 1000 batches before their last byte',
    ends: ['closed'],
    takes: 0,
    async run(attacker) {
      const request = attacker.request(batch('broken', records(1, 100)))
      for (let round = 0; round < 20; round++) {
        const connections = await attacker.connectAll(50)
        await Promise.all(connections.map((connection) => connection.write(request.subarray(0, -1))))
        for (const { socket } of connections) socket.destroy()
        await Promise.all(connections.map((connection) => connection.answers(1)))
      }
    },
  },
  {
    name: 'refused bodies',
    does: 'sends 200 KB of the wrong type, and a batch behind it on the same connection, 100 times',
    options: { rate: null },
    ends: ['415', '204'],
    takes: 100,
    async run(attacker) {
      const refused = attacker.request('x'.repeat(200_000), { type: 'image/png' })
      await attacker.sequences(4, 50, (index) =>
        index % 2 === 0 ? refused : attacker.request(batch(`kept${index}`, records(1, 1))),
      )
    },
  },
  {
    name: 'one long line',
    does: 'sends 10 MB in one line, in chunks; then batches of one line of 500 KB',
    ends: ['413', '204'],
    takes: 0,
    async run(attacker) {
      await attacker.sequence(1, () => attacker.head({ headers: CHUNKED }) + CHUNK.repeat(160))
      await attacker.sequence(20, () => attacker.request(batch('long', records(1, 1, { msg: HALF_MEGABYTE }))))
    },
  },
  {
    name: 'empty lines',
    does: 'sends 12 million empty lines behind headers of batches',
    ends: ['204'],
    takes: 0,
    run: (attacker) => {
      const request = attacker.request(batch('empty', []) + '\n'.repeat(500_000))
      return attacker.sequences(4, 6, () => request)
    },
  },
  {
    name: 'gzip bombs',
    does: 'sends 200 bodies of 100 KB that unpack to 100 MB, the start of one, and lists of encodings',
    options: { rate: null, ratePerAddress: null },
    ends: ['413', '400', '415'],
    takes: 0,
    run: (attacker) => {
      // Of 100 parts, because packing so much takes long.
      const part = gzipSync(Buffer.alloc(1_000_000))
      const bomb = Buffer.concat(Array.from({ length: 100 }, () => part))
      const packed = (/** @type {Uint8Array} */ body, /** @type {string} */ encoding) =>
        attacker.request(body, { headers: `Content-Encoding: ${encoding}\r\n` })
      const kinds = [packed(bomb, 'gzip'), packed(bomb.subarray(0, 20), 'gzip'), packed(bomb, 'gzip, gzip')]
      return attacker.sequences(8, 50, (index) => kinds[index % 4 === 0 ? 1 : index % 4 === 1 ? 2 : 0] ?? bomb)
    },
  },
  {
    name: 'a header of 10 MB',
    does: 'sends batches whose header line has 10 MB, packed and in chunks, and one of 400 KB',
    options: { rate: null, ratePerAddress: null },
    ends: ['413', '400'],
    takes: 0,
    async run(attacker) {
      const long = batch('head', records(1, 1), { x: 'x'.repeat(10_000_000) })
      const packed = attacker.request(gzipSync(long), { headers: 'Content-Encoding: gzip\r\n' })
      await attacker.sequence(20, () => packed)
      await attacker.sequence(1, () => attacker.head({ headers: CHUNKED }) + CHUNK.repeat(160))
      await attacker.sequence(20, () => attacker.request(batch('head', [], { x: 'x'.repeat(400_000) })))
    },
  },
]
