import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Formatter, getLogger, type LogRecord, makeLogRecord } from '@treeline/core'
import { captureStderr, handlerContract, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fileDriver } from '../files/fileDriver.js'
import { RotatingFileHandler, type RotatingFileHandlerOptions } from './rotatingFileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-rotate-'))
  file = join(folder, 'rot.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

function record(msg: string): LogRecord {
  return makeLogRecord({ name: 'app', levelno: 20, levelname: 'INFO', msg })
}

function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

// Written by CPython 3.11 for the same calls.
const CPYTHON = {
  'rot.log': 'i = 19\n',
  'rot.log.1': 'i = 17\ni = 18\n',
  'rot.log.2': 'i = 15\ni = 16\n',
  'rot.log.3': 'i = 13\ni = 14\n',
  'rot.log.4': 'i = 11\ni = 12\n',
  'rot.log.5': 'i = 9\ni = 10\n',
}

test.each([0, 10, 16_384])('the files are CPython’s, with buffering %d', (buffering) => {
  const handler = new RotatingFileHandler(file, { maxBytes: 20, backupCount: 5, buffering })
  const logger = getLogger('rotating')
  logger.setLevel('DEBUG')
  logger.addHandler(handler)
  for (let i = 0; i < 20; i++) logger.debug('i = %d', i)
  void handler.close()
  expect(contents()).toEqual(CPYTHON)
})

test('a subclass that decides on its own is asked about each record', () => {
  const asked: string[] = []
  class Own extends RotatingFileHandler {
    override shouldRollover(record: LogRecord): boolean {
      asked.push(record.getMessage())
      return false
    }
  }
  const logger = getLogger('rotating')
  logger.setLevel('DEBUG')
  const handler = new Own(file, { maxBytes: 400, backupCount: 3 })
  handler.setFormatter(new Formatter('%(message)s'))
  logger.addHandler(handler)
  for (let i = 0; i < 3; i++) logger.debug('i = %d', i)
  expect(asked).toEqual(['i = 0', 'i = 1', 'i = 2'])
})

// As CPython 3.11 decides: the text counts by characters, the file by bytes.
test.each([
  ['éééé', 14, true],
  ['éééé', 15, false],
  ['😀😀', 12, true],
  ['😀😀', 13, false],
])('two records %s below %d bytes: put aside is %s', (text, maxBytes, expected) => {
  for (const buffering of [0, 1000]) {
    rmSync(`${file}.1`, { force: true })
    rmSync(file, { force: true })
    const handler = new RotatingFileHandler(file, { maxBytes, backupCount: 1, buffering })
    handler.handle(record(text))
    handler.handle(record(text))
    void handler.close()
    expect(existsSync(`${file}.1`)).toBe(expected)
  }
})

test('the position goes on from a file that is there', () => {
  writeFileSync(file, '012345678\n')
  const handler = new RotatingFileHandler(file, { maxBytes: 13, backupCount: 1, mode: 'w' })
  handler.handle(record('x'))
  handler.handle(record('y'))
  expect(contents()).toEqual({ 'rot.log': 'y\n', 'rot.log.1': '012345678\nx\n' })
  expect(handler.mode).toBe('a')
})

test('as in Python, each old file moves one number on, whatever numbers are missing', () => {
  for (const number of [1, 3, 4]) writeFileSync(`${file}.${number}`, `${number}\n`)
  const handler = new RotatingFileHandler(file, { backupCount: 4 })
  handler.handle(record('first'))
  handler.doRollover()
  expect(contents()).toEqual({ 'rot.log': '', 'rot.log.1': 'first\n', 'rot.log.2': '1\n', 'rot.log.4': '3\n' })
})

test('an empty file is never put aside, however long the record', () => {
  const handler = new RotatingFileHandler(file, { maxBytes: 3, backupCount: 3 })
  handler.handle(record('long enough'))
  expect(contents()).toEqual({ 'rot.log': 'long enough\n' })
})

test('without backupCount the file grows', () => {
  const handler = new RotatingFileHandler(file, { maxBytes: 5 })
  for (let i = 0; i < 4; i++) handler.handle(record(`i = ${i}`))
  expect(contents()).toEqual({ 'rot.log': 'i = 0\ni = 1\ni = 2\ni = 3\n' })
})

test('without maxBytes nothing happens, and mode w holds', () => {
  writeFileSync(file, 'old\n')
  const handler = new RotatingFileHandler(file, { mode: 'w', backupCount: 2 })
  for (let i = 0; i < 3; i++) handler.handle(record('x'.repeat(100)))
  expect(Object.keys(contents())).toEqual(['rot.log'])
})

test('a file that is not regular is never put aside', () => {
  const renameSync = vi.fn()
  const handler = new RotatingFileHandler('/dev/null', {
    maxBytes: 1,
    backupCount: 1,
    driver: { ...fileDriver, renameSync },
  })
  handler.handle(record('one'))
  handler.handle(record('two'))
  expect(renameSync).not.toHaveBeenCalled()
})

test('delay: nothing is opened before it is needed', () => {
  const handler = new RotatingFileHandler(file, { maxBytes: 5, backupCount: 2, delay: true })
  expect(contents()).toEqual({})
  handler.handle(record('one 1'))
  handler.handle(record('two 2'))
  expect(contents()).toEqual({ 'rot.log': 'two 2\n', 'rot.log.1': 'one 1\n' })
})

test('a record is formatted once', () => {
  const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1 })
  const format = vi.spyOn(handler, 'format')
  for (let i = 0; i < 5; i++) handler.handle(record('message'))
  expect(format).toHaveBeenCalledTimes(5)
})

test('shouldRollover may be asked with a record alone', () => {
  const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1 })
  expect(handler.shouldRollover(record('0123456789'))).toBe(false)
  handler.handle(record('01234'))
  expect(handler.shouldRollover(record('0'))).toBe(false)
  expect(handler.shouldRollover(record('012'))).toBe(true)
})

test('namer names every file, rotator puts the first aside', () => {
  const moves: string[] = []
  const handler = new RotatingFileHandler(file, { maxBytes: 7, backupCount: 3 })
  handler.namer = (name) => `${name}.old`
  handler.rotator = (source, dest) => {
    moves.push(`${basename(source)} > ${basename(dest)}`)
    fileDriver.renameSync(source, dest)
  }
  for (let i = 0; i < 4; i++) handler.handle(record(`i = ${i}`))
  expect(contents()).toEqual({
    'rot.log': 'i = 3\n',
    'rot.log.1.old': 'i = 2\n',
    'rot.log.2.old': 'i = 1\n',
    'rot.log.3.old': 'i = 0\n',
  })
  expect(moves).toEqual(Array.from({ length: 3 }, () => 'rot.log > rot.log.1.old'))
})

test('a subclass may define namer and decide', () => {
  class Hourly extends RotatingFileHandler {
    override namer(name: string): string {
      return name.replace('.log', '') + '.log'
    }
    override shouldRollover(_record: LogRecord, text = ''): boolean {
      return text.includes('!')
    }
  }
  const handler = new Hourly(file, { backupCount: 1 })
  handler.handle(record('one'))
  handler.handle(record('two!'))
  expect(contents()).toEqual({ 'rot.log': 'two!\n', 'rot.1.log': 'one\n' })
})

describe('a rename that fails', () => {
  const fails = new Set<string>()
  beforeEach(() => {
    fails.clear()
    vi.useFakeTimers()
  })
  const driver = {
    ...fileDriver,
    renameSync(from: string, to: string): void {
      if (fails.has(basename(from))) throw Object.assign(new Error(`EACCES: ${basename(from)}`), { code: 'EACCES' })
      fileDriver.renameSync(from, to)
    },
  }
  const make = (options: RotatingFileHandlerOptions = {}): RotatingFileHandler =>
    new RotatingFileHandler(file, { maxBytes: 7, backupCount: 3, driver, ...options })

  test.each([0, 1000])(
    'leaves the handler writing to the old file, and is reported once (buffering %d)',
    (buffering) => {
      const handler = make({ buffering })
      fails.add('rot.log')
      const said = captureStderr(() => {
        for (let i = 0; i < 4; i++) handler.handle(record(`i = ${i}`))
        vi.advanceTimersByTime(1000)
        handler.handle(record('i = 4'))
      })
      void handler.flush()
      expect(said.split('EACCES: rot.log').length).toBe(2)
      expect(contents()).toEqual({ 'rot.log': 'i = 0\ni = 1\ni = 2\ni = 3\ni = 4\n' })
      fails.clear()
      vi.advanceTimersByTime(1000)
      handler.handle(record('i = 5'))
      void handler.close()
      expect(contents()).toEqual({ 'rot.log': 'i = 5\n', 'rot.log.1': 'i = 0\ni = 1\ni = 2\ni = 3\ni = 4\n' })
    },
  )

  test.each(['rot.log', 'rot.log.1', 'rot.log.2'])('again and again pushes no old file out (%s)', (name) => {
    const handler = make()
    for (let i = 0; i < 4; i++) handler.handle(record(`i = ${i}`))
    fails.add(name)
    captureStderr(() => {
      for (let i = 4; i < 10; i++) {
        handler.handle(record(`i = ${i}`))
        vi.advanceTimersByTime(1000)
      }
    })
    fails.clear()
    handler.handle(record('end'))
    // One rollover in all: only the oldest file went.
    expect(contents()).toEqual({
      'rot.log': 'end\n',
      'rot.log.1': 'i = 3\ni = 4\ni = 5\ni = 6\ni = 7\ni = 8\ni = 9\n',
      'rot.log.2': 'i = 2\n',
      'rot.log.3': 'i = 1\n',
    })
  })

  test('a namer or rotator that throws is no worse', () => {
    const handler = make()
    handler.rotator = (): void => {
      throw new Error('rotator')
    }
    const said = captureStderr(() => {
      for (let i = 0; i < 3; i++) handler.handle(record(`i = ${i}`))
    })
    expect(said).toContain('Error: rotator')
    expect(contents()).toEqual({ 'rot.log': 'i = 0\ni = 1\ni = 2\n' })
  })
})

test('on a full disk nothing is put aside, and nothing lost', () => {
  vi.useFakeTimers()
  let full = false
  const driver = {
    ...fileDriver,
    writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number {
      if (full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return fileDriver.writeSync(fd, bytes, offset, length)
    },
  }
  const handler = new RotatingFileHandler(file, { maxBytes: 30, backupCount: 5, driver })
  captureStderr(() => {
    for (let i = 0; i < 10; i++) {
      full = i >= 2 && i < 8
      handler.handle(record(`i = ${i}`))
      vi.advanceTimersByTime(1000)
    }
  })
  void handler.close()
  const all = Object.entries(contents())
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, text]) => text)
    .join('')
  expect(all).toBe(Array.from({ length: 10 }, (_, i) => `i = ${i}\n`).join(''))
})

test('a rollover that is asked for on a full disk fails before anything is closed', () => {
  let full = true
  const driver = {
    ...fileDriver,
    writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number {
      if (full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return fileDriver.writeSync(fd, bytes, offset, length)
    },
  }
  const handler = new RotatingFileHandler(file, { maxBytes: 1000, backupCount: 1, buffering: 100, driver })
  handler.handle(record('held'))
  const { stream } = handler
  expect(() => handler.doRollover()).toThrow('ENOSPC')
  expect(handler.stream).toBe(stream)
  full = false
  handler.doRollover()
  expect(contents()).toEqual({ 'rot.log': '', 'rot.log.1': 'held\n' })
})

test.each([
  [{ maxBytes: Infinity }, new RangeError('maxBytes: expected a number, 0 for no limit, not Infinity')],
  [{ maxBytes: '1e6' as never }, new TypeError("maxBytes: expected a number, 0 for no limit, not '1e6'")],
  [{ backupCount: Number.NaN }, new RangeError('backupCount: expected a whole number, not NaN')],
])('refuses %o', (options, error) => {
  expect(() => new RotatingFileHandler(file, options)).toThrow(error)
})

test.each([[{ maxBytes: -1, backupCount: 2 }], [{ maxBytes: 10, backupCount: -1 }]])(
  'as in Python, %o rotates nothing',
  (options) => {
    const handler = new RotatingFileHandler(file, options)
    for (const text of ['first record', 'second record', 'third record']) handler.handle(record(text))
    expect(contents()).toEqual({ 'rot.log': 'first record\nsecond record\nthird record\n' })
  },
)

test('one name for all old files is refused at the rollover: each would overwrite the one before', () => {
  const handler = new RotatingFileHandler(file, { maxBytes: 20, backupCount: 3 })
  handler.namer = () => join(folder, 'old.log')
  const said = captureStderr(() => {
    for (const text of ['first record', 'second record', 'third record']) handler.handle(record(text))
  })
  expect(contents()).toEqual({ 'rot.log': 'first record\nsecond record\nthird record\n' })
  expect(said).toContain('Error: namer() gives the name old.log to more than one file')
  handler.backupCount = 1
  handler.doRollover()
  expect(contents()).toEqual({ 'old.log': 'first record\nsecond record\nthird record\n', 'rot.log': '' })
})

describe('the contract', () => {
  const cases = handlerContract(() => ({
    handler: new RotatingFileHandler(file, { maxBytes: 1_000_000, backupCount: 1, buffering: 4096 }),
    arrived: () => readFileSync(file, 'utf8').split('\n'),
  }))
  test.each(cases)('$name', ({ run }) => run())
})

describe('promises that nobody holds', () => {
  const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 20))

  function rotating(): { handler: RotatingFileHandler; errors: string[] } {
    const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 2 })
    const errors: string[] = []
    handler.handleError = (_record, error) => void errors.push(String(error))
    return { handler, errors }
  }

  test('an async rotator may rename later: what comes after is in the new file, and nothing is rotated twice', async () => {
    const { handler, errors } = rotating()
    const calls: string[] = []
    handler.rotator = async (source, dest) => {
      calls.push(basename(dest))
      await settled()
      renameSync(source, dest)
    }
    for (const text of ['first', 'second', 'third']) handler.handle(record(text))
    await settled()
    await settled()
    handler.handle(record('last'))
    expect(contents()).toEqual({ 'rot.log': 'last\n', 'rot.log.1': 'first\nsecond\nthird\n' })
    expect([calls, errors]).toEqual([['rot.log.1'], []])
  })

  test.each(['rotator', 'rotate'])(
    'a %s that is rejected is reported, and records go on to the present file',
    async (name) => {
      const { handler, errors } = rotating()
      Object.assign(handler, { [name]: () => Promise.reject(new Error('no')) })
      for (const text of ['first', 'second', 'third']) handler.handle(record(text))
      await settled()
      expect(errors).toEqual(['Error: no'])
      expect(contents()).toEqual({ 'rot.log': 'first\nsecond\nthird\n' })
    },
  )

  test('a handler that was closed meanwhile stays closed', async () => {
    const { handler } = rotating()
    handler.rotator = settled
    for (const text of ['first', 'second']) handler.handle(record(text))
    void handler.close()
    await settled()
    expect(handler.stream).toBeNull()
  })

  test.each([
    ['namer', 'the name that namer'],
    ['shouldRollover', 'is not async'],
    ['namer', 'is not async'],
  ])('a %s that gives no value is reported: %s', (name, message) => {
    const { handler, errors } = rotating()
    const gives = message.endsWith('async') ? (): unknown => Promise.reject(new Error('no')) : (): unknown => undefined
    Object.assign(handler, { [name]: gives })
    for (const text of ['first', 'second']) handler.handle(record(text))
    expect(errors[0]).toContain(message)
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n')
  })

  test('an async doRollover that is rejected is reported', async () => {
    const { handler, errors } = rotating()
    handler.doRollover = () => Promise.reject(new Error('no'))
    for (const text of ['first', 'second']) handler.handle(record(text))
    await settled()
    expect(errors).toEqual(['Error: no'])
  })
})

test('a subclass whose file is a stream of another kind hears of its promises', async () => {
  class Own extends RotatingFileHandler {
    override _open(): never {
      const late = (): Promise<never> => Promise.reject(new Error('late'))
      return { write: late, flush: late, close: late } as never
    }
  }
  const handler = new Own(file)
  const errors: string[] = []
  handler.handleError = (_record, error) => void errors.push(String(error))
  const logger = getLogger('other')
  logger.addHandler(handler)
  logger.error('x')
  const said = captureStderr(() => void handler.close())
  await new Promise((resolve) => void setTimeout(resolve, 5))
  expect(errors.length).toBeGreaterThan(0)
  expect(new Set(errors)).toEqual(new Set(['Error: late']))
  expect(said).toBe('')
})

describe('a file that is emptied from outside, as by copytruncate', () => {
  test.each([0, 10])('makes no empty backup, with buffering %d', (buffering) => {
    const handler = new RotatingFileHandler(file, { maxBytes: 20, backupCount: 2, buffering })
    for (const text of ['first', 'second']) handler.handle(record(text))
    handler.flush()
    writeFileSync(file, '')
    for (const text of ['third', 'fourth', 'fifth', 'sixth']) handler.handle(record(text))
    void handler.close()
    expect(contents()).toEqual({ 'rot.log': 'sixth\n', 'rot.log.1': 'third\nfourth\nfifth\n' })
  })
})

describe('what others do to the file', () => {
  test('a process that rotates it too is noticed at the rollover, told once, and no file is thrown away', () => {
    const options = { maxBytes: 10, backupCount: 2 }
    const one = new RotatingFileHandler(file, options)
    const two = new RotatingFileHandler(file, options)
    const said = captureStderr(() => {
      for (let i = 1; i <= 3; i++) {
        one.handle(record(`one-${i}`))
        two.handle(record(`two-${i}`))
      }
    })
    expect(said).toBe(
      `--- Logging error ---\nError: another handler of this process moves ${file} too: records may be lost with the oldest file; multiprocess: true in all of them keeps every record\n`,
    )
    const lines = Object.values(contents()).join('').split('\n').filter(Boolean).sort()
    expect(lines).toEqual(['one-1', 'one-2', 'one-3', 'two-1', 'two-2', 'two-3'])
  })

  test('a rollover that failed half-way is finished, though the file is a new one by now', () => {
    const handler = new RotatingFileHandler(file, { maxBytes: 20, backupCount: 3 })
    handler.handle(record('here'))
    for (const number of [1, 2]) writeFileSync(`${file}.${number}`, `${number}\n`)
    const namer = (name: string): string => {
      if (existsSync(`${file}.3`)) throw new Error('no name')
      return name
    }
    handler.namer = namer
    expect(() => handler.doRollover()).toThrow('no name')
    delete handler.namer
    renameSync(file, join(folder, 'moved'))
    writeFileSync(file, 'other\n')
    expect(captureStderr(() => handler.doRollover())).toContain('another process moves')
    void handler.close()
    expect(contents()).toEqual({
      moved: 'here\n',
      'rot.log': '',
      'rot.log.1': 'other\n',
      'rot.log.2': '1\n',
      'rot.log.3': '2\n',
    })
  })

  test('copytruncate: the size is the file’s, not what was written', () => {
    const handler = new RotatingFileHandler(file, { maxBytes: 100, backupCount: 1 })
    handler.handle(record('x'.repeat(80)))
    truncateSync(file)
    handler.handle(record('y'.repeat(80)))
    expect(contents()).toEqual({ 'rot.log': `${'y'.repeat(80)}\n` })
  })

  test('a clock that is set back does not keep a rollover that failed from being tried again', () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
    let isFull = true
    const driver = {
      ...fileDriver,
      renameSync(from: string, to: string): void {
        if (isFull) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
        fileDriver.renameSync(from, to)
      },
    }
    const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1, driver })
    captureStderr(() => {
      handler.handle(record('one two'))
      handler.handle(record('three'))
    })
    isFull = false
    vi.setSystemTime(Date.now() - 3_600_000)
    vi.advanceTimersByTime(1000)
    handler.handle(record('four'))
    expect(contents()).toEqual({ 'rot.log': 'four\n', 'rot.log.1': 'one two\nthree\n' })
  })
})

test('each file of utf-16 begins with a byte order mark', () => {
  const handler = new RotatingFileHandler(file, { encoding: 'utf-16', maxBytes: 20, backupCount: 1 })
  for (const msg of ['one', 'two', 'three']) handler.handle(makeLogRecord({ msg }))
  void handler.close()
  expect(readFileSync(`${file}.1`).toString('utf16le')).toBe('\ufeffone\ntwo\n')
  expect(readFileSync(file).toString('utf16le')).toBe('\ufeffthree\n')
})

test.each(['utf-16', 'utf-8-sig'])('multiprocess with %s is refused: two would write the mark', (encoding) => {
  expect(
    () => new RotatingFileHandler(file, { encoding, multiprocess: true, backupCount: 1, maxBytes: 9, delay: true }),
  ).toThrow(`encoding: expected one without a byte order mark together with multiprocess, not '${encoding}'`)
})

test('a handler that compresses nothing is closed at once', () => {
  expect(new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1 }).close()).toBeUndefined()
})

test('a link leads to the file from the start, and is made again at a rollover', () => {
  const link = join(folder, 'current')
  const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1, link })
  handler.handle(record('one two'))
  expect(readFileSync(link, 'utf8')).toBe('one two\n')
  rmSync(link)
  handler.handle(record('three four'))
  expect(readFileSync(link, 'utf8')).toBe('three four\n')
  void handler.close()
})

test.each<[RotatingFileHandlerOptions, string]>([
  [{ compress: 'gzip' }, 'rotator: expected none together with compress'],
  [{ multiprocess: true }, 'rotator: expected none together with multiprocess'],
])('with %j a rotator is told of at the rollover, and moves nothing', async (options, message) => {
  const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1, ...options })
  const rotator = (handler.rotator = vi.fn<() => void>())
  handler.handle(record('one two'))
  expect(captureStderr(() => handler.handle(record('three four')))).toContain(message)
  await handler.close()
  expect([rotator.mock.calls, readFileSync(file, 'utf8')]).toEqual([[], 'one two\nthree four\n'])
})

test('after a rollover of a file that was not opened yet, what is too much goes all the same', () => {
  writeFileSync(file, 'old\n')
  const handler = new RotatingFileHandler(file, { delay: true, backupCount: 2, maxTotalBytes: 1 })
  handler.doRollover()
  expect(readdirSync(folder)).toEqual([])
  void handler.close()
})

test('a link that cannot be made is told of once, and records are written', () => {
  vi.useFakeTimers()
  const said = captureStderr(() => {
    const handler = new RotatingFileHandler(file, { maxBytes: 10, backupCount: 1, link: join(folder, 'no', 'link') })
    for (const msg of ['one two', 'three four', 'five six']) {
      handler.handle(record(msg))
      // Longer than a burst, in which the same is told once in any case.
      vi.advanceTimersByTime(60_000)
    }
    void handler.close()
  })
  expect(said.match(/ENOENT/g)).toHaveLength(1)
  expect(contents()).toEqual({ 'rot.log': 'five six\n', 'rot.log.1': 'three four\n' })
})
