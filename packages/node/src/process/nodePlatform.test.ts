import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread, threadId } from 'node:worker_threads'
import { basicConfig, captureErrors, captureWarnings, getLogger, info, registerPlatform, repr } from '@treeline/core'
import { platform } from '@treeline/core/internal'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { FileHandler } from '../files/fileHandler.js'
import { nodePlatform } from './nodePlatform.js'
import { stderr, stdout } from './stdio.js'

beforeAll(() => void registerPlatform(nodePlatform))
afterEach(() => {
  captureErrors(false)
  captureWarnings(false)
  resetLogging()
})

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('says where it runs', () => {
  expect(platform()).toBe(nodePlatform)
  expect(nodePlatform.process).toBe(process.pid)
  expect(nodePlatform.thread).toBe(threadId)
  expect(nodePlatform.threadName).toMatch(isMainThread ? /^MainThread$/ : /^(Thread-\d+|.*vitest.*)$/)
  expect(nodePlatform.processName).toBe('MainProcess')
})

test.each([
  ['a worker of a cluster', { worker: { id: 3 } }, 'Process-3'],
  ['the primary of a cluster', {}, 'MainProcess'],
  ['a process with a channel', undefined, 'MainProcess'],
])('the name of %s', async (_, cluster, name) => {
  const send = Object.getOwnPropertyDescriptor(process, 'send')
  const builtin = vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => cluster) as never)
  Object.defineProperty(process, 'send', { value: () => true, configurable: true })
  try {
    vi.resetModules()
    const fresh = await import('./nodePlatform.js')
    expect(fresh.nodePlatform.processName).toBe(name)
    expect(builtin).toHaveBeenCalledWith('node:cluster')
  } finally {
    builtin.mockRestore()
    if (send) Object.defineProperty(process, 'send', send)
    else Reflect.deleteProperty(process, 'send')
  }
})

test('the standard streams have Python’s names', () => {
  expect([stdout.name, stderr.name]).toEqual(['<stdout>', '<stderr>'])
  expect(nodePlatform.stderr).toBe(stderr)
})

test('basicConfig opens a file, and writes what utf-8 does not have as Python does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-process-'))
  try {
    basicConfig({ filename: join(folder, 'app.log'), level: 'INFO' })
    info('half \ud800 a pair')
    const [handler] = getLogger().handlers
    expect(handler).toBeInstanceOf(FileHandler)
    void handler!.close()
    expect(readFileSync(join(folder, 'app.log'), 'utf8')).toBe('INFO:root:half \\ud800 a pair\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('warnings go to py.warnings in place of Node’s printing, on one line each, and back', async () => {
  const list = new ListHandler()
  getLogger('py.warnings').addHandler(list)
  const printed = vi.fn(function onWarning() {})
  Object.defineProperty(printed, 'name', { value: 'onWarning' })
  const applications = vi.fn()
  const before = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', printed)
  process.on('warning', applications)
  try {
    captureWarnings(true)
    captureWarnings(true)
    process.emitWarning('old\n  thing', { type: 'DeprecationWarning', code: 'DEP0' })
    process.emitWarning('plain')
    await tick()
    expect(list.texts).toEqual(['DeprecationWarning: old thing [DEP0]', 'Warning: plain'])
    expect(list.records[0]!.levelname).toBe('WARNING')
    expect(printed).not.toHaveBeenCalled()
    expect(applications).toHaveBeenCalledTimes(2)
    captureWarnings(false)
    process.emitWarning('again')
    await tick()
    expect(printed).toHaveBeenCalledTimes(1)
    expect(list.records.length).toBe(2)
    expect(process.listenerCount('warning')).toBe(2)
  } finally {
    process.removeAllListeners('warning')
    for (const listener of before) process.on('warning', listener)
  }
})

test('what ends the process is logged before it does', () => {
  const list = new ListHandler()
  getLogger().addHandler(list)
  const before = process.listenerCount('uncaughtExceptionMonitor')
  const error = new Error('the end')
  const tell = (origin: string): boolean =>
    process.emit('uncaughtExceptionMonitor' as never, error as never, origin as never)
  captureErrors()
  captureErrors()
  tell('uncaughtException')
  tell('unhandledRejection')
  expect(list.records.map(({ name, levelname, exc_info }) => [name, levelname, exc_info])).toEqual([
    ['js.errors', 'ERROR', error],
    ['js.errors', 'ERROR', error],
  ])
  expect(list.records.map((record) => record.getMessage())).toEqual(['Uncaught exception', 'Unhandled rejection'])
  captureErrors(false)
  expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(before)
})

test.each([0, '', null, undefined, 0n])('what was thrown is said where it is %o', (thrown) => {
  const list = new ListHandler()
  getLogger().addHandler(list)
  captureErrors()
  process.emit('uncaughtExceptionMonitor' as never, thrown as never, 'uncaughtException' as never)
  captureErrors(false)
  expect(list.records.map((record) => record.getMessage())).toEqual([`Uncaught exception: ${repr(thrown)}`])
})
