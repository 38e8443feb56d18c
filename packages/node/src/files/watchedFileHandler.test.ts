import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Formatter, getLogger, type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, handlerContract, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FileDriver, fileDriver } from './fileDriver.js'
import { WatchedFileHandler } from './watchedFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-watched-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const record = (msg: string): LogRecord => makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })

function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

/** Both ways of writing: with the call's record, and without. */
const WAYS: [string, (handler: WatchedFileHandler) => (text: string) => void][] = [
  ['records', (handler) => (text) => void handler.handle(record(text))],
  [
    'calls',
    (handler) => {
      handler.setFormatter(new Formatter('%(message)s'))
      const logger = getLogger('watched')
      logger.addHandler(handler)
      return (text) => logger.warning('%s', text)
    },
  ],
]

describe.each(WAYS)('%s', (_, through) => {
  test('each is in the file that has the name when it is written', () => {
    const handler = new WatchedFileHandler(file)
    const log = through(handler)
    log('one')
    renameSync(file, `${file}.1`)
    log('two')
    log('three')
    rmSync(file)
    log('four')
    // As logrotate's create.
    renameSync(file, `${file}.2`)
    writeFileSync(file, '')
    log('five')
    expect(contents()).toEqual({ 'app.log': 'five\n', 'app.log.1': 'one\n', 'app.log.2': 'four\n' })
  })

  test('what is held is in the file that has the name at the flush', () => {
    const handler = new WatchedFileHandler(file, { buffering: 1000 })
    const log = through(handler)
    log('one')
    handler.flush()
    log('two')
    renameSync(file, `${file}.1`)
    log('three')
    expect(existsSync(file)).toBe(false)
    handler.flush()
    log('four')
    renameSync(file, `${file}.2`)
    void handler.close()
    expect(contents()).toEqual({ 'app.log': 'four\n', 'app.log.1': 'one\n', 'app.log.2': 'two\nthree\n' })
  })

  test('the timer looks too, and a full buffer', () => {
    vi.useFakeTimers()
    const handler = new WatchedFileHandler(file, { buffering: 12, flushIntervalMs: 100 })
    const log = through(handler)
    log('one')
    renameSync(file, `${file}.1`)
    vi.advanceTimersByTime(100)
    expect(contents()).toEqual({ 'app.log': 'one\n', 'app.log.1': '' })
    renameSync(file, `${file}.2`)
    log('a longer one')
    expect(contents()).toEqual({ 'app.log': 'a longer one\n', 'app.log.1': '', 'app.log.2': 'one\n' })
  })

  test('nobody looks where nothing is written', () => {
    const statSyncOf = vi.fn(fileDriver.statSync!)
    const handler = new WatchedFileHandler(file, { buffering: 1000, driver: { ...fileDriver, statSync: statSyncOf } })
    const log = through(handler)
    for (let i = 0; i < 10; i++) log('x')
    handler.flush()
    handler.flush()
    expect(statSyncOf).toHaveBeenCalledTimes(1)
  })
})

/** A file system that counts the looks at the path. */
function countingDriver(): { driver: FileDriver; looks: () => number } {
  const statSync = vi.fn(fileDriver.statSync!)
  return { driver: { ...fileDriver, statSync }, looks: () => statSync.mock.calls.length }
}

describe('a burst of lines', () => {
  const writeMany = (handler: WatchedFileHandler, lines: number): void => {
    for (let i = 0; i < lines; i++) handler.handle(record('x'))
  }

  // The system's clock is read when the module begins, so this is one that begins with a clock that stands still.
  async function withFrozenClock(): Promise<typeof WatchedFileHandler> {
    vi.resetModules()
    vi.useFakeTimers()
    return (await import('./watchedFileHandler.js')).WatchedFileHandler
  }

  test('500 lines look, and then 4 each millisecond', async () => {
    const Frozen = await withFrozenClock()
    const { driver, looks } = countingDriver()
    const handler = new Frozen(file, { driver })
    writeMany(handler, 1000)
    expect(looks()).toBe(500)
    vi.advanceTimersByTime(1)
    writeMany(handler, 100)
    expect(looks()).toBe(504)
    vi.advanceTimersByTime(60_000)
    writeMany(handler, 1000)
    expect(looks()).toBe(1004)
  })

  test('the file is followed a millisecond after the move, and nothing is lost', async () => {
    const Frozen = await withFrozenClock()
    const handler = new Frozen(file)
    writeMany(handler, 600)
    renameSync(file, `${file}.1`)
    handler.handle(record('one'))
    expect(existsSync(file)).toBe(false)
    vi.advanceTimersByTime(1)
    handler.handle(record('two'))
    expect(contents()).toEqual({ 'app.log': 'two\n', 'app.log.1': `${'x\n'.repeat(600)}one\n` })
  })

  test('blocks that are held count as lines do', async () => {
    const Frozen = await withFrozenClock()
    const { driver, looks } = countingDriver()
    writeMany(new Frozen(file, { driver, buffering: 2 }), 700)
    expect(looks()).toBe(500)
  })

  test('with a test’s clock that stands still, the system’s counts', () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const now = Date.now()
    const { driver, looks } = countingDriver()
    const handler = new WatchedFileHandler(file, { driver })
    while (looks() <= 500) writeMany(handler, 100)
    expect(Date.now()).toBe(now)
  })

  test('with an interval of 0, each looks', () => {
    const { driver, looks } = countingDriver()
    writeMany(new WatchedFileHandler(file, { driver, checkIntervalMs: 0 }), 1000)
    expect(looks()).toBe(1000)
  })
})

test('a look is good for as long as is asked for', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const handler = new WatchedFileHandler(file, { checkIntervalMs: 100 })
  handler.handle(record('one'))
  renameSync(file, `${file}.1`)
  vi.advanceTimersByTime(99)
  handler.handle(record('two'))
  expect(contents()).toEqual({ 'app.log.1': 'one\ntwo\n' })
  vi.advanceTimersByTime(1)
  handler.handle(record('three'))
  expect(contents()).toEqual({ 'app.log': 'three\n', 'app.log.1': 'one\ntwo\n' })
  renameSync(file, `${file}.2`)
  handler.reopenIfNeeded()
  handler.handle(record('four'))
  expect(contents()).toMatchObject({ 'app.log': 'four\n', 'app.log.2': 'three\n' })
})

test.each([-1, Number.NaN, '100'])('checkIntervalMs: %j is refused', (checkIntervalMs) => {
  expect(() => new WatchedFileHandler(file, { checkIntervalMs: checkIntervalMs as number })).toThrow(
    'checkIntervalMs: expected a number from 0 on',
  )
  expect(existsSync(file)).toBe(false)
})

test('dev and ino are those of the file that is open', () => {
  const handler = new WatchedFileHandler(file, { delay: true })
  expect([handler.dev, handler.ino]).toEqual([-1, -1])
  handler.reopenIfNeeded()
  expect(existsSync(file)).toBe(false)
  handler.handle(record('one'))
  const { dev, ino } = statSync(file)
  expect([handler.dev, handler.ino]).toEqual([dev, ino])
  renameSync(file, `${file}.1`)
  handler.reopenIfNeeded()
  expect([handler.dev, handler.ino]).toEqual([statSync(file).dev, statSync(file).ino])
  expect(handler.ino).not.toBe(ino)
})

test('in mode w, a file that somebody else has begun is not emptied', () => {
  writeFileSync(file, 'old\n')
  const handler = new WatchedFileHandler(file, { mode: 'w' })
  handler.handle(record('one'))
  renameSync(file, `${file}.1`)
  writeFileSync(file, 'header\n')
  handler.handle(record('two'))
  expect(contents()).toEqual({ 'app.log': 'header\ntwo\n', 'app.log.1': 'one\n' })
})

test('where the path cannot be opened, records go on to the open file, and it is told once', () => {
  let fails = false
  const driver = {
    ...fileDriver,
    openSync(path: string, flags: number): number {
      if (fails) throw Object.assign(new Error('EMFILE: no'), { code: 'EMFILE' })
      return fileDriver.openSync(path, flags)
    },
  }
  const handler = new WatchedFileHandler(file, { driver })
  renameSync(file, `${file}.1`)
  fails = true
  const said = captureStderr(() => {
    for (const text of ['one', 'two']) handler.handle(record(text))
  })
  expect(said.split('EMFILE: no')).toHaveLength(2)
  fails = false
  handler.handle(record('three'))
  expect(contents()).toEqual({ 'app.log': 'three\n', 'app.log.1': 'one\ntwo\n' })
})

test('where the file is deleted and the path cannot be opened, records are kept', () => {
  let fails = false
  const driver = {
    ...fileDriver,
    openSync(path: string, flags: number): number {
      if (fails) throw Object.assign(new Error('EMFILE: no'), { code: 'EMFILE' })
      return fileDriver.openSync(path, flags)
    },
  }
  const handler = new WatchedFileHandler(file, { driver })
  rmSync(file)
  fails = true
  captureStderr(() => {
    for (const text of ['one', 'two']) handler.handle(record(text))
  })
  fails = false
  handler.handle(record('three'))
  expect(contents()).toEqual({ 'app.log': 'one\ntwo\nthree\n' })
})

test('a handler that closes with nothing to write makes no file', () => {
  writeFileSync(file, 'before\n')
  const handler = new WatchedFileHandler(file)
  renameSync(file, `${file}.1`)
  void handler.close()
  expect(contents()).toEqual({ 'app.log.1': 'before\n' })
})

test('what a full disk did not take is in the file that has the name when it does', () => {
  vi.useFakeTimers()
  let isFull = true
  const driver = {
    ...fileDriver,
    writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number {
      if (isFull) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return fileDriver.writeSync(fd, bytes, offset, length)
    },
  }
  const handler = new WatchedFileHandler(file, { driver })
  captureStderr(() => handler.handle(record('one')))
  renameSync(file, `${file}.1`)
  isFull = false
  vi.advanceTimersByTime(1000)
  expect(contents()).toEqual({ 'app.log': 'one\n', 'app.log.1': '' })
})

test('reopen() opens the path anew, too', () => {
  const handler = new WatchedFileHandler(file, { buffering: 100 })
  handler.handle(record('one'))
  renameSync(file, `${file}.1`)
  handler.reopen()
  handler.handle(record('two'))
  void handler.close()
  expect(contents()).toEqual({ 'app.log': 'one\ntwo\n', 'app.log.1': '' })
})

test('a subclass’s reopenIfNeeded is asked before each write, and may flush', () => {
  class Own extends WatchedFileHandler {
    asked = 0
    override reopenIfNeeded(): void {
      this.asked++
      this.flush()
      super.reopenIfNeeded()
    }
  }
  const handler = new Own(file)
  for (const text of ['one', 'two']) handler.handle(record(text))
  renameSync(file, `${file}.1`)
  handler.handle(record('three'))
  expect(handler.asked).toBe(3)
  expect(contents()).toEqual({ 'app.log': 'three\n', 'app.log.1': 'one\ntwo\n' })
})

test('a file that is moved is nothing to tell of', () => {
  vi.useFakeTimers()
  const handler = new WatchedFileHandler(file)
  const said = captureStderr(() => {
    handler.handle(record('one'))
    renameSync(file, `${file}.1`)
    vi.advanceTimersByTime(2000)
    handler.handle(record('two'))
    void handler.close()
  })
  expect(said).toBe('')
  expect(contents()).toEqual({ 'app.log': 'two\n', 'app.log.1': 'one\n' })
})

test('options of others are refused', () => {
  expect(() => new WatchedFileHandler(file, { maxBytes: 5 } as never)).toThrow(
    "WatchedFileHandler: unknown option 'maxBytes'; there are: mode, encoding",
  )
})

describe('the contract', () => {
  const cases = handlerContract(() => ({
    handler: new WatchedFileHandler(file, { buffering: 4096 }),
    arrived: () => readFileSync(file, 'utf8').split('\n'),
  }))
  test.each(cases)('$name', ({ run }) => run())
})
