import {
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
import { basename, dirname, join } from 'node:path'
import { getLogger, type LogRecord, makeLogRecord } from '@treeline/core'
import { handlerRegistry } from '@treeline/core/internal'
import { captureStderr, handlerContract, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fileDriver, type FileStat } from '../files/fileDriver.js'
import { TimedRotatingFileHandler, type TimedRotatingFileHandlerOptions } from './timedRotatingFileHandler.js'

// What Python does is compared in e2e/conformance/rotation. Here is what Python has not, and what goes wrong.

let folder: string
let file: string
const zone = process.env['TZ']
beforeEach(() => {
  process.env['TZ'] = 'UTC'
  vi.useFakeTimers({ now: new Date('2024-02-28T10:00:00Z') })
  folder = mkdtempSync(join(tmpdir(), 'treeline-timed-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const DAY_MS = 86_400_000

const record = (msg: string): LogRecord => makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })

/** Makes a handler whose file was begun now. */
function timed(options: TimedRotatingFileHandlerOptions = {}): TimedRotatingFileHandler {
  if (!existsSync(file)) {
    writeFileSync(file, '')
    utimesSync(file, new Date(), new Date())
  }
  return new TimedRotatingFileHandler(file, { when: 'D', ...options })
}

function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

describe('options', () => {
  test.each<[TimedRotatingFileHandlerOptions, string]>([
    [{ when: 'X' }, 'Invalid rollover interval specified: X (when: expected S, M, H, D, midnight, or W0 to W6)'],
    [{ when: 'w9' }, 'Invalid day specified for weekly rollover: W9'],
    [{ when: 5 as never }, 'when: expected a string, not 5'],
    [{ interval: 0 }, 'interval: expected a number above 0, of at most 3000 years, not 0'],
    [{ interval: '2' as never }, "interval: expected a number above 0, of at most 3000 years, not '2'"],
    [{ interval: 1e12 }, 'interval: expected a number above 0, of at most 3000 years, not 1000000000000'],
    [{ backupCount: 2.5 }, 'backupCount: expected a whole number, not 2.5'],
    [{ maxBytes: Infinity }, 'maxBytes: expected a number, 0 for no limit, not Infinity'],
    [{ utc: 2 as never }, 'utc: expected true or false, not 2'],
    [
      { atTime: '3 am' },
      "atTime: expected a time such as { hour: 3, minute: 30, second: 0 } or '03:30:00', not '3 am'",
    ],
    [
      { atTime: '24:00' },
      "atTime: expected a time such as { hour: 3, minute: 30, second: 0 } or '03:30:00', not '24:00'",
    ],
    [{ atTime: { hour: 1.5 } }, 'atTime: expected a time'],
    [{ atTime: { hours: 1 } as never }, 'atTime: expected a time'],
    [{ atTime: 3 as never }, 'atTime: expected a time'],
    [{ mode: 'w' } as never, "TimedRotatingFileHandler: unknown option 'mode'; there are: when, interval"],
    [{ intervall: 5 } as never, "TimedRotatingFileHandler: unknown option 'intervall'; did you mean interval?"],
  ])('%o is refused, and no file is made', (options, message) => {
    expect(() => new TimedRotatingFileHandler(file, options)).toThrow(message)
    expect(readdirSync(folder)).toEqual([])
  })

  test('are on the handler, as Python has them', () => {
    const handler = timed({ when: 'w3', interval: 2, backupCount: 5, utc: true, atTime: '03:30' })
    expect(handler).toMatchObject({ when: 'W3', interval: 2 * 7 * 86_400, backupCount: 5, utc: true, dayOfWeek: 3 })
    expect(handler).toMatchObject({ atTime: { hour: 3, minute: 30, second: 0 }, suffix: '%Y-%m-%d', mode: 'a' })
    expect(handler.extMatch.source).toContain('\\d{4}-\\d{2}-\\d{2}')
    expect(timed()).toMatchObject({ when: 'D', dayOfWeek: undefined, atTime: null, utc: false })
    expect([timed({ utc: 1 }).utc, timed({ utc: 0 }).utc]).toEqual([true, false])
    expect(new TimedRotatingFileHandler(file)).toMatchObject({ when: 'H', interval: 3600 })
  })

  test('a class that derives from it may have options of its own', () => {
    class Own extends TimedRotatingFileHandler {}
    expect(new Own(file, { when: 'D', compress: 'gzip' } as never).interval).toBe(86_400)
    expect(() => new Own(file, { backupcount: 5 } as never)).toThrow('did you mean backupCount?')
  })
})

test('a file whose time is in no calendar: the handler is closed', () => {
  const statSyncOf = (): FileStat => ({ size: 0, mtimeMs: 9e18, isFile: () => true })
  const driver = { ...fileDriver, statSync: statSyncOf }
  expect(() => timed({ when: 'midnight', driver })).toThrow('timestamp out of range')
  expect(handlerRegistry.open.size).toBe(0)
})

test('a program that is restarted goes on in its file until the period ends', () => {
  timed({ when: 'H' }).handle(record('first'))
  const begun = new Date('2024-02-28T09:30:00Z')
  utimesSync(file, begun, begun)
  const again = timed({ when: 'H' })
  expect(again.rolloverAt).toBe(begun.getTime() / 1000 + 3600)
  again.handle(record('second'))
  vi.setSystemTime(new Date('2024-02-28T10:30:00Z'))
  again.handle(record('third'))
  expect(contents()).toEqual({ 'app.log': 'third\n', 'app.log.2024-02-28_09': 'first\nsecond\n' })
})

test.each([0, 16_384])(
  'what is held goes to the old file, and calls change over at the second (buffering %d)',
  (buffering) => {
    const handler = timed({ buffering })
    const logger = getLogger('timed')
    logger.addHandler(handler)
    logger.warning('%s', 'one')
    vi.setSystemTime(handler.rolloverAt * 1000 - 1)
    logger.warning('%s', 'two')
    vi.setSystemTime(handler.rolloverAt * 1000)
    logger.warning('%s', 'three')
    logger.warning('%s', 'four')
    void handler.close()
    expect(contents()).toEqual({ 'app.log': 'three\nfour\n', 'app.log.2024-02-28': 'one\ntwo\n' })
  },
)

test('a subclass that decides on its own is asked about each record', () => {
  class Own extends TimedRotatingFileHandler {
    readonly asked: string[] = []
    override shouldRollover(asking: LogRecord): boolean {
      this.asked.push(asking.getMessage())
      return false
    }
  }
  const handler = new Own(file, { when: 'D' })
  const logger = getLogger('timed')
  logger.addHandler(handler)
  for (const text of ['a', 'b']) logger.warning(text)
  expect(handler.asked).toEqual(['a', 'b'])
})

test('a name that is taken: records go on to the present file for another period', () => {
  const handler = timed()
  const taken = `${file}.2024-02-28`
  writeFileSync(taken, 'another\n')
  handler.handle(record('one'))
  vi.setSystemTime(Date.now() + DAY_MS)
  const said = captureStderr(() => {
    handler.handle(record('two'))
    handler.handle(record('three'))
  })
  expect(said.split(`${file} goes on for another period: there is ${taken} already`)).toHaveLength(2)
  expect(contents()).toEqual({ 'app.log': 'one\ntwo\nthree\n', 'app.log.2024-02-28': 'another\n' })
  vi.setSystemTime(Date.now() + DAY_MS)
  handler.handle(record('four'))
  expect(contents()).toEqual({
    'app.log': 'four\n',
    'app.log.2024-02-28': 'another\n',
    'app.log.2024-02-29': 'one\ntwo\nthree\n',
  })
})

test('a rollover that is asked for in the middle of a period changes nothing where the name is taken', () => {
  const handler = timed()
  writeFileSync(`${file}.2024-02-28`, 'another\n')
  const { rolloverAt } = handler
  captureStderr(() => handler.doRollover())
  expect(handler.rolloverAt).toBe(rolloverAt)
})

test.each(['H', 'M', 'D'])('where clocks are put back, rotation goes on: %s', (when) => {
  vi.stubEnv('TZ', 'America/New_York')
  vi.setSystemTime(new Date('2023-11-04T04:30:00Z'))
  const handler = timed({ when })
  const texts = Array.from({ length: 24 * 4 * 4 }, (_, index) => `line ${index}`)
  captureStderr(() => {
    for (const text of texts) {
      handler.handle(record(text))
      vi.setSystemTime(Date.now() + 15 * 60_000)
    }
  })
  const { 'app.log': present, ...rotated } = contents()
  expect(present!.split('\n').length).toBeLessThanOrEqual(when === 'D' ? 97 : 5)
  const lines = [...Object.values(rotated), present].join('').trim().split('\n')
  expect(lines.toSorted()).toEqual(texts.toSorted())
})

test('reopen() goes on in a new file', () => {
  const handler = timed()
  handler.handle(record('one'))
  renameSync(file, `${file}.moved`)
  handler.reopen()
  handler.handle(record('two'))
  expect(contents()).toEqual({ 'app.log': 'two\n', 'app.log.moved': 'one\n' })
})

describe('maxBytes with when', () => {
  /** Logs lines of eight bytes. */
  const log = (handler: TimedRotatingFileHandler, from: number, to: number): void => {
    for (let i = from; i < to; i++) handler.handle(record(`line ${String(i).padStart(2, '0')}`))
  }

  test.each([0, 10, 1000])('the files of a period count, and sort as they were written (buffering %d)', (buffering) => {
    const handler = timed({ maxBytes: 20, buffering })
    log(handler, 0, 7)
    vi.setSystemTime(Date.now() + DAY_MS)
    log(handler, 7, 10)
    void handler.close()
    const found = contents()
    expect(Object.keys(found)).toEqual([
      'app.log',
      ...['', '.0001', '.0002', '.0003'].map((count) => `app.log.2024-02-28${count}`),
      'app.log.2024-02-29',
    ])
    const { 'app.log': present, ...rotated } = found
    expect(Object.values(rotated).join('') + present).toBe(
      Array.from({ length: 10 }, (_, i) => `line ${String(i).padStart(2, '0')}\n`).join(''),
    )
    for (const text of Object.values(found)) expect(text.length).toBeLessThan(20)
  })

  test('the size does not move the end of the period', () => {
    const handler = timed({ when: 'H', interval: 5, maxBytes: 20 })
    const { rolloverAt } = handler
    vi.setSystemTime(Date.now() + 3_600_000)
    log(handler, 0, 5)
    expect(handler.rolloverAt).toBe(rolloverAt)
    vi.setSystemTime(rolloverAt * 1000)
    log(handler, 5, 6)
    expect(handler.rolloverAt).toBe(rolloverAt + 5 * 3600)
  })

  test.each([
    ['no namer', undefined, (rest: string) => `app.log.${rest}`],
    [
      'the ending last',
      (path: string) => join(dirname(path), `${basename(path).replace('.log', '')}.log`),
      (rest: string) => `app.${rest}.log`,
    ],
    ['another ending', (path: string) => `${path}.old`, (rest: string) => `app.log.${rest}.old`],
  ])('backupCount counts all files and deletes the oldest: %s', (_, namer, named) => {
    const handler = timed({ maxBytes: 20, backupCount: 3 })
    Object.assign(handler, namer && { namer })
    const strangers = ['app.log.2024-02-28.1', 'app.log.2024-02-28.txt', 'app.log.x', 'app.log.12024-02-28.0001']
    for (const name of strangers) writeFileSync(join(folder, name), '')
    const kept = (): string[] => readdirSync(folder).filter((name) => name !== 'app.log' && !strangers.includes(name))
    log(handler, 0, 11)
    expect(kept().sort()).toEqual(['2024-02-28.0002', '2024-02-28.0003', '2024-02-28.0004'].map(named))
    vi.setSystemTime(Date.now() + DAY_MS)
    log(handler, 11, 14)
    expect(kept().sort()).toEqual(['2024-02-28.0004', '2024-02-28.0005', '2024-02-29'].map(named))
  })

  test('ten thousand files of a period are deleted in the order in which they were written', () => {
    const handler = timed({ maxBytes: 20, backupCount: 2 })
    const before = ['2024-02-27.10000', '2024-02-28', '2024-02-28.9999', '2024-02-28.10000'].map(
      (rest) => `app.log.${rest}`,
    )
    for (const name of before) writeFileSync(join(folder, name), '')
    expect(handler.getFilesToDelete().map((path) => basename(path))).toEqual(before.slice(0, 2))
    log(handler, 0, 3)
    expect(readdirSync(folder).sort()).toEqual(['app.log', 'app.log.2024-02-28.10000', 'app.log.2024-02-28.10001'])
  })

  test('what suffix writes and extMatch does not find is not overwritten', () => {
    const handler = timed({ maxBytes: 20 })
    handler.suffix = '%Y%m%d'
    log(handler, 0, 7)
    expect(Object.keys(contents())).toEqual([
      'app.log',
      ...['', '.0001', '.0002'].map((count) => `app.log.20240228${count}`),
    ])
  })

  test('a namer that leaves the count out overwrites nothing, and is told of', () => {
    const handler = timed({ maxBytes: 20 })
    handler.namer = (path) => path.replace(/\.\d{4}$/, '')
    const said = captureStderr(() => log(handler, 0, 7))
    expect(said).toContain('namer() gives the name app.log.2024-02-28 to more than one file of a period')
    expect(contents()).toEqual({
      'app.log': 'line 02\nline 03\nline 04\nline 05\nline 06\n',
      'app.log.2024-02-28': 'line 00\nline 01\n',
    })
  })

  test('a file that is not regular is never rotated', () => {
    const renamed = vi.fn()
    const driver = { ...fileDriver, renameSync: renamed }
    const handler = new TimedRotatingFileHandler('/dev/null', { when: 'S', maxBytes: 20, driver })
    log(handler, 0, 4)
    vi.setSystemTime(Date.now() + 10 * DAY_MS)
    log(handler, 4, 8)
    expect(renamed).not.toHaveBeenCalled()
  })
})

describe('what fails', () => {
  test('a rename: reported once, records stay in the present file, and it is tried again after a second', () => {
    let fails = true
    const driver = {
      ...fileDriver,
      renameSync(from: string, to: string): void {
        if (fails) throw Object.assign(new Error('EACCES: no'), { code: 'EACCES' })
        fileDriver.renameSync(from, to)
      },
    }
    const handler = timed({ driver })
    handler.handle(record('one'))
    vi.setSystemTime(Date.now() + DAY_MS)
    const said = captureStderr(() => {
      for (const text of ['two', 'three']) handler.handle(record(text))
    })
    expect(said.split('EACCES: no')).toHaveLength(2)
    fails = false
    vi.advanceTimersByTime(1000)
    handler.handle(record('four'))
    expect(contents()).toEqual({ 'app.log': 'four\n', 'app.log.2024-02-28': 'one\ntwo\nthree\n' })
  })

  test('a deletion: the others are deleted, the record is written, and the period goes on', () => {
    const driver = {
      ...fileDriver,
      unlinkSync(path: string): void {
        if (path.endsWith('01')) throw Object.assign(new Error('EPERM: no'), { code: 'EPERM' })
        fileDriver.unlinkSync!(path)
      },
    }
    for (const day of ['01', '02', '03']) writeFileSync(`${file}.2024-02-${day}`, '')
    const handler = timed({ driver, backupCount: 1 })
    vi.setSystemTime(Date.now() + DAY_MS)
    const said = captureStderr(() => handler.handle(record('one')))
    expect(said).toContain('EPERM: no')
    expect(contents()).toEqual({ 'app.log': 'one\n', 'app.log.2024-02-01': '', 'app.log.2024-02-28': '' })
    expect(handler.rolloverAt * 1000).toBe(Date.now() + DAY_MS)
  })

  test('a file that another process deletes first is no failure', () => {
    for (const day of ['01', '02']) writeFileSync(`${file}.2024-02-${day}`, '')
    const driver = {
      ...fileDriver,
      unlinkSync(path: string): void {
        fileDriver.unlinkSync!(path)
        fileDriver.unlinkSync!(path)
      },
    }
    const handler = timed({ driver, backupCount: 1 })
    vi.setSystemTime(Date.now() + DAY_MS)
    expect(captureStderr(() => handler.handle(record('one')))).toBe('')
  })

  test('a disk without room for what is held: nothing is closed, nothing lost', () => {
    let isFull = false
    const driver = {
      ...fileDriver,
      writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number {
        if (isFull) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
        return fileDriver.writeSync(fd, bytes, offset, length)
      },
    }
    const handler = timed({ driver, buffering: 1000 })
    handler.handle(record('one'))
    vi.setSystemTime(Date.now() + DAY_MS)
    isFull = true
    captureStderr(() => handler.handle(record('two')))
    isFull = false
    vi.advanceTimersByTime(1000)
    handler.handle(record('three'))
    void handler.close()
    expect(contents()).toEqual({ 'app.log': 'three\n', 'app.log.2024-02-28': 'one\ntwo\n' })
  })

  test('a wrong suffix, extMatch or namer is reported, and no record is lost', () => {
    for (const wrong of [{ suffix: 5 }, { extMatch: 'no' }, { namer: () => undefined }]) {
      const handler = timed({ backupCount: 1 })
      Object.assign(handler, { ...wrong, rolloverAt: Date.now() / 1000 })
      vi.setSystemTime(Date.now() + DAY_MS)
      expect(captureStderr(() => handler.handle(record(Object.keys(wrong)[0]!)))).toContain('--- Logging error ---')
      void handler.close()
    }
    const all = Object.values(contents()).join('')
    for (const text of ['suffix', 'extMatch', 'namer']) expect(all).toContain(`${text}\n`)
  })
})

test('a file that another process has rotated is left, and its new one is written', () => {
  const one = timed()
  const two = timed()
  one.handle(record('one'))
  two.handle(record('two'))
  vi.setSystemTime(Date.now() + DAY_MS)
  const said = captureStderr(() => {
    one.handle(record('three'))
    two.handle(record('four'))
  })
  expect(said).toContain(`another handler of this process moves ${file} too`)
  expect(contents()).toEqual({ 'app.log': 'three\nfour\n', 'app.log.2024-02-28': 'one\ntwo\n' })
  expect(two.rolloverAt).toBe(one.rolloverAt)
})

test('an async rotator may rename later', async () => {
  vi.useRealTimers()
  const handler = new TimedRotatingFileHandler(file, { when: 'D' })
  handler.rotator = async (source, dest) => {
    await new Promise((resolve) => void setTimeout(resolve, 5))
    renameSync(source, dest)
  }
  handler.handle(record('one'))
  handler.rolloverAt = 86_400
  handler.handle(record('two'))
  await vi.waitFor(() => expect(statSync(`${file}.1970-01-01`).isFile()).toBe(true))
  await new Promise((resolve) => void setTimeout(resolve, 5))
  handler.handle(record('three'))
  expect(contents()).toEqual({ 'app.log': 'three\n', 'app.log.1970-01-01': 'one\ntwo\n' })
})

test('a folder of the rotated file’s name is left alone', () => {
  mkdirSync(`${file}.2024-02-28`)
  const handler = timed()
  handler.handle(record('one'))
  vi.setSystemTime(Date.now() + DAY_MS)
  handler.handle(record('two'))
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n')
})

describe('the contract', () => {
  const cases = handlerContract(() => ({
    handler: new TimedRotatingFileHandler(file, { when: 'D', maxBytes: 1_000_000, backupCount: 1, buffering: 4096 }),
    arrived: () => readFileSync(file, 'utf8').split('\n'),
  }))
  test.each(cases)('$name', ({ run }) => run())
})

test('with delay the new file is made by its first record', () => {
  const handler = timed({ delay: true })
  handler.handle(record('old'))
  vi.setSystemTime(Date.now() + DAY_MS)
  handler.doRollover()
  expect([contents(), handler.stream]).toEqual([{ 'app.log.2024-02-28': 'old\n' }, null])
  handler.handle(record('new'))
  expect(contents()).toEqual({ 'app.log': 'new\n', 'app.log.2024-02-28': 'old\n' })
})

test('without delay the new file is there at once', () => {
  const handler = timed()
  handler.handle(record('old'))
  handler.doRollover()
  expect(contents()).toEqual({ 'app.log': '', 'app.log.2024-02-28': 'old\n' })
})

test.each([0, 1000])('the oldest go, whatever the order in which the folder lists them (maxBytes %d)', (maxBytes) => {
  const listed = ['app.log.2024-02-03', 'app.log.2024-02-01', 'other.log', 'app.log.2024-02-04', 'app.log.2024-02-02']
  for (const name of listed) writeFileSync(join(folder, name), '')
  const driver = { ...fileDriver, readdirSync: () => listed }
  const toDelete = (backupCount: number): string[] =>
    timed({ backupCount, maxBytes, driver })
      .getFilesToDelete()
      .map((path) => basename(path))
  expect(toDelete(2)).toEqual(['app.log.2024-02-01', 'app.log.2024-02-02'])
  expect(toDelete(3)).toEqual(['app.log.2024-02-01'])
  expect(toDelete(4)).toEqual([])
  expect(toDelete(5)).toEqual([])
})

test('null for utc is Python’s None: false', () => {
  expect(timed({ utc: null }).utc).toBe(false)
})

describe('whether a rollover is due', () => {
  test('where the file is not there, it is at the end of the period, and the next one begins', () => {
    const handler = timed({ delay: true })
    rmSync(file)
    const end = handler.rolloverAt
    vi.setSystemTime(end * 1000 - 1)
    expect(handler.shouldRollover(record('x'))).toBe(false)
    vi.setSystemTime(end * 1000)
    expect([handler.shouldRollover(record('x')), handler.rolloverAt]).toEqual([true, end])
    handler.handle(record('new'))
    expect([contents(), handler.rolloverAt]).toEqual([{ 'app.log': 'new\n' }, end + 86_400])
  })

  test('something else in the file’s place is not rotated, and the next period begins', () => {
    const handler = timed({ delay: true })
    rmSync(file)
    mkdirSync(file)
    const end = handler.rolloverAt
    vi.setSystemTime(end * 1000)
    expect([handler.shouldRollover(record('x')), handler.rolloverAt]).toEqual([false, end + 86_400])
  })

  test('it is known without a record that none is before the end', () => {
    const handler = timed()
    const ms = handler.rolloverAt * 1000
    expect([handler.isQuiet({ ms: ms - 1 }), handler.isQuiet({ ms })]).toEqual([true, false])
    handler.shouldRollover = () => false
    expect(handler.isQuiet({ ms: ms - 1 })).toBe(false)
  })

  test.each([
    [0, true, [true, true]],
    [0, false, [true, true]],
    [100, true, [false, false]],
    [100, false, [true, false]],
  ])('and that a text is short enough: maxBytes %d, delay %s', (maxBytes, delay, isFar) => {
    const handler = timed({ maxBytes, delay })
    expect([handler.isFar(98), handler.isFar(99)]).toEqual(isFar)
  })
})

test.each([
  [{ maxTotalBytes: 11 }, ['app.log', 'app.log.2024-03-01', 'app.log.2024-03-02']],
  [{ maxTotalBytes: 10 }, ['app.log', 'app.log.2024-03-02']],
  [{ maxAgeSeconds: 90_000 }, ['app.log', 'app.log.2024-03-02']],
])('%j deletes the oldest', (limits, left) => {
  const handler = timed(limits)
  for (const msg of ['one', 'two', 'three', 'four', 'x']) {
    handler.handle(record(msg))
    utimesSync(file, new Date(), new Date())
    vi.setSystemTime(Date.now() + DAY_MS)
  }
  expect(readdirSync(folder).sort()).toEqual(left)
})

test('as in Python, what is too much goes in the order of the names that namer gave', () => {
  const handler = new TimedRotatingFileHandler(file, { when: 'D', backupCount: 1 })
  handler.namer = (name) => name.replace(/\d+-(\d+)-\d+$/, (date, month) => `${9 - Number(month)}.${date}`)
  for (const date of ['2024-01-01', '2024-02-01']) writeFileSync(handler.namer(`${file}.${date}`), '')
  expect(handler.getFilesToDelete().map((path) => basename(path))).toEqual(['app.log.7.2024-02-01'])
  void handler.close()
})
