import { once } from 'node:events'
import * as http from 'node:http'
import type * as net from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isRefused, lastUpload, type Upload, upload, UploadError } from './upload.js'

let server: http.Server
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function serve(listener: http.RequestListener): Promise<Upload> {
  server = http.createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return { url: new URL(`http://127.0.0.1:${port}/upload?a=1`), tls: {}, timeoutMs: 60_000 }
}

test('entries are posted as what they are', async () => {
  let seen: unknown
  const target = await serve(async ({ method, url, headers }, response) => {
    seen = [method, url, headers['content-type'], headers['content-length']]
    response.writeHead(202).end('OK.\n')
  })
  await upload(target, Buffer.from('MESSAGE=x\n\n'))
  expect(seen).toEqual(['POST', '/upload?a=1', 'application/vnd.fdo.journal', '11'])
})

test.each([
  [400, 'Failed to parse\n', 'the journal answered 400: Failed to parse', true],
  [413, '', 'the journal answered 413', true],
  [408, 'late', 'the journal answered 408: late', false],
  [429, '', 'the journal answered 429', false],
  [500, 'x'.repeat(2000), `the journal answered 500: ${'x'.repeat(200)}`, false],
  [301, '', 'the journal answered 301', false],
])('the answer %d %j is told, and is for good: %4$s', async (status, text, message, isForGood) => {
  const target = await serve((request, response) => {
    request.resume()
    response.writeHead(status).end(text)
  })
  const error = await upload(target, Buffer.from('x')).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(UploadError)
  expect(error).toMatchObject({ name: 'UploadError', message, status })
  expect(isRefused(error)).toBe(isForGood)
})

test('a server that does not answer is given up', async () => {
  const target = await serve(() => undefined)
  await expect(upload({ ...target, timeoutMs: 20 }, Buffer.from('x'))).rejects.toThrow('no answer within 20 ms')
  expect(isRefused(new Error('no answer'))).toBe(false)
})

test('at the end of the process the request is bytes', async () => {
  const target = await serve(() => undefined)
  const upTo = (url: string): Upload => ({ ...target, url: new URL(url) })
  const { target: plain, bytes } = lastUpload(upTo('http://h:19532/upload?a=1'), Buffer.from('x\n'))
  expect(plain).toEqual({ kind: 'tcp', options: { host: 'h', port: 19532 } })
  expect(Buffer.from(bytes).toString()).toBe(
    'POST /upload?a=1 HTTP/1.1\r\nHost: h:19532\r\nContent-Type: application/vnd.fdo.journal\r\nContent-Length: 2\r\n' +
      'Connection: close\r\n\r\nx\n',
  )
  expect(lastUpload(upTo('https://[::1]/u'), bytes).target).toEqual({
    kind: 'tls',
    options: { servername: '::1', host: '::1', port: 443 },
  })
  expect(lastUpload(upTo('http://h/u'), bytes).target.options).toEqual({ host: 'h', port: 80 })
})

test('an answer is read to the length that it tells', async () => {
  const target = await serve((request, response) => {
    request.resume()
    response.writeHead(500)
    response.write(`${' '.repeat(150)}x`)
    response.end('y'.repeat(2000))
  })
  const error = (await upload(target, Buffer.from('x')).catch((reason: unknown) => reason)) as UploadError
  expect(error.message).toBe(`the journal answered 500: ${`${' '.repeat(150)}x${'y'.repeat(49)}`.trim()}`)
})

test.each([
  [200, true],
  [299, true],
  [300, false],
])('the status %d means that entries were taken: %j', async (status, isTaken) => {
  const target = await serve((request, response) => {
    request.resume()
    response.writeHead(status).end()
  })
  const outcome = await upload(target, Buffer.from('x')).catch((reason: unknown) => reason)
  expect(outcome instanceof UploadError).toBe(!isTaken)
})
