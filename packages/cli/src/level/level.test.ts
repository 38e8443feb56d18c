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
})

test('the port is Python’s where none is given', () => {
  expect(DEFAULT_PORT).toBe(DEFAULT_LOGGING_CONFIG_PORT)
  expect(level.help).toContain(`listen(${DEFAULT_LOGGING_CONFIG_PORT}).start()`)
})

test('a level that is none changes nothing', async () => {
  getLogger('app').setLevel('INFO')
  settings.raiseExceptions = false
  expect(await main(['level', 'app', 'LOUD', '--port', port])).toBe(0)
  settings.raiseExceptions = true
  expect(getLogger('app').level).toBe(20)
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
