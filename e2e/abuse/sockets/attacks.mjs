import { frame, record, text } from './attacker.mjs'

/** @import { Attacker } from './attacker.mjs' */

/**
 * @typedef {object} Attack
 * @property {string} name
 * @property {string} does
 * @property {object} [options] of the receiver
 * @property {boolean} [isSlow] whether the attacker's records take a handler a millisecond each
 * @property {string} [refused] the reason under which its refusal is counted
 * @property {number} [takes] how many of its records reach the tree at least
 * @property {(attacker: Attacker) => Promise<void>} run
 */

const MEGABYTE = 1_000_000
const HALF = new Uint8Array(MEGABYTE / 2)

/** Tuples of ten times the same tuple, and so on: 10^8 values in 500 bytes. */
function bomb() {
  let inner = Buffer.from('Nq\0', 'latin1')
  for (let level = 1; level <= 8; level++) {
    const again = Buffer.from(Array.from({ length: 9 }, () => [0x68, level - 1]).flat())
    inner = Buffer.concat([Buffer.from('('), inner, again, Buffer.from([0x74, 0x71, level])])
  }
  return inner
}

/** A text in very many places: 100 GB, written out. */
function longBomb() {
  const places = Buffer.from('h\0'.repeat(90_000), 'latin1')
  return Buffer.concat([
    Buffer.from('('),
    text('x'.repeat(MEGABYTE / 2)),
    Buffer.from('q\0', 'latin1'),
    places,
    Buffer.from('t'),
  ])
}

/** @type {Attack[]} */
export const attacks = [
  {
    name: 'endless records',
    does: 'begins 400 records of 1 MB, sends half of each and ends none',
    refused: 'busy',
    async run(attacker) {
      const sockets = await attacker.connectAll(400)
      await Promise.all(sockets.map((socket) => attacker.write(socket, frame(HALF, MEGABYTE))))
    },
  },
  {
    name: 'announced records',
    does: 'announces 900 records of 1 MB and sends a byte of each',
    refused: 'busy',
    async run(attacker) {
      const sockets = await attacker.connectAll(900)
      await Promise.all(sockets.map((socket) => attacker.write(socket, frame('}', MEGABYTE))))
      await attacker.wait(500)
    },
  },
  {
    name: 'slow records',
    does: 'sends 200 records byte by byte; one may take 500 ms',
    options: { recordTimeoutMs: 500 },
    refused: 'timeout',
    async run(attacker) {
      const sockets = await attacker.connectAll(200)
      for (const socket of sockets) void attacker.write(socket, frame('', MEGABYTE))
      while (sockets.some(({ destroyed }) => !destroyed)) {
        for (const socket of sockets) if (!socket.destroyed) socket.write('\0')
        await attacker.wait(20)
      }
    },
  },
  {
    name: 'silent connections',
    does: 'opens 3000 connections and says nothing',
    refused: 'busy',
    run: async (attacker) => void (await attacker.connectAll(3000)),
  },
  {
    name: 'no frames',
    does: 'sends requests of HTTP, the hello of TLS and noise, 300 times',
    refused: 'frame',
    run: (attacker) =>
      attacker.flood(300, 1, (index) =>
        Buffer.from(['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02\0', '\xff'.repeat(1000)][index % 3] ?? '', 'latin1'),
      ),
  },
  {
    name: 'records without end',
    does: 'says 200 MB and sends as much as is taken, on 4 connections',
    refused: 'size',
    options: { recordTimeoutMs: 1000 },
    run: (attacker) => attacker.flood(4, 100, (index) => (index % 100 === 0 ? frame(HALF, 200 * MEGABYTE) : HALF)),
  },
  {
    name: 'empty frames',
    does: 'sends 800 000 frames of no bytes',
    refused: 'pickle',
    run: (attacker) => attacker.flood(8, 20, () => new Uint8Array(20_000)),
  },
  {
    name: 'calls',
    does: 'sends pickles that call os.system',
    refused: 'pickle',
    run: (attacker) => attacker.flood(4, 500, () => frame('cos\nsystem\n(X\x09\0\0\0touch /xtR.')),
  },
  {
    name: 'bombs of the memo',
    does: 'sends pickles of 500 bytes with 10^8 values, and of 700 KB with 45 GB of text',
    refused: 'pickle',
    run: (attacker) =>
      attacker.flood(4, 50, (index) => record('attack', { x: index % 10 === 0 ? longBomb() : bomb() })),
  },
  {
    name: 'very many values',
    does: 'sends 1 MB of empty lists, of marks, of lists within lists',
    refused: 'pickle',
    run: (attacker) => attacker.flood(4, 15, (index) => frame(`${[']', '(', ']a'][index % 3] ?? ''}`.repeat(400_000))),
  },
  {
    name: 'keys of prototypes',
    does: 'sends attributes and dicts named __proto__, constructor and getMessage',
    takes: 200,
    run: (attacker) => {
      const evil = Buffer.concat([Buffer.from('}('), text('polluted'), Buffer.from('I01\nu')])
      const nested = Buffer.concat([
        Buffer.from('}('),
        text('__proto__'),
        evil,
        text('constructor'),
        evil,
        Buffer.from('u'),
      ])
      const more = Object.fromEntries([['__proto__', evil], ['constructor', evil], ['getMessage', evil], ['x', nested]]) // prettier-ignore
      return attacker.flood(4, 50, () => record('attack', more))
    },
  },
  {
    name: 'very many loggers',
    does: 'sends 20 000 records of as many loggers, nested',
    takes: 20_000,
    run: (attacker) => attacker.flood(4, 5000, (index) => record(`attack.${index}.a.b.c`)),
  },
  {
    name: 'records that take long',
    does: 'sends records without a pause that keep a handler busy for 1 ms each, on 20 connections',
    isSlow: true,
    takes: 1000,
    run: (attacker) => attacker.flood(20, 10, () => Buffer.concat(Array.from({ length: 10 }, () => record('attack')))),
  },
  {
    name: 'broken off',
    does: 'breaks off 1000 records before their last byte',
    refused: 'aborted',
    async run(attacker) {
      for (let round = 0; round < 20; round++) {
        const sockets = await attacker.connectAll(50)
        await Promise.all(sockets.map((socket) => attacker.write(socket, record('attack').subarray(0, -1))))
        for (const socket of sockets) socket.destroy()
      }
    },
  },
]
