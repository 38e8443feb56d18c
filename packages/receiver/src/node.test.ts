import { getLogger, Handler, type LogRecord } from '@treeline/core'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import * as http2 from 'node:http2'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver, type ReceiverOptions } from './index.js'
import { listener } from './node.js'

class Collector extends Handler {
  readonly records: LogRecord[] = []

  override emit(record: LogRecord): void {
    this.records.push(record)
  }
}

let collector: Collector
let server: Server
let port: number
let target: Receiver

beforeEach(() => {
  collector = new Collector()
  getLogger('wire').addHandler(collector)
  getLogger('wire').propagate = false
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (name.startsWith('wire')) loggerDict.delete(name)
  collector.close()
})

async function serve(options: ReceiverOptions = {}): Promise<string> {
  target = new Receiver({ prefix: 'wire', ...options })
  server = createServer(listener(target))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  return `http://127.0.0.1:${port}/records?x=1`
}

function batch(count: number, text = 'm'): string {
  const lines = [JSON.stringify({ treeline: 1, src: 'p', batch: `p:1-${count}`, first: 1, last: count, count })]
  for (let seq = 1; seq <= count; seq++) {
    lines.push(JSON.stringify({ seq, name: 'a', levelno: 20, levelname: 'INFO', msg: `${text}${seq}`, created: 1.5e9 }))
  }
  return lines.join('\n')
}

const TEXT = { 'content-type': 'text/plain;charset=utf-8' }

async function raw(...parts: string[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  for (const part of parts) socket.write(part)
  return socket
}

test('a batch comes in over HTTP, with the address of the client', async () => {
  const url = await serve({ fields: (_, { address }) => ({ address }) })
  const response = await fetch(url, { method: 'POST', body: batch(1000, 'ü€😀'.repeat(20)), headers: TEXT })
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect(collector.records).toHaveLength(1000)
  expect(collector.records[999]).toMatchObject({
    name: 'wire.a',
    msg: `${'ü€😀'.repeat(20)}1000`,
    address: '127.0.0.1',
  })
})

test('nobody listens to a request any more whose body is there', async () => {
  const url = await serve()
  const requests: IncomingMessage[] = []
  server.prependListener('request', (request: IncomingMessage) => void requests.push(request))
  expect((await fetch(url, { method: 'POST', body: batch(1), headers: TEXT })).status).toBe(204)
  const [request] = requests
  const left = ['readable', 'end', 'error', 'close'].flatMap((event) =>
    request!.listeners(event).map(({ name }) => name),
  )
  expect(left.filter((name) => ['readable', 'finish', 'fail'].includes(name))).toEqual([])
})

test('same origin is told by the Host header; a page elsewhere gets 403, its preflight too', async () => {
  const url = await serve()
  const send = (origin: string, method = 'POST'): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { ...TEXT, origin, 'access-control-request-method': 'POST' }
      request(url, { method, headers }, (res: IncomingMessage) => resolve(res.resume().statusCode!))
        .on('error', reject)
        .end(method === 'POST' ? batch(1) : undefined)
    })
  expect(await send(`http://127.0.0.1:${port}`)).toBe(204)
  expect(await send('http://127.0.0.1:1')).toBe(403)
  expect(await send(`http://127.0.0.1:${port}`, 'OPTIONS')).toBe(204)
  expect(await send('http://127.0.0.1:1', 'OPTIONS')).toBe(403)
})

test('a target that names another host does not make that host the same origin', async () => {
  await serve()
  for (const path of ['//evil.example/x', 'http://evil.example/x']) {
    const body = batch(1)
    const socket = await raw(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://evil.example\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
    expect(await text(socket)).toMatch(/^HTTP\/1.1 403 /)
  }
})

async function text(socket: Socket): Promise<string> {
  let received = ''
  for await (const chunk of socket) received += String(chunk)
  return received
}

test('a body that is too long is answered 413, and the connection goes on when the rest is short', async () => {
  await serve({ maxBodyBytes: 1000 })
  const long = 'x'.repeat(100_000)
  const good = batch(1)
  const head = (length: number, more = ''): string =>
    `POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n${more}\r\n`
  const socket = await raw(head(long.length), long, head(good.length, 'Connection: close\r\n'), good)
  expect((await text(socket)).match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 204'])
})

test.each([140_000, 200_000, 900_000])(
  'a refused body of %d bytes does not hold up the next request of its connection',
  async (length) => {
    await serve()
    const good = batch(1)
    const head = (type: string, size: number, more = ''): string =>
      `POST / HTTP/1.1\r\nHost: h\r\nContent-Type: ${type}\r\nContent-Length: ${size}\r\n${more}\r\n`
    const socket = await raw(
      head('image/png', length),
      'x'.repeat(length),
      head('text/plain', good.length, 'Connection: close\r\n'),
      good,
    )
    expect((await text(socket)).match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 415', 'HTTP/1.1 204'])
    expect(collector.records).toHaveLength(1)
  },
)

test('an answer to a body of unknown length is read whole, though the connection ends with bytes unread', async () => {
  await serve({ maxBodyBytes: 1000 })
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`
  const socket = await raw(
    'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n',
    chunk.repeat(20),
  )
  await once(socket, 'readable')
  socket.write(`${chunk.repeat(5)}0\r\n\r\n`)
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
  expect(answer).toMatch(/\r\nconnection: close\r\n/i)
  expect(answer).toMatch(/the body is longer than 1000 bytes$/)
})

test('thousands of requests at once on one connection are answered in order, and let another connection come in', async () => {
  await serve({ rate: null })
  const request = (text: string): string => {
    const body = batch(1, text)
    return `POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  }
  const other = await raw()
  const many = Array.from({ length: 1000 }, (_, i) => request(`many ${i} `)).join('')
  // The last one comes in two pieces.
  const socket = await raw(many.slice(0, -5))
  other.write(request('other '))
  await once(other, 'data')
  expect(collector.records.length).toBeLessThan(1000)
  socket.write(many.slice(-5))
  let answers = ''
  for await (const chunk of socket) {
    answers += String(chunk)
    // Each answer ends with an empty line.
    if (answers.split('\r\n\r\n').length === 1001) break
  }
  const found = collector.records.map(({ msg }) => msg).filter((msg) => msg !== 'other 1')
  expect(found).toEqual(Array.from({ length: 1000 }, (_, i) => `many ${i} 1`))
  other.destroy()
})

test('very many connections at once are all answered', async () => {
  await serve({ rate: null })
  const slow = new Handler()
  slow.emit = () => {
    for (const end = performance.now() + 1; performance.now() < end;);
  }
  getLogger('wire').addHandler(slow)
  const send = (i: number): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: batch(1, `${i} `), headers: TEXT })
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => send(i)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
  expect(collector.records).toHaveLength(200)
  slow.close()
})

test('requests of HTTP/2 are taken side by side', async () => {
  await serve()
  const listen = listener(target)
  const h2 = http2.createServer((req, res) => listen(req as never, res as never))
  h2.listen(0, '127.0.0.1')
  await once(h2, 'listening')
  const client = http2.connect(`http://127.0.0.1:${(h2.address() as AddressInfo).port}`)
  const open = (): http2.ClientHttp2Stream =>
    client.request({ ':method': 'POST', ':path': '/', 'content-type': 'text/plain' })
  // The first one does not end before the second is answered.
  const first = open()
  first.write(batch(1, 'first ').slice(0, 20))
  const second = open()
  second.end(batch(1, 'second '))
  const [answer] = (await once(second, 'response')) as [Record<string, unknown>]
  expect(answer[':status']).toBe(204)
  first.end(batch(1, 'first ').slice(20))
  const [late] = (await once(first, 'response')) as [Record<string, unknown>]
  expect(late[':status']).toBe(204)
  expect(collector.records.map(({ msg }) => msg)).toEqual(['second 1', 'first 1'])
  client.close()
  h2.close()
})

test('a body that is given up is answered 503, and its connection ends', async () => {
  await serve({ maxBodyBytes: 20_000, maxBytesInProgressPerAddress: 20_000 })
  const head = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 15000\r\n\r\n'
  const socket = await raw(head, 'x'.repeat(14_000))
  await once(server, 'request')
  const second = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: batch(1), headers: TEXT })
  expect(second.status).toBe(204)
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1.1 503 /)
  expect(answer).toMatch(/\r\nretry-after: 1\r\n/)
  expect(target.stats()).toMatchObject({ bytesInProgress: 0, refused: { busy: 1 } })
})

test('a body that takes too long is answered 408, and its connection ends', async () => {
  await serve({ bodyTimeoutMs: 50 })
  const socket = await raw('POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 15000\r\n\r\nx')
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 /)
  expect(target.stats().bytesInProgress).toBe(0)
})

test('a preflight with a body is answered, and the next request too', async () => {
  await serve()
  const long = 'x'.repeat(300_000)
  const socket = await raw(
    `OPTIONS / HTTP/1.1\r\nHost: h\r\nContent-Length: ${long.length}\r\n\r\n`,
    long,
    'OPTIONS / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx',
  )
  const answers: string[] = []
  for await (const chunk of socket) {
    answers.push(...(String(chunk).match(/HTTP\/1.1 \d+/g) ?? []))
    if (answers.length === 2) break
  }
  expect(answers).toEqual(['HTTP/1.1 204', 'HTTP/1.1 204'])
})

test('a body without end is answered and cut off', async () => {
  await serve({ maxBodyBytes: 1000 })
  const socket = await raw(
    'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n',
  )
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
  let answer = ''
  let sent = 0
  socket.on('error', () => {})
  socket.on('data', (data) => (answer += String(data)))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const pump = (): void => {
    while (!socket.destroyed && socket.writable && sent < 2000) {
      sent++
      if (!socket.write(chunk)) return void socket.once('drain', pump)
    }
  }
  pump()
  await closed
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
  expect(sent).toBeLessThan(2000)
})

test('a request that is broken off leaves nothing behind', async () => {
  await serve()
  const refused = new Promise<void>((resolve) => {
    const { handle } = target
    target.handle = async (...args) => {
      const response = await handle.apply(target, args)
      resolve()
      return response
    }
  })
  const body = batch(3)
  const socket = await raw(
    `POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, -5)}`,
  )
  await once(server, 'request').catch(() => {})
  socket.destroy()
  await refused
  expect(target.stats()).toMatchObject({ records: 0, refused: { aborted: 1 } })
})

test('a body that a parser before us has read is answered, not waited for', async () => {
  target = new Receiver({ prefix: 'wire' })
  const listen = listener(target)
  server = createServer((req, res) => {
    req.resume()
    req.on('end', () => setImmediate(listen, req, res))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: batch(1), headers: TEXT })
  expect(response.status).toBe(500)
  expect(await response.text()).toContain('was read before')
})

test('requests that no Request can be made of are answered 400', async () => {
  await serve()
  const bad = [
    'POST / HTTP/1.1\r\nHost: a b\r\n',
    'TRACE / HTTP/1.1\r\nHost: h\r\n',
    'POST / HTTP/1.1\r\nHost: u@h\r\n',
  ]
  for (const head of bad) {
    const socket = await raw(`${head}Content-Length: 0\r\nConnection: close\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /)
  }
})

test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s is answered 405, and its connection goes on', async (method) => {
  const url = await serve()
  const response = await fetch(url, { method })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
  expect(await response.text()).toBe(method === 'HEAD' ? '' : 'send records by POST')
})

test('options make a receiver of their own', async () => {
  server = createServer(listener({ prefix: 'wire', acceptGet: true }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  const response = await fetch(`http://127.0.0.1:${port}/?name=py&msg=%25s&args=%28%27x%27%2C%29&levelno=30`)
  expect(response.status).toBe(204)
  expect(collector.records.map((r) => [r.name, r.levelname, r.msg])).toEqual([['wire.py', 'WARNING', 'x']])
})

test.each(['page', null])('%j in place of options is refused', (options) => {
  expect(() => listener(options as never)).toThrow(/^Receiver: unknown option .*; did you mean \{ prefix: /)
})
