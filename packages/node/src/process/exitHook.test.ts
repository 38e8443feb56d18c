import { EventEmitter } from 'node:events'
import { BufferingHandler, type LogRecord, makeLogRecord, MemoryHandler } from '@treeline/core'
import { captureStderr, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ExitHost, installExitHook } from './exitHook.js'

class FakeProcess extends EventEmitter implements ExitHost {
  readonly pid = 42
  readonly killed: string[] = []

  kill(pid: number, signal: string): void {
    this.killed.push(`${signal} ${pid}`)
  }
}

const INSTALLED = Symbol.for('treeline.exitHook')
const uninstall = (): boolean => Reflect.deleteProperty(globalThis, INSTALLED)

let host: FakeProcess
let list: ListHandler
let memory: MemoryHandler
beforeEach(() => {
  uninstall()
  host = new FakeProcess()
  list = new ListHandler()
  memory = new MemoryHandler(100, { target: list })
  memory.handle(record())
})
afterEach(() => {
  uninstall()
  resetLogging()
})

function record(): LogRecord {
  return makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg: 'held' })
}

test('exit flushes and closes, synchronously', () => {
  installExitHook({ host, signals: true })
  host.emit('exit', 0)
  expect(list.texts).toEqual(['held'])
  expect(memory.target).toBe(null)
})

test('it is installed once', () => {
  installExitHook({ host, signals: true })
  installExitHook({ host, signals: true })
  expect(host.listenerCount('exit')).toBe(1)
  expect(host.listenerCount('SIGTERM')).toBe(1)
})

test('a worker has no signals', () => {
  installExitHook({ host, signals: false })
  expect(host.eventNames()).toEqual(['exit'])
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s alone: flushes, steps back and raises the signal again', (signal) => {
  installExitHook({ host, signals: true })
  host.emit(signal, signal)
  expect(list.texts).toEqual(['held'])
  expect(host.killed).toEqual([`${signal} 42`])
  expect(host.listenerCount(signal)).toBe(0)
})

test('with another listener: flushes before that one runs, closes nothing and leaves the decision to it', async () => {
  installExitHook({ host, signals: true })
  let seen = 0
  host.on('SIGTERM', () => (seen = list.records.length))
  host.emit('SIGTERM')
  await Promise.resolve()
  expect(seen).toBe(1)
  expect(host.killed).toEqual([])
  expect(memory.target).toBe(list)
  memory.handle(record())
  host.emit('SIGTERM')
  expect(list.records.length).toBe(2)
})

test('a library that re-raises when it listens alone finds that it does', async () => {
  const exit = (): void => {
    if (host.listenerCount('SIGINT') === 1) host.kill(host.pid, 'SIGINT')
  }
  host.on('SIGINT', exit)
  installExitHook({ host, signals: true })
  host.emit('SIGINT')
  expect(host.killed).toEqual(['SIGINT 42'])
})

test('when the other listener has gone, the signal ends the process again', async () => {
  installExitHook({ host, signals: true })
  host.once('SIGINT', () => {})
  host.emit('SIGINT')
  await Promise.resolve()
  expect(host.killed).toEqual([])
  host.emit('SIGINT')
  expect(host.killed).toEqual(['SIGINT 42'])
})

test('what a MemoryHandler is to keep to itself stays there', () => {
  const own = new MemoryHandler(100, { target: list, flushOnClose: false })
  own.handle(record())
  installExitHook({ host, signals: true })
  host.on('SIGTERM', () => {})
  host.emit('SIGTERM')
  expect(list.records.length).toBe(1)
  expect(own.buffer.length).toBe(1)
})

test('a handler that fails is reported and stops nobody', () => {
  class Failing extends BufferingHandler {
    override flush(): void {
      throw new Error('flush failed')
    }
  }
  new Failing(1)
  installExitHook({ host, signals: true })
  host.on('SIGTERM', () => {})
  expect(captureStderr(() => void host.emit('SIGTERM'))).toContain('flush failed')
  expect(list.texts).toEqual(['held'])
})
