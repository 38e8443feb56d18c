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
  shutdown,
} from '@treeline/core'
import { captureStderr, ListHandler, realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FileHandler } from '../files/fileHandler.js'
import { endPatience, lastWait } from '../files/patience.js'
import { WatchedFileHandler } from '../files/watchedFileHandler.js'
import { RotatingFileHandler } from '../rotation/rotatingFileHandler.js'
import { TimedRotatingFileHandler } from '../rotation/timedRotatingFileHandler.js'
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
  endPatience(undefined)
  resetLogging()
})

function record(): LogRecord {
  return makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg: 'held' })
}

/** Gives each test of a group a file in a folder of its own, and nothing else to flush. */
function inFolder(): { path: () => string; read: () => string } {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'treeline-exit-'))
    void memory.close()
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const path = (): string => join(folder, 'app.log')
  return { path, read: () => readFileSync(path(), 'utf8') }
}

test('a handler that ends the process while it ends is told, and the others are flushed', () => {
  const exit = vi.fn() as unknown as NonNullable<ExitHost['exit']>
  const leaving: ExitHost = Object.assign(host, { exit, exitCode: undefined })
  class Rude extends ListHandler {
    override flush(): void {
      leaving.exit!(9)
    }
  }
  new Rude()
  installExitHook({ host, signals: false })
  const said = captureStderr(() => host.emit('exit'))
  expect(said).toContain('process.exit() while the process ends: it ends once all handlers are flushed')
  expect(list.records).toHaveLength(1)
  expect([leaving.exit, leaving.exitCode]).toEqual([exit, 9])
  expect(exit).not.toHaveBeenCalled()
})

test('exit flushes and closes, synchronously', () => {
  installExitHook({ host, signals: true })
  host.emit('exit', 0)
  expect(list.texts).toEqual(['held'])
  expect([...realmState.handlers.open]).toEqual([])
})

test('readers that take nothing are waited for 5 s at an exit, and half a second after a signal', () => {
  installExitHook({ host, signals: true })
  host.emit('exit', 0)
  expect(lastWait(60_000)).toBe(5000)
  host.emit('SIGTERM')
  expect(lastWait(60_000)).toBe(500)
  endPatience(undefined)
  // A listener of the signal's ends the process by an exit: its sender waits as before.
  host.emit('exit', 0)
  expect(lastWait(60_000)).toBe(500)
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

test('exit comes before what was listening already, which may throw', () => {
  host.on('exit', () => {
    throw new Error('older')
  })
  installExitHook({ host, signals: true })
  expect(() => host.emit('exit', 0)).toThrow('older')
  expect(list.texts).toEqual(['held'])
})

test('it is installed once', () => {
  installExitHook({ host, signals: true })
  installExitHook({ host, signals: true })
  expect(host.listenerCount('exit')).toBe(1)
  expect(host.listenerCount('SIGTERM')).toBe(1)
})

test('a worker has no signals', () => {
  installExitHook({ host, signals: false })
  expect(host.eventNames()).toEqual(['exit', 'uncaughtExceptionMonitor', 'beforeExit'])
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

describe('an error that nobody caught', () => {
  const { path, read } = inFolder()
  const held = { buffering: 10_000, flushLevel: 100 }

  const handlers: Record<string, () => Handler> = {
    'a buffered file': () => new FileHandler(path(), held),
    'a rotating file': () => new RotatingFileHandler(path(), { ...held, maxBytes: 1000, backupCount: 1 }),
    'a memory handler': () => new MemoryHandler(100, { target: new FileHandler(path(), held), flushLevel: 100 }),
    'a queue': () => {
      const queue = new Queue()
      new QueueListener(queue, new FileHandler(path(), held)).start()
      return new QueueHandler(queue)
    },
    'a queue that another thread works off': () => {
      const waiting: LogRecord[] = []
      const target = new FileHandler(path(), held)
      return new QueueHandler({
        put_nowait: (item) => waiting.push(item as LogRecord),
        flushSync() {
          for (const each of waiting.splice(0)) target.handle(each)
          target.flush()
        },
      })
    },
  }

  describe.each(Object.keys(handlers))('%s', (name) => {
    beforeEach(() => {
      installExitHook({ host, signals: true })
      getLogger().addHandler(handlers[name]!())
      getLogger('app').error('before')
      expect(read()).toBe('')
    })

    test('is written before its listeners run, and what they log', () => {
      host.on('uncaughtException', () => {
        expect(read()).toBe('before\n')
        getLogger('app').error('within')
        throw new Error('and ends')
      })
      host.emit('uncaughtExceptionMonitor')
      expect(() => host.emit('uncaughtException')).toThrow('and ends')
      expect(read()).toBe('before\nwithin\n')
    })

    test('what other monitors log is written, too', () => {
      host.emit('uncaughtExceptionMonitor')
      getLogger('app').error('monitor')
      expect(read()).toBe('before\nmonitor\n')
    })

    test('holds again when the process goes on', async () => {
      host.emit('uncaughtExceptionMonitor')
      host.emit('uncaughtExceptionMonitor')
      getLogger('app').error('within')
      await Promise.resolve()
      getLogger('app').error('later')
      expect(read()).toBe('before\nwithin\n')
      host.emit('exit', 0)
      expect(read()).toBe('before\nwithin\nlater\n')
    })
  })

  test('where a listener throws, all is done that is done at an exit', () => {
    const sending = Object.assign(new ListHandler(), { deliverAtExit: vi.fn() })
    installExitHook({ host, signals: true })
    host.on('uncaughtException', () => {
      expect(sending.deliverAtExit).not.toHaveBeenCalled()
      throw new Error('and ends')
    })
    host.emit('uncaughtExceptionMonitor')
    expect(() => host.emit('uncaughtException')).toThrow('and ends')
    expect(sending.deliverAtExit).toHaveBeenCalledTimes(1)
    expect([...realmState.handlers.open]).toEqual([])
  })

  test('where none throws, nothing is closed, and process.emit is what it was', () => {
    installExitHook({ host, signals: true })
    host.on('uncaughtException', () => expect(Object.hasOwn(host, 'emit')).toBe(false))
    host.emit('uncaughtExceptionMonitor')
    expect(host.emit('uncaughtException')).toBe(true)
    expect([...realmState.handlers.open]).toContain(list)
  })

  test('an `emit` of somebody else stays, that was there before or has come since', () => {
    installExitHook({ host, signals: true })
    const { emit } = host
    const older = (event: string): boolean => emit.call(host, event)
    const newer = (event: string): boolean => emit.call(host, event)
    host.emit = older
    host.emit('uncaughtExceptionMonitor')
    host.on('uncaughtException', () => {
      expect(host.emit).toBe(older)
      host.emit = newer
    })
    host.emit('uncaughtException')
    expect(host.emit).toBe(newer)
  })

  test('another monitor may put an `emit` of its own there', async () => {
    installExitHook({ host, signals: true })
    const { emit } = host
    const own = (event: string): boolean => emit.call(host, event)
    host.on('uncaughtExceptionMonitor', () => (host.emit = own))
    host.emit('uncaughtExceptionMonitor')
    await Promise.resolve()
    expect(host.emit).toBe(own)
  })

  test('where a function takes errors in place of listeners, process.emit is what it was in the next turn', async () => {
    installExitHook({ host, signals: true })
    host.emit('uncaughtExceptionMonitor')
    expect(Object.hasOwn(host, 'emit')).toBe(true)
    await Promise.resolve()
    expect(Object.hasOwn(host, 'emit')).toBe(false)
  })

  test('an event of another name that throws ends nothing', () => {
    installExitHook({ host, signals: true })
    host.on('other', () => {
      throw new Error('no')
    })
    host.emit('uncaughtExceptionMonitor')
    expect(() => host.emit('other')).toThrow('no')
    expect([...realmState.handlers.open]).toContain(list)
  })

  test('a file that is opened meanwhile holds later', async () => {
    installExitHook({ host, signals: true })
    host.emit('uncaughtExceptionMonitor')
    getLogger().addHandler(new FileHandler(path(), held))
    getLogger('app').error('within')
    expect(read()).toBe('within\n')
    await Promise.resolve()
    getLogger('app').error('later')
    expect(read()).toBe('within\n')
  })

  test('a handler that cannot is reported and stops nobody', () => {
    const broken = Object.assign(new ListHandler(), {
      holdNothing() {
        throw new Error('cannot')
      },
    })
    getLogger().addHandler(broken)
    getLogger().addHandler(new FileHandler(path(), held))
    getLogger('app').error('before')
    installExitHook({ host, signals: true })
    expect(captureStderr(() => void host.emit('uncaughtExceptionMonitor'))).toContain('cannot')
    expect(read()).toBe('before\n')
  })

  test('what a MemoryHandler is to keep to itself stays there', () => {
    const own = new MemoryHandler(100, { target: list, flushOnClose: false })
    installExitHook({ host, signals: true })
    own.handle(record())
    host.emit('uncaughtExceptionMonitor')
    own.handle(record())
    expect([own.buffer.length, list.texts]).toEqual([2, ['held']])
  })
})

describe('what is logged after shutdown()', () => {
  const { path } = inFolder()
  const held = { buffering: 16_384, flushLevel: 100 }
  const rotation = { maxBytes: 1e6, backupCount: 3 }

  class Own extends BufferingHandler {
    private readonly target = new FileHandler(path())

    override flush(): void {
      for (const each of this.buffer.splice(0)) this.target.handle(each)
    }
  }

  const handlers: Record<string, () => Handler> = {
    'a buffered file': () => new FileHandler(path(), held),
    'a watched file': () => new WatchedFileHandler(path(), held),
    'a rotating file': () => new RotatingFileHandler(path(), rotation),
    'a buffered rotating file': () => new RotatingFileHandler(path(), { ...held, ...rotation }),
    'a shared rotating file': () => new RotatingFileHandler(path(), { ...held, ...rotation, multiprocess: true }),
    'a delayed rotating file': () => new RotatingFileHandler(path(), { ...held, ...rotation, delay: true }),
    'a timed rotating file': () => new TimedRotatingFileHandler(path(), { ...held, when: 'D' }),
    'a timed rotating file with a limit': () =>
      new TimedRotatingFileHandler(path(), { ...held, when: 'D', maxBytes: 1e6 }),
    'a timed rotating file, shared': () =>
      new TimedRotatingFileHandler(path(), { ...held, when: 'D', maxBytes: 1e6, multiprocess: true }),
    'a memory handler': () => new MemoryHandler(1000, { target: new FileHandler(path(), held), flushLevel: 100 }),
    'a buffering handler of its own': () => new Own(1000),
    'a queue': () => {
      const queue = new Queue()
      new QueueListener(queue, new FileHandler(path(), held)).start()
      return new QueueHandler(queue)
    },
    'a queue into a memory handler': () => {
      const queue = new Queue()
      const target = new MemoryHandler(1000, { target: new FileHandler(path(), held), flushLevel: 100 })
      new QueueListener(queue, target).start()
      return new QueueHandler(queue)
    },
  }

  test.each(Object.keys(handlers))('is in %s when the process ends', (name) => {
    installExitHook({ host, signals: true })
    getLogger().addHandler(handlers[name]!())
    getLogger('app').error('first')
    void shutdown()
    for (let i = 0; i < 50; i++) getLogger('app').error('%d', i)
    host.emit('exit', 0)
    expect(readFileSync(path(), 'utf8')).toBe(`first\n${Array.from({ length: 50 }, (_, i) => `${i}\n`).join('')}`)
  })

  test('is in the file that a rollover after it has begun', () => {
    installExitHook({ host, signals: true })
    const handler = new RotatingFileHandler(path(), { ...held, maxBytes: 1e6, backupCount: 3 })
    getLogger().addHandler(handler)
    getLogger('app').error('first')
    void shutdown()
    handler.doRollover()
    getLogger('app').error('second')
    host.emit('exit', 0)
    expect(readFileSync(path(), 'utf8')).toBe('second\n')
  })

  test('stays in a memory handler that keeps to itself what it holds', () => {
    const kept = new MemoryHandler(100, { target: list, flushOnClose: false })
    installExitHook({ host, signals: true })
    void shutdown()
    kept.handle(record())
    host.emit('exit', 0)
    expect([kept.buffer.length, list.texts]).toEqual([1, ['held']])
  })

  test('as in Python, a memory handler has no target until then, and one that it is given goes first', () => {
    const own = new MemoryHandler(1, { target: list })
    void own.close()
    own.handle(record())
    expect([own.target, own.buffer.length, list.texts]).toEqual([null, 1, ['held']])
    own.setTarget(null)
    installExitHook({ host, signals: true })
    host.emit('exit', 0)
    expect([own.buffer.length, list.texts]).toEqual([1, ['held']])
  })

  test('is in a memory handler after a second shutdown(), too', () => {
    const own = new MemoryHandler(100, { target: list })
    installExitHook({ host, signals: true })
    void shutdown()
    own.handle(record())
    void shutdown()
    expect(list.texts).toEqual(['held'])
    host.emit('exit', 0)
    expect(list.texts).toEqual(['held', 'held'])
  })
})

// As Python's atexit, which calls what was registered later first.
describe('what a later listener of the application logs', () => {
  const { path, read } = inFolder()
  beforeEach(() => {
    installExitHook({ host, signals: true })
    host.on('exit', () => {
      getLogger('app').error('goodbye')
      getLogger('app').error('again')
    })
  })

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
    expect(unload).toBe(undefined)
  })
})

test('a host that takes no `emit` of ours emits all the same', () => {
  const emitted = vi.fn()
  host.on('uncaughtException', emitted)
  installExitHook({ host, signals: true })
  Object.preventExtensions(host)
  host.emit('uncaughtExceptionMonitor', new Error('x'))
  expect(list.texts).toEqual(['held'])
  host.emit('uncaughtException', new Error('x'))
  expect(emitted).toHaveBeenCalledTimes(1)
})
