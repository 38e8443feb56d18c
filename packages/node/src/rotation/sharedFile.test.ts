import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { folderDriver } from './folderDriver.js'
import { ownIdentity } from './identity.js'
import { Presence } from './presence.js'
import { RotatingFileHandler, type RotatingFileHandlerOptions } from './rotatingFileHandler.js'
import { TimedRotatingFileHandler } from './timedRotatingFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-shared-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const record = (msg: string): LogRecord => makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })
const text = (name: string): string => readFileSync(join(folder, name), 'utf8')

function open(options: RotatingFileHandlerOptions = {}): RotatingFileHandler {
  return new RotatingFileHandler(file, { maxBytes: 20, backupCount: 9, multiprocess: true, ...options })
}

test.each([0, 30])('two on one file: one rotates, the other notices; nothing is told. buffering %d', (buffering) => {
  const said = captureStderr(() => {
    const [one, two] = [open({ backupCount: 99, buffering }), open({ backupCount: 99, buffering })]
    for (let i = 0; i < 20; i++) {
      one.handle(record(`one ${i}`))
      two.handle(record(`two ${i}`))
    }
    for (const handler of [one, two]) void handler.close()
  })
  expect(said).toBe('')
  const names = readdirSync(folder)
  expect(names.length).toBeGreaterThan(5)
  const lines = names.flatMap((name) => text(name).split('\n').slice(0, -1))
  const expected = ['one', 'two'].flatMap((who) => Array.from({ length: 20 }, (_, i) => `${who} ${i}`))
  expect(lines.sort()).toEqual(expected.sort())
  expect(names.filter((name) => name !== 'app.log' && statSync(join(folder, name)).size < 13)).toEqual([])
})

test('one that has not written for long goes on in the new file, and rotates nothing', () => {
  const [one, two] = [open(), open()]
  two.handle(record('old'))
  for (let i = 0; i < 3; i++) one.handle(record('123456'))
  two.handle(record('new'))
  expect(readdirSync(folder)).toEqual(['app.log', 'app.log.1'])
  expect(text('app.log')).toBe('123456\nnew\n')
  for (const handler of [one, two]) void handler.close()
})

test('a process that has not the numbers in its mind leaves none free, and loses no file', () => {
  // One was killed while it shifted 1 to 2.
  for (const number of [1, 3, 4]) writeFileSync(`${file}.${number}`, `${number}\n`)
  const handler = open({ backupCount: 4 })
  handler.handle(record('first'))
  handler.doRollover()
  expect(['app.log.1', 'app.log.2', 'app.log.3', 'app.log.4'].map(text)).toEqual(['first\n', '1\n', '3\n', '4\n'])
  void handler.close()
})

test('the oldest goes where all numbers are taken', () => {
  for (const number of [1, 2]) writeFileSync(`${file}.${number}`, `${number}\n`)
  const handler = open({ backupCount: 2 })
  handler.handle(record('first'))
  handler.doRollover()
  expect(['app.log.1', 'app.log.2'].map(text)).toEqual(['first\n', '1\n'])
  void handler.close()
})

test('the file is not emptied, whatever the mode', () => {
  writeFileSync(file, 'old\n')
  const handler = open({ maxBytes: 0, mode: 'w' })
  expect(handler.mode).toBe('a')
  void handler.close()
  expect(text('app.log')).toBe('old\n')
})

describe('a line that a killed process left torn', () => {
  test('is ended before the next one, at the start and later', () => {
    writeFileSync(file, 'torn')
    const handler = open({ maxBytes: 0 })
    handler.handle(record('first'))
    appendFileSync(file, 'torn')
    handler.handle(record('second'))
    handler.handle(record('third'))
    expect(text('app.log')).toBe('torn\nfirst\ntorn\nsecond\nthird\n')
    void handler.close()
  })

  test('is ended where the file has less in it by now than an end has bytes', () => {
    const handler = open({ maxBytes: 0 })
    handler.terminator = '\r\n'
    handler.handle(record('first'))
    appendFileSync(file, 'other\r\n')
    handler.handle(record('second'))
    writeFileSync(file, '\r')
    handler.handle(record('third'))
    expect(text('app.log')).toBe('\r\r\nthird\r\n')
    void handler.close()
  })

  test('is left alone where another process is writing it: it is looked at twice', () => {
    writeFileSync(file, 'half of')
    const pauseSync = (): void => appendFileSync(file, ' a line\n')
    const handler = open({ maxBytes: 0, driver: { ...fileDriver, pauseSync } })
    handler.handle(record('next'))
    expect(text('app.log')).toBe('half of a line\nnext\n')
    void handler.close()
  })
})

test('the rest of a line that the disk had no room for goes to the file where it began', () => {
  let isFull = true
  const writeSync: (typeof fileDriver)['writeSync'] = (fd, bytes, offset, length) => {
    if (!isFull) return fileDriver.writeSync(fd, bytes, offset, length)
    isFull = false
    const written = fileDriver.writeSync(fd, bytes, offset, 3)
    renameSync(file, `${file}.moved`)
    return written
  }
  const handler = open({ driver: { ...fileDriver, writeSync } })
  handler.handle(record('first'))
  handler.handle(record('second'))
  expect(text('app.log.moved')).toBe('first\n')
  expect(text('app.log')).toBe('second\n')
  void handler.close()
})

test('what stands in the file’s place is told at once, and the line is in the file that was moved', () => {
  const handler = open({ maxBytes: 0 })
  handler.handle(record('first'))
  renameSync(file, `${file}.moved`)
  mkdirSync(file)
  const said = captureStderr(() => handler.handle(record('second')))
  expect(said.match(/Error: .*/g)).toEqual([
    `Error: ${file} is a directory now: records go on to the file that had the name, or wait where it was deleted`,
  ])
  expect(text('app.log.moved')).toBe('first\nsecond\n')
  expect(captureStderr(() => handler.handle(record('third')))).toBe('')
  void handler.close()
})

describe('who writes a file', () => {
  const presence = (): Presence => new Presence(file, folderDriver(fileDriver))
  const ino = 7

  test('says so until it closes it, and nothing is left', () => {
    const [one, other] = [presence(), presence()]
    one.announce(ino)
    expect(other.mayBeWritten(ino, Date.now())).toBe(true)
    expect(other.mayBeWritten(8, Date.now())).toBe(false)
    one.announce(8)
    expect(other.mayBeWritten(ino, Date.now())).toBe(false)
    one.withdraw()
    expect(readdirSync(folder)).toEqual([])
  })

  test('does not count where it is dead; one of another machine counts for an hour after the last write', () => {
    const [place, pid, start] = ownIdentity().split('-')
    mkdirSync(`${file}.writers`)
    writeFileSync(join(`${file}.writers`, `${place}-${pid}-${Number(start) - 1}-x@${ino}`), '')
    expect(presence().mayBeWritten(ino, Date.now())).toBe(false)
    writeFileSync(join(`${file}.writers`, `elsewhere-${pid}-${start}-x@${ino}`), '')
    expect(presence().mayBeWritten(ino, Date.now())).toBe(true)
    expect(presence().mayBeWritten(ino, Date.now() - 3_600_000)).toBe(false)
  })

  test('is forgotten when it is dead, and what was its folder goes', () => {
    const [place, pid, start] = ownIdentity().split('-')
    mkdirSync(`${file}.writers`)
    writeFileSync(join(`${file}.writers`, `${place}-${pid}-${Number(start) - 1}-x@${ino}`), '')
    presence().clean()
    expect(readdirSync(folder)).toEqual([])
  })

  test('writes all the same where it cannot say so', () => {
    writeFileSync(`${file}.writers`, 'a file')
    let handler!: RotatingFileHandler
    expect(captureStderr(() => (handler = open({ compress: 'gzip' })))).toContain("Message: 'tidying beside %s'")
    handler.handle(record('first'))
    expect(text('app.log')).toBe('first\n')
    void handler.close()
  })

  test('keeps a file from being compressed until it has moved on', async () => {
    const [quiet, busy] = [open({ compress: 'gzip' }), open({ compress: 'gzip' })]
    quiet.handle(record('quiet'))
    for (let i = 0; i < 3; i++) busy.handle(record('12345678'))
    await busy.close()
    expect(existsSync(`${file}.1.gz`)).toBe(false)
    quiet.handle(record('again'))
    await quiet.close()
    await open({ compress: 'gzip' }).close()
    expect(readdirSync(folder)).toEqual(['app.log', 'app.log.1.gz'])
  })
})

describe('a file that several rotate by time', () => {
  const at = (seconds: number): void => void vi.setSystemTime(Date.UTC(2026, 0, 1, 0, 0, seconds))
  // The system's clock is not ours.
  const touch = <T>(result: T): T => {
    if (existsSync(file)) utimesSync(file, Date.now() / 1000, Date.now() / 1000)
    return result
  }
  const driver: FileDriver = {
    ...fileDriver,
    openSync: (path, flags) =>
      existsSync(path) ? fileDriver.openSync(path, flags) : touch(fileDriver.openSync(path, flags)),
    writeSync: (...given) => touch(fileDriver.writeSync(...given)),
  }
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))

  test.each([false, true])(
    'one rotates at the end of its period, and it is the end of all periods; delay: %s',
    (delay) => {
      const timed = (): TimedRotatingFileHandler =>
        new TimedRotatingFileHandler(file, { when: 'M', utc: true, multiprocess: true, delay, driver })
      at(0)
      const one = timed()
      one.handle(record('one 0'))
      at(30)
      // Its own period would end at 90.
      const two = timed()
      two.handle(record('two 30'))
      at(61)
      for (const [handler, text] of [
        [one, 'one 61'],
        [two, 'two 61'],
      ] as const)
        handler.handle(record(text))
      at(100)
      two.handle(record('two 100'))
      expect(readdirSync(folder)).toEqual(['app.log', 'app.log.2026-01-01_00-00'])
      at(121)
      for (const [handler, text] of [
        [two, 'two 121'],
        [one, 'one 121'],
      ] as const)
        handler.handle(record(text))
      expect(readdirSync(folder)).toEqual(['app.log', 'app.log.2026-01-01_00-00', 'app.log.2026-01-01_00-01'])
      expect(text('app.log')).toBe('two 121\none 121\n')
      for (const handler of [one, two]) void handler.close()
    },
  )

  test('one whose file is opened at its first record rotates nothing that others have begun', () => {
    const timed = (delay: boolean): TimedRotatingFileHandler =>
      new TimedRotatingFileHandler(file, { when: 'M', utc: true, multiprocess: true, delay, driver })
    at(0)
    const [one, late] = [timed(false), timed(true)]
    one.handle(record('one 0'))
    at(61)
    one.handle(record('one 61'))
    at(62)
    late.handle(record('late 62'))
    expect(text('app.log')).toBe('one 61\nlate 62\n')
    for (const handler of [one, late]) void handler.close()
  })
})

describe('a rollover', () => {
  /** Returns what a handler tells that puts a file aside, and whose `namer` does something first. */
  function toldOf(meanwhile: () => void): unknown[] {
    const handler = open()
    const told: unknown[] = []
    handler.handleError = (_record, error) => void told.push((error as { code?: unknown }).code)
    handler.handle(record('before'))
    handler.namer = (name) => {
      meanwhile()
      return name
    }
    handler.handle(record('a long second line'))
    void handler.close()
    expect(text('app.log')).toBe('before\na long second line\n')
    return told
  }

  test('that another process has taken over is no failure: the record goes on to the file', () => {
    const lock = `${file}.lock`
    const takeOver = (): void => {
      for (const token of readdirSync(lock)) if (token !== 'other') renameSync(join(lock, token), join(lock, 'other'))
    }
    expect(toldOf(takeOver)).toEqual([])
  })

  test('that fails in another way is told, and the record goes on to the file', () => {
    const refuse = (): never => {
      throw Object.assign(new Error('no name'), { code: 'EACCES' })
    }
    expect(toldOf(refuse)).toEqual(['EACCES'])
  })
})
