// A peer that takes the connection and reads nothing: the program ends all the same, and says what was not delivered.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { runProgram } from './tools/program.js'

test.each([
  ['SocketHandler', (port: number) => `new handlers.SocketHandler('127.0.0.1', ${port})`],
  [
    'SysLogHandler',
    (port: number) =>
      `new handlers.SysLogHandler({ address: ['127.0.0.1', ${port}], socktype: handlers.SOCK_STREAM, framing: 'lf' })`,
  ],
])('%s: return from main', async (name, made) => {
  const server = createServer({ pauseOnConnect: true }, (socket) => socket.on('error', () => {}))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await runProgram(`// Standard streams that are open keep nothing alive.
console.log('hello', process.stdin.isTTY)
const handler = ${made(port)}
log.addHandler(handler)
log.error('the first makes the connection')
await handler.flush()
// More than the buffers of both ends have room for.
for (let i = 0; i < 200; i++) log.error('%d %s', i, 'x'.repeat(60_000))`)
  expect(code).toBe(0)
  expect(stderr).toMatch(
    new RegExp(`<${name} 127\\.0\\.0\\.1:${port} .*the process ended before \\d+ records were delivered`),
  )
})
