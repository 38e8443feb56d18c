// Clients that leave at odd moments, and the lines of their requests.
import { once } from 'node:events'
import {
  createServer,
  request as ask,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import {
  connect as connectHTTP2,
  createServer as createHTTP2,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expressRequests, httpRequests } from '@treeline/server'
import express from 'express'
import { expect, test } from 'vitest'
import { fieldsOf, useLoggedServer } from './tools/loggedServer.js'

const { lines, linesOf, listening } = useLoggedServer()

const LEFT = { aborted: true, level: 'WARNING', hasStatus: false }

function said(count: number): Promise<unknown[]> {
  return linesOf(count).then((all) =>
    all.map((line) => {
      const { aborted, status } = fieldsOf(line)
      return { aborted, level: line.levelname, hasStatus: status !== undefined }
    }),
  )
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** What an application does with an upload that breaks off. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'after a loop that throws': async (request, response) => {
    try {
      for await (const _ of request);
    } catch {
      response.statusCode = 400
    }
    response.end('x')
  },
  'at an error': (request, response) => request.on('error', () => response.end('x')).resume(),
  'at the close': (request, response) => request.on('close', () => response.end('x')).resume(),
  'at the abort': (request, response) => request.on('aborted', () => response.end('x')).resume(),
}

const SERVERS: Readonly<Record<string, (answer: Answer) => RequestListener>> = {
  http: (answer) => httpRequests(answer),
  express: (answer) => express().use(expressRequests()).use(answer),
}

const cases = Object.keys(SERVERS).flatMap((server) => Object.keys(ANSWERS).map((when) => [server, when] as const))

test.each(cases)('%s: an upload that breaks off is aborted, whatever is answered %s', async (server, when) => {
  const address = await listening(createServer(SERVERS[server]!(ANSWERS[when]!)))
  const upload = ask(address, { method: 'POST', headers: { 'content-length': 1000 } }).on('error', () => {})
  upload.write('begins')
  await pause(50)
  upload.destroy()
  expect(await said(1)).toMatchObject([{ aborted: true, level: 'WARNING' }])
})

test('pipelined requests have a line each when the client leaves before its answers', async () => {
  let asked = 0
  const address = await listening(createServer(httpRequests(() => void asked++)))
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  socket.write('GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c HTTP/1.1\r\nHost: x\r\n\r\n')
  while (asked < 3) await pause(5)
  socket.destroy()
  expect(await said(3)).toEqual([LEFT, LEFT, LEFT])
  expect(lines().map((line) => fieldsOf(line)['path'])).toEqual(['/a', '/b', '/c'])
  await pause(50)
  expect(lines().length).toBe(3)
})

test('the bytes of a pipelined answer are its own, or not known', async () => {
  const address = await listening(
    createServer(httpRequests((request, response) => response.end(request.url!.repeat(50)))),
  )
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  let received = ''
  socket.on('data', (data) => (received += data.toString()))
  socket.write('GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /bbb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await once(socket, 'close')
  const [first, second] = await linesOf(2)
  expect(fieldsOf(first!)['bytes']).toBe(received.indexOf('HTTP/1.1', 1))
  expect(fieldsOf(second!)['bytes']).toBe(undefined)
})

test('streams of HTTP/2 that are reset, before an answer and within it, are aborted', async () => {
  const server = createHTTP2(
    httpRequests((request: Http2ServerRequest, response: Http2ServerResponse) => {
      if (request.url === '/never') return
      if (request.url === '/part') response.write('x')
      else response.end('x')
    }),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connectHTTP2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).on('error', () => {})
  for (const [path, code] of [['/ok'], ['/never', 8], ['/part', 8], ['/never', 0]] as const) {
    const stream = client.request({ ':path': path }).on('error', () => {})
    stream.resume()
    if (code !== undefined) setTimeout(() => stream.close(code), 50)
    await once(stream, 'close')
  }
  const last = client.request({ ':path': '/never' }).on('error', () => {})
  setTimeout(() => client.destroy(), 50)
  await once(last, 'close')
  expect(await said(5)).toEqual([
    { aborted: false, level: 'INFO', hasStatus: true },
    LEFT,
    { aborted: true, level: 'WARNING', hasStatus: true },
    LEFT,
    LEFT,
  ])
  server.close()
})
