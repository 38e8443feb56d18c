// CPython's SocketHandler, DatagramHandler and HTTPHandler send; what comes out of our receivers is compared with what Python's
// own `makeLogRecord(pickle.loads(...))` gives.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect as tlsConnect } from 'node:tls'
import { getLogger, Handler, type LogRecord } from '@treeline/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver } from '../../../packages/receiver/src/index.js'
import { DatagramReceiver, type Dropped, listener, SocketReceiver } from '../../../packages/receiver/src/node.js'
import { certificateTexts } from '../../tools/certificate.js'
import { pythonPath } from '../python.js'
import { count, seed } from '../seed.js'
import { describeValue } from './describe.js'

class Collector extends Handler {
  readonly records: LogRecord[] = []

  override emit(record: LogRecord): void {
    this.records.push(record)
  }
}

/** A record as Python describes it, or null for one that is refused. */
type Sent = readonly (readonly [attribute: string, value: unknown])[] | null

const COUNT = count(2000)
let collector: Collector
let folder: string

beforeEach(() => {
  collector = new Collector()
  getLogger().addHandler(collector)
  folder = mkdtempSync(join(tmpdir(), 'treeline-receivers-'))
})

afterEach(() => {
  getLogger().removeHandler(collector)
  collector.close()
  getLogger().manager.loggerDict.clear()
  rmSync(folder, { recursive: true })
})

interface Run {
  readonly way: object
  readonly count: number
  /** Returns how many have come. */
  readonly arrived: () => number
}

/** Lets Python send. Resolves with what it sent, when all of it has come. */
async function send({ way, count: records, arrived }: Run): Promise<Sent[]> {
  const child = spawn(pythonPath(), [new URL('send.py', import.meta.url).pathname], {
    env: { ...process.env, PYTHONIOENCODING: 'utf-8:surrogatepass' },
  })
  const exited = once(child, 'exit')
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  child.stdin.write(`${JSON.stringify({ way, seed, count: records, raise: true })}\n`)
  let sent: Sent[] | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, number] = line.split(' ')
    if (word !== 'sync') {
      sent = JSON.parse(line) as Sent[]
      continue
    }
    while (arrived() < Number(number)) await new Promise((resolve) => setTimeout(resolve, 1))
    child.stdin.write('\n')
  }
  await exited
  expect(stderr, `seed ${seed}`).toBe('')
  while (arrived() < sent!.length) await new Promise((resolve) => setTimeout(resolve, 1))
  return sent!
}

/** The attributes of a record. */
function described(record: LogRecord): object {
  const keys = Object.keys(record).filter((key) => record[key] !== undefined)
  return Object.fromEntries(keys.map((key) => [key, describeValue(record[key])]))
}

interface Stoppable {
  start(): Promise<void>
  stop(): Promise<void>
  readonly port?: number | undefined
  stats(): { records: number; failed: number; refused: Partial<Record<string, number>> }
}

async function compare(receiver: Stoppable, wayOf: (port: number | undefined) => object): Promise<void> {
  await receiver.start()
  const arrived = (): number => receiver.stats().records + (receiver.stats().refused['pickle'] ?? 0)
  const sent = await send({ way: wayOf(receiver.port), count: COUNT, arrived })
  await receiver.stop()
  const taken = sent.filter((record) => record !== null)
  expect(receiver.stats()).toMatchObject({ records: taken.length, failed: 0 })
  expect(receiver.stats().refused).toEqual({ pickle: sent.length - taken.length })
  expect(taken.length).toBeGreaterThan(COUNT / 2)
  expect(collector.records).toHaveLength(taken.length)
  for (const [index, record] of collector.records.entries()) {
    expect(described(record), `seed ${seed}, record ${index}`).toEqual(Object.fromEntries(taken[index]!))
  }
}

const quiet = { port: 0, onError: (): void => {} }

test('SocketHandler over TCP', () =>
  compare(new SocketReceiver(quiet), (port) => ({ kind: 'tcp', host: 'localhost', port })))

test('SocketHandler over IPv6', () =>
  compare(new SocketReceiver({ ...quiet, host: '::1' }), (port) => ({ kind: 'tcp', host: '::1', port })))

test('SocketHandler over a unix socket', () => {
  const path = join(folder, 'log.sock')
  return compare(new SocketReceiver({ path, onError: () => {} }), () => ({ kind: 'unix', path }))
})

test('SocketHandler over TLS', () => {
  const cafile = join(folder, 'cert.pem')
  const tls = certificateTexts()
  writeFileSync(cafile, tls.cert)
  return compare(new SocketReceiver({ ...quiet, tls }), (port) => ({ kind: 'tls', port, cafile }))
})

test('what does not speak TLS, or does not go on, is dropped', async () => {
  const dropped: string[] = []
  const receiver = new SocketReceiver({
    port: 0,
    tls: certificateTexts(),
    recordTimeoutMs: 500,
    onError: (error) => void dropped.push((error as Dropped).reason),
  })
  await receiver.start()
  const plain = connect(receiver.port!, '127.0.0.1')
  const silent = connect(receiver.port!, '127.0.0.1')
  const speaking = tlsConnect({ port: receiver.port!, host: '127.0.0.1', rejectUnauthorized: false })
  plain.write('\0\0\0\x01N')
  const closed = [plain, silent, speaking].map((socket) => {
    socket.on('error', () => {}).resume()
    return new Promise((resolve) => socket.once('close', resolve))
  })
  await Promise.all(closed)
  expect(dropped.toSorted()).toEqual(['timeout', 'timeout', 'tls'])
  expect(receiver.stats()).toMatchObject({ connections: 0, refused: { tls: 1, timeout: 2 } })
  await receiver.stop()
})

test('DatagramHandler over UDP', () =>
  compare(new DatagramReceiver(quiet), (port) => ({ kind: 'udp', host: 'localhost', port })))

test('DatagramHandler over IPv6', () =>
  compare(new DatagramReceiver({ ...quiet, host: '::1' }), (port) => ({ kind: 'udp6', host: '::1', port })))

test('DatagramHandler at a unix socket', () => {
  const path = join(folder, 'log.sock')
  return compare(new DatagramReceiver({ path, onError: () => {} }), () => ({ kind: 'udp', host: path, port: null }))
})

test.each(['GET', 'POST'])('HTTPHandler by %s', async (method) => {
  const errors: string[] = []
  const onError = (error: Error): void => void errors.push(error.message)
  const receiver = new Receiver({ prefix: '', acceptGet: true, newlines: 'keep', rate: null, onError })
  const server = createServer({ maxHeaderSize: 262_144 }, listener(receiver))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const way = { kind: 'http', port, method, url: method === 'GET' ? '/log?x=1' : '/log' }
  const arrived = (): number => receiver.stats().records + errors.length
  const sent = await send({ way, count: Math.min(COUNT, 500), arrived })
  server.closeAllConnections()
  server.close()
  expect(errors, `seed ${seed}`).toEqual([])
  expect(collector.records).toHaveLength(sent.length)
  for (const [index, record] of collector.records.entries()) {
    const found = sent[index]!.map(([key]) => [key, describeValue(record[key] ?? null)])
    expect(Object.fromEntries(found), `seed ${seed}, record ${index}`).toEqual(Object.fromEntries(sent[index]!))
  }
})
