import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  test('mode a opens again, and holds nothing back', () => {
    const handler = new FileHandler(file, { buffering: 1000 })
    handler.handle(record('one'))
    expect(content()).toBe('')
    void handler.close()
    expect(content()).toBe('one\n')
    expect(handler.stream).toBe(null)
    handler.handle(record('two'))
    expect(content()).toBe('one\ntwo\n')
    void handler.close()
  })

  test('mode w drops', () => {
    const handler = new FileHandler(file, { mode: 'w' })
    handler.handle(record('one'))
    void handler.close()
    expect(captureStderr(() => handler.handle(record('two')))).toBe('')
    expect(content()).toBe('one\n')
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

test('of a delayed handler it is reported, and the file tells of what was lost once it opens', () => {
  let there = false
  const driver = {
    ...fileDriver,
    openSync(path: string, flags: string): number {
      if (!there) throw Object.assign(new Error('EACCES: not yet'), { code: 'EACCES' })
      return fileDriver.openSync(path, flags)
    },
  }
  const handler = new FileHandler(file, { delay: true, driver })
  handler.setFormatter(new Formatter('%(levelname)s:%(name)s:%(message)s'))
  const said = captureStderr(() => {
    handler.handle(record('one'))
    handler.handle(record('two'))
  })
  expect(said.split('EACCES: not yet').length).toBe(2)
  there = true
  handler.handle(record('three'))
  expect(content()).toBe('WARNING:treeline:… 2 records were lost (EACCES)\nINFO:app:three\n')
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
    expect(() => new FileHandler(file, { flushLevel: 'LOUD' })).toThrow(new RangeError("Unknown level: 'LOUD'"))
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
