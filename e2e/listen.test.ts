import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pythonPath } from './conformance/python.js'

// A server as an application has it; a line on standard input asks it for the levels and makes it log.
const SERVER = `
import * as logging from 'treeline'
import { listen, stopListening } from 'treeline/config'
import { createInterface } from 'node:readline'

const [, , secret, timeoutMs] = process.argv
const verify = secret === '' ? null : (bytes) => {
  const text = new TextDecoder().decode(bytes)
  return text.startsWith(secret) ? new TextEncoder().encode(text.slice(secret.length)) : null
}
const listener = listen(0, { verify, maxBytes: 10_000, timeoutMs: Number(timeoutMs) })
listener.start()
await listener.ready
console.log(String(listener.port))
for await (const line of createInterface({ input: process.stdin })) {
  const app = logging.getLogger('app')
  app.info('line %s', line)
  console.log(JSON.stringify([logging.getLogger().level, app.level, app.handlers.map((handler) => handler.name)]))
}
await stopListening()
await listener.join()
`

// What Python's documentation gives as the client.
const CLIENT = `
import json, socket, struct, sys
port, length, text = json.load(sys.stdin)
data = text.encode('utf-8')
s = socket.create_connection(('127.0.0.1', port))
s.sendall(struct.pack('>L', len(data) if length is None else length) + data)
try:
    s.settimeout(300)
    while s.recv(100):
        pass
except ConnectionResetError:
    pass
s.close()
`

const DICT = JSON.stringify({
  version: 1,
  formatters: { f: { format: 'dict %(levelname)s %(message)s' } },
  handlers: { one: { class: 'logging.StreamHandler', formatter: 'f' } },
  loggers: { app: { level: 'INFO', handlers: ['one'] } },
})

const INI = `[loggers]
keys=root,app
[handlers]
keys=two
[formatters]
keys=f
[logger_root]
level=ERROR
handlers=
[logger_app]
level=DEBUG
handlers=two
qualname=app
[handler_two]
class=StreamHandler
args=(sys.stderr,)
formatter=f
[formatter_f]
format=ini %(levelname)s %(message)s
`

let folder: string
let server: ChildProcess
let lines: AsyncIterator<string>
let stderr: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-listen-'))
})
afterEach(() => {
  server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the server and gives its port. A client's message has to be there within `timeoutMs`. */
async function start({ secret = '', timeoutMs = 300_000 } = {}): Promise<number> {
  writeFileSync(
    join(folder, 'server.mjs'),
    SERVER.replaceAll(/'(treeline[/\w]*)'/g, (_, name: string) => `'${entry(name)}'`),
  )
  server = spawn(process.execPath, ['server.mjs', secret, String(timeoutMs)], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  stderr = ''
  server.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  lines = createInterface({ input: server.stdout! })[Symbol.asyncIterator]()
  return Number(await nextLine())
}

/** The file that the package's `exports` name for Node. */
function entry(name: string): string {
  return resolve('packages/treeline/dist', name === 'treeline' ? 'node.js' : 'config.node.js')
}

async function nextLine(): Promise<string> {
  return (await lines.next()).value as string
}

/** Makes the server log a line, and gives root's level, the logger's, and the names of its handlers. */
async function ask(line: string): Promise<unknown> {
  server.stdin!.write(`${line}\n`)
  return JSON.parse(await nextLine())
}

/** Ends the server and gives its exit code, once all that it wrote has come. */
function finish(): Promise<unknown> {
  const code = new Promise((resolve) => server.on('close', resolve))
  server.stdin!.end()
  return code
}

function send(port: number, text: string, length: number | null = null): void {
  const client = spawnSync(pythonPath(), ['-c', CLIENT], {
    input: JSON.stringify([port, length, text]),
    encoding: 'utf8',
  })
  expect(client.stderr).toBe('')
}

const BEFORE = [30, 0, []]

test("CPython's client configures by dictConfig and by fileConfig", async () => {
  const port = await start()
  expect(await ask('0')).toEqual(BEFORE)
  send(port, DICT)
  expect(await ask('1')).toEqual([30, 20, ['one']])
  send(port, INI)
  expect(await ask('2')).toEqual([40, 10, ['two']])
  expect(await finish()).toBe(0)
  expect(stderr).toBe('dict INFO line 1\nini INFO line 2\n')
})

test('garbage and oversize messages change nothing', async () => {
  const port = await start()
  send(port, 'garbage')
  send(port, `${INI}\n# ${'x'.repeat(10_000)}`)
  send(port, DICT.replace('StreamHandler', 'NopeHandler'))
  expect(await ask('0')).toEqual(BEFORE)
  send(port, DICT)
  expect(await ask('1')).toEqual([30, 20, ['one']])
  await finish()
  for (const said of ['no section headers', '10000 are allowed', 'NopeHandler']) expect(stderr).toContain(said)
})

test('a message that stays behind its length changes nothing', async () => {
  const port = await start({ timeoutMs: 500 })
  send(port, DICT, DICT.length + 10)
  expect(await ask('0')).toEqual(BEFORE)
  expect(await finish()).toBe(0)
  expect(stderr).toContain('it took more than 500 ms')
})

test('verify refuses, or gives the text to use', async () => {
  const port = await start({ secret: 'secret:' })
  send(port, DICT)
  expect(await ask('0')).toEqual(BEFORE)
  send(port, `secret:${DICT}`)
  expect(await ask('1')).toEqual([30, 20, ['one']])
  await finish()
  expect(stderr).toBe('dict INFO line 1\n')
})

test('a listener keeps no process alive, and the process ends while it listens', async () => {
  await start()
  expect(await finish()).toBe(0)
  const idle = `import { listen } from '${entry('treeline/config')}'; listen(0).start()`
  writeFileSync(join(folder, 'idle.mjs'), idle)
  const { status } = spawnSync(process.execPath, ['idle.mjs'], { cwd: folder, timeout: 300_000 })
  expect(status).toBe(0)
})
