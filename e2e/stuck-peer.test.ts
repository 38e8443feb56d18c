// A peer that takes the connection and reads nothing: the program ends all the same, and says what was not delivered.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const dist = resolve(import.meta.dirname, '../packages/treeline/dist')
const moduleUrl = (name: string): string => JSON.stringify(pathToFileURL(join(dist, name)).href)

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
  const folder = mkdtempSync(join(tmpdir(), 'treeline-stuck-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'program.mjs')
  const { port } = server.address() as AddressInfo
  writeFileSync(
    file,
    `import * as logging from ${moduleUrl('node.js')}
import * as handlers from ${moduleUrl('handlers.node.js')}
const handler = ${made(port)}
logging.getLogger().addHandler(handler)
const log = logging.getLogger('app')
log.error('the first makes the connection')
await handler.flush()
// More than the buffers of both ends have room for.
for (let i = 0; i < 200; i++) log.error('%d %s', i, 'x'.repeat(60_000))
`,
  )
  const child = spawn(process.execPath, [file])
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => void (stderr += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  expect(code).toBe(0)
  expect(stderr).toMatch(
    new RegExp(`<${name} 127\\.0\\.0\\.1:${port} .*the process ended before \\d+ records were delivered`),
  )
})
