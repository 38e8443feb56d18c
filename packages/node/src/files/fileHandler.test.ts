import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Formatter, JSONFormatter, type LogRecord, makeLogRecord, shutdown } from '@treeline/core'
import { captureStderr, handlerContract, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fileDriver } from './fileDriver.js'
import { FileHandler, type FileName } from './fileHandler.js'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-file-'))
  file = join(folder, 'app.log')
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

function record(msg: string, levelno = 20): LogRecord {
  return makeLogRecord({ name: 'app', levelno, levelname: 'INFO', msg })
}

const content = (): string => readFileSync(file, 'utf8')

test('a record is in the file when the call returns', () => {
  const handler = new FileHandler(file)
  handler.handle(record('héllo'))
  expect(content()).toBe('héllo\n')
  handler.terminator = '\r\n'
  handler.handle(record('windows'))
  expect(content()).toBe('héllo\nwindows\r\n')
})

test('the name may be relative, a file URL or a Buffer; baseFilename is absolute', () => {
  for (const name of [relative(process.cwd(), file), pathToFileURL(file), Buffer.from(file)]) {
    const handler = new FileHandler(name)
    expect(handler.baseFilename).toBe(file)
    expect(handler.stream!.name).toBe(file)
    void handler.close()
  }
})

test('mode a appends, w starts anew, x refuses', () => {
  writeFileSync(file, 'old\n')
  new FileHandler(file).handle(record('a'))
  expect(content()).toBe('old\na\n')
  expect(() => new FileHandler(file, { mode: 'x' })).toThrow('EEXIST')
  new FileHandler(file, { mode: 'w' }).handle(record('w'))
  expect(content()).toBe('w\n')
})

test('delay opens at the first record', () => {
  const handler = new FileHandler(file, { delay: true })
  expect(existsSync(file)).toBe(false)
  expect(handler.stream).toBe(null)
  handler.flush()
  handler.handle(record('now'))
  expect(content()).toBe('now\n')
})

describe('after close', () => {
  test('mode a opens again, and holds as before; the exit hook knows it', async () => {
    const handler = new FileHandler(file, { buffering: 1000 })
    handler.handle(record('one'))
    expect(content()).toBe('')
    void handler.close()
    expect(content()).toBe('one\n')
    expect(handler.stream).toBe(null)
    handler.handle(record('two'))
    expect(content()).toBe('one\n')
    await shutdown()
    expect(content()).toBe('one\ntwo\n')
  })

  // Python looks for 'w' only, and empties the file in the other modes.
  test.each(['w', 'w+', '+w', 'wt'])('mode %s drops, as in Python, and says so; reopen appends', (mode) => {
    const handler = new FileHandler(file, { mode })
    handler.handle(record('one'))
    void handler.close()
    expect(captureStderr(() => handler.handle(record('two')))).toBe(
      `--- Logging error ---\nError: ${file} was closed, and mode '${mode}' would empty it: records are dropped until reopen() is called\n`,
    )
    expect(content()).toBe('one\n')
    handler.reopen()
    handler.handle(record('three'))
    expect(content()).toBe('one\nthree\n')
  })
})

describe('reopen', () => {
  test.each(['a', 'w', 'x'])('of mode %s goes on in a new file, behind what was held', (mode) => {
    const handler = new FileHandler(file, { mode, buffering: 1000 })
    handler.handle(record('one'))
    renameSync(file, `${file}.1`)
    handler.reopen()
    handler.handle(record('two'))
    expect(content()).toBe('')
    void handler.close()
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('one\n')
    expect(content()).toBe('two\n')
  })

  test.each(['w', 'w+'])(
    'of a handler that has not opened its file leaves that to the first record, mode %s',
    (mode) => {
      const handler = new FileHandler(file, { delay: true, mode })
      handler.reopen()
      expect(existsSync(file)).toBe(false)
      writeFileSync(file, 'old\n')
      handler.handle(record('new'))
      expect(content()).toBe('old\nnew\n')
    },
  )

  test.each([false, true])('of a handler that was closed opens its file at once, unless it is delayed: %j', (delay) => {
    const handler = new FileHandler(file, { delay })
    handler.handle(record('one'))
    void handler.close()
    handler.reopen()
    expect(handler.stream === null).toBe(delay)
    handler.handle(record('two'))
    expect(content()).toBe('one\ntwo\n')
  })

  test('where that fails it is told, nothing is thrown, and the present file goes on', () => {
    let isOpen = false
    const driver = {
      ...fileDriver,
      openSync(path: string, flags: number): number {
        if (isOpen) throw Object.assign(new Error('EACCES: not any more'), { code: 'EACCES' })
        isOpen = true
        return fileDriver.openSync(path, flags)
      },
    }
    const handler = new FileHandler(file, { driver })
    expect(captureStderr(() => handler.reopen())).toContain('EACCES: not any more')
    handler.handle(record('one'))
    expect(content()).toBe('one\n')
  })

  test('of a subclass whose _open gives a stream of another kind', () => {
    const texts: string[] = []
    class Own extends FileHandler {
      override _open(): never {
        return { write: (text: string) => void texts.push(text), flush() {}, close() {} } as never
      }
    }
    const handler = new Own(file)
    handler.reopen()
    handler.handle(record('one'))
    expect(texts).toEqual(['one\n'])
  })
})

describe('a file that is gone', () => {
  beforeEach(() => void vi.useFakeTimers())

  test.each([
    ['deleted', (): void => rmSync(file)],
    ['moved', (): void => renameSync(file, `${file}.1`)],
    ['replaced', (): void => (renameSync(file, `${file}.1`), writeFileSync(file, 'other\n'))],
  ])('%s, is noticed a second after a record, told, and opened anew', (_how, go) => {
    const handler = new FileHandler(file, { buffering: 1000, flushIntervalMs: 10 })
    handler.handle(record('one'))
    vi.advanceTimersByTime(20)
    go()
    handler.handle(record('held'))
    const said = captureStderr(() => vi.advanceTimersByTime(1000))
    expect(said).toContain(`Error: ${file} was moved or deleted, and is opened anew`)
    expect(said.trimEnd().split('\n').length).toBeLessThanOrEqual(4)
    handler.handle(record('two'))
    void handler.close()
    expect(content()).toMatch(/^(other\n)?two\n$/)
  })

  test.each([
    [(): void => undefined, 1],
    [(handler: FileHandler): void => handler.reopen(), 2],
  ])('is told once, and once more after reopen (%#)', (between, times) => {
    const handler = new FileHandler(file)
    const said = captureStderr(() => {
      for (const turn of [0, 1]) {
        if (turn === 1) between(handler)
        handler.handle(record('one'))
        rmSync(file)
        vi.advanceTimersByTime(60_000)
      }
    })
    expect(said.match(/was moved or deleted/g)).toHaveLength(times)
  })

  test('is noticed when the handler is closed', () => {
    const handler = new FileHandler(file)
    handler.handle(record('one'))
    rmSync(file)
    expect(captureStderr(() => void handler.close())).toContain('was moved or deleted')
  })

  test('is noticed before what is held is written to it', () => {
    const handler = new FileHandler(file, { buffering: 1000 })
    handler.handle(record('held'))
    rmSync(file)
    expect(captureStderr(() => void handler.close())).toContain('was moved or deleted')
    expect(content()).toBe('held\n')
  })

  test('is not spoken of where nothing was written', () => {
    const handler = new FileHandler(file)
    rmSync(file)
    expect(captureStderr(() => void handler.close())).toBe('')
  })

  test('is not looked for while nothing is written, nor after close', () => {
    const handler = new FileHandler(file)
    expect(vi.getTimerCount()).toBe(0)
    handler.handle(record('one'))
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(vi.getTimerCount()).toBe(0)
    handler.handle(record('two'))
    void handler.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('with its folder: what comes is kept, and written when there is a folder again', () => {
    const inner = join(folder, 'inner')
    mkdirSync(inner)
    const handler = new FileHandler(join(inner, 'app.log'))
    handler.handle(record('one'))
    rmSync(inner, { recursive: true })
    expect(captureStderr(() => vi.advanceTimersByTime(1000))).toContain('was moved or deleted')
    captureStderr(() => handler.handle(record('two')))
    mkdirSync(inner)
    captureStderr(() => vi.advanceTimersByTime(1000))
    handler.handle(record('three'))
    expect(readFileSync(join(inner, 'app.log'), 'utf8')).toBe('two\nthree\n')
  })
})

describe('a torn last line', () => {
  test.each([
    ['half', 'half\nnew\n'],
    ['whole\n', 'whole\nnew\n'],
    ['', 'new\n'],
    ['\u20ac'.slice(0, 1), '\u20ac\nnew\n'],
  ])('%j is ended before the first record', (before, after) => {
    writeFileSync(file, before)
    const handler = new FileHandler(file)
    expect(content()).toBe(before)
    handler.handle(record('new'))
    expect(content()).toBe(after)
  })

  test('is ended in one write with the first records, held ones too', () => {
    writeFileSync(file, 'half')
    const writeSync = vi.fn(fileDriver.writeSync)
    const handler = new FileHandler(file, { buffering: 1000, driver: { ...fileDriver, writeSync } })
    handler.handle(record('one'))
    handler.handle(record('two'))
    void handler.close()
    expect(content()).toBe('half\none\ntwo\n')
    expect(writeSync).toHaveBeenCalledTimes(1)
  })

  test('is left alone where nothing is logged', () => {
    writeFileSync(file, 'half')
    void new FileHandler(file).close()
    expect(content()).toBe('half')
  })

  test.each(['\0', '\r\n', ''])('with the terminator %j', (terminator) => {
    writeFileSync(file, `whole${terminator}`)
    const handler = new FileHandler(file)
    handler.terminator = terminator
    handler.handle(record('new'))
    expect(content()).toBe(`whole${terminator}new${terminator}`)
  })

  test('a line that another terminator has ended is whole', () => {
    writeFileSync(file, 'whole\n')
    const handler = new FileHandler(file)
    handler.terminator = '\r\n'
    handler.handle(record('new'))
    expect(content()).toBe('whole\nnew\r\n')
  })

  test('in utf-16-le', () => {
    writeFileSync(file, Buffer.from('half', 'utf16le'))
    new FileHandler(file, { encoding: 'utf-16-le' }).handle(record('new'))
    expect(readFileSync(file, 'utf16le')).toBe('half\nnew\n')
  })

  test('of a file that cannot be read: the record is written', () => {
    writeFileSync(file, 'half')
    const readSync = (): never => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
    }
    const handler = new FileHandler(file, { driver: { ...fileDriver, readSync } })
    handler.handle(record('new'))
    expect(content()).toBe('halfnew\n')
  })

  test('before a record of 3 MB, which is not taken for too much to keep', () => {
    writeFileSync(file, 'half')
    new FileHandler(file).handle(record('x'.repeat(3_000_000)))
    expect(content().length).toBe(3_000_006)
  })
})

test('a folder that is not there is the caller’s error, and leaves no handler behind', async () => {
  const close = vi.fn()
  class Watched extends FileHandler {
    override close(): void {
      close()
      void super.close()
    }
  }
  expect(() => new Watched(join(folder, 'no', 'app.log'))).toThrow('ENOENT')
  await shutdown()
  expect(close).not.toHaveBeenCalled()
})

/** Returns a file system that lets no file be opened until it is unlocked. */
function lockedDriver(): typeof fileDriver & { isLocked: boolean } {
  const driver = {
    ...fileDriver,
    isLocked: true,
    openSync(path: string, flags: number): number {
      if (driver.isLocked) throw Object.assign(new Error('EACCES: not yet'), { code: 'EACCES' })
      return fileDriver.openSync(path, flags)
    },
  }
  return driver
}

test('of a delayed handler it is reported; what comes is kept up to the bound and written once the file opens', () => {
  const driver = lockedDriver()
  const handler = new FileHandler(file, { delay: true, driver })
  handler.setFormatter(new Formatter('%(levelname)s:%(name)s:%(message)s'))
  const said = captureStderr(() => {
    handler.handle(record('one'))
    handler.handle(record('two'))
  })
  expect(said.split('EACCES: not yet').length).toBe(2)
  driver.isLocked = false
  handler.handle(record('three'))
  expect(content()).toBe('INFO:app:one\nINFO:app:two\nINFO:app:three\n')
})

test('beyond the bound the oldest are counted, and a line in their place says how many', () => {
  const driver = lockedDriver()
  const handler = new FileHandler(file, { delay: true, driver })
  captureStderr(() => {
    for (let i = 0; i < 1500; i++) handler.handle(record(`${String(i).padStart(4, '0')}${'.'.repeat(1000)}`))
  })
  driver.isLocked = false
  handler.handle(record('last'))
  const [lost, ...kept] = content().trimEnd().split('\n')
  const count = Number(/^… (\d+) records were lost \(EACCES\)$/.exec(lost!)![1])
  expect(count + kept.length).toBe(1501)
  expect(kept[0]).toContain(String(count).padStart(4, '0'))
})

test('what nobody could write is told when the handler is closed', () => {
  const handler = new FileHandler(join(folder, 'no', 'app.log'), { delay: true })
  captureStderr(() => {
    handler.handle(record('one'))
    handler.handle(record('two'))
  })
  expect(() => handler.close()).toThrow(/ENOENT.*; 2 records were lost/)
})

test('how many records wait for the disk can be asked for', () => {
  const handler = new FileHandler(join(folder, 'no', 'app.log'), { delay: true })
  expect(handler.unwritten).toBe(0)
  captureStderr(() => {
    handler.handle(record('one'))
    handler.handle(record('two'))
  })
  expect(handler.unwritten).toBe(2)
  mkdirSync(join(folder, 'no'))
  handler.flush()
  expect(handler.unwritten).toBe(0)
})

test('lost records leave a file of JSON lines a file of JSON lines', () => {
  const handler = new FileHandler(file, { delay: true })
  handler.setFormatter(new JSONFormatter())
  const stream = handler._open()
  handler.stream = stream
  stream.lose(3, 'ENOSPC')
  // As a full disk does it.
  handler.handle(record('next'))
  const lines = content()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: string; logger: string })
  expect(lines.map(({ logger, message }) => [logger, message])).toEqual([
    ['treeline', '… 3 records were lost (ENOSPC)'],
    ['app', 'next'],
  ])
})

test('a full disk is reported once a burst; the records are written when there is room', () => {
  let full = true
  const driver = {
    ...fileDriver,
    writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number {
      if (full) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      return fileDriver.writeSync(fd, bytes, offset, length)
    },
  }
  const handler = new FileHandler(file, { driver })
  const said = captureStderr(() => {
    for (let i = 0; i < 10; i++) handler.handle(record(`record ${i}`))
  })
  expect(said.split('--- Logging error ---').length).toBe(2)
  expect(said).toContain("Message: 'record 0'")
  full = false
  handler.handle(record('room again'))
  expect(content()).toBe(`${Array.from({ length: 10 }, (_, i) => `record ${i}\n`).join('')}room again\n`)
})

describe('buffering', () => {
  test('holds records until one reaches flushLevel', () => {
    const handler = new FileHandler(file, { buffering: 16_384 })
    handler.handle(record('one'))
    handler.handle(record('two', 30))
    expect(content()).toBe('')
    handler.handle(record('three', 40))
    expect(content()).toBe('one\ntwo\nthree\n')
  })

  test('flushLevel may be a name', () => {
    const handler = new FileHandler(file, { buffering: 16_384, flushLevel: 'INFO' })
    handler.handle(record('one', 10))
    expect(content()).toBe('')
    handler.handle(record('two'))
    expect(content()).toBe('one\ntwo\n')
    expect(() => new FileHandler(file, { flushLevel: 'LOUD' })).toThrow(
      new RangeError("flushLevel: Unknown level: 'LOUD'"),
    )
    const assigned = new FileHandler(file, { delay: true })
    expect(() => (assigned.flushLevel = 'LOUD' as never)).toThrow(RangeError)
    assigned.flushLevel = 'INFO' as never
    expect(assigned.flushLevel).toBe(20)
  })

  test('until asked, or a second has passed', () => {
    vi.useFakeTimers()
    const handler = new FileHandler(file, { buffering: 16_384 })
    handler.handle(record('one'))
    void handler.flush()
    expect(content()).toBe('one\n')
    handler.handle(record('two'))
    vi.advanceTimersByTime(1000)
    expect(content()).toBe('one\ntwo\n')
  })

  test('a failure of the timer’s goes to handleError, and no further', () => {
    vi.useFakeTimers()
    const driver = {
      ...fileDriver,
      writeSync(): number {
        throw Object.assign(new Error('EIO'), { code: 'EIO' })
      },
    }
    const handler = new FileHandler(file, { buffering: 16_384, driver })
    handler.handle(record('one'))
    expect(captureStderr(() => vi.advanceTimersByTime(1000))).toContain(`Message: 'writing what was held for %s'`)
    const handleError = vi.fn((): never => {
      throw new Error('handleError')
    })
    handler.handleError = handleError
    vi.advanceTimersByTime(1000)
    expect(handleError).toHaveBeenCalledTimes(1)
    driver.writeSync = fileDriver.writeSync as never
    vi.advanceTimersByTime(1000)
    expect(content()).toBe('one\n')
  })
})

test('characters that a strict encoding does not have cost their record only', () => {
  const handler = new FileHandler(file, { encoding: 'ascii' })
  const said = captureStderr(() => {
    handler.handle(record('caf\xe9'))
    handler.handle(record('coffee'))
  })
  expect(said).toContain("'ascii' codec can't encode character '\\xe9' in position 3: ordinal not in range(128)")
  expect(content()).toBe('coffee\n')
})

test('shutdown flushes and closes', async () => {
  const handler = new FileHandler(file, { buffering: 16_384 })
  handler.handle(record('one'))
  const done = shutdown()
  expect(content()).toBe('one\n')
  expect(handler.stream).toBe(null)
  await done
})

test('shows as in Python', () => {
  const handler = new FileHandler(file)
  handler.setLevel('INFO')
  expect(String(handler)).toBe(`<FileHandler ${file} (INFO)>`)
})

test.each([
  [42 as unknown, new TypeError('filename: expected a string, a file URL or a Buffer, not 42')],
  [Buffer.from([0xff, 0x41]), new RangeError('filename: expected a Buffer with UTF-8, not Buffer(2) [ 255, 65 ]')],
])('refuses the name %o', (name, error) => {
  expect(() => new FileHandler(name as FileName)).toThrow(error)
})

describe('the contract', () => {
  for (const buffering of [0, 16_384]) {
    const cases = handlerContract(() => ({
      handler: new FileHandler(file, { buffering }),
      arrived: () => content().split('\n'),
    }))
    test.each(cases)(`buffering ${buffering}: $name`, ({ run }) => run())
  }
})

test('an option that has become wrong is told for the record, and the next one may be right', () => {
  const handler = new FileHandler(file, { delay: true })
  handler.encoding = 'klingon'
  expect(captureStderr(() => handler.handle(record('lost')))).toContain('unknown encoding: klingon')
  handler.encoding = 'utf-8'
  handler.handle(record('kept'))
  expect(content()).toBe('… 1 record was lost (RangeError)\nkept\n')
})
