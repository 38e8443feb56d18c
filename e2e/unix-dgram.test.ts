// Without the optional package unix-dgram, what needs it says how to get it.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatagramReceiver } from '../packages/receiver/dist/node.js'

const folder = mkdtempSync(join(tmpdir(), 'treeline-unix-dgram-'))
const path = join(folder, 'log')
const handlers = new URL('../packages/treeline/dist/handlers.node.js', import.meta.url).href
let socket: { bind(path: string): void; close(): void }

beforeAll(() => {
  socket = createRequire(import.meta.url)('unix-dgram').createSocket('unix_dgram', () => undefined)
  socket.bind(path)
})
afterAll(() => {
  socket.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a program for which the package is not installed. */
function run(program: string): { status: number | null; stderr: string } {
  const hide = `
    import { Module } from 'node:module'
    const resolve = Module._resolveFilename
    Module._resolveFilename = (name, ...rest) => {
      if (name === 'unix-dgram') throw new Error('Cannot find module')
      return resolve(name, ...rest)
    }
    const { DatagramHandler, SysLogHandler, SOCK_DGRAM } = await import(${JSON.stringify(handlers)})
    const path = ${JSON.stringify(path)}
  `
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', hide + program], {
    encoding: 'utf8',
  })
  return { status, stderr }
}

const ADVICE = `${path}: a unix datagram socket needs the package unix-dgram: npm install unix-dgram`

test.each([
  ['DatagramHandler', 'new DatagramHandler(path, null)'],
  ['SysLogHandler with SOCK_DGRAM', 'new SysLogHandler({ address: path, socktype: SOCK_DGRAM })'],
])('%s throws at once', (_name, program) => {
  const { status, stderr } = run(program)
  expect(stderr).toContain(`Error: ${ADVICE}`)
  expect(status).toBe(1)
})

test('SysLogHandler without a type tells once what it has found, and counts what is lost', () => {
  const { status, stderr } = run(`
    const { makeLogRecord } = await import(${JSON.stringify(handlers.replace('handlers.node', 'node'))})
    const handler = new SysLogHandler({ address: path })
    for (let i = 0; i < 3; i++) handler.emit(makeLogRecord({ msg: 'x' }))
    await handler.flush()
  `)
  expect(stderr.split(ADVICE)).toHaveLength(2)
  expect(stderr).toContain('the process ended before 3 records were delivered')
  expect(status).toBe(0)
})

test('with it, all of them arrive', () => {
  const program = `
    const { SysLogHandler } = await import(${JSON.stringify(handlers)})
    const { makeLogRecord } = await import(${JSON.stringify(handlers.replace('handlers.node', 'node'))})
    const handler = new SysLogHandler({ address: ${JSON.stringify(path)} })
    for (let i = 0; i < 3; i++) handler.emit(makeLogRecord({ msg: 'x' }))
    process.stdout.write(JSON.stringify(handler.stats()))
  `
  const stdout = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(JSON.parse(stdout)).toEqual({ queued: 0, inFlight: 0, dropped: 0 })
})

test('a DatagramReceiver replaces the socket that a killed one has left, and none that lives', async () => {
  const own = join(folder, 'receiver')
  const receiver = new DatagramReceiver({ path: own })
  await receiver.start()
  expect([receiver.address, receiver.port]).toEqual([own, undefined])
  await expect(new DatagramReceiver({ path: own }).start()).rejects.toThrow(`bind EADDRINUSE: ${own}`)
  await receiver.stop()
  expect(existsSync(own)).toBe(false)
  // As a process does that is killed: the package closes a socket and lets it stand there.
  const left = createRequire(import.meta.url)('unix-dgram').createSocket('unix_dgram', () => undefined)
  left.bind(own)
  left.close()
  expect(existsSync(own)).toBe(true)
  await receiver.unref().start()
  expect(receiver.address).toBe(own)
  await receiver.stop()
})
