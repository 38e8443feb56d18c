import { getLogger, settings } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { DEFAULT_LOGGING_CONFIG_PORT, listen, stopListening } from '@treeline/node'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { main } from '../main.js'
import { DEFAULT_PORT, level } from './level.js'

let port: string

beforeEach(async () => {
  const listener = listen(0)
  listener.start()
  await listener.ready
  port = String(listener.port)
})
afterEach(async () => {
  await stopListening()
  resetLogging()
  vi.restoreAllMocks()
})

test('the level of a logger in a running program is set, and nothing else', async () => {
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const log = getLogger('app.db')
  const filters = [() => true]
  log.filters = filters
  expect(await main(['level', 'app.db', 'DEBUG', '--port', port])).toBe(0)
  expect([log.level, log.filters]).toEqual([10, filters])
  expect(await main(['level', '--port', port, 'app.db', '15'])).toBe(0)
  expect(log.level).toBe(15)
  expect(await main(['level', 'app.db', 'NOTSET', '--port', port])).toBe(0)
  expect(await main(['level', 'root', 'ERROR', '--port', port])).toBe(0)
  expect([log.level, getLogger().level]).toEqual([0, 40])
  // What is in effect: after NOTSET the level of the logger above.
  expect(said.mock.calls.map(([text]) => text)).toEqual([
    'app.db: DEBUG\n',
    'app.db: Level 15\n',
    'app.db: WARNING\n',
    'root: ERROR\n',
  ])
})

test('the port is Python’s where none is given', () => {
  expect(DEFAULT_PORT).toBe(DEFAULT_LOGGING_CONFIG_PORT)
  expect(level.help).toContain(`listen(${DEFAULT_LOGGING_CONFIG_PORT}).start()`)
})

test('a level that is none changes nothing, and is told', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  getLogger('app').setLevel('INFO')
  settings.raiseExceptions = false
  expect(await main(['level', 'app', 'LOUD', '--port', port])).toBe(1)
  expect(write).toHaveBeenCalledWith(expect.stringMatching(/^treeline level: refused: .*\n.*Unknown level: 'LOUD'/))
  settings.raiseExceptions = true
  expect(getLogger('app').level).toBe(20)
})

test('a program that does not answer, as Python’s, is taken at nothing', async () => {
  const server = createServer((socket) => socket.resume().end())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port: silent } = server.address() as { port: number }
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  expect(await main(['level', 'app', 'DEBUG', '--port', String(silent)])).toBe(0)
  expect(said).toHaveBeenCalledWith('sent; the program does not say whether it took it\n')
  await new Promise((done) => server.close(done))
})

test('where nobody listens, it says so', async () => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port: free } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(await main(['level', 'app', 'DEBUG', '--port', String(free)])).toBe(1)
  expect(write).toHaveBeenCalledWith(expect.stringContaining(`treeline level: port ${free}: connect ECONNREFUSED`))
})

test.each([[['app']], [['app', 'DEBUG', 'x']], [['app', 'DEBUG', '--port', 'x']], [['app', 'DEBUG', '--prot', '1']]])(
  '%j is refused',
  async (args) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(await main(['level', ...args])).toBe(2)
  },
)
