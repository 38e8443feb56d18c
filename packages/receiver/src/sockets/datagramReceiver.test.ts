import { getLogger, Handler, type LogRecord } from '@treeline/core'
import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatagramReceiver, type DatagramReceiverOptions } from '../node.js'

class Collector extends Handler {
  readonly records: LogRecord[] = []
  wake = (): void => {}

  override emit(record: LogRecord): void {
    this.records.push(record)
    this.wake()
  }

  async until(count: number): Promise<void> {
    while (this.records.length < count) await new Promise<void>((resolve) => (this.wake = resolve))
  }
}

let collector: Collector
let receiver: DatagramReceiver | undefined
let dropped: string[]

beforeEach(() => {
  collector = new Collector()
  dropped = []
  getLogger('py').addHandler(collector)
  getLogger('py').propagate = false
})

afterEach(async () => {
  await receiver?.abort()
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (name.startsWith('py')) loggerDict.delete(name)
  collector.close()
})

async function listen(options: DatagramReceiverOptions = {}): Promise<DatagramReceiver> {
  receiver = new DatagramReceiver({ port: 0, onError: (error) => void dropped.push(error.message), ...options })
  await receiver.start()
  return receiver
}

async function send(...datagrams: Uint8Array[]): Promise<void> {
  const { port, address, family } = receiver!.address as AddressInfo
  const socket = createSocket(family === 'IPv6' ? 'udp6' : 'udp4')
  for (const datagram of datagrams) {
    await new Promise<void>((resolve, reject) =>
      socket.send(datagram, port, address, (error) => (error ? reject(error) : resolve())),
    )
  }
  socket.close()
}

function text(value: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(Buffer.byteLength(value))
  return Buffer.concat([Buffer.from('X'), length, Buffer.from(value)])
}

function datagram(msg: string): Buffer {
  const attributes = [text('name'), text('py.udp'), text('levelno'), Buffer.from('K\x14'), text('msg'), text(msg)]
  const pickle = Buffer.concat([Buffer.from('}('), ...attributes, Buffer.from('u.')])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(pickle.length)
  return Buffer.concat([length, pickle])
}

test.each(['localhost', '127.0.0.1', '::1'])('records come in at %s', async (host) => {
  await listen({ host })
  await send(datagram('a'), datagram('b'))
  await collector.until(2)
  expect(collector.records.map(({ msg }) => msg)).toEqual(['a', 'b'])
  expect(collector.records[0]).toMatchObject({ name: 'py.udp', levelname: 'INFO' })
  expect(receiver!.port).toBe((receiver!.address as AddressInfo).port)
  await receiver!.stop()
  expect([receiver!.address, receiver!.port]).toEqual([undefined, undefined])
  await receiver!.start()
  await expect(receiver!.start()).rejects.toThrow('it was started before')
})

test('who sent a datagram is told to the function of fields', async () => {
  const peers: { address?: string | undefined; port?: number | undefined }[] = []
  await listen({
    fields: (peer) => {
      peers.push(peer)
      return { from: peer.address }
    },
  })
  await send(datagram('a'))
  await collector.until(1)
  expect(peers).toEqual([{ address: '127.0.0.1', port: expect.any(Number) as number }])
  expect(collector.records[0]).toMatchObject({ from: '127.0.0.1' })
})

test('what is no record is dropped and told', async () => {
  await listen({ maxRecordBytes: 100 })
  const cut = datagram('cut').subarray(0, -1)
  await send(
    Buffer.alloc(0),
    Buffer.from('abc'),
    cut,
    datagram('x'.repeat(200)),
    Buffer.from([0, 0, 0, 2, 78, 46]),
    Buffer.alloc(4),
    datagram('a'),
  )
  await collector.until(1)
  expect(dropped).toEqual([
    'a datagram is none of a DatagramHandler',
    'a datagram is none of a DatagramHandler',
    'a datagram is none of a DatagramHandler',
    expect.stringMatching(/^a record of \d+ bytes is longer than 100$/),
    'what came is no record: it is no dict of attributes',
    'a record cannot be read: it ends too early',
  ])
  expect(receiver!.stats()).toEqual({
    records: 1,
    dropped: 0,
    failed: 0,
    refused: { frame: 3, size: 1, record: 1, pickle: 1 },
  })
})

test('a port that is taken rejects the start', async () => {
  const { port } = await listen()
  const other = new DatagramReceiver({ port: port! })
  await expect(other.start()).rejects.toThrow('EADDRINUSE')
  // Nor is it started: it can be once the port is free.
  await receiver!.stop()
  await other.start()
  expect(other.port).toBe(port)
  await other.stop()
})

test('stopped before it listens, it does not listen', async () => {
  receiver = new DatagramReceiver({ port: 0 })
  const started = receiver.start()
  await expect(receiver.start()).rejects.toThrow('it was started before')
  await receiver.abort()
  await started
  expect(receiver.address).toBeUndefined()
})

test.each<[DatagramReceiverOptions, string]>([
  [{ pth: '/x' } as never, "DatagramReceiver: unknown option 'pth'; did you mean path?"],
  [{ path: '/x', host: 'localhost' }, 'path: expected without host and port'],
  [{ port: -1 }, 'port: expected a whole number from 0 to 65535, not -1'],
  [{ recvBufferSize: 0 }, 'recvBufferSize: expected a whole number from 1 to 2147483647, not 0'],
])('wrong options are refused: %j', (options, message) => {
  expect(() => new DatagramReceiver(options)).toThrow(message)
})
