import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BufferingHandler,
  getLogger,
  type Handler,
  type LogRecord,
  makeLogRecord,
  MemoryHandler,
  Queue,
  QueueHandler,
  QueueListener,
} from '@treeline/core'
import { captureStderr, ListHandler, realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileHandler } from '../files/fileHandler.js'
import { RotatingFileHandler } from '../rotation/rotatingFileHandler.js'
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
  expect([...realmState.handlers.open]).toEqual([])
})

test('beforeExit flushes once, and leaves handlers open', () => {
  installExitHook({ host, signals: true })
  host.emit('beforeExit', 0)
  expect(list.texts).toEqual(['held'])
  memory.handle(record())
  host.emit('beforeExit', 0)
  expect(list.texts).toEqual(['held'])
  expect([...realmState.handlers.open]).toContain(memory)
})

test('what a handler still has to send at the end is told in a line', () => {
  const sending = (stats: () => unknown): Handler => Object.assign(new ListHandler(), { stats })
  sending(() => ({ queued: 3, inFlight: 2 }))
  sending(() => ({ queued: 0, inFlight: 0 }))
  sending(() => ({ queued: 'many' }))
  sending(() => {
    throw new Error('no')
  })
  installExitHook({ host, signals: true })
  expect(captureStderr(() => host.emit('exit', 0))).toBe(
    '<ListHandler (NOTSET)>: the process ended before 5 records were delivered\n',
  )
})

test('it is installed once', () => {
  installExitHook({ host, signals: true })
  installExitHook({ host, signals: true })
  expect(host.listenerCount('exit')).toBe(1)
  expect(host.listenerCount('SIGTERM')).toBe(1)
})

test('a worker has no signals', () => {
  installExitHook({ host, signals: false })
  expect(host.eventNames()).toEqual(['exit', 'beforeExit'])
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

// As Python's atexit, which calls what was registered later first.
describe('what a later listener of the application logs', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'treeline-exit-'))
    void memory.close()
    installExitHook({ host, signals: true })
    host.on('exit', () => {
      getLogger('app').error('goodbye')
      getLogger('app').error('again')
    })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const path = (): string => join(folder, 'app.log')
  const read = (): string => readFileSync(path(), 'utf8')

  const handlers: Record<string, () => Handler> = {
    'a file of mode a': () => new FileHandler(path()),
    'a file of mode w': () => new FileHandler(path(), { mode: 'w', buffering: 1000, flushLevel: 100 }),
    'a file of mode x': () => new FileHandler(path(), { mode: 'x' }),
    'a rotating file of mode w': () => new RotatingFileHandler(path(), { mode: 'w' }),
    'a memory handler': () =>
      new MemoryHandler(100, { target: new FileHandler(path(), { mode: 'w' }), flushLevel: 100 }),
    'a buffering handler of its own': () => {
      const target = new FileHandler(path(), { mode: 'w' })
      return new (class extends BufferingHandler {
        override flush(): void {
          for (const each of this.buffer.splice(0)) target.handle(each)
        }
      })(100)
    },
    'a queue into a file': () => {
      const queue = new Queue()
      new QueueListener(queue, new FileHandler(path(), { mode: 'w' })).start()
      return new QueueHandler(queue)
    },
    'a queue into a memory handler': () => {
      const queue = new Queue()
      const target = new FileHandler(path(), { mode: 'w' })
      new QueueListener(queue, new MemoryHandler(100, { target, flushLevel: 100 })).start()
      return new QueueHandler(queue)
    },
  }

  test.each(Object.keys(handlers))('is in %s when the process ends', (name) => {
    getLogger().addHandler(handlers[name]!())
    getLogger('app').error('hello')
    host.emit('exit', 0)
    expect(read()).toBe('hello\ngoodbye\nagain\n')
  })

  test('is in a delayed file of mode w, in place of what was there before', () => {
    writeFileSync(path(), 'old\n')
    getLogger().addHandler(new FileHandler(path(), { mode: 'w', delay: true }))
    host.emit('exit', 0)
    expect(read()).toBe('goodbye\nagain\n')
  })

  test('is not in a file of mode w that the application has closed', () => {
    const handler = new FileHandler(path(), { mode: 'w' })
    getLogger().addHandler(handler)
    void handler.close()
    host.emit('exit', 0)
    expect(read()).toBe('')
  })

  test('stays in a memory handler that keeps to itself what it holds', () => {
    const target = new ListHandler()
    const kept = new MemoryHandler(100, { target, flushOnClose: false, flushLevel: 100 })
    getLogger().addHandler(kept)
    host.emit('exit', 0)
    expect([target.texts, kept.buffer.length]).toEqual([[], 2])
  })
})

// Deno 2.9: `Deno.exit()` dispatches `unload` alone, an uncaught error or rejection emits the monitor's event alone.
describe('on Deno', () => {
  let unload: (() => void) | undefined
  beforeEach(() => {
    unload = undefined
    vi.stubGlobal('addEventListener', (type: string, listener: () => void) => {
      if (type === 'unload') unload = listener
    })
  })
  afterEach(() => void vi.unstubAllGlobals())

  test('an uncaught error flushes and leaves open', () => {
    installExitHook({ host: Object.assign(host, { versions: { deno: '2.9.6' } }), signals: true })
    host.emit('uncaughtExceptionMonitor', new Error('x'))
    expect(list.texts).toEqual(['held'])
    expect([...realmState.handlers.open]).toEqual([list, memory])
  })

  test('Deno.exit() flushes and closes', () => {
    installExitHook({ host: Object.assign(host, { versions: { deno: '2.9.6' } }), signals: true })
    unload!()
    expect(list.texts).toEqual(['held'])
    expect([...realmState.handlers.open]).toEqual([])
  })

  test('nothing of it is listened to elsewhere', () => {
    installExitHook({ host, signals: true })
    expect([host.listenerCount('uncaughtExceptionMonitor'), unload]).toEqual([0, undefined])
  })
})
