import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NullHandler } from '@treeline/core'
import { dictConfig } from '@treeline/core/config'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FileDriver, fileDriver, type FileStat } from './fileDriver.js'
import { OpenFile } from './openFile.js'

const PATH = '/var/log/app.log'

const failure = (code: string): Error => Object.assign(new Error(code), { code })

/** A regular file in memory, and what was done with it. */
class FakeDriver implements FileDriver {
  readonly calls: string[] = []
  flags = 0
  size = 0
  nlink = 1
  failure: Error | undefined
  /** What the path leads to. */
  found: Partial<FileStat> | undefined = { ino: 5, dev: 1 }
  private fd = 2

  openSync(_path: string, flags: number): number {
    this.flags = flags
    if (this.failure !== undefined) throw this.failure
    this.calls.push(`open ${++this.fd}`)
    return this.fd
  }

  writeSync(_fd: number, _bytes: Uint8Array, _offset: number, length: number): number {
    return length
  }

  closeSync(fd: number): void {
    this.calls.push(`close ${fd}`)
  }

  fstatSync(): FileStat {
    return { size: this.size, ino: 5, dev: 1, nlink: this.nlink, isFile: () => true }
  }

  existsSync(): boolean {
    return true
  }

  renameSync(): void {}

  pauseSync(): void {}

  statSync(): FileStat | undefined {
    return this.found as FileStat | undefined
  }

  readSync?(path: string, position: number, length: number): Uint8Array
}

let driver: FakeDriver
beforeEach(() => {
  driver = new FakeDriver()
})

function opened(mode = 'a'): OpenFile {
  const file = new OpenFile(PATH, mode, driver)
  file.open()
  return file
}

test('a file is opened once, and closed once', () => {
  const file = opened()
  file.open()
  expect(file.closed).toBe(false)
  file.close()
  file.close()
  expect([file.closed, driver.calls]).toEqual([true, ['open 3', 'close 3']])
})

test('one that was never opened has nothing to close; a descriptor has, of whatever number', () => {
  new OpenFile(PATH, 'a', driver).close()
  expect(driver.calls).toEqual([])
  const file = new OpenFile(0, 'a', driver)
  expect([file.regular, file.ino, file.position]).toEqual([false, 0, 0])
  file.close()
  expect(driver.calls).toEqual(['close 0'])
})

test('a pipe that cannot be opened once more is written as it is', () => {
  // No process has so many.
  driver.openSync = () => 9_999_999
  driver.fstatSync = () => ({ size: 0, isFile: () => false, isFIFO: () => true })
  opened().close()
  expect(driver.calls).toEqual(['close 9999999'])
})

test.each([
  ['a', 7, 7],
  ['w', 7, 7],
  ['r+', 7, 0],
])(
  'mode %s: a file of %d bytes is written from %d on, and measured where it is appended to',
  (mode, size, position) => {
    driver.size = size
    const file = opened(mode)
    expect(file.position).toBe(position)
    expect(file.write(Buffer.from('abc'), 2)).toBe(2)
    expect(file.position).toBe(position + 2)
    driver.size = 100
    expect(file.measure()).toBe(position === 0 ? 2 : 100)
  },
)

describe('a file is gone', () => {
  test.each<[string, Partial<FileStat> | undefined, boolean]>([
    ['not where the path leads to it', { ino: 5, dev: 1 }, false],
    ['where it leads to nothing', undefined, true],
    ['where it leads to another one', { ino: 6, dev: 1 }, true],
    ['where it leads to one of another disk', { ino: 5, dev: 2 }, true],
  ])('%s', (_, found, isGone) => {
    const file = opened()
    driver.found = found
    expect(file.isGone).toBe(isGone)
  })

  test.each([
    ['ELOOP', true],
    ['EACCES', false],
  ])('where the look at the path fails by %s: %s', (code, isGone) => {
    const file = opened()
    driver.statSync = () => {
      throw failure(code)
    }
    expect(file.isGone).toBe(isGone)
  })

  test('not before it is opened, nor where files have no numbers, nor where nobody looks', () => {
    driver.found = undefined
    expect(new OpenFile(PATH, 'a', driver).isGone).toBe(false)
    driver.fstatSync = () => ({ size: 0, ino: 0, isFile: () => true })
    expect(opened().isGone).toBe(false)
    expect(new OpenFile(3, 'a', driver).isGone).toBe(false)
    driver = Object.assign(new FakeDriver(), { statSync: undefined })
    expect(opened().isGone).toBe(false)
  })
})

describe('a file lacks the end of its last line', () => {
  test.each([
    ['torn', '\n', true],
    ['whole\n', '\n', false],
    ['whole\r\n', '\r\n', false],
    ['whole\n', '\r\n', true],
    ['\n', '\r\n', true],
    ['\r', '\r\n', true],
    ['torn', '', false],
    ['', '\n', false],
  ])('%j, which should end in %j: %s', (text, end, lacks) => {
    driver.size = text.length
    let reads = 0
    driver.readSync = (path, position, length) => {
      reads++
      expect([path, position]).toEqual([PATH, Math.max(0, text.length - end.length)])
      return Buffer.from(text).subarray(position, position + length)
    }
    expect(opened().lacks(Buffer.from(end))).toBe(lacks)
    expect(reads).toBe(text === '' || end === '' ? 0 : 1)
  })

  test('not where it cannot be known', () => {
    driver.size = 5
    const end = Buffer.from('\n')
    expect(opened().lacks(end)).toBe(false)
    driver.readSync = () => {
      throw failure('EACCES')
    }
    expect(opened().lacks(end)).toBe(false)
    driver.readSync = () => Buffer.from('x')
    expect(opened().lacks(end)).toBe(true)
    expect(new OpenFile(3, 'a', driver).lacks(end)).toBe(false)
    // A terminal, say.
    driver.fstatSync = () => ({ size: 5, isFile: () => false })
    const terminal = opened()
    expect(terminal.lacks(end)).toBe(false)
    terminal.write(Buffer.from('x'), 1)
    expect(terminal.lacks(end)).toBe(false)
  })
})

describe('a file that is opened anew', () => {
  const { O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY } = constants

  test.each([
    ['a', O_WRONLY],
    ['a+', O_RDWR],
    ['w', O_WRONLY],
    ['x+', O_RDWR],
  ])('of mode %s is appended to, and the one that was open is closed', (mode, access) => {
    const file = opened(mode)
    file.reopen()
    expect(driver.flags & (O_WRONLY | O_RDWR)).toBe(access)
    expect(driver.flags & (O_APPEND | O_CREAT | O_EXCL | O_TRUNC)).toBe(O_APPEND | O_CREAT)
    expect(driver.calls).toEqual(['open 3', 'open 4', 'close 3'])
  })

  test('may have been none yet', () => {
    new OpenFile(PATH, 'a', driver).reopen()
    expect(driver.calls).toEqual(['open 3'])
  })

  test('is none that was closed, nor a descriptor', () => {
    const file = opened()
    file.close()
    file.reopen()
    new OpenFile(9, 'a', driver).reopen()
    expect(driver.calls).toEqual(['open 3', 'close 3'])
  })

  test('stays open where that fails and it has a name', () => {
    const file = opened()
    driver.failure = failure('EACCES')
    expect(() => file.reopen()).toThrow(driver.failure)
    expect(driver.calls).toEqual(['open 3'])
    driver.failure = undefined
    file.open()
    expect(driver.calls).toEqual(['open 3'])
  })

  test('is closed where that fails and it has no name: the next write tries the path', () => {
    const file = opened()
    driver.failure = failure('EACCES')
    driver.nlink = 0
    expect(() => file.reopen()).toThrow(driver.failure)
    driver.failure = undefined
    file.open()
    expect(driver.calls).toEqual(['open 3', 'close 3', 'open 4'])
  })

  test('throws where it was not open and cannot be opened', () => {
    driver.failure = failure('EACCES')
    driver.nlink = 0
    expect(() => new OpenFile(PATH, 'a', driver).reopen()).toThrow(driver.failure)
    expect(driver.calls).toEqual([])
  })

  test.each<[string, Partial<FileStat> | undefined]>([
    ['nothing', undefined],
    ['what says nothing of pipes', { ino: 6 }],
    ['no pipe', { ino: 6, isFIFO: () => false }],
  ])('may stand where there is %s', (_, found) => {
    driver.found = found
    opened().reopen()
    expect(driver.calls).toEqual(['open 3', 'open 4', 'close 3'])
  })

  test('need not be looked at', () => {
    driver = Object.assign(new FakeDriver(), { statSync: undefined })
    opened().reopen()
    expect(driver.calls).toEqual(['open 3', 'open 4', 'close 3'])
  })

  test('is not a pipe that has taken its place', () => {
    const file = opened()
    driver.found = { isFIFO: () => true }
    expect(() => file.reopen()).toThrow(expect.objectContaining({ message: `${PATH} is a pipe`, code: 'ENXIO' }))
    expect(driver.calls).toEqual(['open 3'])
  })
})

describe('on the disk', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'treeline-open-'))
    path = join(folder, 'app.log')
  })
  afterEach(() => {
    resetLogging()
    rmSync(folder, { recursive: true })
  })

  const content = (): string | undefined => (fileDriver.existsSync(path) ? readFileSync(path, 'utf8') : undefined)

  /** Opens the file while a configuration is made, does something, and has the configuration be refused or not. */
  function configure(file: OpenFile, isRefused: boolean, then: () => void = () => undefined): void {
    const make = (): NullHandler => {
      file.open()
      then()
      if (isRefused) throw new Error('refused')
      return new NullHandler()
    }
    const config = { version: 1, handlers: { own: { '()': make } } }
    if (isRefused) expect(() => dictConfig(config)).toThrow('own')
    else dictConfig(config)
  }

  test.each([
    ['a', 'old', 'old'],
    ['w', 'old', ''],
    ['w+', 'old', ''],
    ['r+', 'old', 'old'],
    ['a', undefined, ''],
    ['x', undefined, ''],
  ])('mode %s in a configuration that is accepted: %j becomes %j', (mode, before, after) => {
    if (before !== undefined) writeFileSync(path, before)
    const file = new OpenFile(path, mode, fileDriver)
    configure(file, false, () => expect(content()).toBe(before ?? ''))
    expect(content()).toBe(after)
    file.write(Buffer.from('new'), 3)
    file.close()
    expect(content()).toBe(mode === 'r+' ? 'new' : `${after}new`)
  })

  test.each([
    ['a', 'old'],
    ['w', 'old'],
    ['w', ''],
    ['a', undefined],
    ['w', undefined],
    ['x', undefined],
  ])('mode %s in a configuration that is refused leaves %j as it was', (mode, before) => {
    if (before !== undefined) writeFileSync(path, before)
    const file = new OpenFile(path, mode, fileDriver)
    configure(file, true)
    file.close()
    expect(content()).toBe(before)
  })

  test.each<[string, () => void, string | undefined]>([
    ['has something in it', () => writeFileSync(path, 'others'), 'others'],
    ['was deleted', () => rmSync(path), undefined],
    ['is another one', () => (rmSync(path), writeFileSync(join(folder, 'b'), ''), writeFileSync(path, '')), ''],
  ])('a new file of a refused configuration is not removed where it %s', (_, change, after) => {
    const file = new OpenFile(path, 'a', fileDriver)
    const said = captureStderr(() => configure(file, true, change))
    file.close()
    expect([content(), said]).toEqual([after, ''])
  })

  test.each([
    ['a', 1],
    ['w', 2],
  ])('mode %s opens a file that is there %d times', (mode, times) => {
    writeFileSync(path, 'old')
    let count = 0
    const openSync = (name: string, flags: number): number => {
      const fd = fileDriver.openSync(name, flags)
      count++
      return fd
    }
    const file = new OpenFile(path, mode, { ...fileDriver, openSync })
    configure(file, false)
    file.close()
    expect(count).toBe(times)
  })

  test.each([[{ statSync: undefined }], [{ unlinkSync: undefined }]])(
    'a file system with %o leaves a new file of a refused configuration',
    (without) => {
      const { statSync, unlinkSync, ...others } = fileDriver
      const file = new OpenFile(path, 'a', { ...others, statSync, unlinkSync, ...without } as FileDriver)
      const said = captureStderr(() => configure(file, true))
      file.close()
      expect([content(), said]).toEqual(['', ''])
    },
  )

  test('a file that was closed before the configuration is accepted is not emptied', () => {
    writeFileSync(path, 'old')
    const file = new OpenFile(path, 'w', fileDriver)
    configure(file, false, () => file.close())
    expect([content(), file.closed]).toEqual(['old', true])
  })

  test('a folder that is not there is told of', () => {
    const file = new OpenFile(join(folder, 'no', 'app.log'), 'a', fileDriver)
    const make = (): NullHandler => {
      expect(() => file.open()).toThrow('ENOENT')
      return new NullHandler()
    }
    dictConfig({ version: 1, handlers: { own: { '()': make } } })
    expect(file.ino).toBe(0)
  })

  test.runIf(process.platform === 'linux')('a pipe is opened once more, so that no write waits for its reader', () => {
    execFileSync('mkfifo', [path])
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const [fds, closed]: [number[], number[]] = [[], []]
    const file = new OpenFile(path, 'a', {
      ...fileDriver,
      openSync: (name, flags) => fds[fds.push(fileDriver.openSync(name, flags)) - 1]!,
      closeSync: (fd) => (closed.push(fd), fileDriver.closeSync(fd)),
    })
    file.open()
    expect([fds.length, closed, file.regular, file.position]).toEqual([1, fds, false, 0])
    file.write(Buffer.from('x'), 1)
    file.close()
    closeSync(reader)
  })
})
