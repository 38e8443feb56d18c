import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import * as net from 'node:net'
import { expect, test } from 'vitest'
import { lastSend } from './lastSend.js'

const MS = 30_000
const chunks = ['one', 'two', 'three'].map((text) => Buffer.from(text))

async function listening(server: net.Server, ...where: [number, string]): Promise<number> {
  server.listen(...where)
  await once(server, 'listening')
  return (server.address() as net.AddressInfo).port
}

test('sends over TCP while this thread stands still', async () => {
  let text = ''
  const server = net.createServer((socket) => socket.on('data', (data) => (text += String(data))))
  const port = await listening(server, 0, '127.0.0.1')
  expect(lastSend({ kind: 'tcp', options: { host: '127.0.0.1', port } }, chunks, MS)).toBe(3)
  const [socket] = (await once(server, 'connection')) as [net.Socket]
  await once(socket, 'end')
  expect(text).toBe('onetwothree')
  server.close()
})

test.each([
  ['udp4', '127.0.0.1', 0],
  ['udp6', '::1', 0],
  ['udp4', 'localhost', 4],
] as const)('sends by %s to %s', async (type, host, family) => {
  const socket = createSocket(type).bind(0, type === 'udp4' ? '127.0.0.1' : '::1')
  await once(socket, 'listening')
  const { port } = socket.address()
  expect(lastSend({ kind: 'udp', options: { host, port, family } }, chunks, MS)).toBe(3)
  const texts: string[] = []
  while (texts.length < 3) texts.push(String(((await once(socket, 'message')) as [Buffer])[0]))
  expect(texts).toEqual(['one', 'two', 'three'])
  socket.close()
})

test('counts nothing where nobody listens, the name is none, or the options cannot be handed over', async () => {
  const server = net.createServer()
  const port = await listening(server, 0, '127.0.0.1')
  await new Promise((resolve) => server.close(resolve))
  expect(lastSend({ kind: 'tcp', options: { host: '127.0.0.1', port } }, chunks, MS)).toBe(0)
  expect(lastSend({ kind: 'udp', options: { host: 'nowhere.invalid', port, family: 0 } }, chunks, MS)).toBe(0)
  expect(lastSend({ kind: 'tls', options: { port, checkServerIdentity: () => undefined } }, chunks, MS)).toBe(0)
})

test('gives up where a peer takes the connection and never begins with TLS', async () => {
  const server = net.createServer((socket) => socket.on('error', () => undefined))
  const port = await listening(server, 0, '127.0.0.1')
  expect(lastSend({ kind: 'tls', options: { host: '127.0.0.1', port } }, chunks, MS)).toBe(0)
  server.close()
})
